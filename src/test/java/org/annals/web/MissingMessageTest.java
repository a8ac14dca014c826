package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.annals.mail.MessageId;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Message-IDs that nobody in the inbox bears, and what they may have meant.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissingMessageTest {
  private static final String ID = "20260301093000.4417-2-ines@okafor.example";

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(directory, "dev", "users");
    site.add("dev", MailText.of(ID).bytes(), MailText.of("short@x").bytes());
    site.add("users", MailText.of("CAHk-extraordinarilylong=x@mail.example").bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  /// Cut off, with something behind, in another case, with other punctuation.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "20260301093000.4417-2-in",
        "20260301093000.4417-2-ines@okafor",
        "20260301093000.4417-2-ines@okafor.example.",
        "20260301093000.4417-2-ines@okafor.example%3E,",
        "20260301093000.4417-2-ines@okafor.example%20wrote",
        "20260301093000.4417-2-INES@Okafor.Example",
        "20260301093000-4417_2-ines@okafor.example",
      })
  void anIdThatIsAlikeIsFound(String id) throws Exception {
    for (String form : new String[] {"/", "/T/", "/t/"}) {
      HttpResponse<byte[]> response = site.get("/dev/" + id + form);
      assertThat(response.statusCode()).isEqualTo(300);
      assertThat(text(response))
          .contains("1 partial match")
          .contains(">" + site.base() + "/dev/" + ID + "/</a>");
    }
  }

  @Test
  void longWordsAreLookedForAlone() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/nothing.extraordinarilylong=y@mail.example/");
    assertThat(response.statusCode()).isEqualTo(300);
    assertThat(text(response))
        .contains(site.base() + "/users/CAHk-extraordinarilylong=x@mail.example/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.", "extraordinarilylonger.", "%F0%9D%84%9E", "-", "%00"})
  void idsOfAnyLengthAreLookedFor(String piece) throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/" + piece.repeat(600) + "@x/");
    assertThat(response.statusCode()).isEqualTo(piece.equals("%00") ? 400 : 300);
  }

  @Test
  void theHashOfAnIdLeadsToIt() throws Exception {
    String hash = new MessageId(ID).sha1Hex();
    HttpResponse<byte[]> response = site.get("/dev/" + hash + "/");
    assertThat(response.statusCode()).isEqualTo(301);
    assertThat(header(response, "Location")).isEqualTo(site.base() + "/dev/" + ID + "/");
    assertThat(site.get("/users/" + hash + "/").statusCode()).isEqualTo(404);
    assertThat(site.get("/dev/" + "0123456789".repeat(4) + "/").statusCode()).isEqualTo(404);
  }

  @Test
  void whatAnotherInboxHasIsNamed() throws Exception {
    HttpResponse<byte[]> response = site.get("/users/" + ID + "/");
    assertThat(response.statusCode()).isEqualTo(300);
    assertThat(text(response))
        .contains("<h1>Found in another inbox</h1>")
        .contains(
            "<a href=\"../../dev/" + ID + "/\" rel=\"nofollow\">" + site.base() + "/dev/" + ID);
  }

  @Test
  void otherSitesAreNamedForWhatIsAnId() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/%22no%2Fbody%22&@x/");
    assertThat(response.statusCode()).isEqualTo(300);
    assertThat(header(response, "Cache-Control")).contains("no-cache");
    assertThat(text(response))
        .contains("href=\"https://marc.info/?i=%22no/body%22%26@x\"")
        .contains("href=\"https://www.w3.org/mid/%22no%2Fbody%22&amp;@x\"")
        .doesNotContain("partial match");
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/nobody/, 404, text/html; charset=UTF-8",
    "/dev/shor/, 404, text/html; charset=UTF-8",
    "/dev/nobody-at-all-here/T/, 404, text/html; charset=UTF-8",
    "/dev/nobody@x/d/, 300, text/html; charset=UTF-8",
    "/dev/nobody@x/raw, 404, text/plain; charset=UTF-8",
    "/dev/nobody@x/t.atom, 404, text/plain; charset=UTF-8",
    "/dev/nobody@x/t.mbox.gz, 404, text/plain; charset=UTF-8",
    "/dev/nobody@x/1-a.txt, 404, text/plain; charset=UTF-8",
    "/all/nobody@x/, 300, text/html; charset=UTF-8",
  })
  void statuses(String path, int status, String type) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo(type);
    assertThat(site.send("HEAD", path).statusCode()).isEqualTo(status);
  }
}
