package org.annals.patch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// What `git patch-id --stable` says of the first diff in a text: the same for the same change,
/// wherever its lines stand and however they are indented, whatever the order of its files.
///
/// Each file is hashed without white space and line numbers, and the hashes are added up.
public final class PatchId {
  private static final int BYTES = 20;
  private static final int IN_HEADER = -1;

  private final String text;
  private final MessageDigest file = sha1();
  private final byte[] sum = new byte[BYTES];
  private byte[] line = new byte[256];
  private int oldLeft;
  private int newLeft;
  private boolean begun;
  private boolean hunks;
  private boolean binary;

  /// Of a binary file the ids before and after are hashed instead of what the diff says.
  private String ids = "";

  private PatchId(String text) {
    this.text = text;
  }

  /// 40 hexadecimal digits; empty when there is no diff of git's form.
  public static Optional<String> stable(String text) {
    return new PatchId(text).stable();
  }

  private Optional<String> stable() {
    int at = 0;
    while (at < text.length()) {
      int newline = text.indexOf('\n', at);
      int end = newline < 0 ? text.length() : newline;
      if (!take(at, end)) {
        break;
      }
      at = end + 1;
    }
    if (!begun) {
      return Optional.empty();
    }
    addFile();
    return Optional.of(HexFormat.of().formatHex(sum));
  }

  /// Whether the diff may go on after this line.
  private boolean take(int start, int end) {
    if (!begun) {
      if (text.startsWith("diff ", start)) {
        begun = true;
        oldLeft = IN_HEADER;
        newLeft = IN_HEADER;
        hash(start, end);
      }
      return true;
    }
    if (text.startsWith("\\ ", start) || (binary && !text.startsWith("diff ", start))) {
      return true;
    }
    if (binary) { // QUIRK: git hashes no `diff` line behind a binary file
      binary = false;
      hunks = false;
      oldLeft = IN_HEADER;
      return true;
    }
    if (oldLeft == IN_HEADER) {
      return takeHeader(start, end);
    }
    if (oldLeft == 0 && newLeft == 0) {
      return takeBetween(start, end);
    }
    takeBody(start, end);
    return true;
  }

  private boolean takeHeader(int start, int end) {
    if (text.startsWith("index ", start)) {
      String value = text.substring(start + "index ".length(), end);
      int mode = value.indexOf(' ');
      ids = (mode < 0 ? value : value.substring(0, mode)).replace("..", "");
      return true;
    }
    if (text.startsWith("Binary files", start) || text.startsWith("GIT binary patch", start)) {
      binary = true;
      file.update(ids.getBytes(StandardCharsets.UTF_8));
      addFile();
      return true;
    }
    if (text.startsWith("--- ", start)) {
      oldLeft = 1;
      newLeft = 1;
      takeBody(start, end);
      return true;
    }
    if (start == end || !isAsciiLetter(text.charAt(start))) {
      return false;
    }
    hash(start, end);
    return true;
  }

  private boolean takeBetween(int start, int end) {
    if (text.startsWith("@@ -", start)) {
      Optional<HunkHeader> hunk = HunkHeader.parse(text.substring(start, end));
      hunk.ifPresent(h -> {
        oldLeft = h.oldCount();
        newLeft = h.newCount();
        hunks = true;
      });
      return hunk.isPresent();
    }
    if (!text.startsWith("diff ", start)) {
      return false;
    }
    if (hunks) {
      addFile();
    }
    hunks = false;
    oldLeft = IN_HEADER;
    newLeft = IN_HEADER;
    hash(start, end);
    return true;
  }

  private void takeBody(int start, int end) {
    char first = start < end ? text.charAt(start) : '\n';
    if (first == '-' || first == ' ') {
      oldLeft--;
    }
    if (first == '+' || first == ' ') {
      newLeft--;
    }
    hash(start, end);
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void hash(int start, int end) {
    if (line.length < end - start) {
      line = new byte[2 * (end - start)];
    }
    int count = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c > '~') {
        byte[] rest =
            text.substring(i, end).replaceAll("[ \\t\\n\\r]", "").getBytes(StandardCharsets.UTF_8);
        file.update(line, 0, count);
        file.update(rest);
        return;
      }
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        line[count++] = (byte) c;
      }
    }
    file.update(line, 0, count);
  }

  /// Adds the hash of the file to the sum, both little-endian numbers.
  private void addFile() {
    byte[] hash = file.digest();
    int carry = 0;
    for (int i = 0; i < BYTES; i++) {
      carry += (sum[i] & 0xff) + (hash[i] & 0xff);
      sum[i] = (byte) carry;
      carry >>= 8;
    }
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
