package org.annals.ingest;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which epochs to mirror, as `public-inbox-clone --epoch` says it: `3`, `0..3`, `2..`, `..3`,
/// `~0` for the newest, `~2..` for the newest three. Bounds are inclusive.
public record MirrorRange(int from, int to) {
  public static final MirrorRange ALL = new MirrorRange(0, Integer.MAX_VALUE);

  private static final Pattern FORM = Pattern.compile("(~?\\d{1,6})?(?:(\\.\\.)(~?\\d{1,6})?)?");

  /// `held` are the epochs that there are: what counts from the newest needs to know it.
  public static MirrorRange parse(String text, Collection<Integer> held) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches() || (form.group(1) == null && form.group(3) == null)) {
      throw new IllegalArgumentException(
          "'" + text + "' is no range of epochs; write 3, 0..3, 2.., ~0 or ~2..");
    }
    int newest = held.stream().mapToInt(Integer::intValue).max().orElse(0);
    int from = form.group(1) == null ? 0 : number(form.group(1), newest);
    int to = from;
    if (form.group(2) != null) {
      to = form.group(3) == null ? Integer.MAX_VALUE : number(form.group(3), newest);
    } else if (text.strip().startsWith("~")) {
      to = Integer.MAX_VALUE; // the newest one goes on
    }
    if (from > to) {
      throw new IllegalArgumentException("'" + text + "' is an empty range of epochs");
    }
    return new MirrorRange(from, to);
  }

  private static int number(String text, int newest) {
    return text.startsWith("~")
        ? Math.max(0, newest - Integer.parseInt(text.substring(1)))
        : Integer.parseInt(text);
  }

  public boolean holds(int epoch) {
    return epoch >= from && epoch <= to;
  }

  /// What `parse` reads, without a count from the newest.
  public String print() {
    return from + ".." + (to == Integer.MAX_VALUE ? "" : Integer.toString(to));
  }
}
