package org.annals.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.InboxName;

/// An inbox of messages that are made of the words of `RandomQueries`.
final class RandomPostings {
  static final int MESSAGES = 2_000;
  static final long BEGIN = 1_700_000_000;
  static final InboxName INBOX = new InboxName("words");
  private static final int THREADS = 600;
  private static final List<String> SUBJECTS = List.of("", "", "[PATCH v5] ", "Re: [PATCH v5] ");

  private final Random random;

  RandomPostings(Random random) {
    this.random = random;
  }

  static MessageId id(int number) {
    return new MessageId("m" + number + "@example.org");
  }

  static String list(int number) {
    return "list" + number % 5 + ".example.org";
  }

  static String blob(int number) {
    return "%012x".formatted(0xabc0_0000_0000L + number % 400 * 0x10000L);
  }

  static String patchId(int number) {
    return "%040x".formatted(number % 300);
  }

  List<IndexDocument> all() {
    List<IndexDocument> all = new ArrayList<>();
    for (int number = 1; number <= MESSAGES; number++) {
      all.add(document(number));
    }
    return all;
  }

  private IndexDocument document(int number) {
    Overview overview =
        new Overview(
            SUBJECTS.get(random.nextInt(SUBJECTS.size())) + words(5),
            words(2),
            words(2),
            words(2),
            List.of(id(number)),
            number > 1 && random.nextInt(3) > 0 ? List.of(id(random.nextInt(number))) : List.of(),
            random.nextInt(MESSAGES),
            1);
    Posting posting =
        new Posting(
            INBOX,
            number,
            BlobId.of(new byte[BlobId.BYTES]),
            BEGIN + random.nextInt(MESSAGES),
            BEGIN + random.nextInt(MESSAGES),
            1 + random.nextInt(THREADS),
            true,
            new ContentKey(number, 0),
            overview);
    return new IndexDocument(posting, "", random.nextInt(5) == 0, texts());
  }

  private Texts texts() {
    if (random.nextInt(10) == 0) {
      return Texts.NONE;
    }
    int number = random.nextInt(MESSAGES);
    DiffText diff =
        new DiffText(
            words(6),
            words(6),
            words(4),
            words(1),
            List.of("fs/zdata." + words(1), words(1) + "/" + words(1)),
            Set.of(blob(number)),
            Set.of(blob(number + 1)));
    return new Texts(
        words(20),
        words(8),
        random.nextBoolean() ? diff : DiffText.NONE,
        random.nextInt(4) == 0 ? List.of(words(2)) : List.of(),
        List.of(list(number)),
        random.nextBoolean() ? List.of(patchId(number)) : List.of(),
        List.of());
  }

  private String words(int most) {
    List<String> words = new ArrayList<>();
    for (int n = 1 + random.nextInt(most); n > 0; n--) {
      words.add(RandomQueries.WORDS.get(random.nextInt(RandomQueries.WORDS.size())));
    }
    return String.join(random.nextInt(8) == 0 ? "-" : " ", words);
  }
}
