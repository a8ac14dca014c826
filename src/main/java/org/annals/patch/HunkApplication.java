package org.annals.patch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A file while hunks are applied to it. One thread.
final class HunkApplication {
  /// Lines compared or moved, all hunks together. The largest change in the history of Linux
  /// needs a hundredth.
  private static final long WORK_MAX = 50_000_000;

  /// Moving a line costs about so much less than comparing one.
  private static final int MOVED_A_COMPARED = 16;

  private final List<String> lines = new ArrayList<>();
  private long work;

  HunkApplication(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    for (int at = 0; at < text.length(); ) {
      int eol = text.indexOf('\n', at);
      int end = eol < 0 ? text.length() : eol + 1;
      lines.add(text.substring(at, end));
      at = end;
    }
  }

  PatchResult apply(List<Hunk> hunks) {
    for (int i = 0; i < hunks.size(); i++) {
      Hunk hunk = hunks.get(i);
      int place = find(hunk);
      if (work > WORK_MAX) {
        return new PatchResult.Refused("it takes too much work to find where its hunks belong");
      }
      if (place < 0) {
        return new PatchResult.Refused("hunk " + (i + 1) + " of " + hunks.size() + " does not fit");
      }
      List<String> replaced = lines.subList(place, place + hunk.before().size());
      replaced.clear();
      replaced.addAll(hunk.after());
      work += lines.size() / MOVED_A_COMPARED;
    }
    return content();
  }

  /// The place that is nearest to where the hunk should be, the later of two; -1 for none.
  private int find(Hunk hunk) {
    int last = lines.size() - hunk.before().size();
    if (hunk.atStart()) {
      return last >= 0 && matches(hunk, 0) ? 0 : -1;
    }
    if (hunk.atEnd()) {
      return last >= 0 && matches(hunk, last) ? last : -1;
    }
    int expected = Math.min(hunk.expected(), Math.max(0, last));
    int most = Math.max(expected, last - expected);
    for (int offset = 0; offset <= most && work <= WORK_MAX; offset++) {
      if (expected + offset <= last && matches(hunk, expected + offset)) {
        return expected + offset;
      }
      if (offset > 0 && expected >= offset && matches(hunk, expected - offset)) {
        return expected - offset;
      }
    }
    return -1;
  }

  private boolean matches(Hunk hunk, int place) {
    List<String> before = hunk.before();
    if (hunk.atEnd() && place + before.size() != lines.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      work++;
      if (!lines.get(place + i).equals(before.get(i))) {
        return false;
      }
    }
    work++;
    return true;
  }

  private PatchResult content() {
    long size = 0;
    for (String line : lines) {
      size += line.length();
    }
    if (size > FilePatch.CONTENT_BYTES_MAX) {
      return new PatchResult.Refused(
          "it makes more than " + FilePatch.CONTENT_BYTES_MAX + " bytes");
    }
    return new PatchResult.Applied(String.join("", lines).getBytes(StandardCharsets.ISO_8859_1));
  }
}
