package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.annals.testing.Home;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What scripts do with `curl`: parts, conditions, compression.
class CurlTest {
  private static final int MAILS = 30;

  @TempDir static Path directory;
  private static RunningSite site;
  private static Home home;
  private static Path pack;

  @BeforeAll
  static void serve() throws Exception {
    home = Home.with(directory.resolve("home"), "curl");
    site = RunningSite.of(directory.resolve("archive"), "dev");
    byte[][] mails = new byte[MAILS][];
    for (int i = 0; i < MAILS; i++) {
      mails[i] = MailText.number(i).body("line\n".repeat(20)).bytes();
    }
    site.add("dev", mails);
    try (var packs =
        Files.newDirectoryStream(site.epoch("dev", 0).resolve("objects/pack"), "*.pack")) {
      pack = packs.iterator().next();
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (site != null) {
      site.close();
    }
  }

  private static String url(String path) {
    return site.base() + path;
  }

  private static String packUrl() {
    return url("/dev/0/objects/pack/" + pack.getFileName());
  }

  /// The status that curl saw; the body is in the file `name`.
  private static String fetch(String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-o", name));
    command.addAll(List.of("-w", "%{http_code}"));
    command.addAll(List.of(arguments));
    Files.deleteIfExists(home.resolve(name));
    return home.run(command.toArray(String[]::new)).succeeded().out();
  }

  private static byte[] body(String name) throws IOException {
    Path file = home.resolve(name); // which curl does not make for an empty body
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  private static String headers(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-o", "none", "-D", "-"));
    command.addAll(List.of(arguments));
    Shell.Result result = home.run(command.toArray(String[]::new)).succeeded();
    return result.out().toLowerCase(Locale.ROOT).replace("\r", "");
  }

  @Test
  void aPartOfAPack() throws Exception {
    byte[] whole = Files.readAllBytes(pack);
    int size = whole.length;
    assertThat(fetch("part", "-r", "0-99", packUrl())).isEqualTo("206");
    assertThat(body("part")).isEqualTo(Arrays.copyOf(whole, 100));
    assertThat(fetch("part", "-r", "-100", packUrl())).isEqualTo("206");
    assertThat(body("part")).isEqualTo(Arrays.copyOfRange(whole, size - 100, size));
    assertThat(fetch("part", "-r", size + "-", packUrl())).isEqualTo("416");
    assertThat(headers("-r", size + "-", packUrl())).contains("content-range: bytes */" + size);
  }

  @Test
  void aDownloadGoesOnWhereItBroke() throws Exception {
    byte[] whole = Files.readAllBytes(pack);
    Files.write(home.resolve("broken"), Arrays.copyOf(whole, whole.length / 2));
    home.run("curl", "-sSf", "-C", "-", "-o", "broken", packUrl()).succeeded();
    assertThat(body("broken")).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/dev/",
        "/dev/n1@example.org/",
        "/dev/n1@example.org/raw",
        "/dev/n1@example.org/t.mbox.gz",
        "/dev/new.atom",
        "/manifest.js.gz",
        "/dev/manifest.js.gz",
        "/dev/0/info/refs"
      })
  void whatCurlHasIsNotSentAgain(String path) throws Exception {
    assertThat(fetch("first", "--etag-save", "tag", url(path))).isEqualTo("200");
    assertThat(body("first")).isNotEmpty();
    assertThat(fetch("second", "--etag-compare", "tag", url(path))).isEqualTo("304");
    assertThat(body("second")).isEmpty();
    Files.writeString(home.resolve("other"), "\"other\"\n");
    assertThat(fetch("third", "--etag-compare", "other", url(path))).isEqualTo("200");
    assertThat(body("third")).isEqualTo(body("first"));
  }

  /// As mirrors do: the file has the time that the server said.
  @ParameterizedTest
  @ValueSource(strings = {"/manifest.js.gz", "/dev/manifest.js.gz", "/dev/0/info/refs"})
  void whatIsNoNewerIsNotSentAgain(String path) throws Exception {
    assertThat(fetch("file", "-R", url(path))).isEqualTo("200");
    home.run("cp", "-p", "file", "kept").succeeded();
    assertThat(fetch("file", "-z", "kept", url(path))).isEqualTo("304");
    assertThat(fetch("file", "-z", "Tue, 02 Jun 2020 15:57:52 GMT", url(path))).isEqualTo("200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/dev/",
        "/dev/new.html",
        "/dev/n1@example.org/",
        "/dev/n1@example.org/T/",
        "/dev/n1@example.org/raw",
        "/dev/?q=line",
        "/dev/new.atom",
        "/dev/description"
      })
  void compressedIsTheSame(String path) throws Exception {
    assertThat(fetch("plain", url(path))).isEqualTo("200");
    assertThat(fetch("compressed", "--compressed", url(path))).isEqualTo("200");
    assertThat(body("compressed")).isEqualTo(body("plain"));
    assertThat(headers(url(path))).contains("vary: accept-encoding").doesNotContain("gzip");
    if (body("plain").length > 200) { // what is shorter would become longer
      assertThat(headers("--compressed", url(path))).contains("content-encoding: gzip");
    }
  }

  /// They are files that end in `.gz`: nobody unpacks them on the way.
  @ParameterizedTest
  @ValueSource(strings = {"/manifest.js.gz", "/dev/n1@example.org/t.mbox.gz", "/dev/all.mbox.gz"})
  void whatIsCompressedAnywayComesAsItIs(String path) throws Exception {
    assertThat(headers("--compressed", url(path)))
        .contains("content-type: application/gzip")
        .doesNotContain("content-encoding");
    assertThat(fetch("entity.gz", "--compressed", url(path))).isEqualTo("200");
    home.run("gzip", "-t", "entity.gz").succeeded();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/dev/",
        "/dev/_/text/help/",
        "/dev/n1@example.org/",
        "/dev/n1@example.org/raw",
        "/dev/n1@example.org/t.mbox.gz",
        "/manifest.js.gz",
        "/dev/0/info/refs",
        "/dev/0/objects/pack/"
      })
  void headIsTheSameWithoutTheBody(String path) throws Exception {
    String one = path.endsWith("pack/") ? packUrl() : url(path);
    List<String> get = headers(one).lines().filter(CurlTest::isAboutTheEntity).toList();
    List<String> head = headers("-I", one).lines().filter(CurlTest::isAboutTheEntity).toList();
    assertThat(head).isEqualTo(get).isNotEmpty();
    assertThat(fetch("head", "-I", one)).isEqualTo("200");
  }

  private static boolean isAboutTheEntity(String header) {
    return header.matches("http/.*|(content-type|etag|cache-control|vary):.*");
  }

  @Test
  void anIdAloneLeadsToTheMessage() throws Exception {
    home.run("curl", "-sSfL", "-o", "raw", url("/n1%40example.org/raw")).succeeded();
    assertThat(Files.readString(home.resolve("raw"))).startsWith("From mboxrd@z Thu Jan  1 ");
    home.run("curl", "-sSf", "-d", "", "-o", "found.gz", url("/dev/?x=m&q=s:about")).succeeded();
    home.run("gzip", "-t", "found.gz").succeeded();
  }
}
