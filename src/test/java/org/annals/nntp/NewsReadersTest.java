package org.annals.nntp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.annals.net.TlsKeys;
import org.annals.testing.Certificates;
import org.annals.testing.Eventually;
import org.annals.testing.Home;
import org.annals.testing.LogRecords;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Newsreaders of others, as people start them.
class NewsReadersTest {
  @TempDir private static Path directory;
  private static NewsFixture news;

  @TempDir private Path own;
  private LogRecords log;

  @BeforeAll
  static void serve() throws IOException {
    Certificates.make(directory, "news", "rsa:2048", "localhost");
    TlsKeys keys =
        TlsKeys.read(
            List.of(
                new TlsKeys.Pair(directory.resolve("news.crt"), directory.resolve("news.key"))));
    Path archive = Files.createDirectory(directory.resolve("archive"));
    news = NewsFixture.serve(NewsFixture.make(archive), NntpLimits.DEFAULT, keys);
  }

  @AfterAll
  static void stop() throws IOException {
    news.close();
  }

  @BeforeEach
  void listen() {
    log = LogRecords.listen("nntp");
  }

  @AfterEach
  void nothingWentWrong() {
    assertThat(log.lines()).isEmpty();
    log.close();
  }

  private Home home(String... programs) throws Exception {
    return Home.with(own.resolve("home"), programs);
  }

  private static String url(String group) {
    return "nntp://127.0.0.1:" + news.port() + "/" + group;
  }

  /// In a terminal, as these programs want one. `keys` are typed.
  private static Shell.Result inTerminal(Home home, String keys, String command)
      throws IOException, InterruptedException {
    return home.with("TERM", "xterm")
        .run(
            "timeout",
            "30",
            "sh",
            "-c",
            "printf '" + keys + "' | script -qec \"" + command + "\" /dev/null");
  }

  private static Home python() throws Exception {
    Home home = Home.with(directory.resolve("python"));
    boolean has = home.run("/usr/bin/python3", "-W", "ignore", "-c", "import nntplib").exit() == 0;
    Assumptions.assumeTrue(has, "skipped: this Python has no nntplib");
    return home;
  }

  private static String python(String script) throws Exception {
    String begin =
        """
        import nntplib, ssl, datetime
        n = nntplib.NNTP('127.0.0.1', %d, readermode=True)
        """
            .formatted(news.port());
    return python()
        .run("/usr/bin/python3", "-W", "ignore", "-c", begin + script + "n.quit()\n")
        .succeeded()
        .out();
  }

  @Test
  void pythonListsReadsAndLooksUp() throws Exception {
    String said =
        python(
            """
            print(n.group('org.example.dev')[1:])
            print([(number, o['subject'], o['xref']) for number, o in n.over((1, 5))[1]][1])
            print(n.article('<n4@example.org>')[1].lines[-5:])
            print(n.stat()[1:], n.next()[1:], n.last()[1:])
            print(n.newnews('*.users', datetime.datetime(2026, 3, 1))[1])
            print([g.group for g in n.newgroups(datetime.datetime(2026, 1, 2))[1]])
            print(n.xhdr('subject', '4-')[1])
            print(sorted(n.descriptions('*')[1].items())[0])
            print(n.list()[1][0])
            print(len(n.help()[1]) > 20, n.date()[1].year > 2000)
            """);
    assertThat(said.lines())
        .containsExactly(
            "(4, 1, 5, 'org.example.dev')",
            "(2, 'Re: café twice', 'news.example.org org.example.dev:2 org.example.users:1')",
            "[b'.', b'..', b'.dotted', b'From here', b'ends.']",
            "(1, '<n1@example.org>') (2, '<n2@example.org>') (1, '<n1@example.org>')",
            "['<n2@example.org>', '<n6@example.org>']",
            "['org.example.quiet', 'org.example.users']",
            "[('4', 'about n4@example.org'), ('5', 'about n5@example.org')]",
            "('org.example.dev', 'mail about dev')",
            "GroupInfo(group='org.example.dev', last='5', first='1', flag='n')",
            "True True");
  }

  @Test
  void pythonStartsTls() throws Exception {
    String said =
        python(
            """
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            print('STARTTLS' in n.getcapabilities())
            n.starttls(context)
            print('STARTTLS' in n.getcapabilities(), n.group('org.example.users')[1])
            """);
    assertThat(said.lines()).containsExactly("True", "False 2");
  }

  @Test
  void opensslStartsTls() throws Exception {
    String command =
        "(printf 'GROUP org.example.dev\\r\\nSTAT 4\\r\\nQUIT\\r\\n'; sleep 1) | "
            + "openssl s_client -quiet -starttls nntp -CAfile "
            + directory.resolve("news.crt")
            + " -verify_return_error -verify_hostname localhost -connect 127.0.0.1:"
            + news.port();
    assertThat(home("openssl").run("sh", "-c", command).succeeded().out())
        .contains("211 4 1 5 org.example.dev")
        .contains("223 4 <n4@example.org>")
        .contains("205 ");
  }

