package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The help of an inbox with patches: what it tells to search for is found.
class PatchExamplesTest {
  private static final Pattern SEARCH =
      Pattern.compile("<a href=\"([^\"]*[?]q=[^\"]*)\"><code>([^<]*)</code>");

  @Test
  void everyExampleFindsSomething(@TempDir Path directory) throws Exception {
    try (RunningSite site = RunningSite.demo(directory)) {
      String page = site.text("/brook-devel/_/text/help/");
      List<MatchResult> examples = SEARCH.matcher(page).results().toList();
      String all = String.join(" ", examples.stream().map(m -> m.group(2)).toList());
      assertThat(all)
          .contains("dfn:", "dir:", "dfb:", "dfctx:", "dfhh:", "dfpost:", "patchid:")
          .contains("is:patch", "is:reply", "is:opening", "thread:", "thread:{");
      for (MatchResult example : examples) {
        String href = example.group(1).replace("&amp;", "&");
        if (href.contains("ago") || href.contains("last.")) {
          continue; // how long ago the mail is depends on the day
        }
        URI target = URI.create(site.base() + "/brook-devel/_/text/help/").resolve(href);
        assertThat(site.get(target.getRawPath() + "?" + target.getRawQuery()).statusCode())
            .as(example.group(2))
            .isEqualTo(200);
      }
    }
  }

  @Test
  void withoutPatchesThereAreNone(@TempDir Path directory) throws Exception {
    try (RunningSite site = RunningSite.of(directory, "dev")) {
      assertThat(site.text("/dev/_/text/help/")).contains("There is no patch here yet");
      site.add("dev", MailText.number(1).subject("[PATCH] nothing in it").bytes());
      assertThat(site.text("/dev/_/text/help/")).contains("There is no patch here yet");
    }
  }

  @Test
  void hostilePatchesMakeNoQueries(@TempDir Path directory) throws Exception {
    try (RunningSite site = RunningSite.of(directory, "dev")) {
      String path = "x) OR \"<b>/y:z";
      site.add(
          "dev",
          MailText.number(1)
              .subject("[PATCH] <b>")
              .body(
                  "---\n\ndiff --git a/%1$s b/%1$s\n--- a/%1$s\n+++ b/%1$s\n@@ -1 +1 @@ (((\n-)\n+\"\n"
                      .formatted(path))
              .bytes());
      var answer = site.get("/dev/_/text/help/");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(RunningSite.text(answer)).doesNotContain("<b>/y").contains("is:patch");
    }
  }
}
