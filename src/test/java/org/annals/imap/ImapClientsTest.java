package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.net.TlsKeys;
import org.annals.testing.Certificates;
import org.annals.testing.Home;
import org.annals.testing.LogRecords;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail programs of others, unchanged.
class ImapClientsTest {
  private static final String DEV = "org.example.dev.0";
  private static final List<String> IDS =
      List.of(
          "n1@example.org", "n2@example.org", "n4@example.org", "n5@example.org", "n6@example.org");

  @TempDir private static Path directory;
  private static MailFixture mail;
  private static LogRecords log;

  @BeforeAll
  static void serve() throws IOException {
    Certificates.make(directory, "tls", "rsa:2048", "localhost");
    TlsKeys keys =
        TlsKeys.read(
            List.of(new TlsKeys.Pair(directory.resolve("tls.crt"), directory.resolve("tls.key"))));
    mail = MailFixture.serve(directory.resolve("archive"), ImapLimits.DEFAULT, keys);
    log = LogRecords.listen("imap");
  }

  @AfterAll
  static void stop() throws IOException {
    log.close();
    mail.close();
    assertThat(log.lines()).isEmpty();
  }

  private static Home home(String program) throws Exception {
    return Home.with(directory.resolve("home-" + program), program);
  }

  private static String port() {
    return Integer.toString(mail.port());
  }

  /// The Message-IDs of the files below a directory that are mails, in the order of the fixture.
  private static List<String> idsBelow(Path maildir) throws IOException {
    try (Stream<Path> files = Files.walk(maildir)) {
      return files
          .filter(Files::isRegularFile)
          .map(ImapClientsTest::firstId)
          .filter(id -> !id.isEmpty())
          .sorted()
          .toList();
    }
  }

  private static String firstId(Path file) {
    try {
      return Message.parse(Files.readAllBytes(file)).ids().stream()
          .map(MessageId::value)
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void imaplibReadsAndSearches() throws Exception {
    String script =
        """
        import imaplib, sys, email
        m = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
        m.starttls()
        m.login("anonymous", "any")
        print(len(m.list()[1]) > 10, m.namespace()[1])
        print(m.select("org.example.dev.0", readonly=True))
        print(m.search(None, "SUBJECT", '"lose no"'))
        print(m.uid("SORT", "(REVERSE DATE)", "UTF-8", "ALL"))
        print(m.uid("THREAD", "REFERENCES", "UTF-8", "ALL"))
        data = m.uid("FETCH", "2", "(RFC822)")[1]
        print(email.message_from_bytes(data[0][1])["Message-ID"], len(data[0][1]))
        print(m.store("1", "+FLAGS", "\\\\Deleted")[0], m.create("mine")[0])
        m.close()
        print(m.logout()[0])
        m = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
        m.authenticate("PLAIN", lambda _: b"\\0any\\0any")
        print(m.enable("UTF8=ACCEPT")[0], m.select("INBOX.users.0", True)[1])
        """;
    Shell.Result said = home("python3").run("python3", "-c", script, port()).succeeded();
    assertThat(said.out().lines())
        .containsExactly(
            "True [b'((\"\" \".\")) NIL NIL']",
            "('OK', [b'5'])",
            "('OK', [b'1 2 5'])",
            "('OK', [b'6 5 4 2 1'])",
            "('OK', [b'(1 2 6)(4)(5)'])",
            "<n2@example.org> 290",
            "NO NO",
            "BYE",
            "OK [b'1']");
  }

  @Test
  void curlFetchesAndAsks() throws Exception {
    Home home = home("curl");
    String url = "imap://127.0.0.1:" + port() + "/";
    assertThat(home.run("curl", "-sS", url + DEV + ";UID=2").succeeded().out())
        .contains("Message-ID: <n2@example.org>\r\n")
        .endsWith("Good catch.\r\n");
    assertThat(home.run("curl", "-sS", url + DEV + ";UID=4;SECTION=1").succeeded().out())
        .isEqualTo("first");
    assertThat(home.run("curl", "-sS", "-u", "any:any", url).succeeded().out())
        .contains("\"INBOX.users.0\"");
    assertThat(
            home.run("curl", "-sS", url + DEV, "-X", "UID SEARCH SUBJECT ring").succeeded().out())
        .isEqualTo("* SEARCH 1 2 6\r\n");
    assertThat(
            home.run(
                    "curl",
                    "-sS",
                    "--ssl-reqd",
                    "-k",
                    "-u",
                    "any:any",
                    url + DEV + ";UID=5/;SECTION=TEXT")
                .succeeded()
                .out())
        .isEqualTo("ends without a line end");
  }

  @Test
  void opensslSpeaksTls() throws Exception {
    Shell.Result said =
        home("openssl")
            .run(
                "sh",
                "-c",
                "printf 'a1 CAPABILITY\\r\\na2 LOGOUT\\r\\n' | openssl s_client -quiet"
                    + " -starttls imap -connect 127.0.0.1:"
                    + port());
    assertThat(said.out()).contains("a1 OK CAPABILITY completed", "a2 OK LOGOUT completed");
  }

  @Test
  void mbsyncMirrorsOnce() throws Exception {
    Home home = home("mbsync");
    Files.createDirectories(home.resolve("near"));
    Files.writeString(
        home.resolve("rc"),
        """
        IMAPAccount far
        Host 127.0.0.1
        Port %s
        User anonymous
        Pass any
        SSLType None

        IMAPStore far
        Account far

        MaildirStore near
        Path %s/
        SubFolders Verbatim

        Channel all
        Far :far:
        Near :near:
        Patterns org/example/dev/0
        Create Near
        Sync Pull
        """
            .formatted(port(), home.resolve("near")));
    home.run("mbsync", "-c", "rc", "-a").succeeded();
    assertThat(idsBelow(home.resolve("near/org/example/dev/0"))).isEqualTo(IDS);
    List<String> files = names(home.resolve("near"));
    home.run("mbsync", "-c", "rc", "-a").succeeded();
    assertThat(names(home.resolve("near"))).isEqualTo(files);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).filter(name -> name.contains(",U=")).sorted().toList();
    }
  }

