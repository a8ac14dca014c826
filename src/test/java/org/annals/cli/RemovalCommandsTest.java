package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail is taken away while it is served, and then no route and no protocol has a word of it.
class RemovalCommandsTest {
  private static final String PHRASE = "zebraquartzfinch";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path temporary;
  private Launch annals;
  private Launch.Running serving;

  @BeforeEach
  void serve() throws Exception {
    annals = Launch.on(temporary.resolve("home"));
    String[] init = {
      "init", "dev", "--address", "dev@example.org", "--newsgroup", "org.example.dev"
    };
    assertThat(annals.run(init).exit()).isZero();
    MailText told =
        MailText.of("told@x")
            .from("Zoe " + PHRASE + " <" + PHRASE + "@example.org>")
            .subject("[PATCH] " + PHRASE)
            .references("root@x")
            .sent(MailText.START + 60)
            .body(PHRASE + " lives here\n\n" + diff());
    Path mbox =
        ArchiveFixture.mbox(
            temporary.resolve("dev.mbox"),
            MailText.of("root@x").subject("a ring"),
            told,
            MailText.of("answer@x").references("root@x", "told@x").sent(MailText.START + 120));
    assertThat(annals.run("import", "dev", mbox.toString()).exit()).isZero();
    String any = "127.0.0.1:0";
    serving = annals.start("serve", "--http", any, "--nntp", any, "--imap", any, "--pop3", any);
    Eventually.holds(SOON, "all listen", () -> serving.out().lines().count() == 4);
  }

  private static String diff() {
    return "diff --git a/"
        + PHRASE
        + ".c b/"
        + PHRASE
        + ".c\n--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-old\n+"
        + PHRASE
        + "\n";
  }

  @AfterEach
  void stop() throws Exception {
    serving.kill();
    serving.await();
  }

  private int port(String protocol) throws IOException {
    Matcher line =
        Pattern.compile("listening " + protocol + " 127\\.0\\.0\\.1:(\\d+)").matcher(serving.out());
    assertThat(line.find()).isTrue();
    return Integer.parseInt(line.group(1));
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port("http") + path);
      return client.send(
          HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private String text(String path) throws Exception {
    byte[] body = get(path).body();
    if (path.endsWith(".gz") && body.length > 2 && body[0] == 0x1f) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = in.readAllBytes();
      }
    }
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  private static final List<String> ROUTES =
      List.of(
          "",
          "new.html",
          "new.atom",
          "topics_new.html",
          "topics_active.atom",
          "told@x/",
          "told@x/raw",
          "told@x/T/",
          "told@x/t/",
          "told@x/t.mbox.gz",
          "told@x/t.atom",
          "told@x/d/",
          "root@x/",
          "root@x/t/",
          "answer@x/T/",
          "answer@x/t.mbox.gz",
          "all.mbox.gz",
          "2026-03.mbox.gz",
          "?q=ring",
          "?q=d:2026..&x=A",
          "?q=d:2026..&x=t",
          "_/months/2026-03/",
          "_/people/",
          "_/stats/",
          "_/series/",
          "_/unanswered/",
          "_/removals/",
          "_/removals/notices.txt",
          "told@x/series/");

  /// Everything that is served of the inbox.
  private String everything() throws Exception {
    StringBuilder all = new StringBuilder();
    for (String route : ROUTES) {
      all.append(text("/dev/" + route));
    }
    for (String route :
        List.of("/", "/all/", "/all/new.html", "/api/1.3/patches/", "/api/people/")) {
      all.append(text(route));
    }
    all.append(talk("nntp", "GROUP org.example.dev", "OVER 1-9", "ARTICLE 1", "ARTICLE 2", "QUIT"));
    all.append(
        talk(
            "imap",
            "a LOGIN anonymous anonymous",
            "b EXAMINE org.example.dev.0",
            "c FETCH 1:* (UID ENVELOPE BODY.PEEK[])",
            "d LOGOUT"));
    all.append(
        talk(
            "pop3",
            "USER " + UUID.randomUUID() + "@org.example.dev.0",
            "PASS anonymous",
            "RETR 1",
            "RETR 2",
            "RETR 3",
            "QUIT"));
    return all.toString();
  }

