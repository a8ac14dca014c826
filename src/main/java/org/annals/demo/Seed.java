package org.annals.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What looks like chance but follows from a text, so that every run makes the same bytes.
record Seed(String hex) {
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

  static Seed of(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new Seed(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }

  /// A number from 0 to `bound - 1`.
  int below(int bound) {
    return (int) (Long.parseLong(hex.substring(0, 12), 16) % bound);
  }

  /// At most 64 characters out of the first `alphabet` of a-z, 0-9, A-Z, `-`, `_`.
  String letters(int count, int alphabet) {
    StringBuilder text = new StringBuilder();
    String digits = hex + of(hex).hex;
    for (int i = 0; i < count; i++) {
      int value = Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
      text.append(LETTERS.charAt(value % alphabet));
    }
    return text.toString();
  }
}