  @Test
  void fetchmailHandsOnEachMessage() throws Exception {
    Home home = home("fetchmail");
    Path rc = home.resolve("rc");
    Files.writeString(
        rc,
        """
        poll 127.0.0.1 protocol imap port %s username anonymous password any
          folder org.example.dev.0 fetchall keep sslproto "" mda "cat >> %s"
        """
            .formatted(port(), home.resolve("mbox")));
    home.run("chmod", "600", "rc").succeeded();
    home.run("fetchmail", "-f", rc.toString()).succeeded();
    assertThat(
            Files.readAllLines(home.resolve("mbox")).stream()
                .filter(line -> line.startsWith("Message-ID: ")))
        .hasSize(IDS.size());
  }

  @Test
  void getmailTakesOnlyWhatIsNew() throws Exception {
    Home home = home("getmail");
    Files.createDirectories(home.resolve("state"));
    Files.writeString(
        home.resolve("state/getmailrc"),
        """
        [retriever]
        type = SimpleIMAPRetriever
        server = 127.0.0.1
        port = %s
        username = anonymous
        password = any
        mailboxes = ("org.example.dev.0",)
        [destination]
        type = MDA_external
        path = /bin/sh
        arguments = ("-c", "cat >> %s")
        allow_root_commands = true
        [options]
        read_all = false
        delete = false
        """
            .formatted(port(), home.resolve("mbox")));
    String state = home.resolve("state").toString();
    assertThat(home.run("getmail", "--getmaildir", state).succeeded().out())
        .contains("5 messages (");
    assertThat(home.run("getmail", "--getmaildir", state).succeeded().out())
        .contains("0 messages (0 bytes) retrieved, 5 skipped");
  }

  @Test
  void offlineimapMirrorsIntoMaildir() throws Exception {
    Home home = home("offlineimap");
    Files.writeString(
        home.resolve("rc"),
        """
        [general]
        accounts = a
        metadata = %1$s/state
        ui = basic
        [Account a]
        localrepository = near
        remoterepository = far
        [Repository near]
        type = Maildir
        localfolders = %1$s/near
        [Repository far]
        type = IMAP
        remotehost = 127.0.0.1
        remoteport = %2$s
        remoteuser = anonymous
        remotepass = any
        ssl = no
        starttls = no
        readonly = True
        folderfilter = lambda name: name == 'org.example.dev.0'
        """
            .formatted(home.directory(), port()));
    home.run("offlineimap", "-c", "rc", "-o").succeeded();
    assertThat(idsBelow(home.resolve("near"))).isEqualTo(IDS);
    Shell.Result again = home.run("offlineimap", "-c", "rc", "-o").succeeded();
    assertThat(again.out() + again.err()).doesNotContain("Copy message");
  }

  @Test
  void neomuttCopiesAMailbox() throws Exception {
    Home home = home("neomutt");
    Files.createDirectories(home.resolve("Mail")); // else it asks whether to make it
    Files.writeString(
        home.resolve("rc"),
        """
        set imap_user=anonymous imap_pass=any imap_check_subscribed=no
        set ssl_starttls=no ssl_force_tls=no header_cache=
        set mbox_type=mbox confirmappend=no confirmcreate=no delete=no move=no auto_tag=yes
        """);
    Path copy = home.resolve("copy.mbox");
    String keys = "push \"<tag-pattern>~A<enter><copy-message>" + copy + "<enter><exit>\"";
    Files.writeString(
        home.resolve("run.sh"),
        "TERM=xterm neomutt -n -F rc -f imap://127.0.0.1:"
            + port()
            + "/"
            + DEV
            + " -e '"
            + keys
            + "'\n");
    home.run("script", "-qec", "sh run.sh", "/dev/null");
    assertThat(Files.readAllLines(copy).stream().filter(line -> line.startsWith("Message-ID: <n")))
        .hasSize(IDS.size());
  }

  @Test
  void leiImportsAndFinds() throws Exception {
    Home home = home("lei").with("XDG_RUNTIME_DIR", directory.resolve("run").toString());
    Files.createDirectories(directory.resolve("run"));
    try {
      home.run("lei", "import", "imap://anonymous:any@127.0.0.1:" + port() + "/" + DEV).succeeded();
      assertThat(home.run("lei", "q", "-f", "mboxrd", "-o", "/dev/stdout", "s:ring").out())
          .contains("<n1@example.org>", "<n2@example.org>", "<n6@example.org>")
          .doesNotContain("<n4@example.org>");
    } finally {
      home.run("lei", "daemon-kill");
    }
  }
}
