package org.annals.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.annals.archive.Archive;
import org.annals.imap.ImapLimits;
import org.annals.imap.ImapServer;
import org.annals.net.LineLimits;
import org.annals.net.LineProtocol;
import org.annals.net.LineServer;
import org.annals.net.TlsKeys;
import org.annals.nntp.NntpLimits;
import org.annals.nntp.NntpServer;
import org.annals.nntp.NntpSettings;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Certificates;
import org.annals.testing.EpochFixture;
import org.annals.testing.Eventually;
import org.annals.testing.FakeServer;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mailboxes and newsgroups on servers: one of ours, and such as lie or break.
@ResourceLock("log of watches")
class RemoteWatchTest {
  private static final String GROUP = "org.example.dev";

  @TempDir private Path directory;
  private WatchFixture archive;

  @BeforeEach
  void make() throws IOException {
    archive = new WatchFixture(directory.resolve("archive"));
  }

  @AfterEach
  void close() throws IOException {
    archive.close();
  }

  private static WatchUrl.Remote place(boolean imap, int port) {
    String scheme = imap ? "imap" : "nntp";
    String folder = imap ? GROUP + ".0" : GROUP;
    return place(scheme + "://127.0.0.1:" + port + "/" + folder);
  }

  private static WatchUrl.Remote place(String url) {
    return (WatchUrl.Remote) WatchUrl.parse(url, Path::of);
  }

  /// An archive with a gap in its numbers, served.
  private final class Origin implements AutoCloseable {
    final ArchiveFixture fixture;
    final Archive served;
    final EpochFixture epoch;
    final LineServer server;

    Origin(boolean imap, int mails) throws IOException {
      this(imap, mails, null, false);
    }

    Origin(boolean imap, int mails, TlsKeys keys, boolean secure) throws IOException {
      fixture = ArchiveFixture.in(directory.resolve("origin"), "dev");
      fixture.change("dev", one -> one.withNewsgroup(GROUP));
      epoch = EpochFixture.create(fixture.epoch("dev", 0));
      MailText gone = MailText.of("gone@example.org");
      epoch.add(gone);
      epoch.add(
          IntStream.rangeClosed(1, mails)
              .mapToObj(i -> MailText.number(i).body(".\n..dots\nFrom here\nend of " + i + "\n"))
              .toArray(MailText[]::new));
      epoch.remove(gone);
      fixture.index();
      served = fixture.open();
      LineProtocol protocol =
          imap
              ? new ImapServer(served, List.of(), ImapLimits.DEFAULT, keys)
              : new NntpServer(
                  served, new NntpSettings("news.example.org", NntpLimits.DEFAULT, keys));
      LineLimits limits = imap ? ImapLimits.DEFAULT.lines() : NntpLimits.DEFAULT.lines();
      server =
          LineServer.start(
              protocol, limits, List.of(new LineServer.Place("127.0.0.1", 0, secure)), keys);
    }

    WatchUrl.Remote place(boolean imap) {
      return RemoteWatchTest.place(imap, server.places().getFirst().port());
    }

    /// By the name that is in certificates.
    WatchUrl.Remote secured(boolean imap, boolean fromStart) {
      return RemoteWatchTest.place(
          (imap ? "imap" : "nntp")
              + (fromStart ? "s" : "")
              + "://localhost:"
              + server.places().getFirst().port()
              + "/"
              + (imap ? GROUP + ".0" : GROUP));
    }

    void add(MailText mail) throws IOException {
      epoch.add(mail);
      EpochFixture.announce(fixture.inbox("dev"));
      served.bringUp(new InboxName("dev"));
    }

    List<String> ids() throws IOException {
      return ArchiveFixture.postings(served, "dev").stream().map(p -> p.id().value()).toList();
    }

    @Override
    public void close() throws IOException {
      server.close();
      served.close();
      epoch.close();
    }
  }

  @Test
  void mailboxOfOursIsMirroredByteForByteAndFollowed() throws Exception {
    mirrors(true);
  }

  @Test
  void newsgroupOfOursIsMirroredAndFollowed() throws Exception {
    mirrors(false);
  }

  private void mirrors(boolean imap) throws Exception {
    try (Origin origin = new Origin(imap, 620)) {
      WatchUrl.Remote place = origin.place(imap);
      archive.watch(place);
      archive.await("dev", 620);
      assertThat(archive.ids("dev")).isEqualTo(origin.ids());
      if (imap) { // newsgroups have headers of their server
        assertThat(archive.raw("dev", 5))
            .isEqualTo(
                origin.served.raw(origin.served.byNumber(new InboxName("dev"), 6).orElseThrow()));
      }
      assertThat(new String(archive.raw("dev", 5), StandardCharsets.UTF_8))
          .endsWith(".\n..dots\nFrom here\nend of 5\n");
      origin.add(MailText.number(621));
      archive.await("dev", 621);
      Eventually.holds(
          Duration.ofSeconds(20), "position", () -> archive.position(place).number() == 622);
      archive.unwatch();
      origin.add(MailText.number(622));
      archive.watch(place);
      archive.await("dev", 622);
      assertThat(archive.ids("dev")).isEqualTo(origin.ids());
    }
  }

