package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Conversations do not depend on the order in which their messages arrive, nor on batches.
class ThreadsTest {
  private static final int MESSAGES = 200;
  private static final int SHUFFLES = 3;

  @TempDir Path temporary;

  @Test
  void arrivalInAnyOrderGivesTheSameThreadsAndPublicIds() throws IOException {
    long seed = 20_261_123;
    List<MailText> mails = generate(new Random(seed));
    Map<String, String> expected = null;
    for (int i = 0; i < SHUFFLES; i++) {
      List<MailText> shuffled = new ArrayList<>(mails);
      Collections.shuffle(shuffled, new Random(seed + i));
      ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve("a" + i), "dev");
      int batch = List.of(MESSAGES, 15, 60).get(i);
      Map<String, String> threads = threads(fixture, shuffled, batch);
      if (expected == null) {
        expected = threads;
      }
      assertThat(threads).as("seed %d, shuffle %d", seed, i).isEqualTo(expected);
      assertThat(fixture.problems()).isEmpty();
    }
    assertThat(partition(expected)).isEqualTo(naive(mails));
    assertThat(partition(expected)).hasSizeBetween(5, 100);
  }

  /// As a series is sent, whose patches then overtake each other on the way.
  @Test
  void messagesOfOneSecondStandByNumber() throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve("series"), "dev");
    long sent = MailText.START;
    try (Archive archive = fixture.open()) {
      new Importer(archive, new InboxName("dev"))
          .importMails(
              List.of(
                  MailText.of("cover@x").received(sent + 1).bytes(),
                  MailText.of("one@x").inReplyTo("cover@x").received(sent + 9).bytes(),
                  MailText.of("two@x").inReplyTo("cover@x").received(sent + 5).bytes()));
      List<Posting> all = ArchiveFixture.postings(archive, "dev");
      long thread = all.getFirst().thread();
      for (Scope scope : List.of(new Scope.All(), Scope.of(new InboxName("dev")))) {
        assertThat(archive.thread(scope, thread, 9).messages()).isEqualTo(all);
      }
    }
  }

  /// Message-ID to the public id of its thread.
  private static Map<String, String> threads(
      ArchiveFixture fixture, List<MailText> mails, int batch) throws IOException {
    Map<String, String> threads = new HashMap<>();
    try (Archive archive = fixture.open()) {
      Importer importer = new Importer(archive, new InboxName("dev"));
      for (int from = 0; from < mails.size(); from += batch) {
        importer.importMails(
            mails.subList(from, Math.min(mails.size(), from + batch)).stream()
                .map(MailText::bytes)
                .toList());
      }
      Map<Long, String> byNumber = new HashMap<>();
      for (Posting posting : ArchiveFixture.postings(archive, "dev")) {
        String id = archive.publicThread(posting);
        assertThat(byNumber.computeIfAbsent(posting.thread(), thread -> id)).isEqualTo(id);
        threads.put(posting.id().value(), id);
      }
    }
    return threads;
  }

  private static Set<Set<String>> partition(Map<String, String> threads) {
    Map<String, Set<String>> byThread = new HashMap<>();
    threads.forEach((id, thread) -> byThread.computeIfAbsent(thread, t -> new TreeSet<>()).add(id));
    return byThread.values().stream().collect(Collectors.toSet());
  }

  /// Messages that share an id, their own or one they name, are together; so are friends of friends.
  private static Set<Set<String>> naive(List<MailText> mails) {
    List<Set<String>> named = new ArrayList<>();
    for (MailText mail : mails) {
      Set<String> ids = new TreeSet<>();
      for (String line : mail.toString().lines().takeWhile(line -> !line.isEmpty()).toList()) {
        if (line.startsWith("Message-ID:")
            || line.startsWith("References:")
            || line.startsWith("In-Reply-To:")) {
          java.util.regex.Matcher id = java.util.regex.Pattern.compile("<([^>]*)>").matcher(line);
          while (id.find()) {
            ids.add(id.group(1));
          }
        }
      }
      Set<String> merged = ids;
      for (Set<String> other : List.copyOf(named)) {
        if (!Collections.disjoint(other, merged)) {
          named.remove(other);
          merged.addAll(other);
        }
      }
      named.add(merged);
    }
    return named.stream()
        .map(ids -> ids.stream().filter(id -> id.startsWith("m")).collect(Collectors.toSet()))
        .map(TreeSet::new)
        .collect(Collectors.toSet());
  }

  /// Replies, replies to messages that nobody has ("g…"), cycles, messages that join two threads.
  private static List<MailText> generate(Random random) {
    List<MailText> mails = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      MailText mail =
          MailText.of("m" + i).sent(MailText.START + 60L * i).subject("topic " + random.nextInt(9));
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> mail.inReplyTo("m" + near(random, i));
        case 4 -> mail.references("g" + random.nextInt(30), "g" + random.nextInt(30));
        case 5 -> mail.references("g" + random.nextInt(30), "m" + near(random, i));
        case 6 -> mail.inReplyTo("m" + i); // itself
        default -> {}
      }
      mails.add(mail);
    }
    mails.get(10).references("m20"); // round and round
    mails.get(20).references("m30");
    mails.get(30).references("m10");
    mails.get(199).references("m1", "m100"); // joins two late
    return mails;
  }

  /// An index near `i`, later ones too.
  private static int near(Random random, int i) {
    return Math.clamp((long) i - 3 + random.nextInt(5), 0, MESSAGES - 1);
  }
}
