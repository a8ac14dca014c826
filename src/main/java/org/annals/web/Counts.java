package org.annals.web;

import java.util.List;
import java.util.Locale;

/// Numbers with their nouns, and lists of names that end in a number.
final class Counts {
  private static final int NAMES_SHOWN = 3;

  private Counts() {}

  static String of(long count) {
    return count < 1000 ? Long.toString(count) : String.format(Locale.ROOT, "%,d", count);
  }

  /// `1 message`, `15 messages`
  static String of(long count, String one, String many) {
    return of(count) + " " + (count == 1 ? one : many);
  }

  /// `25 %` of all; less than one is said so.
  static String share(long count, long all) {
    long percent = all == 0 ? 0 : Math.round(100.0 * count / all);
    return count > 0 && percent == 0 ? "under 1\u00a0%" : percent + "\u00a0%";
  }

  /// `2.1 kB`
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return of(bytes, "byte", "bytes");
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /// All names of a short list, of a longer one the first few and how many more.
  static String names(List<String> names) {
    if (names.size() <= NAMES_SHOWN + 1) {
      return String.join(", ", names);
    }
    int more = names.size() - NAMES_SHOWN;
    return String.join(", ", names.subList(0, NAMES_SHOWN)) + " and " + more + " more";
  }
}
