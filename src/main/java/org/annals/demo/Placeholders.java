package org.annals.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `{name:argument}` in a script stands for. Unknown names are left as they are.
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+):([^{}\\n]+)}");

  private final Map<String, UnaryOperator<String>> rules = new HashMap<>();

  void put(String name, UnaryOperator<String> rule) {
    rules.put(name, rule);
  }

  String fill(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(match -> {
          UnaryOperator<String> rule = rules.get(match.group(1));
          String value = rule == null ? match.group() : rule.apply(match.group(2));
          return Matcher.quoteReplacement(value);
        });
  }
}
