package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mails that came in every way, and what the page and `annals trace` say became of them.
class TraceTest {
  private static final String PRIVATE = "somebody.private@example.org";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private Path home;
  private Path maildir;
  private Launch.Running server;

  /// A mail and what the page and the command are to say of it.
  private record Case(String what, String id, String page, String command) {}

  @BeforeEach
  void serve() throws Exception {
    home = directory.resolve("home");
    ArchiveFixture.in(home, "dev", "users", "plain", "secret");
    maildir = directory.resolve("Maildir");
    for (String part : List.of("new", "cur", "tmp")) {
      Files.createDirectories(maildir.resolve(part));
    }
    Files.writeString(
        home.resolve("config"),
        Files.readString(home.resolve("config"))
            + """
            [publicinbox "plain"]
            	filter = Base
            [publicinbox "users"]
            	watch = maildir:%s
            [publicinbox "secret"]
            	hide = www
            """
                .formatted(maildir));
    server = Launch.on(home).start("serve", "--http", "127.0.0.1:0", "--lmtp", "127.0.0.1:0");
    Eventually.holds(PATIENCE, "serves", () -> server.out().contains("listening lmtp"));
  }

  @AfterEach
  void stop() throws Exception {
    server.kill();
  }

  private int port(String service) throws IOException {
    Matcher line =
        Pattern.compile("listening " + service + " 127\\.0\\.0\\.1:(\\d+)").matcher(server.out());
    assertThat(line.find()).isTrue();
    return Integer.parseInt(line.group(1));
  }

  @Test
  void everyCaseIsExplained() throws Exception {
    List<Case> cases = new ArrayList<>();
    ways(cases);
    refusals(cases);
    removals(cases);
    cases.add(
        new Case(
            "never came",
            "nowhere@example.org",
            "No mail with this Message-ID is here, and none is known to have come since",
            "unknown: No mail"));
    SoftAssertions all = new SoftAssertions();
    for (Case one : cases) {
      all.assertThat(page(one.id())).as(one.what()).contains(one.page());
      all.assertThat(CommandRun.in(home, "trace", one.id()).out())
          .as(one.what())
          .contains(one.command());
    }
    all.assertThat(cases).hasSizeGreaterThanOrEqualTo(20);
    all.assertAll();
  }

  @Test
  void pageIsFoundFromOtherPagesAndInOtherForms() throws Exception {
    lmtp(mail("n1"), "dev");
    Eventually.holds(
        PATIENCE, "filed", () -> page("n1@example.org").contains("is in dev as number 1"));
    for (String path :
        List.of(
            "/dev/n1@example.org/trace/",
            "/-/trace/n1@example.org",
            "/-/trace/%3Cn1@example.org%3E/")) {
      HttpResponse<String> moved = get(path);
      assertThat(moved.statusCode()).as(path).isEqualTo(301);
      assertThat(moved.headers().firstValue("Location").orElse(""))
          .as(path)
          .contains("/-/trace/?m=")
          .endsWith(path.contains("%3C") ? "%3Cn1@example.org%3E" : "n1@example.org");
    }
    assertThat(get("/dev/n2@example.org/").body()).contains("/-/trace/?m=n2@example.org\"");
    assertThat(get("/dev/n1@example.org/why/").body()).contains("/-/trace/?m=n1@example.org\"");
    HttpResponse<String> form = get("/-/trace/");
    assertThat(form.statusCode()).isEqualTo(200);
    assertThat(form.body()).contains("Where is a mail?").doesNotContain("What happened");
    assertThat(page("\"><script>alert(1)</script>@example.org"))
        .doesNotContain("<script>alert")
        .contains("&lt;script>alert");
    assertThat(CommandRun.in(home, "trace", "--format", "json", "<n1@example.org>").out())
        .startsWith("{\"messageId\":\"n1@example.org\",\"standing\":\"here\",")
        .contains("\"way\":\"lmtp\"", "\"slots\":[{\"inbox\":\"dev\",\"number\":1,");
  }

