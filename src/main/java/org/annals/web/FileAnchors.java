package org.annals.web;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.annals.patch.DiffFile;

/// The fragment names in the diff of one message: `iZ…` at a file, `Z…` at its row of the diffstat,
/// `hZ….3` at the third hunk.
final class FileAnchors {
  private final String prefix;
  private final IdentityHashMap<DiffFile, String> names = new IdentityHashMap<>();
  private final Set<String> used = new HashSet<>();
  private final IdentityHashMap<DiffFile, Boolean> rows = new IdentityHashMap<>();
  private int hunks;

  /// `prefix` names the message and the part in it; it begins with a letter.
  FileAnchors(String prefix) {
    this.prefix = prefix;
  }

  String of(DiffFile file) {
    return names.computeIfAbsent(file, this::unused);
  }

  /// True once for each file: only one row can bear its name.
  boolean claimRow(DiffFile file) {
    return rows.put(file, true) == null;
  }

  boolean hasRow(DiffFile file) {
    return rows.containsKey(file);
  }

  String nextHunk() {
    return "h" + prefix + "." + ++hunks;
  }

  private String unused(DiffFile file) {
    String name = prefix + ":" + escape(file.path());
    String free = name;
    for (int n = 2; !used.add(free); n++) {
      free = name + "::" + n;
    }
    return free;
  }

  private static String escape(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c == '/') {
        out.append(':');
      } else if (c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_')) {
        out.append(c);
      } else {
        out.append("::").append(java.util.HexFormat.of().toHexDigits(b));
      }
    }
    return out.toString();
  }
}
