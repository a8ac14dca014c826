package org.annals.series;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.annals.thread.SubjectKey;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.jspecify.annotations.Nullable;

/// Two versions of a series compared patch by patch, as `git range-diff` does, from mails alone.
public final class RangeDiff {
  /// Lines of context around what differs.
  private static final int CONTEXT = 3;

  /// Fewer equal lines are shown: saying that they are left out takes as much room.
  private static final int SKIPPED_MIN = 3;

  /// Patches are one if so much of the smaller one's lines are in the other.
  private static final double ALIKE = 0.5;

  /// Pairs that are compared line by line to find those alike. Beyond that, titles decide.
  private static final int ALIKE_PAIRS_MAX = 2_500;

  /// Of longer patches it is only said whether they differ.
  public static final int LINES_MAX = 20_000;

  /// A patch of either version or the two of one; `before` or `after` is null in what is new or
  /// gone. `pieces` are empty if the two are the same, or too long to be compared.
  public record Pair(@Nullable Patch before, @Nullable Patch after, List<Piece> pieces) {
    public boolean same() {
      return before != null && after != null && before.lines().equals(after.lines());
    }

    public boolean sameDiff() {
      return before != null && after != null && before.diff().equals(after.diff());
    }
  }

  /// A patch by its number and the lines that are compared.
  public record Patch(int number, String title, List<String> lines) {
    public Patch {
      lines = List.copyOf(lines);
    }

    /// From the first file on.
    List<String> diff() {
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).startsWith("## ")) {
          return lines.subList(i, lines.size());
        }
      }
      return List.of();
    }
  }

  /// Lines that are in both, or what stands in one in place of what stands in the other.
  public sealed interface Piece {
    record Same(List<String> lines) implements Piece {}

    /// So many lines of both that are left out.
    record Skipped(int lines) implements Piece {}

    record Changed(List<String> before, List<String> after) implements Piece {}
  }

  private RangeDiff() {}

  /// In the order of the new version; what is gone comes where it stood.
  public static List<Pair> of(List<Patch> before, List<Patch> after) {
    int[] partners = partners(before, after);
    Set<Integer> taken = Arrays.stream(partners).boxed().collect(Collectors.toSet());
    List<Pair> pairs = new ArrayList<>();
    int passed = 0;
    for (int i = 0; i < after.size(); i++) {
      int partner = partners[i];
      for (; passed <= partner; passed++) {
        addGone(pairs, before.get(passed), taken.contains(passed));
      }
      Patch old = partner < 0 ? null : before.get(partner);
      pairs.add(new Pair(old, after.get(i), old == null ? List.of() : pieces(old, after.get(i))));
    }
    for (; passed < before.size(); passed++) {
      addGone(pairs, before.get(passed), taken.contains(passed));
    }
    return List.copyOf(pairs);
  }

  private static void addGone(List<Pair> pairs, Patch patch, boolean taken) {
    if (!taken) {
      pairs.add(new Pair(patch, null, List.of()));
    }
  }

  /// For each patch of the new version the place of the old one, or -1: by the same diff, by the
  /// same title, and then those that have most lines in common.
  private static int[] partners(List<Patch> before, List<Patch> after) {
    int[] partners = new int[after.size()];
    Arrays.fill(partners, -1);
    boolean[] taken = new boolean[before.size()];
    pair(before, after, partners, taken, (old, now) -> old.diff().equals(now.diff()));
    pair(before, after, partners, taken, (old, now) -> key(old).equals(key(now)));
    if ((long) before.size() * after.size() > ALIKE_PAIRS_MAX) {
      return partners;
    }
    for (int i = 0; i < partners.length; i++) {
      int best = -1;
      double most = ALIKE;
      for (int k = 0; k < taken.length && partners[i] < 0; k++) {
        double alike = taken[k] ? 0 : alike(before.get(k).diff(), after.get(i).diff());
        if (alike > most) {
          most = alike;
          best = k;
        }
      }
      if (best >= 0) {
        partners[i] = best;
        taken[best] = true;
      }
    }
    return partners;
  }

  private static void pair(
      List<Patch> before,
      List<Patch> after,
      int[] partners,
      boolean[] taken,
      BiPredicate<Patch, Patch> isSame) {
    for (int i = 0; i < partners.length; i++) {
      for (int k = 0; k < taken.length && partners[i] < 0; k++) {
        if (!taken[k] && isSame.test(before.get(k), after.get(i))) {
          partners[i] = k;
          taken[k] = true;
        }
      }
    }
  }

  private static String key(Patch patch) {
    return SubjectKey.of(patch.title());
  }

  /// How much of the shorter one is in the other, from 0 to 1.
  private static double alike(List<String> one, List<String> other) {
    Map<String, Integer> counts = new HashMap<>();
    one.forEach(line -> counts.merge(line, 1, Integer::sum));
    int common = 0;
    for (String line : other) {
      Integer left = counts.get(line);
      if (left != null && left > 0) {
        counts.put(line, left - 1);
        common++;
      }
    }
    return common / (double) Math.max(1, Math.min(one.size(), other.size()));
  }

  private static List<Piece> pieces(Patch before, Patch after) {
    List<String> old = before.lines();
    List<String> now = after.lines();
    if (old.equals(now) || Math.max(old.size(), now.size()) > LINES_MAX) {
      return List.of();
    }
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    for (Edit edit : edits(old, now)) {
      same(pieces, old.subList(at, edit.getBeginA()), at == 0, false);
      pieces.add(
          new Piece.Changed(
              old.subList(edit.getBeginA(), edit.getEndA()),
              now.subList(edit.getBeginB(), edit.getEndB())));
      at = edit.getEndA();
    }
    same(pieces, old.subList(at, old.size()), false, true);
    return List.copyOf(pieces);
  }

  private static void same(List<Piece> pieces, List<String> lines, boolean first, boolean last) {
    int head = first ? 0 : Math.min(CONTEXT, lines.size());
    int tail = last ? lines.size() : Math.max(head, lines.size() - CONTEXT);
    if (tail - head < SKIPPED_MIN) {
      head = lines.size();
      tail = lines.size();
    }
    if (head > 0) {
      pieces.add(new Piece.Same(lines.subList(0, head)));
    }
    if (tail > head) {
      pieces.add(new Piece.Skipped(tail - head));
    }
    if (tail < lines.size()) {
      pieces.add(new Piece.Same(lines.subList(tail, lines.size())));
    }
  }

  /// Where the lines of two patches differ.
  static EditList edits(List<String> old, List<String> now) {
    HistogramDiff algorithm = new HistogramDiff();
    algorithm.setFallbackAlgorithm(null); // the other one is quadratic: say "replaced" instead
    return algorithm.diff(RawTextComparator.DEFAULT, text(old), text(now));
  }

  private static RawText text(List<String> lines) {
    StringBuilder all = new StringBuilder();
    lines.forEach(line -> all.append(line).append('\n'));
    return new RawText(all.toString().getBytes(StandardCharsets.UTF_8));
  }
}