  private void ways(List<Case> cases) throws Exception {
    assertThat(lmtp(mail("lmtp"), "dev")).contains("250 2.1.5 filed in dev");
    cases.add(
        new Case(
            "by LMTP",
            "lmtp@example.org",
            "came for dev, from a mail server, and was filed",
            "UTC by lmtp (127.0.0.1), inbox dev: was filed\nis in dev as number 1\n"));
    assertThat(deliver(mail("pipe"), Map.of("ORIGINAL_RECIPIENT", "dev@example.org"))).isZero();
    cases.add(
        new Case(
            "by a pipe",
            "pipe@example.org",
            "came for dev, from a mail server, and was filed",
            "UTC by deliver, inbox dev: was filed\n"));
    Path mbox = ArchiveFixture.mbox(directory.resolve("old.mbox"), mail("old"));
    assertThat(CommandRun.in(home, "import", "dev", mbox.toString()).exit()).isZero();
    cases.add(
        new Case(
            "by import",
            "old@example.org",
            "came for dev, with an import of older mail, and was filed",
            "UTC by import (" + mbox));
    Path written = Files.write(maildir.resolve("tmp/1"), mail("watched").bytes());
    Files.move(written, maildir.resolve("new/1"));
    cases.add(
        new Case(
            "by a Maildir",
            "watched@example.org",
            "came for users, from a mailbox or newsgroup that is watched, and was filed",
            "UTC by watch (maildir:" + maildir + "), inbox users: was filed"));
    lmtp(mail("twice"), "dev");
    assertThat(lmtp(mail("twice"), "dev")).contains("250 2.1.5 is in dev already");
    cases.add(
        new Case(
            "sent twice",
            "twice@example.org",
            "is the same as a mail that was there already",
            "is the same as a mail that was there already"));
    lmtp(mail("both"), "dev", "users");
    cases.add(
        new Case(
            "to two lists", "both@example.org", "It is in dev, users.", "is in users as number "));
    lmtp(mail("same").body("one\n"), "dev");
    lmtp(mail("same").body("another\n"), "dev");
    cases.add(
        new Case(
            "an id that another mail has", "same@example.org", "It is in dev.", "is in dev as"));
    lmtp(mail("hidden"), "secret");
    cases.add(
        new Case(
            "to a list that is hidden",
            "hidden@example.org",
            "No mail with this Message-ID is here",
            "is in secret as number 1"));
    for (String id : List.of("lmtp", "pipe", "old", "watched", "twice", "both", "same")) {
      Eventually.holds(PATIENCE, id, () -> page(id + "@example.org").contains("the message</a>"));
    }
  }

  private void refusals(List<Case> cases) throws Exception {
    MailText html = mail("html").header("Content-Type", "text/html");
    assertThat(lmtp(html, "plain")).contains("550 5.7.1 plain: the mail holds HTML");
    cases.add(
        new Case(
            "HTML",
            "html@example.org",
            "It came here, and was refused by the filter of the list.",
            "refused: It came here, and was refused by the filter of the list.\n  Send it once more"
                + " as plain text"));
    cases.add(
        new Case(
            "HTML, why",
            "html@example.org",
            "was refused by the filter of the list: it holds HTML",
            ": the mail holds HTML; this list takes plain text only"));
    lmtp(mail("half").header("Content-Type", "text/html"), "plain", "dev");
    cases.add(
        new Case(
            "HTML to two lists, one of which takes it",
            "half@example.org",
            "came for plain, from a mail server, and was refused by the filter",
            "is in dev as number "));
    assertThat(deliver(mail("picture").header("Content-Type", "image/png"), Map.of()))
        .isEqualTo(65);
    cases.add(
        new Case(
            "a picture by a pipe",
            "picture@example.org",
            "was refused by the filter of the list: it holds an image",
            "UTC by deliver, inbox dev: was refused by the filter of the list"));
    assertThat(deliver(mail("short").subject("x"), Map.of())).isZero();
    cases.add(
        new Case(
            "no subject",
            "short@example.org",
            "as it looks like no mail for a list: it has no subject",
            "was put aside for the operator"));
    assertThat(deliver(mail("other"), Map.of("ORIGINAL_RECIPIENT", PRIVATE), "nolist"))
        .isEqualTo(67);
    assertThat(
            deliver(mail("private").header("To", PRIVATE), Map.of("ORIGINAL_RECIPIENT", PRIVATE)))
        .isEqualTo(67);
    cases.add(
        new Case(
            "to nobody here",
            "private@example.org",
            "was refused, as it is for no list that is archived here.",
            "was to go to ORIGINAL_RECIPIENT " + PRIVATE));
    assertThat(page("private@example.org"))
        .doesNotContain(PRIVATE)
        .contains("dev, mail to dev@example.org");
    String line = "0123456789".repeat(10).concat("\n");
    assertThat(lmtp(mail("large").body(line.repeat(340_000)), "dev")).contains("552 5.3.4 ");
    cases.add(
        new Case(
            "too large",
            "large@example.org",
            "was refused, as it is too large: it has more than 33554432 bytes",
            "inbox dev: was refused, as it is too large"));
  }

