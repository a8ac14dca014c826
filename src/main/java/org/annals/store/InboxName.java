package org.annals.store;

import java.util.Set;
import java.util.regex.Pattern;

/// The name of an inbox: one path segment of every URL, one directory on disk.
public record InboxName(String value) implements Comparable<InboxName> {
  public static final int CHARACTERS_MAX = 100;

  /// Path segments with a meaning of their own at the root of the site.
  private static final Set<String> RESERVED = Set.of("-", "+", "all", "api", "r");

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.+-]*");

  public InboxName {
    if (!FORM.matcher(value).matches() || value.length() > CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "inbox name '" + value + "': letters, digits and . _ + - only, not starting with a dot");
    }
    if (RESERVED.contains(value) || value.startsWith("_") || value.endsWith(".")) {
      throw new IllegalArgumentException("inbox name '" + value + "' is reserved");
    }
  }

  @Override
  public int compareTo(InboxName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
