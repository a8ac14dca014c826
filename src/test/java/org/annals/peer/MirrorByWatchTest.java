package org.annals.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.imap.ImapLimits;
import org.annals.imap.ImapServer;
import org.annals.index.Posting;
import org.annals.net.LineServer;
import org.annals.nntp.NntpLimits;
import org.annals.nntp.NntpServer;
import org.annals.nntp.NntpSettings;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.Eventually;
import org.annals.testing.Home;
import org.annals.testing.MailText;
import org.annals.testing.SampleList;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Debian's public-inbox-watch, which mirrors an inbox of ours by NNTP or IMAP: the mirror has the
/// same mails in the same order, byte for byte but for the headers that it takes from all mail.
class MirrorByWatchTest {
  private static final String GROUP = "org.example.dev";
  private static final String LIST = "live-patching";

  /// What public-inbox takes out of mail that it files.
  private static final Set<String> STRIPPED =
      Set.of("delivered-to", "x-original-to", "bytes", "lines", "content-length", "status");

  /// What a news server says of an article; it stays in the mirror.
  private static final Set<String> OF_NEWS = Set.of("xref", "newsgroups", "path");

  private static final Pattern FOLDED_ID =
      Pattern.compile("(?i)(?<=\n)(message-id:)[ \t]*\n[ \t]+");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"nntp", "imap"})
  void mirrorHasTheSameMails(String scheme) throws Exception {
    mirror(scheme, 60, Duration.ofSeconds(60));
  }

  @Tag("peer")
  @ParameterizedTest
  @ValueSource(strings = {"nntp", "imap"})
  void mirrorHasTheSameMailsOfAWholeList(String scheme) throws Exception {
    mirror(scheme, Integer.MAX_VALUE, Duration.ofMinutes(15));
  }

  private void mirror(String scheme, int count, Duration deadline) throws Exception {
    Home home = Home.with(directory.resolve("home"), "public-inbox-watch", "public-inbox-init");
    try (Origin origin = new Origin(SampleList.first(LIST, directory, count))) {
      Mirror mirror = new Mirror(home, origin.url(scheme));
      mirror.runUntil(origin.count(), deadline);
      assertSame(mirror, origin, scheme);
      origin.add(MailText.of("late@example.org"));
      mirror.runUntil(origin.count(), deadline);
      assertSame(mirror, origin, scheme);
    }
  }

  private static void assertSame(Mirror mirror, Origin origin, String scheme) throws IOException {
    List<String> ours = without(STRIPPED, origin.mails());
    List<String> theirs = mirror.mails();
    boolean news = scheme.equals("nntp");
    assertThat(theirs)
        .allMatch(mail -> news == mail.contains("\nNewsgroups: " + GROUP + "\nPath: "));
    assertThat(theirs.size()).isEqualTo(ours.size());
    for (int i = 0; i < ours.size(); i++) {
      String our = news ? asNews(ours.get(i)) : ours.get(i);
      String their = news ? asNews(theirs.get(i)) : theirs.get(i);
      assertThat(their).as("mail %s", i + 1).isEqualTo(our);
    }
  }

  /// What is left when a news server has unfolded the Message-ID (RFC 5536 §3.1.3).
  private static String asNews(String mail) {
    return FOLDED_ID.matcher(without(OF_NEWS, mail)).replaceFirst("$1 ");
  }

  /// An archive of ours, served by both protocols. Close it.
  private final class Origin implements AutoCloseable {
    private final ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("origin"), "dev");
    private final EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0));
    private final Archive archive;
    private final LineServer news;
    private final LineServer mail;

    Origin(List<byte[]> mails) throws IOException {
      fixture.change("dev", one -> one.withNewsgroup(GROUP));
      epoch.add(mails.toArray(byte[][]::new));
      fixture.index();
      archive = fixture.open();
      news =
          LineServer.start(
              new NntpServer(archive, new NntpSettings("news.test", NntpLimits.DEFAULT, null)),
              NntpLimits.DEFAULT.lines(),
              List.of(new LineServer.Place("127.0.0.1", 0, false)),
              null);
      mail =
          LineServer.start(
              new ImapServer(archive, List.of(), ImapLimits.DEFAULT, null),
              ImapLimits.DEFAULT.lines(),
              List.of(new LineServer.Place("127.0.0.1", 0, false)),
              null);
    }

    String url(String scheme) {
      boolean imap = scheme.equals("imap");
      int port = (imap ? mail : news).places().getFirst().port();
      return scheme + "://127.0.0.1:" + port + "/" + GROUP + (imap ? ".0" : "");
    }

    void add(MailText mail) throws IOException {
      epoch.add(mail);
      EpochFixture.announce(fixture.inbox("dev"));
      archive.bringUp(new InboxName("dev"));
    }

    int count() throws IOException {
      return ArchiveFixture.postings(archive, "dev").size();
    }

    List<String> mails() throws IOException {
      List<byte[]> mails = new ArrayList<>();
      for (Posting posting : ArchiveFixture.postings(archive, "dev")) {
        mails.add(archive.raw(posting));
      }
      return texts(mails);
    }

    @Override
    public void close() throws IOException {
      news.close();
      mail.close();
      archive.close();
      epoch.close();
    }
  }

  private static List<String> without(Set<String> headers, List<String> mails) {
    return mails.stream().map(mail -> without(headers, mail)).toList();
  }

  private static String without(Set<String> headers, String mail) {
    int body = mail.indexOf("\n\n") + 1;
    StringBuilder kept = new StringBuilder();
    boolean dropping = false;
    for (String line : mail.substring(0, body).split("(?<=\n)", -1)) {
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      String name = line.substring(0, Math.max(0, line.indexOf(':')));
      dropping = folded ? dropping : headers.contains(name.toLowerCase(Locale.ROOT));
      kept.append(dropping ? "" : line);
    }
    return kept + mail.substring(body);
  }

  /// An inbox of theirs, made as their manual says.
  private static final class Mirror {
    private static final int STOP_SECONDS = 30;

    private final Home home;
    private final Path epoch;

    Mirror(Home base, String watched) throws Exception {
      home = base.with("PI_CONFIG", base.resolve("config").toString());
      Path inbox = base.resolve("mirror");
      epoch = inbox.resolve("git/0.git");
      home.run(
              "public-inbox-init",
              "-V2",
              "-Lbasic",
              "mirror",
              inbox.toString(),
              "http://mirror.test/",
              "mirror@example.org")
          .succeeded();
      Files.writeString(
          base.resolve("config"),
          "[publicinbox \"mirror\"]\n\twatch = %s\n".formatted(watched),
          StandardOpenOption.APPEND);
    }

    void runUntil(int count, Duration deadline) throws Exception {
      Process watch = home.start("public-inbox-watch");
      try {
        Eventually.holds(deadline, count + " mails in the mirror", () -> commits().size() >= count);
      } finally {
        watch.destroy();
        if (!watch.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          watch.destroyForcibly();
        }
      }
    }

    private List<String> commits() throws Exception {
      Shell.Result log = Shell.git(epoch, "rev-list", "--reverse", "HEAD");
      return log.exit() == 0 ? log.out().lines().toList() : List.of();
    }

    List<String> mails() throws IOException {
      return texts(SampleList.mails(epoch, Integer.MAX_VALUE));
    }
  }

  private static List<String> texts(List<byte[]> mails) {
    return mails.stream().map(mail -> new String(mail, StandardCharsets.ISO_8859_1)).toList();
  }
}