  private void removals(List<Case> cases) throws Exception {
    for (String id : List.of("redacted", "purged", "hushed", "edited", "again", "learnt")) {
      lmtp(mail(id).body("secret of " + id + "\n"), "dev");
      Eventually.holds(PATIENCE, id, () -> page(id + "@example.org").contains("the message</a>"));
    }
    String[] why = {"--reason", "personal-data", "--by", "the list's owner"};
    take("redact", "redacted", why);
    cases.add(
        new Case(
            "redacted",
            "redacted@example.org",
            "in dev it was replaced by a note by the list's owner, because it holds personal"
                + " data:",
            "dev: removed on "));
    take("purge", "purged", why);
    cases.add(
        new Case(
            "purged",
            "purged@example.org",
            "It was here, and was removed.",
            "it holds personal data (personal-data), by the list's owner: deleted\nremoved: "));
    take("remove", "hushed", why);
    cases.add(
        new Case(
            "hidden",
            "hushed@example.org",
            "in dev it was hidden by the list's owner",
            "by the list's owner: hidden"));
    Path text = Files.write(directory.resolve("text"), mail("edited").body("better\n").bytes());
    take("edit", "edited", "-F", text.toString(), "--reason", "mistake");
    cases.add(
        new Case(
            "edited",
            "edited@example.org",
            "It is in dev, with a text that was changed after it came.",
            "edited: It is in dev"));
    take("purge", "again", why);
    assertThat(lmtp(mail("again").body("secret of again\n"), "dev"))
        .contains("550 5.7.1 dev: the mail removed on ");
    cases.add(
        new Case(
            "removed, and sent again",
            "again@example.org",
            "was refused, as it was removed from the archive before",
            "was refused, as it was removed from the archive before"));
    for (Case one : cases) {
      if (one.what().equals("purged")) {
        assertThat(page(one.id())).doesNotContain("secret of").contains("all that was removed");
      }
    }
  }

  private void take(String command, String id, String... options) {
    List<String> all = new ArrayList<>(List.of(command, "dev", id + "@example.org"));
    all.addAll(List.of(options));
    CommandRun run = CommandRun.in(home, all.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  private static MailText mail(String id) {
    return MailText.of(id + "@example.org");
  }

  private String page(String asked) throws Exception {
    return get("/-/trace/?m=" + URLEncoder.encode(asked, StandardCharsets.UTF_8)).body();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI url = URI.create("http://127.0.0.1:" + port("http") + path);
    return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String lmtp(MailText mail, String... inboxes) throws IOException {
    StringBuilder begin = new StringBuilder("LHLO me\r\nMAIL FROM:<>\r\n");
    for (String inbox : inboxes) {
      begin.append("RCPT TO:<").append(inbox).append("@example.org>\r\n");
    }
    String text = begin + "DATA\r\n" + mail.toString().replace("\n", "\r\n") + ".\r\nQUIT\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port("lmtp"))) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int deliver(MailText mail, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("deliver"));
    all.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(Launch.on(home).command(all.toArray(String[]::new)))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile());
    builder.environment().remove("ORIGINAL_RECIPIENT");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(mail.bytes());
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
