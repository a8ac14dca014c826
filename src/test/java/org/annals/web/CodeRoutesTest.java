package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `X/OID/s/`: objects of a real repository, and files that exist only in mail.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodeRoutesTest {
  private static final Pattern INDEX =
      Pattern.compile(
          "index <a href=\"([^\"]+)\" rel=\"nofollow\">([0-9a-f]+)</a>\\.\\.<a href=\"");

  private CodeSite code;
  private RunningSite site;
  private String commit = "";
  private String stored = "";
  private String binary = "";
  private String tag = "";
  private String once = "";
  private String twice = "";
  private String created = "";

  @BeforeAll
  void serve(@TempDir Path directory) throws Exception {
    code = new CodeSite(directory);
    code.write("src/ring.c", "int a;\nint b;\n\nint <c>;\nint d;\nint e;\n");
    Files.write(code.git.resolve("logo.bin"), new byte[] {1, 0, 2});
    code.write("large.txt", "a line\n".repeat(200_000));
    code.commit("ring: begin");
    code.write("src/ring.c", "int a;\nint b;\n\nint <c>;\nint d;\nint e;\nint f;\n");
    commit =
        code.commit(
            "ring: add what is <needed>\n\nBecause.\n\nSigned-off-by: Ann <ann@example.org>");
    stored = code.blob("src/ring.c");
    binary = code.blob("logo.bin");
    code.git("tag", "-a", "-m", "the first", "v1");
    tag = code.git("rev-parse", "v1");
    MailText landed = code.post();
    code.write("src/ring.c", "int a;\nint bb;\n\nint <c>;\nint d;\nint e;\nint f;\n");
    code.commit("ring: one");
    once = code.blob("src/ring.c");
    MailText first = code.post();
    code.write("src/ring.c", "int a;\nint bb;\n\nint <c>;\nint d;\nint ee;\nint f;");
    code.write("new/f\u00e4.txt", "new\n");
    code.commit("ring: two");
    twice = code.blob("src/ring.c");
    created = code.blob("new/f\u00e4.txt");
    MailText second = code.post();
    code.forget(2);
    site = code.serve(directory);
    site.add("dev", landed.bytes(), first.bytes(), second.bytes());
  }

  @AfterAll
  void stop() throws Exception {
    site.close();
  }

  @Test
  void aFileOfTheRepositoryHasNumberedLines() throws Exception {
    String page = site.text("/dev/" + stored.substring(0, 9) + "/s/?b=src/ring.c");
    assertThat(page)
        .contains("<h1>src/ring.c</h1>")
        .contains("<a id=\"n4\" href=\"#n4\">4</a>")
        .doesNotContain("id=\"n8\"")
        .contains("int &lt;c&gt;;")
        .contains(stored)
        .contains("<span>ring</span>")
        .contains("q=dfn:src/ring.c\"")
        .contains("q=dfblob:" + stored.substring(0, 7));
    assertThat(site.send("HEAD", "/dev/" + stored + "/s/").statusCode()).isEqualTo(200);
    assertThat(header(site.get("/dev/" + stored + "/s"), "Location"))
        .endsWith("/dev/" + stored + "/s/");
  }

  @Test
  void aFileThatOnlyMailsMakeIsRebuilt() throws Exception {
    String page = site.text("/dev/" + twice.substring(0, 7) + "/s/?b=src/ring.c");
    assertThat(page)
        .contains("only in mail: made of 2 patches")
        .contains("ring: one")
        .contains("ring: two")
        .contains("int ee;");
    HttpResponse<byte[]> raw = site.get("/dev/" + twice + "/s/src-ring.c");
    assertThat(text(raw)).isEqualTo("int a;\nint bb;\n\nint <c>;\nint d;\nint ee;\nint f;");
    assertThat(text(site.get("/dev/" + once + "/s/x.c"))).contains("int bb;").contains("int e;");
  }

  @Test
  void aSeriesTellsOnWhichBranchItApplies() throws Exception {
    String head = code.git("rev-parse", "HEAD");
    assertThat(site.text("/dev/n2@example.org/series/"))
        .contains("ring main")
        .contains("href=\"../../" + head + "/s/\">" + head.substring(0, 12))
        .contains(">applies<");
    String other = "--- a/src/ring.c\n+++ b/src/ring.c\n@@ -1 +1 @@\n-int x;\n+int y;\n";
    site.add("dev", MailText.number(60).subject("[PATCH] ring: other").body(other).bytes());
    assertThat(site.text("/dev/n60@example.org/series/"))
        .contains(">does not apply<")
        .contains("patch 1, src/ring.c: hunk 1 of 1 does not fit");
    assertThat(site.text("/dev/n1@example.org/series/")).contains(">is in it<");
    String based = "base-commit: " + stored + "\n---\n" + other; // no commit
    site.add("dev", MailText.number(61).subject("[PATCH] ring: base").body(based).bytes());
    assertThat(site.text("/dev/n61@example.org/series/"))
        .contains("ring main")
        .doesNotContain("at its base");
    based = "base-commit: " + commit + "\n---\n" + other;
    site.add("dev", MailText.number(62).subject("[PATCH] ring: at base").body(based).bytes());
    assertThat(site.text("/dev/n62@example.org/series/")).contains("ring at its base");
  }

  /// Also for an inbox without code, and for mail that another inbox has.
  @Test
  void aFileThatMailCreatedNeedsNoRepository() throws Exception {
    HttpResponse<byte[]> raw = site.get("/plain/" + created + "/s/new.txt");
    assertThat(text(raw)).isEqualTo("new\n");
    assertThat(site.text("/plain/" + created + "/s/")).contains("href=\"../../../dev/");
    assertThat(site.get("/plain/" + twice + "/s/").statusCode()).isEqualTo(404);
  }

  @Test
  void downloadsKeepTheirTypeAndValidator() throws Exception {
    HttpResponse<byte[]> raw = site.get("/dev/" + stored + "/s/ring.c");
    assertThat(header(raw, "Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    assertThat(header(raw, "Cache-Control")).isEqualTo("public, max-age=31536000");
    assertThat(header(raw, "X-Content-Type-Options")).isEqualTo("nosniff");
    String validator = header(raw, "ETag");
    assertThat(site.get("/dev/" + stored + "/s/ring.c", "If-None-Match", validator).statusCode())
        .isEqualTo(304);
    HttpResponse<byte[]> short7 = site.get("/dev/" + stored.substring(0, 7) + "/s/ring.c");
    assertThat(header(short7, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(short7, "ETag")).isEqualTo(validator);
    HttpResponse<byte[]> bytes = site.get("/dev/" + binary + "/s/logo.bin");
    assertThat(header(bytes, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(bytes.body()).isEqualTo(new byte[] {1, 0, 2});
    assertThat(site.text("/dev/" + binary + "/s/")).contains("This file is not text");
  }

  @Test
  void aLargeFileIsOnlyForDownload() throws Exception {
    String large = code.blob("large.txt");
    assertThat(site.text("/dev/" + large + "/s/")).contains("too big").doesNotContain("id=\"n1\"");
    assertThat(site.get("/dev/" + large + "/s/large.txt").body()).hasSize(1_400_000);
  }

  @Test
  void aDirectoryLeadsToItsFiles() throws Exception {
    String tree = code.git("rev-parse", commit + "^{tree}");
    String src = code.git("rev-parse", commit + ":src");
    String page = site.text("/dev/" + tree + "/s/");
    assertThat(page).contains("<a href=\"../../" + src + "/s/?b=src\" rel=\"nofollow\">src/</a>");
    assertThat(site.text("/dev/" + src + "/s/?b=src"))
        .contains("<code>100644</code>")
        .contains("<a href=\"../../" + stored + "/s/?b=src/ring.c\"");
    assertThat(site.get("/dev/" + tree + "/s/tree.txt").statusCode()).isEqualTo(404);
  }

  @Test
  void aCommitLeadsToItsMailAndIsAPatch(@TempDir Path other) throws Exception {
    String page = site.text("/dev/" + commit + "/s/");
    assertThat(page)
        .contains("<h1>ring: add what is &lt;needed&gt;</h1>")
        .contains("class=\"add\">+int f;")
        .contains("q=patchid:")
        .contains("Mails about this commit")
        .contains("../../n1@example.org/")
        .contains(code.git("rev-parse", commit + "^") + "/s/");
    HttpResponse<byte[]> patch = site.get("/dev/" + commit + "/s/any.patch");
    assertThat(text(patch).replace("-- \nannals\n\n", ""))
        .isEqualTo(
            Shell.git(code.git, "format-patch", "-1", "--stdout", "--abbrev=12", commit)
                .out()
                .replaceFirst("-- \n.*\n\n$", ""));
    assertThat(header(patch, "Content-Disposition"))
        .isEqualTo("inline; filename=ring-add-what-is-needed.patch");
    Shell.run("git", "clone", "-q", code.git.toString(), other.resolve("c").toString()).succeeded();
    Path clone = other.resolve("c");
    Shell.git(clone, "reset", "-q", "--hard", "HEAD~1").succeeded();
    Path file = Files.write(other.resolve("p"), patch.body());
    Shell.git(clone, "-c", "user.name=C", "-c", "user.email=c@example.org", "am", "-q", "" + file)
        .succeeded();
    assertThat(Shell.git(clone, "rev-parse", "HEAD^{tree}").out().strip())
        .isEqualTo(code.git("rev-parse", commit + "^{tree}"));
    assertThat(Shell.git(clone, "log", "-1", "--format=%B%an%ae%ai").out())
        .isEqualTo(Shell.git(code.git, "log", "-1", "--format=%B%an%ae%ai", commit).out());
  }

  @Test
  void aTagShowsItsText() throws Exception {
    assertThat(site.text("/dev/" + tag + "/s/")).contains("the first").contains(commit + "/s/");
  }

  @Test
  void diffsInMailLeadToFiles() throws Exception {
    String page = site.text("/dev/n3@example.org/");
    var index = INDEX.matcher(page);
    assertThat(index.find()).isTrue();
    assertThat(page)
        .contains(".." + "<a href=\"../" + twice.substring(0, 7) + "/s/?b=src/ring.c\"");
    assertThat(page).contains("/s/?b=src/ring.c#n3\" rel=\"nofollow\">-3,5</a>");
    String linked = index.group(1).replace("../", "/dev/").replace("%C3%A4", "%C3%A4");
    assertThat(site.get(linked).statusCode()).isEqualTo(200);
    site.add("plain", MailText.number(50).body(text(site.get("/dev/n3@example.org/raw"))).bytes());
    assertThat(site.text("/plain/n50@example.org/")).doesNotContain("/s/?b=");
  }

  @Test
  void whatIsNotFoundSaysWhatWasTried() throws Exception {
    HttpResponse<byte[]> page = site.get("/dev/0123456789/s/");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(text(page))
        .contains("0123456789 is not in ring")
        .contains("no mail makes 0123456789");
    assertThat(site.get("/dev/0123456789/s/a.txt").statusCode()).isEqualTo(404);
    for (String odd :
        List.of("/dev/012345/s/", "/dev/" + "a".repeat(41) + "/s/", "/dev/" + stored + "/s/a/b")) {
      assertThat(site.get(odd).statusCode()).as(odd).isBetween(300, 404);
    }
  }

  @Test
  void severalObjectsAreToldApart() throws Exception {
    // the 7 digits that two of these share
    String[] pair = collision();
    String page = text(site.get("/dev/" + pair[0].substring(0, 7) + "/s/"));
    assertThat(site.get("/dev/" + pair[0].substring(0, 7) + "/s/").statusCode()).isEqualTo(300);
    assertThat(page).contains(pair[0]).contains(pair[1]);
    assertThat(site.get("/dev/" + pair[0] + "/s/").statusCode()).isEqualTo(200);
  }

  /// Two small texts whose ids as blobs agree in 7 digits, found by trying.
  private String[] collision() throws Exception {
    java.util.Map<String, String> seen = new java.util.HashMap<>();
    java.security.MessageDigest sha1 = java.security.MessageDigest.getInstance("SHA-1");
    for (int i = 0; ; i++) {
      String text = "text " + i + "\n";
      byte[] blob = ("blob " + text.length() + "\0" + text).getBytes(StandardCharsets.UTF_8);
      String id = java.util.HexFormat.of().formatHex(sha1.digest(blob));
      String other = seen.putIfAbsent(id.substring(0, 7), text);
      if (other != null) {
        return new String[] {
          Shell.gitWithInput(code.git, text, "hash-object", "-w", "--stdin").out().strip(),
          Shell.gitWithInput(code.git, other, "hash-object", "-w", "--stdin").out().strip()
        };
      }
    }
  }

  @Test
  void aRepositoryThatCannotBeReadHoldsUpNobody() throws Exception {
    HttpResponse<byte[]> page = site.get("/broken/" + stored + "/s/");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(text(page))
        .contains("gone cannot be read")
        .contains("file cannot be read")
        .contains("none cannot be read")
        .doesNotContain(code.git.getParent().toString());
    assertThat(text(site.get("/broken/" + created + "/s/"))).contains("only in mail");
    assertThat(site.get("/dev/" + stored + "/s/").statusCode()).isEqualTo(200);
  }

  @Test
  void addressesAreHiddenOnPagesButNotInFiles() throws Exception {
    assertThat(site.text("/shy/" + commit + "/s/"))
        .contains("ann@example\u2022org")
        .doesNotContain("ann@example.org");
    assertThat(site.text("/shy/" + tag + "/s/")).doesNotContain("ann@example.org");
    assertThat(site.text("/shy/" + commit + "/s/a.patch")).contains("ann@example.org");
  }

  @Test
  void aHiddenInboxShowsNoCode() throws Exception {
    assertThat(site.get("/vault/" + stored + "/s/").statusCode()).isEqualTo(404);
    assertThat(site.text("/vault/" + stored + "/s/")).doesNotContain("ring.c");
    MailText secret = code.mail("[PATCH] secret", newFile("secret.txt", "c0ffee1", "xyzzy"));
    site.add("vault", secret.bytes());
    assertThat(text(site.get("/dev/c0ffee1/s/"))).contains("no mail makes c0ffee1");
  }

  static String newFile(String name, String id, String line) {
    return "diff --git a/%s b/%s\nnew file mode 100644\nindex 0000000..%s\n"
            .formatted(name, name, id)
        + "--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+%s\n".formatted(name, line);
  }
}
