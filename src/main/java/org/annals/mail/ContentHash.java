package org.annals.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/// Tells two messages under one Message-ID apart: SHA-256 over what people wrote, not over what
/// transport added. Byte for byte public-inbox's hash, since both decide on article numbers by it.
///
/// ```
/// "ref" NUL id NUL                  for each reference
/// name NUL value NUL                for From (else Sender), Subject, Date, To, Cc
/// NUL depth ":" index NUL           for each part, then
///   "fn" NUL file name NUL          if it has one
///   "d" NUL description NUL         for each
///   "b" NUL body
/// ```
public final class ContentHash {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final MessageDigest digest;

  private ContentHash() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public static byte[] sha256(Message message) {
    ContentHash hash = new ContentHash();
    hash.headers(message);
    message.parts().forEach(hash::part);
    return hash.digest.digest();
  }

  /// The id given to a message that has none of its own, or only ids taken by other content.
  public static MessageId syntheticId(Message message, MailDate sentUtc) {
    String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(message));
    return new MessageId(STAMP.format(sentUtc.instant()) + "." + hash + "@z");
  }

  private void headers(Message message) {
    message.references().forEach(id -> field("ref", id.value()));
    Headers headers = message.headers();
    addresses(headers, headers.has("From") ? "From" : "Sender");
    headers.all("Subject").forEach(value -> field("Subject", EncodedWords.decode(value)));
    headers.all("Date").forEach(value -> field("Date", EncodedWords.decode(value)));
    addresses(headers, "To");
    addresses(headers, "Cc");
  }

  private void addresses(Headers headers, String name) {
    headers.all(name).forEach(value -> field(name, normalised(EncodedWords.decode(value))));
  }

  /// Quotes dropped, runs of blanks made one, whatever follows an `@` in lower case.
  private static String normalised(String value) {
    StringBuilder out = new StringBuilder(value.length());
    boolean inHost = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Ascii.isSpace(c)) {
        inHost = false;
        if (out.isEmpty() || out.charAt(out.length() - 1) != ' ') {
          out.append(' ');
        }
      } else if (c != '"') {
        out.append(inHost ? (char) Ascii.lower(c) : c);
        inHost |= c == '@';
      }
    }
    return out.toString();
  }

  private void part(Part part) {
    digest.update((byte) 0);
    field(part.depth() + ":" + part.index());
    part.fileName().ifPresent(name -> field("fn", name));
    part.descriptions().forEach(description -> field("d", description));
    field("b");
    if (part.isText()) {
      text(withoutTrailingBlanks(part.text()));
    } else {
      digest.update(part.content());
    }
  }

  private static String withoutTrailingBlanks(String text) {
    int end = text.length();
    while (end > 0 && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isBlank(char c) {
    return c <= ' '
        ? c == ' ' || (c >= '\t' && c <= '\r')
        : c == '\u0085' || c == '\u00a0' || Character.isSpaceChar(c);
  }

  private void field(String name, String value) {
    field(name);
    field(value);
  }

  private void field(String text) {
    text(text);
    digest.update((byte) 0);
  }

  private void text(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
