package org.annals.patch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The hash by which Patchwork knows a diff: SHA-1 over its lines, but without line numbers, and
/// with file names below `a/` and `b/` whatever they were below.
public final class DiffHash {
  private static final Pattern FILE = Pattern.compile("(---|\\+\\+\\+)\\s+(\\S+).*");
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+\\d+(?:,(\\d+))? @@.*");

  private DiffHash() {}

  /// 40 hexadecimal digits. `diff` is text without what stands before or between its files.
  public static String of(String diff) {
    MessageDigest hash = sha1();
    for (String line : diff.split("\n", -1)) {
      String counted = counted(line);
      if (!counted.isEmpty()) {
        hash.update(counted.getBytes(StandardCharsets.UTF_8));
        hash.update((byte) '\n');
      }
    }
    return HexFormat.of().formatHex(hash.digest());
  }

  /// What counts of a line; empty for nothing.
  private static String counted(String line) {
    if (line.isEmpty()) {
      return "";
    }
    Matcher file = FILE.matcher(line);
    if (file.matches()) {
      String top = file.group(1).equals("---") ? "a/" : "b/";
      String path = file.group(2);
      int slash = path.indexOf('/');
      return file.group(1) + " " + top + (slash < 0 ? "" : path.substring(slash + 1));
    }
    Matcher hunk = HUNK.matcher(line);
    if (hunk.matches()) {
      return "@@ -" + count(hunk.group(1)) + " +" + count(hunk.group(2)) + " @@";
    }
    return switch (line.charAt(0)) {
      case '-', '+', ' ' -> line;
      default -> "";
    };
  }

  private static int count(@Nullable String written) {
    return written == null ? 1 : Integer.parseInt(written);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
