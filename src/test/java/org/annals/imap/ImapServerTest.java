package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.annals.net.TlsKeys;
import org.annals.testing.Certificates;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens over time: mail comes and goes, connections change their form.
class ImapServerTest {
  private static final String DEV = "org.example.dev.0";

  @TempDir private Path directory;
  private MailFixture mail;
  private LogRecords log;

  @BeforeEach
  void serve() throws IOException {
    Certificates.make(directory, "tls", "rsa:2048", "localhost");
    TlsKeys keys =
        TlsKeys.read(
            List.of(new TlsKeys.Pair(directory.resolve("tls.crt"), directory.resolve("tls.key"))));
    mail = MailFixture.serve(directory.resolve("archive"), ImapLimits.DEFAULT, keys);
    log = LogRecords.listen("imap");
  }

  @AfterEach
  void stop() throws IOException {
    log.close();
    mail.close();
    assertThat(log.lines()).isEmpty();
  }

  private ImapClient connect() throws IOException {
    return ImapClient.to(mail.port());
  }

  private ImapClient select(String mailbox) throws IOException {
    ImapClient client = connect();
    client.told("SELECT " + mailbox);
    return client;
  }

  @Test
  void newMailIsToldToThoseWhoWait() throws Exception {
    try (ImapClient client = select(DEV);
        ImapClient whole = select("org.example.dev.all");
        ImapClient other = select("org.example.quiet.0")) {
      for (ImapClient each : List.of(client, whole, other)) {
        each.send("i IDLE\r\n");
        assertThat(each.line()).isEqualTo("+ idling");
      }
      mail.add(MailText.number(7));
      assertThat(client.line()).isEqualTo("* 6 EXISTS");
      assertThat(whole.line()).isEqualTo("* 6 EXISTS");
      mail.remove(MailText.number(7));
      assertThat(client.line()).isEqualTo("* 6 EXPUNGE");
      client.send("DONE\r\n");
      assertThat(client.until("i")).containsExactly("i OK IDLE terminated");
      other.send("DONE\r\n");
      assertThat(other.until("i")).containsExactly("i OK IDLE terminated");
      assertThat(client.told("UID FETCH 6:* UID")).containsExactly("* 5 FETCH (UID 6)");
    }
  }

