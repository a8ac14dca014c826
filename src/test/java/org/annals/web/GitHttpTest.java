package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What git's clients ask of an epoch, byte by byte. `GitClientTest` has the clients themselves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GitHttpTest {
  private static final String REQUEST = "application/x-git-upload-pack-request";

  private RunningSite site;
  private Path epoch;
  private String tip;
  private String pack;

  @BeforeAll
  void serve(@TempDir Path directory) throws Exception {
    site = RunningSite.of(directory, "dev", "empty");
    byte[][] mails = new byte[30][];
    for (int i = 0; i < mails.length; i++) {
      mails[i] = MailText.number(i).bytes();
    }
    site.add("dev", mails); // as many make a pack
    site.add("dev", MailText.of("loose@x").bytes());
    epoch = site.epoch("dev", 0);
    tip = Shell.git(epoch, "rev-parse", "HEAD").succeeded().out().strip();
    try (var packs = Files.newDirectoryStream(epoch.resolve("objects/pack"), "*.pack")) {
      pack = packs.iterator().next().getFileName().toString();
    }
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.git", "git/0", "git/0.git"})
  void everySpellingIsTheSameRepository(String spelling) throws Exception {
    HttpResponse<byte[]> refs = site.get("/dev/" + spelling + "/info/refs?service=git-upload-pack");
    assertThat(refs.statusCode()).isEqualTo(200);
    assertThat(header(refs, "Content-Type"))
        .isEqualTo("application/x-git-upload-pack-advertisement");
    assertThat(header(refs, "Cache-Control")).contains("no-cache");
    assertThat(text(refs)).startsWith("001e# service=git-upload-pack\n0000").contains(tip);
    assertThat(site.text("/dev/" + spelling + "/HEAD")).isEqualTo("ref: refs/heads/master\n");
    assertThat(site.get("/dev/" + spelling + "/git-upload-pack").statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/0/HEAD, 200, text/plain",
    "/dev/0/info/refs, 200, text/plain",
    "/dev/0/info/refs?service=git-upload-pack&more=1, 200, text/plain",
    "/dev/0/objects/info/packs, 200, text/plain",
    "/dev/0/description, 404, text/plain; charset=UTF-8",
    "/dev/0/config, 404, text/plain; charset=UTF-8",
    "/dev/0/packed-refs, 404, text/plain; charset=UTF-8",
    "/dev/0/refs/heads/master, 404, text/plain; charset=UTF-8",
    "/dev/0/objects/info/alternates, 404, text/plain; charset=UTF-8",
    "/dev/HEAD, 200, text/plain",
    "/dev/objects/info/alternates, 200, text/plain",
    "/dev/cloneurl, 404, text/plain; charset=UTF-8",
    "/dev/description, 200, text/plain; charset=UTF-8",
    "/dev/info/refs, 404, text/plain; charset=UTF-8",
    "/dev/info/refs?service=git-upload-pack, 404, text/plain; charset=UTF-8",
    "/dev/0/info/refs?service=git-receive-pack, 403, text/plain; charset=UTF-8",
    "/dev/1/HEAD, 404, text/plain; charset=UTF-8",
    "/dev/00/HEAD, 404, text/plain; charset=UTF-8",
    "/dev/1/info/refs?service=git-upload-pack, 404, text/plain; charset=UTF-8",
    "/dev/999999999999/HEAD, 404, text/plain; charset=UTF-8",
    "/empty/0/HEAD, 404, text/plain; charset=UTF-8",
    "/nothing/0/HEAD, 404, text/plain; charset=UTF-8",
    "/all/0/HEAD, 404, text/plain; charset=UTF-8",
    "/all/manifest.js.gz, 404, text/plain; charset=UTF-8",
    "/empty/manifest.js.gz, 404, text/plain; charset=UTF-8",
  })
  void statuses(String path, int status, String type) throws Exception {
    for (String method : new String[] {"GET", "HEAD"}) {
      HttpResponse<byte[]> response = site.send(method, path);
      assertThat(response.statusCode()).as(method).isEqualTo(status);
      assertThat(header(response, "Content-Type")).as(method).isEqualTo(type);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/0/../../config",
        "/dev/0/info/../config",
        "/dev/0/objects/../config",
        "/dev/0/objects/pack/../../config",
        "/dev/0/info%2F..%2Fconfig",
        "/dev/0/%2e%2e/%2e%2e/description",
        "/dev/0//etc/passwd",
        "/dev/git/../../../config",
        "/dev/0/HEAD%00",
        "/dev/0/objects/pack/pack-0000000000000000000000000000000000000000.pack/../../../config",
        "/dev/../config"
      })
  void nothingElseOfTheDiskIsReachable(String path) throws Exception {
    String answer = site.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(answer).matches("(?s)HTTP/1.1 (400|404) .*");
    assertThat(answer).doesNotContain("[core]").doesNotContain("root:");
  }

  @Test
  void whoTriesTheInboxIsTold() throws Exception {
    assertThat(site.text("/dev/info/refs?service=git-upload-pack"))
        .contains(site.base() + "/dev/0")
        .contains(site.base() + "/dev/manifest.js.gz");
  }

  @Test
  void listsAreMadeWhetherOrNotSomebodyWroteThem() throws Exception {
    Files.deleteIfExists(epoch.resolve("info/refs"));
    Files.deleteIfExists(epoch.resolve("objects/info/packs"));
    assertThat(site.text("/dev/0/info/refs")).isEqualTo(tip + "\trefs/heads/master\n");
    assertThat(site.text("/dev/0/objects/info/packs")).isEqualTo("P " + pack + "\n\n");
    Shell.git(epoch, "-c", "user.name=t", "-c", "user.email=t@x", "tag", "-m", "t", "v1")
        .succeeded();
    try {
      Shell.git(epoch, "update-server-info").succeeded();
      assertThat(site.text("/dev/0/info/refs"))
          .isEqualTo(Files.readString(epoch.resolve("info/refs")))
          .contains("refs/tags/v1^{}");
      assertThat(site.text("/dev/0/objects/info/packs"))
          .isEqualTo(Files.readString(epoch.resolve("objects/info/packs")));
    } finally {
      Shell.git(epoch, "tag", "-d", "v1").succeeded();
    }
  }

  @Test
  void packsComeWholeAndInParts() throws Exception {
    Path file = epoch.resolve("objects/pack").resolve(pack);
    byte[] bytes = Files.readAllBytes(file);
    String url = "/dev/0/objects/pack/" + pack;
    HttpResponse<byte[]> whole = site.get(url);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(bytes);
    assertThat(header(whole, "Content-Type")).isEqualTo("application/x-git-packed-objects");
    assertThat(header(whole, "Cache-Control")).isEqualTo("public, max-age=31536000");
    assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(whole, "Content-Length")).isEqualTo("" + bytes.length);
    HttpResponse<byte[]> part = site.get(url, "Range", "bytes=10-19");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 10, 20));
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 10-19/" + bytes.length);
    HttpResponse<byte[]> beyond = site.get(url, "Range", "bytes=" + bytes.length + "-");
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */" + bytes.length);
    HttpResponse<byte[]> head = site.send("HEAD", url);
    assertThat(header(head, "Content-Length")).isEqualTo("" + bytes.length);
    assertThat(head.body()).isEmpty();
    HttpResponse<byte[]> index = site.get(url.replace(".pack", ".idx"));
    assertThat(header(index, "Content-Type")).isEqualTo("application/x-git-packed-objects-toc");
  }

  @Test
  void partsAreOnlyOfWhatTheClientHas() throws Exception {
    String url = "/dev/0/objects/pack/" + pack;
    HttpResponse<byte[]> whole = site.get(url);
    for (String validator : new String[] {"ETag", "Last-Modified"}) {
      String known = header(whole, validator);
      assertThat(site.get(url, "Range", "bytes=0-0", "If-Range", known).statusCode())
          .as(validator)
          .isEqualTo(206);
    }
    for (String other : new String[] {"\"other\"", "Tue, 02 Jun 2026 15:57:52 GMT"}) {
      HttpResponse<byte[]> answer = site.get(url, "Range", "bytes=0-0", "If-Range", other);
      assertThat(answer.statusCode()).as(other).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(whole.body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "info/refs", "objects/info/packs", "PACK"})
  void whatTheClientHasIsNotSentAgain(String name) throws Exception {
    String url = "/dev/0/" + name.replace("PACK", "objects/pack/" + pack);
    HttpResponse<byte[]> first = site.get(url);
    assertThat(first.statusCode()).isEqualTo(200);
    HttpResponse<byte[]> tag = site.get(url, "If-None-Match", header(first, "ETag"));
    assertThat(tag.statusCode()).isEqualTo(304);
    assertThat(header(tag, "Cache-Control")).isEqualTo(header(first, "Cache-Control"));
    String time = header(first, "Last-Modified");
    assertThat(time).matches("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT");
    assertThat(site.get(url, "If-Modified-Since", time).statusCode()).isEqualTo(304);
    assertThat(site.get(url, "If-Modified-Since", "Tue, 02 Jun 2026 15:57:52 GMT").statusCode())
        .isEqualTo(200);
    assertThat(site.get(url, "If-Modified-Since", time, "If-None-Match", "\"other\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void looseObjects() throws Exception {
    String url = "/dev/0/objects/" + tip.substring(0, 2) + "/" + tip.substring(2);
    HttpResponse<byte[]> response = site.get(url);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo("application/x-git-loose-object");
    assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=31536000");
    assertThat(response.body())
        .isEqualTo(
            Files.readAllBytes(
                epoch.resolve("objects").resolve(tip.substring(0, 2)).resolve(tip.substring(2))));
    assertThat(site.get(url.substring(0, url.length() - 1) + "g").statusCode()).isEqualTo(404);
  }

  @Test
  void whatTheOperatorCompressedIsSentCompressed() throws Exception {
    Path plain = epoch.resolve("info/attributes");
    Files.createDirectories(plain.getParent());
    Files.writeString(plain, "m text\n");
    Path zipped = plain.resolveSibling("attributes.gz");
    Files.write(zipped, gzip("m text\n".getBytes(StandardCharsets.UTF_8)));
    FileTime same = Files.getLastModifiedTime(plain);
    Files.setLastModifiedTime(zipped, same);
    HttpResponse<byte[]> answer = site.get("/dev/0/info/attributes", "Accept-Encoding", "gzip");
    assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
        .asString()
        .isEqualTo("m text\n");
    HttpResponse<byte[]> asItIs = site.get("/dev/0/info/attributes");
    assertThat(text(asItIs)).isEqualTo("m text\n");
    assertThat(header(asItIs, "Vary")).isEqualTo("Accept-Encoding");
    Files.setLastModifiedTime(zipped, FileTime.fromMillis(0));
    HttpResponse<byte[]> stale = site.get("/dev/0/info/attributes", "Accept-Encoding", "gzip");
    assertThat(header(stale, "Content-Encoding")).isEmpty();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void pushingIsRefused() throws Exception {
    HttpResponse<byte[]> refs = site.get("/dev/0/info/refs?service=git-receive-pack");
    assertThat(refs.statusCode()).isEqualTo(403);
    assertThat(site.post("/dev/0/git-receive-pack", new byte[0]).statusCode()).isEqualTo(403);
  }

  private static byte[] request(String... lines) {
    StringBuilder request = new StringBuilder();
    for (String line : lines) {
      request.append(line.isEmpty() ? "0000" : "%04x%s".formatted(line.length() + 4, line));
    }
    return request.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private HttpResponse<byte[]> ask(byte[] body, String... headers) throws Exception {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = REQUEST;
    return site.post("/dev/0/git-upload-pack", body, all);
  }

  @Test
  void requestsMayBeCompressed() throws Exception {
    byte[] request = request("want " + tip + "\n", "", "done\n");
    HttpResponse<byte[]> plain = ask(request);
    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(header(plain, "Content-Type")).isEqualTo("application/x-git-upload-pack-result");
    assertThat(header(plain, "Cache-Control")).contains("no-cache");
    assertThat(text(plain)).startsWith("0008NAK\nPACK");
    assertThat(ask(gzip(request), "Content-Encoding", "gzip").body()).isEqualTo(plain.body());
    assertThat(ask(gzip(request), "Content-Encoding", "x-gzip").body()).isEqualTo(plain.body());
  }

  @Test
  void whatIsNoRequestIsRefused() throws Exception {
    assertThat(ask(new byte[0]).statusCode()).isEqualTo(400);
    assertThat(ask("GET / ".getBytes(StandardCharsets.US_ASCII)).statusCode()).isEqualTo(400);
    byte[] request = request("want " + tip + "\n", "", "done\n");
    assertThat(ask(request, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
    assertThat(ask(request, "Content-Encoding", "br").statusCode()).isEqualTo(415);
    byte[] cut = Arrays.copyOf(gzip(request), 20);
    assertThat(ask(cut, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
    assertThat(site.post("/dev/0/git-upload-pack", request).statusCode()).isEqualTo(415);
    assertThat(ask(gzip(new byte[11 << 20]), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(413);
  }

  /// In the words of git's protocol, and no error of ours.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "want 0123456789012345678901234567890123456789\n",
        "want nonsense\n",
        "wunt 0123456789012345678901234567890123456789\n",
        "shallow 0123456789012345678901234567890123456789\n"
      })
  void whatCannotBeWantedIsAnError(String line) throws Exception {
    String answer = text(ask(request(line, "", "done\n")));
    assertThat(answer).doesNotContain("PACK").doesNotContain("at org.");
    String second =
        text(
            ask(request("command=fetch", "0001", line, "done\n", ""), "Git-Protocol", "version=2"));
    assertThat(second).doesNotContain("PACK").doesNotContain("at org.");
    assertThat(site.get("/-/health").statusCode()).isEqualTo(200);
  }

  @Test
  void protocolTwo() throws Exception {
    HttpResponse<byte[]> refs =
        site.get("/dev/0/info/refs?service=git-upload-pack", "Git-Protocol", "version=2");
    assertThat(text(refs)).contains("version 2").contains("fetch=").contains("filter");
    byte[] list = request("command=ls-refs", "");
    assertThat(text(ask(list, "Git-Protocol", "version=2"))).contains(tip + " refs/heads/master\n");
  }
}
