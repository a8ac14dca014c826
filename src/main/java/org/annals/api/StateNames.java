package org.annals.api;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The states of Patchwork by their slugs, and the numbers that clients have written down for them.
final class StateNames {
  private static final Map<String, Integer> NUMBERS = numbers();

  private StateNames() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put("new", 1);
    numbers.put("under-review", 2);
    numbers.put("accepted", 3);
    numbers.put("rejected", 4);
    numbers.put("rfc", 5);
    numbers.put("not-applicable", 6);
    numbers.put("changes-requested", 7);
    numbers.put("awaiting-upstream", 8);
    numbers.put("superseded", 9);
    numbers.put("deferred", 10);
    numbers.put("mainlined", 11);
    numbers.put("queued", 13);
    numbers.put("needs-ack", 15);
    numbers.put("handled-elsewhere", 17);
    return numbers;
  }

  /// A slug, by itself, by its number, or as people write it: `Under Review`.
  static Optional<String> slug(String written) {
    String text = written.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]+", "-");
    for (Map.Entry<String, Integer> state : NUMBERS.entrySet()) {
      if (text.equals(state.getKey()) || text.equals(state.getValue().toString())) {
        return Optional.of(state.getKey());
      }
    }
    return Optional.empty();
  }
}
