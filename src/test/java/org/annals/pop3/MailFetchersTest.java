package org.annals.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.annals.net.TlsKeys;
import org.annals.testing.Certificates;
import org.annals.testing.Home;
import org.annals.testing.LogRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail programs of others, as people start them; each user comes twice.
class MailFetchersTest {
  private static final List<String> IDS =
      List.of("<n1@example.org>", "<n2@example.org>", "<n4@example.org>", "<n5@example.org>");

  @TempDir private static Path directory;
  private static PopFixture pop;

  @TempDir private Path own;
  private LogRecords log;
  private final String user = UUID.randomUUID() + "@org.example.dev";

  @BeforeAll
  static void serve() throws IOException {
    Certificates.make(directory, "pop", "rsa:2048", "localhost");
    TlsKeys keys =
        TlsKeys.read(
            List.of(new TlsKeys.Pair(directory.resolve("pop.crt"), directory.resolve("pop.key"))));
    Path archive = Files.createDirectory(directory.resolve("archive"));
    pop = PopFixture.serve(PopFixture.make(archive), keys);
  }

  @AfterAll
  static void stop() throws IOException {
    pop.close();
  }

  @BeforeEach
  void listen() {
    log = LogRecords.listen("pop3");
  }

  @AfterEach
  void nothingWentWrong() {
    assertThat(log.lines()).isEmpty();
    log.close();
  }

  private Home home(String... programs) throws Exception {
    return Home.with(own.resolve("home"), programs);
  }

  private static Path certificate() {
    return directory.resolve("pop.crt");
  }

  private static List<String> ids(Path mbox) throws IOException {
    try (Stream<String> lines = Files.lines(mbox, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("message-id: "))
          .map(line -> line.substring("Message-ID: ".length()))
          .toList();
    }
  }

  private String python(String script) throws Exception {
    String begin =
        """
        import poplib, ssl, hashlib
        p = poplib.POP3('127.0.0.1', %d, timeout=20)
        user = '%s'
        """
            .formatted(pop.port(), user);
    return home("python3").run("python3", "-c", begin + script + "p.quit()\n").succeeded().out();
  }

  @Test
  void pythonReadsAndDeletes() throws Exception {
    String script =
        """
        p.user(user)
        p.pass_('anonymous')
        print(p.stat()[0], len(p.list()[1]), len(p.uidl()[1]))
        if p.stat()[0]:
          print(p.list(1), sum(int(l.split()[1]) for l in p.list()[1]) == p.stat()[1])
          print(p.retr(3)[1][-5:], p.top(3, 1)[1][-1], len(b'\\r\\n'.join(p.retr(3)[1])) + 2)
          p.dele(4)
        """;
    List<String> said = python(script).lines().toList();
    assertThat(said.get(0)).isEqualTo("4 4 4");
    assertThat(said.get(1)).matches("b'\\+OK 1 [0-9]+' True");
    assertThat(said.get(2)).startsWith("[b'.', b'..', b'.dotted', b'From here', b'ends.'] b'.' ");
    assertThat(python(script).lines()).containsExactly("0 0 0");
  }

  @Test
  void pythonLogsInByApopOverTls() throws Exception {
    String said =
        python(
            """
            print('STLS' in p.capa())
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            p.stls(context)
            print('STLS' in p.capa())
            p.apop(user, 'anonymous')
            print(p.stat()[0])
            """);
    assertThat(said.lines()).containsExactly("True", "False", "4");
  }

  @Test
  void curlListsAndFetches() throws Exception {
    Home home = home("curl");
    String url = "pop3://127.0.0.1:" + pop.port() + "/";
    String login = user.replace("@", "%40") + ":anonymous@";
    String list = home.run("curl", "-sS", url.replace("//", "//" + login)).succeeded().out();
    assertThat(list.lines()).hasSize(4);
    String mail = home.run("curl", "-sS", "-u", user + ":anonymous", url + "3").succeeded().out();
    assertThat(mail).endsWith("\r\n\r\n.\r\n..\r\n.dotted\r\nFrom here\r\nends.\r\n");
  }

