package org.annals.bench;

import java.util.Arrays;
import java.util.Locale;

/// Medians, and numbers as people read them.
final class Numbers {
  static final double MILLION = 1e6;
  static final double BILLION = 1e9;

  private Numbers() {}

  /// NaN of none.
  static double median(double... values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double min(double... values) {
    return Arrays.stream(values).min().orElse(Double.NaN);
  }

  static double max(double... values) {
    return Arrays.stream(values).max().orElse(Double.NaN);
  }

  /// Three significant digits at most after the point, none where they mean nothing.
  static String of(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  static String percent(double part) {
    return String.format(Locale.ROOT, "%.0f %%", part * 100);
  }

  /// `median (least–most)`.
  static String spread(double... values) {
    return values.length == 1
        ? of(values[0])
        : of(median(values)) + " (" + of(min(values)) + "–" + of(max(values)) + ")";
  }

  static String megabytes(long bytes) {
    return of(bytes / 1_048_576.0) + " MB";
  }
}