  @Test
  void slrnpullFetchesAllArticles() throws Exception {
    Home home = home("slrnpull");
    Path spool = Files.createDirectories(home.resolve("spool"));
    Files.writeString(
        spool.resolve("slrnpull.conf"), "org.example.dev 0 0\norg.example.users 0 0\n");
    String[] pull = {
      "slrnpull", "-d", spool.toString(), "-h", "127.0.0.1:" + news.port(), "--no-post"
    };
    home.run(pull).succeeded();
    Path dev = spool.resolve("news/org/example/dev");
    assertThat(articles(dev)).containsExactly("1", "2", "4", "5");
    assertThat(articles(spool.resolve("news/org/example/users"))).containsExactly("1", "2");
    assertThat(Files.readString(dev.resolve("4"), StandardCharsets.ISO_8859_1))
        .contains("\nXref: news.example.org org.example.dev:4\n")
        .contains("\n\n.\n..\n.dotted\nFrom here\nends.\n");
  }

  private static List<String> articles(Path group) throws IOException {
    try (Stream<Path> files = Files.list(group)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  @Test
  void slrnKeepsARecordOfAllGroups() throws Exception {
    Home home = home("slrn", "script");
    Files.writeString(
        home.resolve("slrnrc"),
        "set hostname \"reader.example.org\"\nset username \"reader\"\nset confirm_actions 0\n");
    String slrn = "slrn -h 127.0.0.1 -p " + news.port() + " -i slrnrc -f " + home.resolve("groups");
    inTerminal(home, "q", slrn + " --create");
    assertThat(Files.readAllLines(home.resolve("groups")))
        .containsExactly("org.example.dev!", "org.example.quiet!", "org.example.users!");
  }

  /// Its exit code says whether there is anything unread.
  @Test
  void tinSeesWhatIsUnread() throws Exception {
    Home home = home("tin").with("TERM", "xterm");
    Path record = home.resolve(".newsrc");
    String[] tin = {
      "tin", "-r", "-Z", "-g", "127.0.0.1", "-p", "" + news.port(), "-f", record.toString()
    };
    Files.writeString(record, "org.example.dev: 1-4\n");
    assertThat(home.run(tin).exit()).isEqualTo(2);
    Files.writeString(record, "org.example.dev: 1-5\n");
    assertThat(home.run(tin).exit()).isZero();
  }

  private static List<String> ids(Path mbox) throws IOException {
    try (Stream<String> lines = Files.lines(mbox, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("Message-ID: "))
          .map(line -> line.substring("Message-ID: ".length()))
          .sorted()
          .toList();
    }
  }

  @Test
  void leiCopiesAGroup() throws Exception {
    Home home = home("lei");
    home = home.with("XDG_RUNTIME_DIR", Files.createDirectory(home.resolve("run")).toString());
    try {
      home.run("lei", "convert", "-o", "mboxrd:copied", url("org.example.dev"));
      assertThat(ids(home.resolve("copied")))
          .containsExactly(
              "<n1@example.org>", "<n2@example.org>", "<n4@example.org>", "<n5@example.org>");
    } finally {
      long daemon = Long.parseLong(home.run("lei", "daemon-pid").out().strip());
      home.run("lei", "daemon-kill");
      Eventually.holds(
          Duration.ofSeconds(30),
          "lei's daemon ends",
          () -> ProcessHandle.of(daemon).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  @Test
  void neomuttCopiesAGroup() throws Exception {
    Home home = home("neomutt", "script");
    Files.createDirectories(home.resolve("Mail")); // else it asks whether to make it
    Files.writeString(
        home.resolve("rc"),
        """
        set save_unsubscribed=no ssl_starttls=no ssl_force_tls=no header_cache=
        set mbox_type=mbox confirmappend=no confirmcreate=no delete=no move=no auto_tag=yes
        """);
    Path copy = home.resolve("copy.mbox");
    Files.writeString(
        home.resolve("run.sh"),
        "TERM=xterm neomutt -n -F rc -f news://127.0.0.1:%d/org.example.dev -e '%s'\n"
            .formatted(
                news.port(),
                "push \"<tag-pattern>~A<enter><copy-message>" + copy + "<enter><exit>\""));
    home.run("script", "-qec", "sh run.sh", "/dev/null");
    assertThat(Files.readString(copy, StandardCharsets.ISO_8859_1))
        .contains("<n1@example.org>", "<n2@example.org>", "<n4@example.org>", "<n5@example.org>");
  }
}
