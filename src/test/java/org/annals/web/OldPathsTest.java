package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.annals.archive.Redirects;
import org.annals.archive.Redirects.Target;
import org.annals.ingest.OldPages;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Home;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bookmarks of archives that other programs served lead to the same message.
class OldPathsTest {
  private static final InboxName DEV = new InboxName("dev");

  /// As Python has it: `b32encode(sha1(b"n1@example.org").digest())`.
  private static final String HASH = "4JSSC6T5MTCPMZZCM34U566WLF7PCRGX";

  @TempDir private Path directory;
  private Path table;
  private RunningSite site;

  @BeforeEach
  void serve() throws IOException {
    table = directory.resolve("redirects");
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("archive"), "dev", "vault");
    fixture.hide("vault");
    site = RunningSite.of(fixture, new SiteSettings("", "").withRedirects(Redirects.of(table)));
    site.add("dev", MailText.number(1).bytes(), MailText.of("odd+id--=x/y@example.org").bytes());
    site.add("vault", MailText.of("secret@x").bytes());
  }

  @AfterEach
  void stop() throws IOException {
    site.close();
  }

  private void assertLeads(String from, String to) throws Exception {
    HttpResponse<byte[]> answer = site.get(from);
    assertThat(answer.statusCode()).as(from).isEqualTo(301);
    assertThat(header(answer, "Location")).isEqualTo(site.base() + to);
    assertThat(site.get(to).statusCode()).as(to).isEqualTo(200);
  }

  @Test
  void hyperkittyNamesMessagesByAHashOfTheirId() throws Exception {
    String list = "/hyperkitty/list/dev@example.org";
    assertThat(OldPaths.sha1Hex(HASH))
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-1")
                        .digest("n1@example.org".getBytes(StandardCharsets.US_ASCII))));
    assertLeads(list + "/message/" + HASH + "/", "/dev/n1@example.org/");
    assertLeads("/archives/list/dev%40example.org/message/" + HASH, "/dev/n1@example.org/");
    assertLeads(list + "/thread/" + HASH + "/", "/dev/n1@example.org/T/");
    assertLeads(list + "/thread/" + HASH + "/#" + HASH, "/dev/n1@example.org/T/");
    assertLeads(list + "/", "/dev/");
    assertLeads(list + "/2026/3/", "/dev/_/months/2026-03/");
    assertThat(site.get(list + "/message/" + "A".repeat(32) + "/").statusCode()).isEqualTo(404);
    assertThat(site.get("/hyperkitty/list/vault@example.org/").statusCode()).isEqualTo(404);
    assertThat(site.get("/hyperkitty/list/x@example.org/2026/3/").statusCode()).isEqualTo(404);
    assertLeads(list + "/2026/13/", "/dev/");
  }

  @Test
  void pipermailNamesTheMessageInTheLinkForAnAnswer() throws Exception {
    Path month = Files.createDirectories(directory.resolve("pages/2026-March"));
    Files.writeString(month.resolve("thread.html"), "<html><title>by thread</title></html>");
    Files.writeString(month.resolve("000001.html"), pipermail("n1%40example.org"));
    Files.writeString(month.resolve("000002.html"), pipermail("odd%2Bid--%3Dx/y%40example.org"));
    Files.writeString(month.resolve("000003.html"), "<html>torn");
    Files.writeString(directory.resolve("pages/index.html"), "<html></html>");
    OldPages pages = new OldPages(DEV, "/pipermail/dev/");
    pages.read(directory.resolve("pages"));
    assertThat(pages.unknown()).hasSize(1).first().asString().contains("000003.html");
    Redirects.add(table, pages.targets());
    assertLeads("/pipermail/dev/2026-March/000001.html", "/dev/n1@example.org/");
    assertLeads("/pipermail/dev/2026-March/000002.html", "/dev/odd+id--=x%2Fy@example.org/");
    assertLeads("/pipermail/dev/2026-March/thread.html", "/dev/_/months/2026-03/");
    assertLeads("/pipermail/dev/2026-March/", "/dev/_/months/2026-03/");
    assertLeads("/pipermail/dev/", "/dev/");
    assertThat(site.get("/pipermail/dev/2026-March/000003.html").statusCode()).isEqualTo(404);
  }

  /// A page as Mailman 2.1 makes it.
  private static String pipermail(String id) {
    return """
    <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN">
    <HTML><HEAD><TITLE> [Dev] ring</TITLE>
     <LINK REL="Index" HREF="index.html" >
     <LINK REL="made" HREF="mailto:dev%%40example.org?Subject=Re:%%20ring&In-Reply-To=%%3C%s%%3E">
    </HEAD><BODY BGCOLOR="#ffffff"><H1>[Dev] ring</H1>
    """
        .formatted(id);
  }

  @Test
  void mhonarcNamesTheMessageInAComment() throws Exception {
    Home home = Home.with(directory.resolve("home"), "mhonarc");
    Path mbox =
        ArchiveFixture.mbox(
            directory.resolve("a.mbox"),
            MailText.number(1),
            MailText.of("odd+id--=x/y@example.org"));
    Path out = Files.createDirectories(home.resolve("out"));
    home.run("mhonarc", "-quiet", "-outdir", out.toString(), mbox.toString()).succeeded();
    OldPages pages = new OldPages(DEV, "lists/dev");
    pages.read(out);
    assertThat(pages.unknown()).isEmpty();
    Redirects.add(table, pages.targets());
    assertLeads("/lists/dev/msg00000.html", "/dev/n1@example.org/");
    assertLeads("/lists/dev/msg00001.html", "/dev/odd+id--=x%2Fy@example.org/");
    assertLeads("/lists/dev/threads.html", "/dev/");
  }

  @Test
  void aTableOfManyIsSearchedWhereItLies() throws Exception {
    Map<String, Target> all = new HashMap<>();
    Random random = new Random(7);
    for (int part = 0; part < 3; part++) {
      Map<String, Target> added = new HashMap<>();
      for (int i = 0; i < 2_000; i++) {
        String path = "é" + "x".repeat(random.nextInt(200)) + random.nextInt(5_000);
        added.put(path, new Target.Message(DEV, new MessageId(part + "-" + i + "@x")));
      }
      Redirects.add(table, added);
      all.putAll(added);
    }
    assertThat(Files.readAllLines(table)).hasSize(all.size());
    Redirects redirects = Redirects.of(table);
    for (Map.Entry<String, Target> one : all.entrySet()) {
      assertThat(redirects.find(one.getKey())).contains(one.getValue());
      assertThat(redirects.find(one.getKey() + "x")).isEmpty();
    }
    assertThat(redirects.find("")).isEmpty();
    assertThat(redirects.find("\uffff")).isEmpty();
  }

  @Test
  void aDamagedTableIsNamedWithThePlace() throws Exception {
    Files.writeString(table, "a\tdev\t2026-03\nb dev\n");
    assertThatThrownBy(() -> Redirects.of(table).find("b"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(table + ": at byte 14: expected a path");
    assertThat(Redirects.of(table).find("0")).isEmpty();
  }

  @Test
  void hiddenInboxesStayHidden() throws Exception {
    Redirects.add(
        table,
        Map.of("old", new Target.Message(new InboxName("vault"), new MessageId("secret@x"))));
    assertThat(site.get("/old").statusCode()).isEqualTo(404);
  }
}
