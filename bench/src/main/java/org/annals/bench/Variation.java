package org.annals.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Turns a mail into one of its versions, the same each time.
///
/// Message-IDs and what refers to them become those of the version, so threads stay threads. Object
/// ids are others in each version. Half of all people come and go: they are others every four
/// versions. Of the rare words a quarter is new in each version, so that the vocabulary grows about
/// as that of a list does, with the number of messages to the power of 0.6. Dates are given.
final class Variation {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss '+0000'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Words and addresses met no more often in the whole list are rare.
  private static final int RARE_MAX = 64;

  private static final int ADDRESS_RARE_MAX = 4_000;
  private static final int WORD_BYTES_MIN = 5;
  private static final int HEX_BYTES_MIN = 7;
  private static final int NEW_WORDS_ONE_IN = 4;
  private static final int VERSIONS_OF_A_PERSON = 4;
  private static final int BUCKETS = 1 << 22;

  /// How often words were met, by their hash.
  private final int[] met = new int[BUCKETS];

  void learn(byte[] mail) {
    for (int at = 0; at < mail.length; ) {
      int end = wordEnd(mail, at);
      if (end > at) {
        met[bucket(hash(mail, at, end))]++;
      }
      at = Math.max(end, at + 1);
    }
  }

  void write(byte[] mail, int version, long time, ByteArrayOutputStream out) {
    int body = bodyStart(mail);
    out.writeBytes(ascii("Date: " + DATE.format(Instant.ofEpochSecond(time)) + "\n"));
    for (int at = 0; at < body; ) {
      int end = fieldEnd(mail, at, body);
      field(mail, at, end, version, out);
      at = end;
    }
    boolean encoded = has(mail, "base64");
    text(mail, body, mail.length, encoded ? 0 : version, out);
  }

  private void field(byte[] mail, int start, int end, int version, ByteArrayOutputStream out) {
    int colon = start;
    while (colon < end && mail[colon] != ':') {
      colon++;
    }
    String name = new String(mail, start, colon - start, StandardCharsets.ISO_8859_1);
    switch (name.toLowerCase(Locale.ROOT)) {
      case "date", "received" -> {}
      case "message-id", "in-reply-to", "references" -> {
        for (int i = start; i < end; i++) {
          if (mail[i] == '>' && version > 0) {
            out.writeBytes(ascii(".v" + version));
          }
          out.write(mail[i]);
        }
      }
      default -> {
        out.write(mail, start, colon - start);
        text(mail, colon, end, version, out);
      }
    }
  }

  /// Version 0 is the text as it is.
  private void text(byte[] mail, int from, int to, int version, ByteArrayOutputStream out) {
    if (version == 0) {
      out.write(mail, from, to - from);
      return;
    }
    for (int at = from; at < to; ) {
      int end = Math.min(to, wordEnd(mail, at));
      if (end <= at) {
        out.write(mail[at++]);
      } else {
        boolean escaped = at > from && (mail[at - 1] == '=' || mail[at - 1] == '%');
        word(mail, at, end, escaped, version, out);
        at = end;
      }
    }
  }

  private void word(
      byte[] mail, int start, int end, boolean escaped, int version, ByteArrayOutputStream out) {
    long hash = hash(mail, start, end);
    if (!escaped && isObjectId(mail, start, end)) {
      String digits = "%016x".formatted(mix(hash + version)).repeat(3);
      out.writeBytes(ascii(digits.substring(0, Math.min(digits.length(), end - start))));
      return;
    }
    out.write(mail, start, end - start);
    int times = met[bucket(hash)];
    if (end < mail.length && mail[end] == '@') {
      if (times <= ADDRESS_RARE_MAX && (hash & 1) == 1) {
        out.writeBytes(ascii("." + letters(version / VERSIONS_OF_A_PERSON + 1)));
      }
    } else if (!escaped
        && end - start >= WORD_BYTES_MIN
        && mail[start] > '9'
        && times <= RARE_MAX
        && Long.remainderUnsigned(mix(hash ^ version), NEW_WORDS_ONE_IN) == 0) {
      out.writeBytes(ascii(letters(mix(hash + version) >>> 44)));
    }
  }

  private static boolean isObjectId(byte[] mail, int start, int end) {
    boolean digit = false;
    boolean letter = false;
    for (int i = start; i < end; i++) {
      boolean isDigit = mail[i] >= '0' && mail[i] <= '9';
      digit |= isDigit;
      letter |= !isDigit;
      if (!isDigit && (mail[i] < 'a' || mail[i] > 'f')) {
        return false;
      }
    }
    return digit && letter && end - start >= HEX_BYTES_MIN;
  }

  private static int wordEnd(byte[] mail, int from) {
    int at = from;
    while (at < mail.length && isWord(mail[at])) {
      at++;
    }
    return at;
  }

  private static boolean isWord(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '_';
  }

  private static long hash(byte[] mail, int start, int end) {
    long hash = 0xcbf29ce484222325L;
    for (int i = start; i < end; i++) {
      hash = (hash ^ mail[i]) * 0x100000001b3L;
    }
    return hash;
  }

  private static int bucket(long hash) {
    return (int) (mix(hash) & (BUCKETS - 1));
  }

  private static long mix(long value) {
    long z = value * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    return z ^ (z >>> 27);
  }

  private static String letters(long number) {
    StringBuilder letters = new StringBuilder("q");
    for (long left = number; left > 0; left /= 26) {
      letters.append((char) ('a' + left % 26));
    }
    return letters.toString();
  }

  private static int bodyStart(byte[] mail) {
    for (int i = 0; i + 1 < mail.length; i++) {
      if (mail[i] == '\n' && mail[i + 1] == '\n') {
        return i + 1;
      }
    }
    return mail.length;
  }

  /// After a header field with its continuations.
  private static int fieldEnd(byte[] mail, int start, int body) {
    int at = start;
    do {
      while (at < body && mail[at] != '\n') {
        at++;
      }
      at = Math.min(body, at + 1);
    } while (at < body && (mail[at] == ' ' || mail[at] == '\t'));
    return at;
  }

  private static boolean has(byte[] mail, String ascii) {
    byte[] wanted = ascii(ascii);
    for (int i = 0; i + wanted.length <= mail.length; i++) {
      if (java.util.Arrays.equals(mail, i, i + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