  private static String fetched(int uid, MailText mail) {
    String text = mail.toString().replace("\n", "\r\n");
    return "* %d FETCH (UID %d FLAGS (\\Seen) BODY[] {%d}\r\n%s)\r\n"
        .formatted(uid, uid, text.length(), text);
  }

  /// Answers an IMAP client up to the first fetch, which is for the test.
  private static String answer(String line, String validity, int next, Consumer<String> fetch) {
    String tag = line.substring(0, line.indexOf(' '));
    String command = line.substring(tag.length() + 1);
    if (command.startsWith("CAPABILITY")) {
      return "* CAPABILITY IMAP4rev1\r\n" + tag + " OK done\r\n";
    }
    if (command.startsWith("EXAMINE")) {
      return "* 2 EXISTS\r\n* OK [UIDVALIDITY %s] x\r\n* OK [UIDNEXT %d] x\r\n%s OK done\r\n"
          .formatted(validity, next, tag);
    }
    if (command.startsWith("UID FETCH")) {
      fetch.accept(tag);
      return "";
    }
    return tag + " OK done\r\n";
  }

  @Test
  void lineThatDropsInAMailLosesAndDoublesNothing() throws Exception {
    try (FakeServer server =
        FakeServer.start(
            "* OK hello\r\n",
            (session, line) -> {
              String all = fetched(1, MailText.number(1)) + fetched(2, MailText.number(2));
              session.say(
                  answer(
                      line,
                      "7",
                      3,
                      tag -> {
                        session.say(
                            session.number() < 3
                                ? all.substring(0, all.length() - 20)
                                : all + tag + " OK done\r\n");
                        if (session.number() < 3) {
                          session.end();
                        }
                      }));
            })) {
      WatchUrl.Remote place = place(true, server.port());
      archive.watch(place);
      archive.await("dev", 2);
      Eventually.holds(
          Duration.ofSeconds(20), "position", () -> archive.position(place).number() == 2);
      assertThat(archive.position(place).validity()).isEqualTo(7);
      assertThat(archive.ids("dev")).containsExactly("n1@example.org", "n2@example.org");
    }
  }

  @Test
  void literalWithoutEndAndGiantLiteralAreNamedAndTheNextTryGoesOn() throws Exception {
    try (LogRecords log = LogRecords.listen("ingest.Watcher");
        FakeServer server =
            FakeServer.start(
                "* OK hello\r\n",
                (session, line) ->
                    session.say(
                        answer(
                            line,
                            "7",
                            2,
                            tag ->
                                session.say(
                                    session.number() == 1
                                        ? "* 1 FETCH (UID 1 BODY[] {99999999999}\r\nSubject: x"
                                        : fetched(1, MailText.number(1)) + tag + " OK\r\n"))))) {
      archive.watch(place(true, server.port()));
      archive.await("dev", 1);
      assertThat(log.lines()).singleElement().asString().contains("99999999999 bytes");
    }
  }

  @Test
  void mailThatIsTooLargeIsRefusedAndTheNextTaken() throws Exception {
    MailText large = MailText.number(1).body("x".repeat(2 << 20));
    try (LogRecords log = LogRecords.listen("ingest.ImapWatch");
        FakeServer server =
            FakeServer.start(
                "* OK hello\r\n",
                (session, line) ->
                    session.say(
                        answer(
                            line,
                            "7",
                            3,
                            tag ->
                                session.say(
                                    fetched(1, large)
                                        + fetched(2, MailText.number(2))
                                        + tag
                                        + " OK\r\n"))))) {
      archive.watch(place(true, server.port()));
      archive.await("dev", 1);
      assertThat(archive.ids("dev")).containsExactly("n2@example.org");
      assertThat(log.lines()).singleElement().asString().contains("UID 1").contains("larger");
    }
  }

