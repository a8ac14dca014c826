package org.annals.testing;

import java.util.Locale;

/// So many of so many, for accuracy to be told with how sure it is.
public record Share(int part, int all) {
  /// Of a normal distribution, for 95 %.
  private static final double Z = 1.96;

  public double value() {
    return all == 0 ? 0 : (double) part / all;
  }

  /// `47 = 94 % (84-98)`: with the interval of Wilson at 95 %.
  @Override
  public String toString() {
    if (all == 0) {
      return "-";
    }
    double p = value();
    double middle = p + Z * Z / (2 * all);
    double half = Z * Math.sqrt(p * (1 - p) / all + Z * Z / (4.0 * all * all));
    double scale = 1 + Z * Z / all;
    return String.format(
        Locale.ROOT,
        "%d = %.0f %% (%.0f-%.0f)",
        part,
        100 * p,
        100 * (middle - half) / scale,
        100 * (middle + half) / scale);
  }
}
