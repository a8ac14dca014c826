package org.annals.code;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffDriver;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;
import org.jspecify.annotations.Nullable;

/// Diffs whose hunks name the function that they are in, as git finds it for files of no known
/// language. One thread.
final class FunctionDiffs extends DiffFormatter {
  private static final int FUNCTION_BYTES_MAX = 80;

  private @Nullable RawText before;
  private @Nullable String function;

  /// Lines before this one were looked at.
  private int seen;

  FunctionDiffs(OutputStream out) {
    super(out);
  }

  @Override
  public void format(EditList edits, RawText a, RawText b, @Nullable DiffDriver driver)
      throws IOException {
    before = a;
    function = null;
    seen = 0;
    super.format(edits, a, b, driver);
  }

  @Override
  protected void writeHunkHeader(int aStart, int aEnd, int bStart, int bEnd, @Nullable String known)
      throws IOException {
    find(aStart);
    super.writeHunkHeader(aStart, aEnd, bStart, bEnd, known == null ? function : known);
  }

  /// The last line before this one that begins with a letter, `_` or `$`.
  private void find(int line) {
    for (int at = line - 1; before != null && at >= seen; at--) {
      ByteBuffer text = before.getRawString(at);
      if (text.hasRemaining() && begins(text.get(text.position()))) {
        byte[] start = new byte[Math.min(FUNCTION_BYTES_MAX, text.remaining())];
        text.get(start);
        function = new String(start, StandardCharsets.UTF_8).stripTrailing();
        break;
      }
    }
    seen = Math.max(seen, line);
  }

  private static boolean begins(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_' || b == '$';
  }
}
