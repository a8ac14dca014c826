package org.annals.series;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.diff.Edit;

/// What changes in the code when one version of a patch is taken instead of the other, as far as
/// the two mails show it: what `diff` would say of the files after each of them.
///
/// What a patch adds is in its file and what it removes is not; of what only the other shows, its
/// file is as it was before.
public final class Interdiff {
  /// Lines of context around what differs.
  private static final int CONTEXT = 3;

  private final List<String> lines = new ArrayList<>();

  private Interdiff() {}

  /// Lines of a diff: `##` and the name of a file, `@@` and what git says of the place, and code
  /// that begins with a blank, `-` or `+`. Empty if the files are the same, or if a patch is longer
  /// than `RangeDiff.LINES_MAX`.
  public static List<String> of(RangeDiff.Patch before, RangeDiff.Patch after) {
    List<String> old = before.diff();
    List<String> now = after.diff();
    if (Math.max(old.size(), now.size()) > RangeDiff.LINES_MAX) {
      return List.of();
    }
    Interdiff made = new Interdiff();
    int at = 0;
    for (Edit edit : RangeDiff.edits(old, now)) {
      made.same(old.subList(at, edit.getBeginA()));
      made.changed(
          old.subList(edit.getBeginA(), edit.getEndA()),
          now.subList(edit.getBeginB(), edit.getEndB()));
      at = edit.getEndA();
    }
    made.same(old.subList(at, old.size()));
    return made.trimmed();
  }

  private static boolean isHeading(String line) {
    return line.startsWith("## ") || line.startsWith("@@");
  }

  private void same(List<String> shared) {
    for (String line : shared) {
      if (isHeading(line)) {
        lines.add(line);
      } else if (!line.startsWith("-")) {
        lines.add(" " + code(line));
      }
    }
  }

  private static String code(String line) {
    return line.isEmpty() ? "" : line.substring(1);
  }

  /// Lines that one version adds where the other has them as context are in both files.
  private void changed(List<String> old, List<String> now) {
    Map<String, Integer> contextBefore = context(old);
    Map<String, Integer> contextAfter = context(now);
    for (String line : old) {
      if (line.startsWith("+")) {
        add(take(contextAfter, line) ? " " : "-", line);
      } else if (line.startsWith("-")) {
        add("+", line);
      } else if (line.startsWith("## ")) {
        lines.add(line);
      }
    }
    for (String line : now) {
      if (line.startsWith("+")) {
        add(take(contextBefore, line) ? " " : "+", line);
      } else if (line.startsWith("-")) {
        add("-", line);
      } else if (isHeading(line)) {
        lines.add(line);
      }
    }
  }

  private void add(String sign, String line) {
    lines.add(sign + code(line));
  }

  private static Map<String, Integer> context(List<String> block) {
    Map<String, Integer> counts = new HashMap<>();
    for (String line : block) {
      if (line.startsWith(" ")) {
        counts.merge(code(line), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static boolean take(Map<String, Integer> context, String line) {
    Integer left = context.get(code(line));
    if (left == null || left == 0) {
      return false;
    }
    context.put(code(line), left - 1);
    return true;
  }

  /// Changes with the lines around them, each under the file and the place it is in.
  private List<String> trimmed() {
    BitSet near = near();
    List<String> kept = new ArrayList<>();
    String file = "";
    String shown = "";
    String place = "@@";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("## ")) {
        file = line;
        place = "@@";
      } else if (line.startsWith("@@")) {
        place = line;
      } else if (near.get(i)) {
        if (!file.equals(shown)) {
          kept.add(file);
          shown = file;
        }
        if (i == 0 || !near.get(i - 1)) {
          kept.add(place);
        }
        kept.add(line);
      }
    }
    return List.copyOf(kept);
  }

  private BitSet near() {
    BitSet near = new BitSet();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("+") || lines.get(i).startsWith("-")) {
        for (int k = i; k >= 0 && i - k <= CONTEXT && !isHeading(lines.get(k)); k--) {
          near.set(k);
        }
        for (int k = i; k < lines.size() && k - i <= CONTEXT && !isHeading(lines.get(k)); k++) {
          near.set(k);
        }
      }
    }
    return near;
  }
}
