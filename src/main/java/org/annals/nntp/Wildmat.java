package org.annals.nntp;

import java.util.ArrayList;
import java.util.List;

/// A pattern for names of groups or values of headers (RFC 3977 §4): `*` and `?` stand for any
/// characters and for one; of several patterns with commas between, the last that matches counts,
/// and one with `!` before it excludes.
final class Wildmat {
  static final Wildmat ALL = new Wildmat(List.of(new Pattern("*", true)));

  private final List<Pattern> patterns;

  private record Pattern(String glob, boolean includes) {}

  private Wildmat(List<Pattern> patterns) {
    this.patterns = patterns;
  }

  static Wildmat parse(String text) {
    List<Pattern> patterns = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      boolean excludes = each.startsWith("!");
      String glob = excludes ? each.substring(1) : each;
      if (glob.isEmpty() || glob.contains("\\") || glob.contains("[") || glob.contains("]")) {
        throw new Refusal(Refused.SYNTAX); // RFC 3977 §4.1 leaves them for later
      }
      patterns.add(new Pattern(glob, !excludes));
    }
    return new Wildmat(patterns);
  }

  /// One pattern in which a comma, `!` and brackets stand for themselves, as XPAT has them
  /// (RFC 2980 §2.9).
  static Wildmat single(String glob) {
    return new Wildmat(List.of(new Pattern(glob, true)));
  }

  boolean matches(String name) {
    for (Pattern pattern : patterns.reversed()) {
      if (matches(pattern.glob(), name)) {
        return pattern.includes();
      }
    }
    return false;
  }

  /// Goes back only to the last star, so that time is at most one length times the other.
  private static boolean matches(String glob, String text) {
    int g = 0;
    int t = 0;
    int star = -1;
    int starText = 0;
    while (t < text.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        starText = t;
      } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == text.charAt(t))) {
        g++;
        t++;
      } else if (star >= 0) {
        g = star + 1;
        t = ++starText;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
