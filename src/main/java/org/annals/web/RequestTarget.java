package org.annals.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a client asked for: the path as it was sent, still escaped, and the query keys we know.
///
/// `query` is the query string as it was sent, without its question mark. Of its keys only those
/// of a single letter count; `k=v` keeps the last value, a bare lower-case letter means yes. All
/// else is for others and ignored.
record RequestTarget(String path, String query, Map<Character, String> keys) {
  RequestTarget {
    keys = Map.copyOf(keys);
  }

  /// `query` without the question mark, empty for none.
  static RequestTarget of(String path, String query) {
    Map<Character, String> keys = new HashMap<>();
    for (int start = 0; start < query.length(); ) {
      int end = start;
      while (end < query.length() && query.charAt(end) != '&' && query.charAt(end) != ';') {
        end++;
      }
      addKey(query.substring(start, end), keys);
      start = end + 1;
    }
    return new RequestTarget(path, query, keys);
  }

  private static void addKey(String pair, Map<Character, String> keys) {
    if (pair.length() == 1 && pair.charAt(0) >= 'a' && pair.charAt(0) <= 'z') {
      keys.put(pair.charAt(0), "");
    } else if (pair.length() >= 2 && pair.charAt(1) == '=' && Latin.isLetter(pair.charAt(0))) {
      String value = pair.substring(2).replace('+', ' ');
      keys.put(
          pair.charAt(0),
          Percent.decode(value)
              .orElseThrow(() ->
                  new Refusal(
                      Refusal.Reason.MALFORMED,
                      "The value of " + pair.charAt(0) + " is not percent-encoded UTF-8.")));
    }
  }

  Optional<String> key(char name) {
    return Optional.ofNullable(keys.get(name));
  }

  /// Present and not `0`.
  boolean flag(char name) {
    String value = keys.get(name);
    return value != null && !value.equals("0");
  }
}