  /// Each costs a thread that sleeps; the notice reaches them at once.
  @Test
  void manyWhoWaitHearOfNewMail() throws Exception {
    List<ImapClient> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        ImapClient client = connect();
        waiting.add(client);
        client.send("s SELECT " + DEV + "\r\ni IDLE\r\n");
      }
      for (ImapClient client : waiting) {
        client.until("+");
      }
      mail.add(MailText.number(7));
      for (ImapClient client : waiting) {
        assertThat(client.line()).isEqualTo("* 6 EXISTS");
      }
    } finally {
      for (ImapClient client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void mailThatCameBeforeWaitingIsTold() throws Exception {
    try (ImapClient client = select(DEV)) {
      mail.add(MailText.number(7));
      client.send("i IDLE\r\n");
      assertThat(client.line()).isEqualTo("+ idling");
      assertThat(client.line()).isEqualTo("* 6 EXISTS");
    }
  }

  /// RFC 9051 §7.5.1
  @Test
  void numbersStayWhileMessagesAreFetchedByNumber() throws Exception {
    MailText gone = MailText.number(7);
    mail.add(gone, MailText.number(8));
    try (ImapClient client = select(DEV)) {
      mail.remove(gone);
      assertThat(client.told("FETCH 6:7 UID"))
          .containsExactly("* 6 FETCH (UID 7)", "* 7 FETCH (UID 8)");
      assertThat(client.told("FETCH 6:7 RFC822.SIZE"))
          .hasSize(1)
          .allMatch(line -> line.startsWith("* 7 FETCH (UID 8 "));
      assertThat(client.told("SEARCH SUBJECT n8")).containsExactly("* SEARCH 7");
      assertThat(client.told("NOOP")).containsExactly("* 6 EXPUNGE");
      assertThat(client.told("FETCH 6 UID")).containsExactly("* 6 FETCH (UID 8)");
    }
  }

  @Test
  void changesAreCounted() throws Exception {
    MailText gone = MailText.number(7);
    mail.add(gone);
    try (ImapClient client = connect()) {
      long before = modSeq(client);
      mail.remove(gone);
      long removed = modSeq(client);
      mail.add(MailText.number(8));
      long added = modSeq(client);
      assertThat(removed).isGreaterThan(before);
      assertThat(added).isGreaterThan(removed);
      client.told("ENABLE QRESYNC");
      assertThat(client.told("SELECT " + DEV + " (QRESYNC (1767225600 " + removed + "))"))
          .contains("* 6 FETCH (UID 8 FLAGS () MODSEQ (" + (8L << 31) + "))")
          .doesNotContain("* 5 FETCH (UID 6 FLAGS () MODSEQ (" + (6L << 31) + "))");
      mail.remove(MailText.number(8));
      assertThat(client.told("NOOP")).containsExactly("* VANISHED 8");
    }
  }

  private static long modSeq(ImapClient client) throws IOException {
    String line = client.told("STATUS " + DEV + " (HIGHESTMODSEQ)").getFirst();
    return Long.parseLong(line.replaceAll(".*HIGHESTMODSEQ (\\d+)\\)", "$1"));
  }

  @Test
  void savedSearchesTakeUpNewMail() throws Exception {
    try (ImapClient client = select("org.example.dev.search.patches")) {
      mail.add(MailText.number(7), MailText.number(8).subject("[PATCH] pipe: two"));
      assertThat(client.told("NOOP")).containsExactly("* 2 EXISTS");
      assertThat(client.told("UID SEARCH ALL")).containsExactly("* SEARCH 1 8");
    }
  }

  /// RFC 9051 §11.1: what an attacker put before TLS is not taken for what the client said in it.
  @Test
  void whatWasSentBeforeTlsIsForgotten() throws Exception {
    try (ImapClient client = connect()) {
      assertThat(client.told("CAPABILITY").getFirst()).contains(" STARTTLS");
      client.send("t9 STARTTLS\r\nt10 CREATE injected\r\nt11 {5}\r\n");
      assertThat(client.line()).startsWith("t9 OK ");
      client.speakTls(Trusting.all());
      assertThat(client.told("CAPABILITY").getFirst()).doesNotContain("STARTTLS");
      assertThat(client.does("STARTTLS").getLast()).contains(" BAD ");
    }
  }

  @Test
  void connectionsAreCompressed() throws Exception {
    try (ImapClient client = connect()) {
      client.told("COMPRESS DEFLATE");
      client.deflate();
      assertThat(client.told("CAPABILITY").getFirst()).doesNotContain("COMPRESS");
      assertThat(client.does("COMPRESS DEFLATE").getLast()).contains("NO [COMPRESSIONACTIVE]");
      client.told("SELECT " + DEV);
      assertThat(client.told("FETCH 1:* BODY[]")).hasSizeGreaterThan(40);
    }
  }

  /// A few bytes that stand for a line of gigabytes.
  @Test
  void aLineThatUnfoldsWithoutEndEndsTheSession() throws Exception {
    try (ImapClient client = connect()) {
      client.told("COMPRESS DEFLATE");
      client.deflate();
      byte[] zeros = new byte[1 << 20];
      List<String> answers = new ArrayList<>();
      try {
        for (int i = 0; i < 64; i++) {
          client.out().write(zeros);
        }
        client.out().flush();
        answers.add(client.line());
      } catch (IOException e) {
        answers.add("* BYE"); // closed while we wrote
      }
      assertThat(answers).allMatch(line -> line == null || line.startsWith("* BYE"));
    }
  }

  @Test
  void endlessLinesAndLiteralsAreRefused() throws Exception {
    try (ImapClient client = connect()) {
      client.send("t1 LOGIN {99999999}\r\n");
      assertThat(client.line()).isEqualTo("t1 NO [TOOBIG] The literal is too long");
      client.send("t2 LOGIN {99999999+}\r\n");
      assertThat(client.line()).isEqualTo("* BYE The literal is too long");
      assertThat(client.line()).isNull();
    }
    try (ImapClient client = connect()) {
      client.send("t1 SEARCH " + "(".repeat(100_000));
      assertThat(client.line()).isEqualTo("* BYE The line is too long");
      assertThat(client.line()).isNull();
    }
    try (ImapClient client = select(DEV)) {
      assertThat(client.does("SEARCH " + "NOT ".repeat(1_000) + "ALL").getLast())
          .contains("NO [LIMIT]");
      assertThat(client.does("SEARCH" + " ALL".repeat(1_000)).getLast()).contains("NO [LIMIT]");
    }
  }

  @Test
  void whoOnlySendsRubbishIsSentAway() throws Exception {
    try (ImapClient client = connect()) {
      for (int i = 0; i < ImapLimits.DEFAULT.errorsMax(); i++) {
        client.send("x y\r\n");
      }
      List<String> lines = new ArrayList<>();
      for (String line = client.line(); line != null; line = client.line()) {
        lines.add(line);
      }
      assertThat(lines.getLast()).isEqualTo("* BYE Too many commands that cannot be done");
    }
  }

  @Test
  void commandsMayComeTogether() throws Exception {
    try (ImapClient client = connect()) {
      client.send("p1 SELECT " + DEV + "\r\np2 FETCH 1 UID\r\np3 NOOP\r\n");
      assertThat(client.until("p3"))
          .containsSubsequence(
              "p1 OK [READ-ONLY] SELECT completed",
              "* 1 FETCH (UID 1)",
              "p2 OK FETCH completed",
              "p3 OK NOOP completed");
    }
  }
}
