package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random valid commands over several connections while mail comes and goes, in the spirit of
/// Dovecot's imaptest, which Debian does not have: every response must be in the grammar, agree
/// with what the connection was told before, and tell of a message what all were told.
/// `-Dannals.seed=N` replays the commands.
class ImapStateTest {
  private static final int CONNECTIONS = 4;
  private static final int COMMANDS = 120;
  private static final int ARRIVALS = 30;

  @TempDir private Path directory;

  private final long seed = Long.getLong("annals.seed", System.nanoTime());

  @Test
  void everyResponseAgreesWithWhatWasToldBefore() throws Exception {
    System.out.println("ImapStateTest: -Dannals.seed=" + seed);
    try (MailFixture mail = MailFixture.serve(directory);
        LogRecords log = LogRecords.listen("imap")) {
      MessageFacts facts = new MessageFacts();
      List<Future<Void>> readers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CONNECTIONS; i++) {
          Random random = new Random(seed + i);
          readers.add(threads.submit(() -> converse(mail, random, facts)));
        }
        change(mail);
        for (Future<Void> reader : readers) {
          reader.get();
        }
      }
      settled(mail, facts);
      assertThat(log.lines()).isEmpty();
    }
  }

  private static Void converse(MailFixture mail, Random random, MessageFacts facts)
      throws IOException {
    try (ImapReader reader = new ImapReader(mail.port(), random, facts)) {
      for (int i = 0; i < COMMANDS; i++) {
        reader.doSomething();
      }
    }
    return null;
  }

  /// Every third mail goes again.
  private void change(MailFixture mail) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < ARRIVALS; i++) {
      MailText text = MailText.number(100 + i).body("x\n".repeat(random.nextInt(2_000)) + "end");
      mail.add(text);
      if (i % 3 == 2) {
        mail.remove(text);
      }
    }
  }

  private static void settled(MailFixture mail, MessageFacts facts) throws IOException {
    List<Long> numbers =
        ArchiveFixture.postings(mail.archive(), "dev").stream().map(p -> p.number()).toList();
    try (ImapReader reader = new ImapReader(mail.port(), new Random(0), facts)) {
      reader.perform("SELECT org.example.dev.0");
      reader.perform("UID FETCH 1:* (RFC822.SIZE BODY.PEEK[] BODYSTRUCTURE ENVELOPE)");
      assertThat(reader.uids()).isEqualTo(numbers);
    }
    assertThat(facts.count()).isGreaterThan(numbers.size());
  }
}
