package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.annals.testing.EpochFixture;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What clients need not get again, and for how long they need not ask.
class FreshnessTest {
  @TempDir Path directory;
  private RunningSite site;

  @BeforeEach
  void serve() throws IOException {
    site = RunningSite.of(directory, "dev");
    site.add("dev", MailText.number(1).bytes(), MailText.number(2).bytes());
  }

  @AfterEach
  void stop() throws IOException {
    site.close();
  }

  private int status(String path, String... headers) throws Exception {
    return site.get(path, headers).statusCode();
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/, no-cache",
    "/dev/new.html, no-cache",
    "/dev/new.atom, no-cache",
    "/dev/topics_new.html, no-cache",
    "/dev/all.mbox.gz, no-cache",
    "/dev/?q=about, no-cache",
    "/dev/n1@example.org/, no-cache",
    "/dev/n1@example.org/t/, no-cache",
    "/dev/n1@example.org/t.atom, no-cache",
    "/dev/n1@example.org/t.mbox.gz, no-cache",
    "/dev/n1@example.org/raw, 'public, max-age=86400'",
    "/dev/n1@example.org/1-a.txt, 'public, max-age=31536000'",
    "/dev/2026-03.mbox.gz, 'public, max-age=86400'",
  })
  void everyAnswerSaysHowLongItKeeps(String path, String kept) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Cache-Control")).isEqualTo(kept);
    String tag = header(response, "ETag");
    assertThat(tag).startsWith("W/\"");
    HttpResponse<byte[]> again = site.get(path, "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
    assertThat(header(again, "Cache-Control")).isEqualTo(kept);
    assertThat(header(again, "Content-Type")).isEmpty();
    assertThat(status(path, "If-None-Match", "W/\"another\"")).isEqualTo(200);
    HttpResponse<byte[]> head = site.send("HEAD", path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "ETag")).isEqualTo(tag);
    assertThat(header(head, "Content-Length")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/nobody@x/",
        "/dev/?q=xylophone",
        "/dev/2199-01.mbox.gz",
        "/dev/n1@example.org/d/",
        "/nothing/",
        "/dev/n1@example.org/7-a.txt"
      })
  void errorsAreNotKept(String path) throws Exception {
    HttpResponse<byte[]> response = site.get(path, "If-None-Match", "*");
    assertThat(response.statusCode()).isGreaterThanOrEqualTo(300).isNotEqualTo(304);
    assertThat(header(response, "Cache-Control")).contains("no-cache").contains("max-age=0");
    assertThat(header(response, "ETag")).isEmpty();
    assertThat(header(response, "Last-Modified")).isEmpty();
  }

  @Test
  void newMailChangesPagesButNotMessages() throws Exception {
    String page = header(site.get("/dev/n1@example.org/"), "ETag");
    String raw = header(site.get("/dev/n1@example.org/raw"), "ETag");
    String part = header(site.get("/dev/n1@example.org/1-a.txt"), "ETag");
    String march = header(site.get("/dev/2026-03.mbox.gz"), "ETag");
    site.add("dev", MailText.of("april@x").sent(MailText.START + 40 * 24 * 3600).bytes());
    assertThat(status("/dev/n1@example.org/", "If-None-Match", page)).isEqualTo(200);
    assertThat(status("/dev/n1@example.org/raw", "If-None-Match", raw)).isEqualTo(304);
    assertThat(status("/dev/n1@example.org/1-a.txt", "If-None-Match", part)).isEqualTo(304);
    assertThat(status("/dev/2026-03.mbox.gz", "If-None-Match", march)).isEqualTo(304);
    site.add("dev", MailText.number(3).bytes());
    assertThat(status("/dev/2026-03.mbox.gz", "If-None-Match", march)).isEqualTo(200);
    site.add("dev", MailText.number(1).body("another\n").bytes());
    assertThat(status("/dev/n1@example.org/raw", "If-None-Match", raw)).isEqualTo(200);
  }

  @Test
  void whatIsKnownIsNotReadFromGit() throws Exception {
    String raw = header(site.get("/dev/n1@example.org/raw"), "ETag");
    String part = header(site.get("/dev/n1@example.org/1-a.txt"), "ETag");
    EpochFixture.loseObject(
        directory.resolve("inboxes/dev/git/0.git"),
        EpochFixture.blobOf(MailText.number(1).bytes()));
    assertThat(status("/dev/n1@example.org/raw", "If-None-Match", raw)).isEqualTo(304);
    assertThat(status("/dev/n1@example.org/1-a.txt", "If-None-Match", part)).isEqualTo(304);
    assertThat(site.send("HEAD", "/dev/n1@example.org/").statusCode()).isEqualTo(200);
    assertThat(site.send("HEAD", "/dev/all.mbox.gz").statusCode()).isEqualTo(200);
  }

  @Test
  void lastModifiedIsWhenTheIndexChanged() throws Exception {
    Eventually.holds(
        Duration.ofSeconds(10),
        "the second of the change is over",
        () -> !header(get("/dev/new.html"), "Last-Modified").isEmpty());
    String said = header(get("/dev/new.html"), "Last-Modified");
    assertThat(HttpDate.parse(said).orElseThrow())
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    for (String path : new String[] {"/dev/new.html", "/dev/n1@example.org/raw", "/dev/"}) {
      assertThat(status(path, "If-Modified-Since", said)).isEqualTo(304);
      assertThat(status(path, "If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo(200);
      assertThat(status(path, "If-Modified-Since", "yesterday")).isEqualTo(200);
      assertThat(status(path, "If-Modified-Since", said, "If-None-Match", "\"x\"")).isEqualTo(200);
    }
    site.add("dev", MailText.number(3).bytes());
    assertThat(status("/dev/new.html", "If-Modified-Since", said)).isEqualTo(200);
  }

  private HttpResponse<byte[]> get(String path) {
    try {
      return site.get(path);
    } catch (Exception e) {
      throw new AssertionError(path, e);
    }
  }
}
