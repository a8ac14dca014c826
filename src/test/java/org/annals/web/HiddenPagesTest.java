package org.annals.web;

import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No route tells what only a hidden inbox (`hide = www`) has, nor that there is one.
///
/// `vault` is hidden: it holds `own@x`, with the word xyzzy, in answer to `cross@x`, which it
/// shares with `dev`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HiddenPagesTest {
  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "vault");
    fixture.hide("vault");
    site = RunningSite.of(fixture, new SiteSettings("Mail of the test", ""));
    MailText cross = MailText.of("cross@x").subject("about rings");
    site.add("vault", cross.bytes());
    site.add(
        "vault",
        MailText.of("own@x")
            .subject("Re: about rings")
            .inReplyTo("cross@x")
            .body("xyzzy\n")
            .header("MIME-Version", "1.0")
            .bytes());
    site.add("dev", cross.bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  /// Whatever is asked of it, and of its messages elsewhere: not there.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/vault",
        "/vault/",
        "/vault/?q=xyzzy",
        "/vault/?q=xyzzy&x=A",
        "/vault/new.html",
        "/vault/new.atom",
        "/vault/atom.xml",
        "/vault/description",
        "/vault/_/text/help/",
        "/vault/_/text/mirror/raw",
        "/vault/_/text/config/raw",
        "/vault/userContent.css",
        "/vault/own@x",
        "/vault/own@x/",
        "/vault/own@x/raw",
        "/vault/own@x/T/",
        "/vault/own@x/t/",
        "/vault/own@x/t",
        "/vault/own@x/t.mbox.gz",
        "/vault/own@x/t.atom",
        "/vault/own@x/1-a.txt",
        "/vault/cross@x/",
        "/vault/cross@x/raw",
        "/all/own@x/",
        "/all/own@x/raw",
        "/all/own@x/T/",
        "/all/own@x/t/",
        "/all/own@x/t.mbox.gz",
        "/all/own@x/t.atom",
        "/all/own@x/1-a.txt",
        "/all/?q=xyzzy",
        "/all/?q=m:own@x",
        "/all/?q=b:xyzzy",
        "/dev/own@x/",
        "/dev/?q=xyzzy",
      })
  void isNotThere(String path) throws Exception {
    for (String method : new String[] {"GET", "HEAD", "POST"}) {
      HttpResponse<byte[]> response = site.send(method, path);
      if (method.equals("POST")) {
        assertThat(response.statusCode()).as(method).isIn(404, 405);
      } else {
        assertThat(response.statusCode()).as(method).isIn(300, 404);
      }
      assertThat(text(response)).doesNotContain("vault@").doesNotContain("/vault/own@x");
    }
  }

  /// What is there says nothing of it: no name, no word, no count.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/all/",
        "/all/new.html",
        "/all/new.atom",
        "/all/_/text/help/",
        "/all/_/text/help/raw",
        "/all/_/text/mirror/",
        "/all/_/text/config/raw",
        "/all/?q=rings",
        "/all/?q=rings&x=A",
        "/all/?q=rings&r=1",
        "/all/cross@x/",
        "/all/cross@x/raw",
        "/all/cross@x/T/",
        "/all/cross@x/t/",
        "/all/cross@x/t.atom",
        "/all/cross@x/t.mbox.gz",
        "/dev/",
        "/dev/new.html",
        "/dev/cross@x/",
        "/dev/cross@x/t/",
      })
  void saysNothingOfIt(String path) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    String body =
        path.endsWith(".gz")
            ? new String(
                new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(response.body()))
                    .readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8)
            : text(response);
    assertThat(body).doesNotContain("vault").doesNotContain("xyzzy").doesNotContain("own@x");
    assertThat(body).doesNotContain("2 messages").doesNotContain("1 reply");
  }

  @Test
  void thePageOfARefusalDoesNotTell() throws Exception {
    String hidden = text(site.get("/vault/", "Accept", "text/html"));
    String unknown = text(site.get("/nowhere/", "Accept", "text/html"));
    assertThat(hidden).contains("<h1>Not found</h1>").isEqualTo(unknown);
  }

  @Test
  void theSharedMessageIsShownOnce() throws Exception {
    assertThat(site.text("/all/new.html").split("<article ", -1)).hasSize(2);
    assertThat(site.text("/all/?q=rings")).contains("1 message").contains("../dev/cross@x/");
    assertThat(site.text("/all/cross@x/")).contains("about rings");
  }
}
