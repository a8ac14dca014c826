package org.annals.mail;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.annals.mail.Mails.bytes;
import static org.annals.mail.Mails.latin1String;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.annals.mail.MboxReader.RawMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damages messages at random and asks everything of them. Nothing may throw or hang.
/// `-Dannals.seed=N` replays a run.
class FuzzTest {
  private static final int ROUNDS = 20_000;
  private static final int CHANGES_MAX = 12;
  private static final MailDate NEVER = new MailDate(0, 0);

  private static final String SEED_MAIL =
      """
      From mboxrd@z Thu Jan  1 00:00:00 1970
      Received: from a (b [::1]) by c; Wed,  8 Jul 2026 10:11:12 +0200 (CEST)
      From: =?utf-8?Q?J=C3=A4ne?= "D, \\"x\\"" <jane@example.org>
      To: Friends: a@x.org, Bea (B) <b@x.org>;, c at x.org
      Cc: =?gb2312?B?xOO6ww==?= <c@x.org>, <<d@x.org>>
      Subject: =?utf-8?Q?caf=C3?= =?UTF-8*fr?B?qQ==?=
       folded
      Date: Wed, 8 Jul 2026 10:11:12 GMT+0200
      Message-ID: <a@x> <b@x>
      References: <c@x>
      In-Reply-To: <d@x>
      Content-Length: 30
      Content-Type: multipart/mixed; boundary="b"; x*0*=utf-8''%C3; x*1=y

      preamble: text
      --b
      Content-Type: text/plain; charset=iso-8859-1
      Content-Transfer-Encoding: quoted-printable
      Content-Disposition: inline; filename*=utf-8''a%20b

      caf=E9 =
      From here
      --b
      Content-Type: message/rfc822

      Subject: inner
      Content-Type: multipart/mixed; boundary=c

      --c
      Content-Type: application/octet-stream; name="x"
      Content-Transfer-Encoding: base64

      aGVsbG8=
      --c--
      --b--
      """;

  private static final byte[][] PIECES = {
    bytes("\n\n"),
    bytes("\r\n"),
    bytes("\0"),
    bytes("\r"),
    bytes("--b"),
    bytes("--b--\n"),
    bytes("=?utf-8?Q?"),
    bytes("?="),
    bytes("\""),
    bytes("("),
    bytes("<"),
    bytes(">"),
    bytes(";"),
    bytes(":"),
    bytes(","),
    bytes("="),
    bytes("\nFrom x 10:10\n"),
    bytes("Content-Type: "),
    bytes("\n \n"),
    bytes("99999999999"),
    {(byte) 0xff},
    {(byte) 0xc3},
    {(byte) 0x80},
  };

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  @Timeout(value = 120, unit = SECONDS)
  void damagedMessagesAreRead() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] raw = damaged(bytes(SEED_MAIL));
      try {
        exercise(raw);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  @Test
  @Timeout(value = 60, unit = SECONDS)
  void noiseIsRead() throws IOException {
    for (int round = 0; round < ROUNDS / 10; round++) {
      byte[] raw = new byte[random.nextInt(2_000)];
      random.nextBytes(raw);
      try {
        exercise(raw);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }

  private byte[] damaged(byte[] sane) {
    byte[] raw = sane;
    int changes = 1 + random.nextInt(CHANGES_MAX);
    for (int i = 0; i < changes; i++) {
      int from = random.nextInt(raw.length + 1);
      int to = Math.min(raw.length, from + random.nextInt(20));
      byte[] piece = PIECES[random.nextInt(PIECES.length)];
      raw =
          switch (random.nextInt(6)) {
            case 0 -> spliced(raw, from, to, new byte[0]);
            case 1 -> spliced(raw, from, from, piece);
            case 2 -> spliced(raw, from, to, piece);
            case 3 -> spliced(raw, from, from, Arrays.copyOfRange(raw, from, to));
            case 4 ->
                spliced(
                    raw,
                    from,
                    from,
                    bytes(SEED_MAIL.substring(random.nextInt(SEED_MAIL.length()))));
            default -> random.nextInt(10) == 0 ? spliced(raw, from, raw.length, piece) : raw;
          };
    }
    return raw;
  }

  private static byte[] spliced(byte[] raw, int from, int to, byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(raw, 0, from);
    out.writeBytes(piece);
    out.write(raw, to, raw.length - to);
    return out.toByteArray();
  }

  private static void exercise(byte[] raw) throws IOException {
    Message m = Message.parse(raw);
    for (Header header : m.headers()) {
      assertThat(header.decoded()).isNotNull();
      Address.parseList(header.value());
      MailDate.parse(header.value());
      MessageId.parseAll(header.value());
    }
    assertThat(m.bodyOffset()).isBetween(0, m.raw().length);
    assertThat(m.subject()).doesNotContain("\n", "\0");
    assertThat(m.sent(NEVER).epochSecond()).isNotNegative();
    assertThat(m.received(NEVER).epochSecond()).isNotNegative();
    assertThat(m.references()).doesNotHaveDuplicates();
    assertThat(Collections.disjoint(m.references(), m.ids())).isTrue();
    assertThat(m.crlfSize()).isGreaterThanOrEqualTo(m.raw().length);
    assertThat(m.parts()).extracting(Part::index).doesNotHaveDuplicates();
    for (Part part : m.parts()) {
      assertThat(part.size()).isEqualTo(part.content().length);
      assertThat(part.text()).isNotNull();
      part.inlineText();
      part.fileName();
      FileNames.attachment(part);
      assertThat(part.embedded().map(Message::subject)).isNotNull();
    }
    m.from();
    m.listId();
    m.defects();
    FileNames.slug(m.subject());
    assertThat(ContentHash.sha256(m)).hasSize(32);
    Message stripped = Message.parse(ImportFilter.strip(raw));
    assertThat(stripped.headers().has("Content-Length")).isFalse();
    MessageId id = new MessageId("new@z");
    assertThat(ImportFilter.addMessageId(m.raw(), id).length).isGreaterThan(m.raw().length);
    mbox(stripped.raw());
  }

  /// A message with an empty line after its headers comes back as it was, and so does the next.
  /// Headers that have separators among them are served as they are; nothing can be said of those.
  private static void mbox(byte[] raw) throws IOException {
    HeaderBlock block = HeaderBlock.find(raw, 0, raw.length);
    if (("\n" + latin1String(raw)).substring(0, block.end() + 1).contains("\nFrom ")) {
      return;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MboxWriter.write(out, raw);
    MboxWriter.write(out, bytes("Subject: next\n\nbody\n"));
    try (MboxReader reader = new MboxReader(new ByteArrayInputStream(out.toByteArray()), "f")) {
      RawMessage first = reader.next();
      RawMessage second = reader.next();
      assertThat(reader.next()).isNull();
      assertThat(second.bytes()).isEqualTo(bytes("Subject: next\n\nbody\n"));
      if (block.body() > block.end() && block.lineBreak() == '\n') {
        assertThat(first.bytes()).isEqualTo(raw);
      }
    }
  }
}