  @Test
  void opensslStartsTls() throws Exception {
    String command =
        "(printf 'USER "
            + user
            + "\\r\\nPASS anonymous\\r\\nSTAT\\r\\nQUIT\\r\\n'; sleep 1) | "
            + "openssl s_client -quiet -starttls pop3 -CAfile "
            + certificate()
            + " -verify_return_error -verify_hostname localhost -connect 127.0.0.1:"
            + pop.port();
    assertThat(home("openssl").run("sh", "-c", command).succeeded().out())
        .contains("+OK 4 messages")
        .contains("+OK goodbye");
  }

  @Test
  void fetchmailFetchesAllOnce() throws Exception {
    Home home = home("fetchmail");
    Path rc = home.resolve("fetchmailrc");
    Files.writeString(
        rc,
        """
        poll 127.0.0.1 service %d protocol pop3 user "%s" password "anonymous"
          fetchall no rewrite sslproto "" mda "cat >>%s"
        """
            .formatted(pop.port(), user, home.resolve("mbox")));
    Files.setPosixFilePermissions(rc, PosixFilePermissions.fromString("rw-------"));
    String[] fetch = {"fetchmail", "-f", rc.toString(), "--pidfile", "pid", "--nosyslog"};
    home.run(fetch).succeeded();
    assertThat(ids(home.resolve("mbox"))).containsExactlyElementsOf(IDS);
    assertThat(home.run(fetch).exit()).as("fetchmail: there was no mail").isEqualTo(1);
  }

  /// The delivery takes a moment: getmail waits for ever for one that ends before it begins to wait.
  @Test
  void getmailFetchesAllOnce() throws Exception {
    Home home = home("getmail");
    Path settings = Files.createDirectories(home.resolve("getmail"));
    Files.writeString(
        settings.resolve("getmailrc"),
        """
        [retriever]
        type = SimplePOP3Retriever
        server = 127.0.0.1
        port = %d
        username = %s
        password = anonymous
        [destination]
        type = MDA_external
        path = /bin/sh
        arguments = ("-c", "cat >>%s; sleep 0.2")
        allow_root_commands = true
        [options]
        delete = true
        """
            .formatted(pop.port(), user, home.resolve("mbox")));
    String[] get = {"getmail", "--getmaildir", settings.toString()};
    home.run(get).succeeded();
    assertThat(ids(home.resolve("mbox"))).containsExactlyElementsOf(IDS);
    assertThat(home.run(get).succeeded().out()).contains("0 messages");
  }

  @Test
  void mpopPipelinesAndFetchesOnce() throws Exception {
    Home home = home("mpop");
    Path settings = home.resolve("mpoprc");
    Files.writeString(
        settings,
        """
        account a
        host 127.0.0.1
        port %d
        user %s
        password anonymous
        auth user
        tls off
        received_header off
        delivery mbox %s
        """
            .formatted(pop.port(), user, home.resolve("mbox")));
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
    String[] fetch = {"mpop", "-C", settings.toString(), "a"};
    home.run(fetch).succeeded();
    assertThat(ids(home.resolve("mbox"))).containsExactlyElementsOf(IDS);
    home.run(fetch).succeeded();
    assertThat(ids(home.resolve("mbox"))).hasSize(4);
  }

  @Test
  void neomuttCopiesAMailbox() throws Exception {
    Home home = home("neomutt", "script");
    Files.createDirectories(home.resolve("Mail")); // else it asks whether to make it
    Files.writeString(
        home.resolve("rc"),
        """
        set pop_pass=anonymous pop_delete=no ssl_starttls=no ssl_force_tls=no header_cache=
        set mbox_type=mbox confirmappend=no confirmcreate=no delete=no move=no auto_tag=yes
        """);
    Path copy = home.resolve("copy.mbox");
    Files.writeString(
        home.resolve("run.sh"),
        "TERM=xterm neomutt -n -F rc -f pop://%s@127.0.0.1:%d/ -e '%s'\n"
            .formatted(
                user.replace("@", "%40"),
                pop.port(),
                "push \"<tag-pattern>~A<enter><copy-message>" + copy + "<enter><exit>\""));
    home.run("script", "-qec", "sh run.sh", "/dev/null");
    assertThat(ids(copy)).containsExactlyElementsOf(IDS);
  }
}
