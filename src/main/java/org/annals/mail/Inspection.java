package org.annals.mail;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.mail.Defect.Kind;

/// The checks of [Message#defects] that are too dear to do at each parsing.
final class Inspection {
  /// RFC 5322 §2.1.1.
  private static final int LINE_BYTES_MAX = 998;

  /// RFC 5322 §3.6; what has its own kind is not among them.
  private static final List<String> ONCE = List.of("From", "Date", "Subject");

  private static final List<String> ENCODED = List.of("Subject", "From", "To", "Cc");
  private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^?\\s]{1,64}\\?[A-Za-z]\\?");

  /// `8 Jul 26`, but not the hours behind a day and month.
  private static final Pattern SHORT_YEAR =
      Pattern.compile("\\d{1,2}[ -][A-Za-z]{3,9}[ -]+\\d{2,3}(?![\\d:])");

  /// Clocks go wrong by a zone.
  private static final Duration AHEAD_MAX = Duration.ofDays(1);

  private Inspection() {}

  static void headers(Message message, Defects defects) {
    Headers headers = message.headers();
    if (headers.isEmpty()) {
      defects.add(0, Kind.NO_HEADERS);
    }
    if (!headers.has("From")) {
      defects.add(0, Kind.MISSING_FROM);
    }
    if (!headers.has("Date")) {
      defects.add(0, Kind.MISSING_DATE);
    } else {
      date(message, defects);
    }
    for (String name : ONCE) {
      if (headers.all(name).size() > 1) {
        message.note(defects, name, Kind.REPEATED_HEADER);
      }
    }
    for (String name : ENCODED) {
      if (headers.first(name).filter(Inspection::hasBrokenWord).isPresent()) {
        message.note(defects, name, Kind.BROKEN_ENCODED_WORD);
      }
    }
    ids(message, defects);
    bytes(message, defects);
  }

  private static boolean hasBrokenWord(String value) {
    return ENCODED_WORD
        .matcher(value)
        .results()
        .anyMatch(word -> EncodedWords.wordEnd(value, word.start()) < 0);
  }

  private static void date(Message message, Defects defects) {
    List<String> values = message.headers().all("Date");
    Optional<MailDate> date =
        values.stream().map(MailDate::parse).flatMap(Optional::stream).findFirst();
    if (date.isEmpty()) {
      message.note(defects, "Date", Kind.BAD_DATE);
      return;
    }
    if (SHORT_YEAR.matcher(values.getFirst()).find()) {
      message.note(defects, "Date", Kind.TWO_DIGIT_YEAR);
    }
    if (date.get().instant().isAfter(Clock.systemUTC().instant().plus(AHEAD_MAX))) {
      message.note(defects, "Date", Kind.FUTURE_DATE);
    }
  }

  /// The first place of each kind; one pass.
  private static void bytes(Message message, Defects defects) {
    byte[] raw = message.raw();
    Map<Kind, Integer> first = new EnumMap<>(Kind.class);
    int line = 0;
    int crlf = -1;
    int lf = -1;
    for (int i = 0; i < raw.length; i++) {
      byte b = raw[i];
      if (b < 0 && i < message.bodyOffset()) {
        first.putIfAbsent(Kind.EIGHT_BIT_HEADER, i);
      } else if (b == '\n') {
        boolean pair = i > 0 && raw[i - 1] == '\r';
        crlf = pair && crlf < 0 ? i : crlf;
        lf = !pair && lf < 0 ? i : lf;
        if (i - line > LINE_BYTES_MAX) {
          first.putIfAbsent(Kind.LONG_LINE, line);
        }
        line = i + 1;
      } else if (b == '\r' && (i + 1 == raw.length || raw[i + 1] != '\n')) {
        first.putIfAbsent(Kind.BARE_CR, i);
      } else if (b == 0) {
        first.putIfAbsent(Kind.NUL_BYTES, i);
      } else if (isJunk(b)) {
        first.putIfAbsent(Kind.CONTROL_BYTES, i);
      }
    }
    if (raw.length - line > LINE_BYTES_MAX) {
      first.putIfAbsent(Kind.LONG_LINE, line);
    }
    if (crlf >= 0 && lf >= 0) {
      first.putIfAbsent(Kind.MIXED_LINE_ENDS, Math.max(crlf, lf));
    }
    first.forEach((kind, at) -> defects.add(at, kind));
  }

  /// Control characters but blanks, backspace and what ISO 2022 escapes with.
  private static boolean isJunk(byte b) {
    return (b > 0 && b < ' ' && (b < '\b' || b > '\r') && b != 0x1b) || b == 0x7f;
  }

  private static void ids(Message message, Defects defects) {
    List<String> values = message.headers().all("Message-ID");
    int count = message.ids().size();
    if (count == 0) {
      message.note(defects, "Message-ID", Kind.MISSING_MESSAGE_ID);
    } else if (count > 1) {
      message.note(defects, "Message-ID", Kind.SEVERAL_MESSAGE_IDS);
    }
    if (count > 0 && MessageId.bracketed(values.getFirst()).isEmpty()) {
      message.note(defects, "Message-ID", Kind.BARE_MESSAGE_ID);
    }
    if (values.stream().flatMap(v -> MessageId.texts(v).stream()).anyMatch(MessageId::isTooLong)) {
      message.note(defects, "Message-ID", Kind.MESSAGE_ID_CUT);
    }
  }

  static void parts(Message message, Defects defects) {
    for (Part part : message.parts()) {
      Entity entity = part.entity();
      int offset = entity.start();
      switch (entity.transferEncoding()) {
        case "base64" -> {
          if (entity.content().truncated()) {
            defects.add(offset, Kind.TRUNCATED_BASE64);
          }
        }
        case "", "7bit", "8bit", "binary", "quoted-printable" -> {}
        default -> defects.add(offset, Kind.UNKNOWN_TRANSFER_ENCODING);
      }
      if (part.isText()) {
        switch (part.decoded().fit()) {
          case CLEAN -> {}
          case UNKNOWN -> defects.add(offset, Kind.UNKNOWN_CHARSET);
          case WRONG -> defects.add(offset, Kind.WRONG_CHARSET);
        }
      }
    }
  }
}
