package org.annals.web;

import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Patches that lie: each gives a page that says so, and keeps no true one from being found.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePatchTest {
  private RunningSite site;
  private int mails;

  @BeforeAll
  void serve(@TempDir Path directory) throws Exception {
    site = new CodeSite(directory).serve(directory);
  }

  @AfterAll
  void stop() throws Exception {
    site.close();
  }

  private void post(String body) throws Exception {
    mails++;
    site.add("dev", MailText.number(mails).subject("[PATCH] evil " + mails).body(body).bytes());
  }

  private String refused(String id) throws Exception {
    HttpResponse<byte[]> page = site.get("/dev/" + id + "/s/");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(site.get("/dev/" + id + "/s/a.txt").statusCode()).isEqualTo(404);
    return text(page);
  }

  private static String change(String from, String to, String hunks) {
    return "diff --git a/f b/f\nindex " + from + ".." + to + " 100644\n--- a/f\n+++ b/f\n" + hunks;
  }

  private static final String HUNK = "@@ -1 +1 @@\n-a\n+b\n";

  @Test
  void itMakesSomethingElse() throws Exception {
    post(CodeRoutesTest.newFile("f", "aaaaaa1", "hello"));
    assertThat(refused("aaaaaa1")).contains("not aaaaaa1 as it says");
  }

  @Test
  void itIsMadeOfItself() throws Exception {
    post(change("bbbbbb1", "bbbbbb2", HUNK));
    post(change("bbbbbb2", "bbbbbb1", HUNK));
    post(change("bbbbbb3", "bbbbbb3", HUNK));
    assertThat(refused("bbbbbb1")).contains("a circle");
    assertThat(refused("bbbbbb2")).contains("a circle");
    assertThat(refused("bbbbbb3")).contains("a circle");
  }

  @Test
  void itsCountsAreWrong() throws Exception {
    post(
        CodeRoutesTest.newFile("f", "ccccccc", "hello")
            .replace("@@ -0,0 +1 @@", "@@ -0,0 +1,999999999 @@"));
    assertThat(refused("ccccccc")).contains("not 0 and 999999999 as it says");
  }

  @Test
  void itsPathsLeadElsewhere() throws Exception {
    // the id of a file that holds one line, hello
    post(CodeRoutesTest.newFile("../../../../etc/passwd", "ce01362", "hello"));
    HttpResponse<byte[]> page = site.get("/dev/ce01362/s/?b=../../../../etc/passwd%22%3E%3Cb%3E");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(text(page)).contains("hello").doesNotContain("<b>").contains("/s/a.txt\"");
    assertThat(text(site.get("/dev/ce01362/s/etc-passwd"))).isEqualTo("hello\n");
  }

  /// A hundred thousand hunks, a chain of patches without an end, one mail with very many patches.
  @Test
  @Timeout(120)
  void itCostsTooMuch() throws Exception {
    post(
        CodeRoutesTest.newFile("f", "ddddddd", "a")
            + "@@ -5,2 +5,2 @@\n-a\n+b\n z\n".repeat(30_000));
    assertThat(refused("ddddddd")).contains("does not fit");
    StringBuilder chain = new StringBuilder();
    for (int i = 0; i < 800; i++) {
      chain.append(change("%07x".formatted(0xeee0001 + i), "%07x".formatted(0xeee0000 + i), HUNK));
    }
    post(chain.toString());
    assertThat(refused("eee0000")).contains("patches one upon the other").contains("more steps)");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      many.append(CodeRoutesTest.newFile("f" + i, "fffffff", "line " + i));
    }
    post(many.toString());
    assertThat(refused("fffffff")).contains("not fffffff as it says");
  }

  @Test
  void aLieBesideTheTruthDoesNoHarm() throws Exception {
    post(CodeRoutesTest.newFile("f", "cc628ccd10742baea8241c5924df992b5c019f71", "world"));
    for (int i = 0; i < 5; i++) {
      post(CodeRoutesTest.newFile("f", "cc628cc", "lie " + i));
    }
    post(change("cc628cc", "cc628cc", HUNK));
    assertThat(text(site.get("/dev/cc628cc/s/f.txt"))).isEqualTo("world\n");
  }
}
