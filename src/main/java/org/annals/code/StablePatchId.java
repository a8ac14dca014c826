package org.annals.code;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The sum that `git patch-id --stable` makes of a diff, taken from the lines themselves instead of
/// a text: `patch.PatchId` says the same of the diff as git prints it. One thread.
final class StablePatchId {
  private static final int BYTES = 20;
  private static final int BUFFER_BYTES = 8 << 10;

  /// How many lines around a change belong to the diff.
  private static final int CONTEXT = 3;

  private final MessageDigest digest = sha1();
  private final byte[] sum = new byte[BYTES];
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int buffered;
  private boolean empty = true;
  private boolean hunks;
  private boolean binary;

  /// Begins a file. One without hunks (a mode, a rename, a binary) is hashed with what comes next.
  void file(String line) {
    if (hunks) {
      endFile();
    }
    hunks = false;
    if (!binary) { // QUIRK: git hashes no such line behind a binary file
      header(line);
    }
    binary = false;
  }

  /// A further line of a file's header.
  void header(String line) {
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    add(text, 0, text.length);
  }

  /// Ends the header of a file that is not text: its ids stand for what is in it.
  void binary(String oldId, String newId) {
    header(oldId);
    header(newId);
    endFile();
    binary = true;
  }

  /// The one hunk of a file that came or went as a whole.
  void whole(char sign, byte[] text) {
    hunks = true;
    int start = 0;
    while (start < text.length) {
      put((byte) sign);
      int end = start;
      while (end < text.length && text[end] != '\n') {
        end++;
      }
      add(text, start, end);
      start = end + 1;
    }
  }

  /// The hunks of a file.
  void hunks(TextLines lines, ChangedLines changed) {
    hunks = true;
    boolean[] gone = changed.gone();
    boolean[] came = changed.came();
    int a = 0;
    int b = 0;
    int shown = 0; // lines before this one are in the diff already
    while (true) {
      while (a < gone.length && !gone[a] && !came[b]) {
        a++;
        b++;
      }
      if (a == gone.length && b == came.length) {
        return;
      }
      context(lines, Math.max(shown, a - CONTEXT), a);
      while (a < gone.length && gone[a]) {
        add('-', lines.before(), a++);
      }
      while (b < came.length && came[b]) {
        add('+', lines.after(), b++);
      }
      shown = a;
      while (shown < Math.min(a + CONTEXT, gone.length) && !gone[shown] && !came[b + shown - a]) {
        shown++;
      }
      context(lines, a, shown);
    }
  }

  private void context(TextLines lines, int from, int to) {
    for (int i = from; i < to; i++) {
      add(' ', lines.before(), i);
    }
  }

  private void add(char sign, TextLines.Side side, int line) {
    if (sign != ' ') {
      put((byte) sign);
    }
    add(side.text(), side.starts()[line], side.starts()[line + 1]);
  }

  private void add(byte[] text, int from, int to) {
    empty = false;
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        put(c);
      }
    }
  }

  private void put(byte c) {
    if (buffered == BUFFER_BYTES) {
      flush();
    }
    buffer[buffered++] = c;
  }

  private void flush() {
    digest.update(buffer, 0, buffered);
    buffered = 0;
  }

  /// Adds the hash of the file to the sum, both little-endian numbers.
  private void endFile() {
    flush();
    byte[] hash = digest.digest();
    int carry = 0;
    for (int i = 0; i < BYTES; i++) {
      carry += (sum[i] & 0xff) + (hash[i] & 0xff);
      sum[i] = (byte) carry;
      carry >>= 8;
    }
  }

  /// 40 hexadecimal digits; "" of no file.
  String end() {
    if (empty) {
      return "";
    }
    endFile();
    return HexFormat.of().formatHex(sum);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
