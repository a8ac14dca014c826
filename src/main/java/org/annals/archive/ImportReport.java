package org.annals.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.annals.mail.Defect;

/// What an import did, or what one would do. `refused` names what was not taken and why, the first
/// of them; `found` tells every kind of damage that was met, taken or not.
public record ImportReport(
    long added,
    long duplicates,
    long refusals,
    List<String> refused,
    SortedMap<Defect.Kind, Found> found,
    IndexReport indexed) {
  static final int REFUSED_LISTED_MAX = 100;

  static final ImportReport NOTHING = indexed(IndexReport.NOTHING);

  /// How many mails had a kind of damage, and where the first of them are.
  public record Found(long count, List<String> places) {
    public static final int PLACES_MAX = 5;

    Found plus(Found other) {
      return new Found(count + other.count, joined(places, other.places, PLACES_MAX));
    }
  }

  public ImportReport {
    refused = List.copyOf(refused);
    found = Collections.unmodifiableSortedMap(new TreeMap<>(found));
  }

  static ImportReport indexed(IndexReport report) {
    return new ImportReport(0, 0, 0, List.of(), new TreeMap<>(), report);
  }

  ImportReport plus(ImportReport other) {
    SortedMap<Defect.Kind, Found> all = new TreeMap<>(found);
    other.found.forEach((kind, more) -> all.merge(kind, more, Found::plus));
    return new ImportReport(
        added + other.added,
        duplicates + other.duplicates,
        refusals + other.refusals,
        joined(refused, other.refused, REFUSED_LISTED_MAX),
        all,
        indexed.plus(other.indexed));
  }

  private static List<String> joined(List<String> some, List<String> more, int most) {
    if (some.size() >= most || more.isEmpty()) {
      return some;
    }
    List<String> all = new ArrayList<>(some);
    more.stream().limit(most - all.size()).forEach(all::add);
    return all;
  }

  /// Counts what an import meets. One thread.
  static final class Tally {
    private long added;
    private long duplicates;
    private long refusals;
    private final List<String> refused = new ArrayList<>();
    private final Map<Defect.Kind, Long> counts = new EnumMap<>(Defect.Kind.class);
    private final Map<Defect.Kind, List<String>> places = new EnumMap<>(Defect.Kind.class);
    private IndexReport indexed = IndexReport.NOTHING;

    void added(int count, IndexReport report) {
      added += count;
      indexed = indexed.plus(report);
    }

    void duplicate(String where) {
      duplicates++;
      found(Defect.Kind.DUPLICATE, where);
    }

    void refused(String where, String why, Defect.Kind kind) {
      refusals++;
      if (refused.size() < REFUSED_LISTED_MAX) {
        refused.add(where + ": " + why);
      }
      found(kind, where);
    }

    /// Each kind once for a mail, however often it has it.
    void found(List<Defect> defects, String where) {
      Map<Defect.Kind, Integer> first = new EnumMap<>(Defect.Kind.class);
      defects.forEach(defect -> first.putIfAbsent(defect.kind(), defect.offset()));
      first.forEach((kind, at) -> found(kind, at == 0 ? where : where + ", its byte " + at));
    }

    void found(Defect.Kind kind, String where) {
      counts.merge(kind, 1L, Long::sum);
      List<String> known = places.computeIfAbsent(kind, key -> new ArrayList<>());
      if (known.size() < Found.PLACES_MAX) {
        known.add(where);
      }
    }

    ImportReport report() {
      SortedMap<Defect.Kind, Found> found = new TreeMap<>();
      counts.forEach((kind, count) ->
          found.put(kind, new Found(count, List.copyOf(places.getOrDefault(kind, List.of())))));
      return new ImportReport(added, duplicates, refusals, refused, found, indexed);
    }
  }
}
