package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What belongs to a message or its thread besides its page.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageRoutesTest {
  private static final String PARTS =
      """
      --b
      Content-Type: text/plain

      See the files.
      --b
      Content-Type: text/html; charset=iso-8859-1; name=page.html

      <script>alert(1)</script>
      --b
      Content-Type: image/png; name=shot.png
      Content-Transfer-Encoding: base64

      iVBORw0KGgo=
      --b
      Content-Type: image/svg+xml

      <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>
      --b--
      """;

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(directory, "dev", "users");
    site.add(
        "dev",
        MailText.of("a@x").subject("ring: grow").bytes(),
        MailText.of("b@x").inReplyTo("a@x").subject("Re: ring: grow").bytes(),
        MailText.number(9).subject("RE: ring: grow").bytes(),
        MailText.of("parts@x")
            .header("Content-Type", "multipart/mixed; boundary=b")
            .body(PARTS)
            .bytes());
    site.add("dev", MailText.of("same@x").body("one\nline\nhere\n").bytes());
    site.add("dev", MailText.of("same@x").body("one\n<b>line</b>\nhere\n").bytes());
    site.add("dev", MailText.of("same@x").body("x".repeat(1 << 20) + "\n").bytes());
    site.add("users", MailText.of("same@x").body("two\nlines\n").bytes());
    site.add("users", MailText.of("same@x").body("one\nline\nhere\n").bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  @Test
  void bothMboxesAreCompressed() throws Exception {
    HttpResponse<byte[]> gz = site.get("/dev/b@x/t.mbox.gz");
    HttpResponse<byte[]> plain = site.get("/dev/b@x/t.mbox");
    assertThat(Mbox.text(plain)).isEqualTo(Mbox.text(gz));
    assertThat(Mbox.ids(plain)).containsExactly("a@x", "b@x", "n9@example.org");
    for (HttpResponse<byte[]> response : java.util.List.of(gz, plain)) {
      assertThat(header(response, "Content-Disposition"))
          .isEqualTo("inline; filename=ring-grow.mbox.gz");
    }
  }

  @Test
  void theFirstMessageIsComparedWithTheOthers() throws Exception {
    String page = site.text("/dev/same@x/d/");
    assertThat(page)
        .contains("<h2>dev 6 compared with dev 5</h2>")
        .contains("<span class=\"del\">-line\n</span>")
        .contains("<span class=\"add\">+&lt;b&gt;line&lt;/b&gt;\n</span>")
        .contains("<h2>dev 7 compared with dev 5</h2>")
        .contains("They are too long to be compared here.")
        .doesNotContain("users");
  }

  @Test
  void overAllInboxesEachContentIsComparedOnce() throws Exception {
    String page = site.text("/all/same@x/d/");
    assertThat(page).contains("<span class=\"add\">+two\n</span>");
    assertThat(page.split(" compared with ", -1)).hasSize(1 + 2 * 2 + 1);
  }

  @Test
  void oneMessageDiffersFromNothing() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/a@x/d/");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(text(response)).contains("Only one message has this Message-ID.");
  }

  @ParameterizedTest
  @CsvSource({
    "1-a.txt, text/plain; charset=UTF-8",
    "2-page.html, text/plain; charset=iso-8859-1",
    "3-shot.png, application/octet-stream",
    "4-a.bin, application/octet-stream",
    "4-other-name.exe, application/octet-stream",
  })
  void attachmentsHaveSafeTypes(String file, String type) throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/parts@x/" + file);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo(type);
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(response, "Content-Disposition")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "3-shot.png, https://elsewhere.example/page, 403",
    "3-shot.png, http://127.0.0.1:1/, 403",
    "3-shot.png, SELF, 200",
    "3-shot.png, not a url, 200",
    "3-shot.png, about:blank, 200",
    "1-a.txt, https://elsewhere.example/page, 200",
    "2-page.html, https://elsewhere.example/page, 200",
    "9-a.bin, https://elsewhere.example/page, 404",
  })
  void otherSitesMayNotMakeAttachmentsTheirs(String file, String from, int status)
      throws Exception {
    String referer = from.equals("SELF") ? site.base() + "/dev/parts@x/" : from;
    HttpResponse<byte[]> response = site.get("/dev/parts@x/" + file, "Referer", referer);
    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 403) {
      assertThat(header(response, "Content-Type")).isEqualTo(Answer.HTML);
      assertThat(header(response, "Cache-Control")).contains("no-cache");
      assertThat(text(response))
          .contains("<form method=\"post\" action=\"../parts@x/" + file + "\">");
    }
  }

  @Test
  void theButtonFetchesTheAttachment() throws Exception {
    HttpResponse<byte[]> response = site.post("/dev/parts@x/3-shot.png", "");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).startsWith(0x89, 'P', 'N', 'G');
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/m/a@x/, /dev/a@x/",
    "/dev/f/a@x.txt, /dev/a@x/raw",
    "/dev/t/a@x.html, /dev/a@x/t/#u",
    "/dev/t/a@x/mbox.gz, /dev/a@x/t.mbox.gz",
    "/dev/a@x/R, /dev/a@x/#R",
    "/dev/a@x/f/?x=1, /dev/a@x/?x=1",
    "/dev/a@x/T?x=1, /dev/a@x/T/?x=1#u",
    "/dev/nobody@x, /dev/nobody@x/",
    "/dev/new.rss, /dev/new.rss/",
  })
  void oldAddressesLead(String from, String to) throws Exception {
    HttpResponse<byte[]> response = site.get(from);
    assertThat(response.statusCode()).isEqualTo(301);
    assertThat(header(response, "Location")).isEqualTo(site.base() + to);
    assertThat(text(response)).isEqualTo("Redirecting to " + site.base() + to + "\n");
    assertThat(header(response, "Content-Type")).isEqualTo(Answer.TEXT);
  }
}
