package org.annals.mail;

import java.nio.charset.StandardCharsets;

/// Builds messages for tests.
final class Mails {
  private Mails() {}

  /// A message from a text block.
  static Message message(String text) {
    return Message.parse(bytes(text));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Each character as one byte: for 8-bit text in other charsets.
  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static String latin1String(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }
}
