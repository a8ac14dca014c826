package org.annals.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Names and values, as a query string or a form has them, or the members of a JSON object. Values
/// of one name keep their order.
record Parameters(Map<String, List<String>> values) {
  /// More are not looked at.
  private static final int COUNT_MAX = 2_000;

  /// Of what is not percent-encoded UTF-8 the value is empty.
  static Parameters ofForm(String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    String[] pairs = text.split("&", COUNT_MAX);
    for (String pair : pairs) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values
            .computeIfAbsent(decoded(name).orElse(""), _ -> new ArrayList<>())
            .add(decoded(value).orElse(""));
      }
    }
    return new Parameters(values);
  }

  /// Empty when it is not percent-encoded UTF-8; `+` is a blank.
  static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /// Those that say something.
  List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream().filter(v -> !v.isBlank()).toList();
  }

  /// The last one; empty if there is none.
  String text(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    return all.isEmpty() ? "" : all.getLast().strip();
  }

  /// `true`, `True`, `1`, `on` and their opposites; empty for anything else.
  static Optional<Boolean> flag(String value) {
    return switch (value.toLowerCase(java.util.Locale.ROOT)) {
      case "true", "1", "on", "yes", "t" -> Optional.of(true);
      case "false", "0", "off", "no", "f" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /// `2026-07-14`, or with a time; UTC. Empty for anything else.
  static OptionalLong seconds(String value) {
    String text = value.endsWith("Z") ? value.substring(0, value.length() - 1) : value;
    try {
      LocalDateTime time =
          text.length() > 10
              ? LocalDateTime.parse(text.replace(' ', 'T'))
              : LocalDate.parse(text).atStartOfDay();
      return OptionalLong.of(time.toEpochSecond(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return OptionalLong.empty();
    }
  }
}