  @Test
  void newNumbersOfAServerAreNoticedAndNothingIsDoubled() throws Exception {
    String[] validity = {"7"};
    try (LogRecords log = LogRecords.listen("ingest.ImapWatch");
        FakeServer server =
            FakeServer.start(
                "* OK hello\r\n",
                (session, line) -> {
                  boolean old = validity[0].equals("7");
                  session.say(
                      answer(
                          line,
                          validity[0],
                          old ? 2 : 3,
                          tag ->
                              session.say(
                                  fetched(1, MailText.number(1))
                                      + (old ? "" : fetched(2, MailText.number(2)))
                                      + tag
                                      + " OK\r\n")));
                })) {
      WatchUrl.Remote place = place(true, server.port());
      archive.watch(place);
      archive.await("dev", 1);
      archive.unwatch();
      validity[0] = "8";
      archive.watch(place);
      archive.await("dev", 2);
      assertThat(archive.ids("dev")).containsExactly("n1@example.org", "n2@example.org");
      assertThat(log.lines()).singleElement().asString().contains("new numbers");
    }
  }

  @Test
  void passwordComesFromNetrcAndARefusalIsNamedOnceWithoutIt() throws Exception {
    Files.writeString(archive.netrc(), "machine 127.0.0.1\n login ann password s3cret\n");
    List<String> heard = new CopyOnWriteArrayList<>();
    try (LogRecords log = LogRecords.listen("ingest.Watcher");
        FakeServer server =
            FakeServer.start(
                "* OK hello\r\n",
                (session, line) -> {
                  heard.add(line);
                  String tag = line.substring(0, line.indexOf(' '));
                  session.say(tag + (line.contains("LOGIN") ? " NO go away\r\n" : " OK\r\n"));
                })) {
      archive.watch(place(true, server.port()));
      Eventually.holds(Duration.ofSeconds(20), "named", () -> !log.lines().isEmpty());
      Eventually.holds(
          Duration.ofSeconds(20),
          "again",
          () -> heard.stream().filter(one -> one.contains("LOGIN")).count() > 2);
      assertThat(heard).anyMatch(one -> one.endsWith("LOGIN \"ann\" \"s3cret\""));
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("go away")
          .doesNotContain("s3cret");
    }
  }

  @Test
  void newsServerThatCountsAnewLosesNothing() throws Exception {
    int[] articles = {2};
    try (FakeServer server =
        FakeServer.start(
            "200 hello\r\n",
            (session, line) -> {
              if (line.startsWith("GROUP")) {
                session.say("211 %1$d 1 %1$d x\r\n".formatted(articles[0]));
              } else if (line.startsWith("ARTICLE")) {
                int number = Integer.parseInt(line.substring(8)) + (articles[0] == 1 ? 2 : 0);
                String text = MailText.number(number).toString().replace("\n", "\r\n");
                session.say("220 0 <x>\r\nXref: here x:1\r\n\tfolded\r\n" + text + ".\r\n");
              } else {
                session.say("500 what\r\n");
              }
            })) {
      WatchUrl.Remote place = place(false, server.port());
      archive.watch(place);
      archive.await("dev", 2);
      assertThat(archive.raw("dev", 1)).isEqualTo(MailText.number(1).bytes());
      Eventually.holds(
          Duration.ofSeconds(20), "position", () -> archive.position(place).number() == 2);
      articles[0] = 1;
      archive.await("dev", 3);
      assertThat(archive.ids("dev"))
          .containsExactly("n1@example.org", "n2@example.org", "n3@example.org");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void tlsIsSpokenFromTheStartOrAsSoonAsTheServerCan(boolean imap, boolean fromStart)
      throws Exception {
    Certificates.make(directory, "mail", "rsa:2048", "localhost");
    try (Origin origin = new Origin(imap, 3, certificate("mail"), fromStart)) {
      archive.trust(Certificates.trusting());
      archive.watch(origin.secured(imap, fromStart));
      archive.await("dev", 3);
      assertThat(archive.ids("dev")).isEqualTo(origin.ids());
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void certificateOfAnotherHostOrOfNobodyIsNotBelieved(boolean imap, boolean fromStart)
      throws Exception {
    Certificates.make(directory, "other", "rsa:2048", "other.example.org");
    try (LogRecords log = LogRecords.listen("ingest.Watcher");
        Origin origin = new Origin(imap, 3, certificate("other"), fromStart)) {
      archive.trust(Certificates.trusting());
      archive.watch(origin.secured(imap, fromStart));
      Eventually.holds(Duration.ofSeconds(20), "named", () -> !log.lines().isEmpty());
      archive.unwatch();
      assertThat(log.lines()).singleElement().asString().contains("localhost");
      archive.trust(WatchFixture.usual());
      archive.watch(origin.secured(imap, fromStart));
      Eventually.holds(Duration.ofSeconds(20), "named", () -> log.lines().size() > 1);
      assertThat(log.lines().getLast()).contains("certif");
      assertThat(archive.ids("dev")).isEmpty();
    }
  }

  private TlsKeys certificate(String name) throws IOException {
    return TlsKeys.read(
        List.of(
            new TlsKeys.Pair(directory.resolve(name + ".crt"), directory.resolve(name + ".key"))));
  }
}
