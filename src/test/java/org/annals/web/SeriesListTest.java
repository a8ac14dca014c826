package org.annals.web;

import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists of series by state and by who has to act, and what became of one mail, on the demo.
class SeriesListTest {
  private static final String V3 = "20261102-ring-v3.0@okafor.example";
  private static final String V4 = "20261119091402.4417-0-ines@okafor.example";
  private static final Pattern ROW =
      Pattern.compile("<li><a class=\"subj\" href=\"\\.\\./\\.\\./([^\"/]+)/series/\">");

  @TempDir static Path directory;
  private static RunningSite site;

  @BeforeAll
  static void serve() throws IOException {
    site = RunningSite.demo(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    if (site != null) {
      site.close();
    }
  }

  private static String page(String rest) throws Exception {
    HttpResponse<byte[]> response = site.get("/brook-devel/" + rest);
    assertThat(response.statusCode()).as(rest).isEqualTo(200);
    return text(response);
  }

  private static List<String> heads(String rest) throws Exception {
    return ROW.matcher(page(rest)).results().map((MatchResult row) -> row.group(1)).toList();
  }

  @Test
  void theLatestVersionOfEachIsListedAndAllWhenAskedFor() throws Exception {
    assertThat(heads("_/series/")).contains(V4).doesNotContain(V3);
    assertThat(heads("_/series/?v=1")).contains(V4, V3);
    assertThat(heads("_/series/?s=superseded&v=1")).contains(V3).doesNotContain(V4);
  }

  @Test
  void queuesHoldWhatWaitsForSomebody() throws Exception {
    assertThat(heads("_/series/?w=author")).contains(V4);
    assertThat(page("_/series/?w=author")).contains("Comments wait for the author");
    List<String> unanswered = heads("_/series/?w=answer");
    assertThat(unanswered).isNotEmpty().doesNotContain(V4);
    assertThat(page("_/series/?w=answer&o=1")).contains("<b>longest wait first</b>");
  }

  @Test
  void personsAndPathsNarrow() throws Exception {
    assertThat(heads("_/series/?a=ines@okafor.example")).contains(V4);
    assertThat(heads("_/series/?a=nobody@x.example")).isEmpty();
    assertThat(heads("_/series/?r=farid@haddad.example&d=src"))
        .isEqualTo(heads("_/series/?d=src/&r=FARID@haddad.example"));
    assertThat(heads("_/series/?d=src/ring.c")).contains(V4);
    assertThat(heads("_/series/?d=src/none.c")).isEmpty();
  }

  @Test
  void landedPatchesNameTheirCommits() throws Exception {
    String page = page(V4 + "/series/");
    assertThat(page)
        .contains("2 of 5 taken", "the commit names this mail", "a commit of the same title")
        .containsPattern("<span class=\"mono\">[0-9a-f]{12}</span>");
    assertThat(page(V3 + "/series/")).contains("A newer version took its place.");
  }

  @Test
  void feedsTellWhatChanged() throws Exception {
    assertThat(page("_/series/?w=author&x=A")).contains("<feed", "ring: grow");
    assertThat(page(V4 + "/series.atom"))
        .contains("v4 1/5 ring: name the slot states: accepted", "v1 ", "superseded");
  }

  @Test
  void everyMailIsToldWhatBecameOfIt() throws Exception {
    assertThat(page(V4 + "/why/"))
        .contains("the cover letter of a series", "v4 of ", "2 of 5 taken");
    assertThat(site.get("/brook-devel/nobody@x.example/why/").statusCode()).isIn(300, 404);
  }

  @Test
  void whatMeansNothingIsRefusedByName() throws Exception {
    Map<String, String> refused =
        Map.of(
            "s=glad", "s=glad is none of new, rfc",
            "w=me", "w=me is none of nobody, answer",
            "n=x", "n is no place in this list");
    for (Map.Entry<String, String> one : refused.entrySet()) {
      HttpResponse<byte[]> response = site.get("/brook-devel/_/series/?" + one.getKey());
      assertThat(response.statusCode()).as(one.getKey()).isEqualTo(400);
      assertThat(text(response)).contains(one.getValue());
    }
    assertThat(site.get("/brook-devel/_/series").statusCode()).isIn(301, 302);
  }

  @Test
  void hostileValuesAreEscaped() throws Exception {
    String page = page("_/series/?d=%22%3E%3Cscript%3E&a=%3Cb%3E");
    assertThat(page).doesNotContain("<script>", "\"><b>").contains("&lt;script&gt;");
  }
}
