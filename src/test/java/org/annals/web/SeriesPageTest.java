package org.annals.web;

import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of a patch series, on the demo archive; what each message is, its `README.md` says.
class SeriesPageTest {
  private static final String V4 = "20261119091402.4417-0-ines@okafor.example";
  private static final Pattern VERSION =
      Pattern.compile("<b(?: aria-current=\"true\")?>(v\\d)</b>");

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

  private static String page(String id) throws Exception {
    HttpResponse<byte[]> response = site.get("/brook-devel/" + id + "/series/");
    assertThat(response.statusCode()).isEqualTo(200);
    return text(response);
  }

  private static List<String> versions(String page) {
    return VERSION.matcher(page).results().map(match -> match.group(1)).distinct().toList();
  }

  @Test
  void versionsInOtherThreadsAreFound() throws Exception {
    String page = page(V4);
    assertThat(versions(page)).containsExactly("v4", "v1", "v2", "v3");
    assertThat(page).contains("the same change-id");
  }

  @Test
  void everyVersionNamesTheSameVersions() throws Exception {
    List<String> addresses =
        Pattern.compile("href=\"\\.\\./\\.\\./([^\"/_][^\"/]*)/series/\"")
            .matcher(page(V4))
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertThat(addresses).hasSize(3);
    for (String address : addresses) {
      assertThat(versions(page(address))).hasSize(4);
    }
  }

  @Test
  void patchShowsWhoEndorsedItAndHowItChanged() throws Exception {
    String page = page(V4);
    assertThat(page)
        .contains("Acked-by</a> Beatriz Nogueira")
        .contains("Tested-by</a> Farid Haddad")
        .contains("same lines")
        .contains("since v3");
    assertThat(page).contains("<h2 id=\"unanswered\">").contains("<b>Priya Raman</b>");
  }

  @Test
  void mboxIsForGit() throws Exception {
    HttpResponse<byte[]> response = site.get("/brook-devel/" + V4 + "/series.mbox.gz");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/gzip");
    String mbox =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(mbox.split("(?m)^From mboxrd@z ", -1)).hasSize(6);
    assertThat(mbox)
        .contains("Acked-by: Beatriz Nogueira")
        .doesNotContain("Subject: [PATCH v4 0/5]");
    Path code = directory.resolve("brook.git");
    Path work = directory.resolve("work");
    Shell.run("git", "clone", "-q", code.toString(), work.toString()).succeeded();
    Shell.git(work, "config", "user.name", "Ann").succeeded();
    Shell.git(work, "config", "user.email", "ann@example.org").succeeded();
    String base = page(V4).replaceAll("(?s).*based on commit <span[^>]*>([0-9a-f]+).*", "$1");
    Shell.git(work, "checkout", "-q", "--detach", base).succeeded();
    Shell.gitWithInput(work, mbox, "am", "-q").succeeded();
    assertThat(Shell.git(work, "rev-list", "--count", base + "..HEAD").succeeded().out().strip())
        .isEqualTo("5");
  }

  @Test
  void patchLeadsToItsSeries() throws Exception {
    assertThat(text(site.get("/brook-devel/" + V4 + "/")))
        .contains("/series/\">cover letter of 5 patches, version 4</a>");
  }

  @Test
  void whatIsNoPatchSaysWhy() throws Exception {
    HttpResponse<byte[]> response =
        site.get("/brook-users/CAWaltEmpty1008@mail.gmail.example/series/");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(text(response)).contains("No patch series");
    assertThat(site.get("/brook-devel/nobody@nowhere.example/series/").statusCode()).isEqualTo(300);
  }

  @Test
  void versionsAreComparedPatchByPatch() throws Exception {
    String path = "/brook-devel/" + V4 + "/series/?v=20261102-ring-v3.0@okafor.example";
    String page = text(site.get(path));
    assertThat(page)
        .contains("from v3, ")
        .contains("<td>equal</td>")
        .contains("Suggested-by: Jun Takeda")
        .contains("data-v=\"only in v4\"");
    assertThat(page(V4)).contains("v=20261102-ring-v3.0@okafor.example");
    assertThat(site.get("/brook-devel/" + V4 + "/series/?v=nobody@x").statusCode()).isEqualTo(404);
  }

  @Test
  void interdiffTellsWhatChangedInTheCode() throws Exception {
    String path = "/brook-devel/" + V4 + "/series/?v=20261102-ring-v3.0@okafor.example";
    String page = text(site.get(path + "&d=code"));
    assertThat(page)
        .contains("all that changed")
        .contains("id=\"p2\"")
        .contains("## ")
        .doesNotContain("Suggested-by: Jun Takeda")
        .doesNotContain("data-v=");
    assertThat(page(V4)).contains("&amp;d=code#p2\"");
    assertThat(text(site.get(path))).contains("only what changed in the code");
  }
}
