package org.annals.mail;

import static org.annals.mail.Mails.bytes;
import static org.annals.mail.Mails.crlf;
import static org.annals.mail.Mails.message;
import static org.annals.mail.Mails.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.annals.mail.MboxReader.RawMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MboxTest {
  private static final String SEPARATOR = "From mboxrd@z Thu Jan  1 00:00:00 1970\n";
  private static final String OTHER = "From jane@x.org Wed Jul  8 10:11:12 2026\n";

  private static List<String> read(String mbox) throws IOException {
    return all(new ByteArrayInputStream(bytes(mbox)), MboxReader.MESSAGE_BYTES_MAX).stream()
        .map(m -> string(m.bytes()))
        .toList();
  }

  private static List<RawMessage> all(InputStream in, int max) throws IOException {
    List<RawMessage> messages = new ArrayList<>();
    try (MboxReader reader = new MboxReader(in, "test.mbox", max)) {
      @Nullable RawMessage next = reader.next();
      while (next != null) {
        messages.add(next);
        next = reader.next();
      }
    }
    return messages;
  }

  private static String written(String message) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MboxWriter.write(out, message(message));
    return string(out.toByteArray());
  }

  @Test
  void writesMboxrd() throws IOException {
    assertThat(
            written(
                """
                Subject: x
                Lines: 3
                Content-Length: 30
                 folded
                From: a@x.org
                Status: RO
                Bytes: 7

                From here
                >From there
                 From indented
                Fromage
                """))
        .isEqualTo(
            SEPARATOR
                + """
                Subject: x
                From: a@x.org

                >From here
                >>From there
                 From indented
                Fromage

                """);
  }

  @Test
  void writesOddMessagesSoThatTheyCanBeRead() throws IOException {
    assertThat(written("Subject: x\r\n\r\nFrom a\r\n"))
        .isEqualTo(SEPARATOR + "Subject: x\r\n\r\n>From a\r\n\n");
    assertThat(written("Subject: x")).isEqualTo(SEPARATOR + "Subject: x\n\n\n");
    assertThat(written("Subject: x\n")).isEqualTo(SEPARATOR + "Subject: x\n\n\n");
    assertThat(written("Subject: x\n\nno end")).isEqualTo(SEPARATOR + "Subject: x\n\nno end\n");
    assertThat(written("no headers\n")).isEqualTo(SEPARATOR + "\nno headers\n\n");
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    List<String> messages =
        List.of(
            "Subject: 1\n\nbody\n",
            "Subject: 2\n\n",
            "Subject: 3\n\nFrom me\n>From you\n\n\n",
            "Subject: 4\r\n\r\nbody\r\n\r\n",
            "Subject: 5\n\nno final line end",
            "Subject: 6\n\n" + SEPARATOR + "\n" + OTHER,
            "Subject: 7\n\nlast\n");
    StringBuilder mbox = new StringBuilder();
    for (String message : messages) {
      mbox.append(written(message));
    }
    assertThat(read(mbox.toString())).isEqualTo(messages);
  }

  @Test
  void readsMboxoWithVariousSeparators() throws IOException {
    String mbox =
        OTHER
            + """
            Subject: 1

            From the start, 10:30 sharp.
            >From quoted

            From now on there is no time here

            From - Wed Jul  8 10:11:12 2026
            Subject: 2

            body

            From jane at x.org  Wed Jul  8 10:11:12 2026 remote from y
            Subject: 3

            end
            """;
    assertThat(read(mbox))
        .containsExactly(
            """
            Subject: 1

            From the start, 10:30 sharp.
            From quoted

            From now on there is no time here
            """,
            "Subject: 2\n\nbody\n",
            "Subject: 3\n\nend\n");
  }

  @Test
  void readsCrlf() throws IOException {
    String mbox = OTHER + "Subject: 1\n\nbody\n\n" + OTHER + "Subject: 2\n\n>From x\n\n";
    assertThat(read(crlf(mbox)))
        .containsExactly("Subject: 1\r\n\r\nbody\r\n", "Subject: 2\r\n\r\nFrom x\r\n");
  }

  @Test
  void believesContentLengthOnlyIfItLeadsSomewhere() throws IOException {
    String body = "one\n\n" + OTHER + "two\n";
    String length = "Content-Length: " + body.length() + "\n";
    String first = "Subject: 1\n" + length + "\n" + body;
    String second = "Subject: 2\n\nbody\n";
    assertThat(read(OTHER + first + "\n" + OTHER + second)).containsExactly(first, second);
    assertThat(read(OTHER + first)).containsExactly(first);
    assertThat(read(OTHER + "Content-Length: 3\n\none\n\n" + OTHER + second))
        .containsExactly("Content-Length: 3\n\none\n", second);
    assertThat(read(OTHER + "Content-Length: 999\n\none\n\n" + OTHER + second))
        .containsExactly("Content-Length: 999\n\none\n", second);
    assertThat(read(OTHER + "Content-Length: 99999999999999999999\n\none\n"))
        .containsExactly("Content-Length: 99999999999999999999\n\none\n");
  }

  @Test
  void returnsATruncatedLastMessage() throws IOException {
    assertThat(read(SEPARATOR + "Subject: 1\n\nbody\n\n" + SEPARATOR + "Subj"))
        .containsExactly("Subject: 1\n\nbody\n", "Subj");
    assertThat(read(SEPARATOR)).containsExactly("");
    assertThat(read("From x")).containsExactly("");
  }

  @Test
  void emptyFilesHaveNoMessages() throws IOException {
    assertThat(read("")).isEmpty();
    assertThat(read("\n\r\n\n")).isEmpty();
    assertThat(read("\n\n" + OTHER + "Subject: 1\n\n\n")).containsExactly("Subject: 1\n\n");
  }

  @Test
  void refusesWhatIsNoMailbox() {
    assertThatThrownBy(() -> read("Subject: x\n\nbody\n"))
        .isInstanceOf(NotAMailboxException.class)
        .hasMessageContaining("test.mbox");
  }

  @Test
  void skipsOversizeMessagesAndGoesOn() throws IOException {
    String big = "Subject: big\n\n" + "line\n\n".repeat(100_000);
    String mbox =
        OTHER
            + "Subject: 1\n\na\n\n"
            + OTHER
            + big
            + OTHER
            + "Subject: 2\n\nb\n\n"
            + OTHER
            + "Subject: 3\n\n"
            + "x".repeat(700_000)
            + "\n\n"
            + OTHER
            + "Subject: 4\n\nc\n";
    List<RawMessage> messages = all(new ByteArrayInputStream(bytes(mbox)), 1_000);
    assertThat(messages)
        .extracting(RawMessage::oversize)
        .containsExactly(false, true, false, true, false);
    assertThat(string(messages.get(1).bytes())).startsWith("Subject: big\n\nline");
    assertThat(messages.get(1).bytes().length).isLessThanOrEqualTo(MboxReader.OVERSIZE_BYTES_KEPT);
    assertThat(string(messages.get(4).bytes())).isEqualTo("Subject: 4\n\nc\n");
  }

  @Test
  void offsetsAreThoseOfTheSeparators() throws IOException {
    String one = OTHER + "Subject: 1\n\n" + "x\n".repeat(100_000) + "\n";
    String mbox = one + one + one;
    assertThat(all(new ByteArrayInputStream(bytes(mbox)), 1 << 20))
        .extracting(RawMessage::offset)
        .containsExactly(0L, (long) one.length(), 2L * one.length());
  }

  @Test
  void slowStreamsMakeNoDifference() throws IOException {
    String mbox = written("Subject: 1\n\nFrom me\n\n") + written("Subject: 2\n\nbody\n");
    InputStream trickle =
        new FilterInputStream(new ByteArrayInputStream(bytes(mbox))) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, 1));
          }
        };
    assertThat(all(trickle, 1 << 20))
        .extracting(m -> string(m.bytes()))
        .containsExactly("Subject: 1\n\nFrom me\n\n", "Subject: 2\n\nbody\n");
  }
}
