package org.annals.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

/// Makes up a conversation: replies that quote, and patches, in words that mean nothing.
final class LongThread {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss '+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

  private static final String[] WORDS =
      ("ash birch cedar dune elder fern gorse heath iris juniper knoll larch moss nettle oak pine"
              + " quarry reed sedge thorn umber vale willow yarrow the a of under with and then when")
          .split(" ", -1);

  private static final int BODY_LINES = 50;
  private static final int PATCH_EVERY = 4;

  private final Random random;

  private final int messages;

  private LongThread(int messages, long seed) {
    this.messages = messages;
    this.random = new Random(seed);
  }

  /// Of the mail with the number in a thread of so many messages.
  static String id(int messages, int number) {
    return "long-" + messages + "-" + number + "@bench.example";
  }

  static void write(Path mbox, int messages, long seed) throws IOException {
    LongThread thread = new LongThread(messages, seed);
    try (BufferedWriter out = Files.newBufferedWriter(mbox, StandardCharsets.UTF_8)) {
      for (int i = 0; i < messages; i++) {
        out.write(thread.mail(i));
      }
    }
  }

  private String mail(int number) {
    StringBuilder mail = new StringBuilder("From mboxrd@z Thu Jan  1 00:00:00 1970\n");
    mail.append("From: Writer ").append(number % 17).append(" <w").append(number % 17);
    mail.append("@bench.example>\nTo: long@bench.example\nSubject: ");
    mail.append(number == 0 ? "" : "Re: ").append("[RFC] the heath in ").append(messages);
    mail.append(" steps\nDate: ");
    mail.append(DATE.format(BEGIN.plusSeconds(60L * number))).append("\nMessage-ID: <");
    mail.append(id(messages, number)).append(">\n");
    if (number > 0) {
      mail.append("In-Reply-To: <").append(id(messages, parent(number))).append(">\n");
      mail.append("References: <").append(id(messages, 0)).append("> <");
      mail.append(id(messages, parent(number))).append(">\n");
    }
    mail.append("Content-Type: text/plain; charset=utf-8\n\n");
    for (int line = 0; line < BODY_LINES; line++) {
      mail.append(number % PATCH_EVERY == 1 ? diffLine(line) : replyLine(line)).append('\n');
    }
    return mail.append('\n').toString();
  }

  private int parent(int number) {
    return number < 3 ? 0 : number - 1 - random.nextInt(Math.min(number - 1, 40));
  }

  private String replyLine(int line) {
    return line % 12 == 0 ? "" : (line % 12 < 7 ? "> " : "") + words(9);
  }

  private String diffLine(int line) {
    if (line < 6) {
      return words(8);
    }
    return switch (line) {
      case 6 -> "---";
      case 7 -> "diff --git a/heath/path.c b/heath/path.c";
      case 8 -> "--- a/heath/path.c";
      case 9 -> "+++ b/heath/path.c";
      case 10 -> "@@ -10,39 +10,39 @@ walk";
      default -> (line % 3 == 0 ? "-" : line % 3 == 1 ? "+" : " ") + "\t" + words(5) + ";";
    };
  }

  private String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }
}