  private String talk(String protocol, String... lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(protocol))) {
      socket.setSoTimeout(30_000);
      String said = String.join("\r\n", lines) + "\r\n";
      socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private void hasNoWordOfIt() throws Exception {
    assertThat(everything()).contains("root@x", "answer@x").doesNotContainIgnoringCase(PHRASE);
    assertThat(text("/dev/?q=" + PHRASE + "&x=A")).doesNotContain("told@x");
    Path clone = temporary.resolve("clone.git");
    String url = "http://127.0.0.1:" + port("http") + "/dev/0";
    Shell.run("git", "clone", "-q", "--mirror", url, clone.toString()).succeeded();
    String objects =
        Shell.git(clone, "cat-file", "--batch-all-objects", "--batch").succeeded().out();
    assertThat(objects).contains("root@x").doesNotContainIgnoringCase(PHRASE);
  }

  @Test
  void redactedMailIsANoteEverywhere() throws Exception {
    assertThat(everything()).contains(PHRASE);
    Launch.Result done =
        annals.run("redact", "told@x", "--reason", "personal-data", "--by", "the operators");
    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(done.out()).contains("dev: <told@x>: replaced by a note (personal-data)");
    Eventually.holds(SOON, "the note", () -> text("/dev/told@x/raw").contains("the operators"));
    hasNoWordOfIt();
    HttpResponse<byte[]> page = get("/dev/told@x/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(text("/dev/told@x/"))
        .contains("nobody can be answered here")
        .doesNotContain("mailto:", "git send-email", "reply.eml");
    assertThat(get("/dev/told@x/reply.eml").statusCode()).isEqualTo(404);
    assertThat(text("/dev/_/removals/"))
        .contains("told@x")
        .contains("replaced by a note by the operators, because it holds personal data");
    assertThat(text("/dev/_/removals/notices.txt"))
        .startsWith("annals-removal-notice 1\ninbox dev\nnumber 1\naction redact\n");
  }

  @Test
  void purgedMailIsGoneAndItsPageSaysWhy() throws Exception {
    Launch.Result done = annals.run("purge", "dev", "<told@x>", "--reason", "court-order");
    assertThat(done.exit()).as(done.err()).isZero();
    Eventually.holds(SOON, "its end", () -> get("/dev/told@x/").statusCode() == 410);
    assertThat(text("/dev/told@x/")).contains("a court ordered it");
    hasNoWordOfIt();
    assertThat(talk("nntp", "GROUP org.example.dev", "ARTICLE 2", "ARTICLE 3", "QUIT"))
        .contains("211 2 1 3 org.example.dev", "\r\n423 ", "\r\n220 3 ");
  }

  @Test
  void commandsSayWhatIsWrong() throws Exception {
    Launch.Result nothing = annals.run("purge", "dev", "nobody@x");
    assertThat(nothing.exit()).isEqualTo(1);
    assertThat(nothing.err()).isEqualTo("annals: purge: dev has no message <nobody@x>\n");
    Launch.Result reason = annals.run("redact", "dev", "told@x", "--reason", "mood");
    assertThat(reason.exit()).isEqualTo(2);
    assertThat(reason.err()).contains("'mood' is no reason; there are spam, abuse");
    assertThat(annals.run("redact", "dev", "told@x", "--all").exit()).isEqualTo(2);
    assertThat(annals.run("edit", "dev").exit()).isEqualTo(2);
    assertThat(annals.run("remove", "dve").exit()).isEqualTo(2);
    List<String> edited = new ArrayList<>(List.of("edit", "dev", "told@x", "-F"));
    edited.add(temporary.resolve("no.eml").toString());
    assertThat(annals.run(edited.toArray(String[]::new)).exit()).isEqualTo(1);
  }

  @Test
  void mirrorKeepsOutWhatItsUpstreamStillHas() throws Exception {
    Launch mirror = Launch.on(temporary.resolve("mirror"));
    String url = "http://127.0.0.1:" + port("http") + "/dev/";
    Launch.Result mirrored = mirror.run("mirror", url);
    assertThat(mirrored.exit()).as(mirrored.err()).isZero();
    assertThat(mirror.run("redact", "dev", "told@x").exit()).isZero();
    Path more = ArchiveFixture.mbox(temporary.resolve("more.mbox"), MailText.of("more@x"));
    assertThat(annals.run("import", "dev", more.toString()).exit()).isZero();
    Launch.Result fetched = mirror.run("fetch");
    assertThat(fetched.exit()).as(fetched.err()).isZero();
    assertThat(fetched.out()).contains("epoch 0: new mail");
    Launch.Result all = mirror.run("search", "--inbox", "dev", "--limit", "0", "--format", "json");
    assertThat(all.out()).contains("more@x", "[message removed]").doesNotContain(PHRASE);
    Path epoch = temporary.resolve("mirror/inboxes/dev/git/0.git");
    assertThat(Shell.git(epoch, "cat-file", "--batch-all-objects", "--batch").out())
        .contains("more@x")
        .doesNotContainIgnoringCase(PHRASE);
  }
}
