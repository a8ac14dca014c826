package org.annals.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the operator of a mirrored inbox says of it in `_/text/config/raw`, read line by line as
/// `key = value`. Values with control characters or of absurd length are left out.
public record MirroredConfig(
    List<String> addresses,
    List<String> listIds,
    List<String> newsgroups,
    List<String> infoUrls,
    List<String> coderepos) {
  public static final MirroredConfig NONE =
      new MirroredConfig(List.of(), List.of(), List.of(), List.of(), List.of());

  private static final int VALUES_MAX = 100;
  private static final int VALUE_CHARACTERS_MAX = 500;
  private static final Pattern SECTION = Pattern.compile("\\s*\\[\\s*([A-Za-z]+)\\s.*");
  private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z]+)\\s*=\\s*(.*?)\\s*");

  /// Whether a text has the section of an inbox at all.
  static boolean isOfInbox(String text) {
    return text.lines().anyMatch(line -> section(line).equals("publicinbox"));
  }

  private static String section(String line) {
    Matcher section = SECTION.matcher(line);
    return section.matches() ? section.group(1).toLowerCase(Locale.ROOT) : "";
  }

  static MirroredConfig parse(String text) {
    MirroredConfig all =
        new MirroredConfig(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    boolean inside = false;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String section = section(line);
      inside = section.isEmpty() ? inside : section.equals("publicinbox");
      Matcher entry = LINE.matcher(line);
      if (inside && section.isEmpty() && entry.matches()) {
        all.add(entry.group(1).toLowerCase(Locale.ROOT), unquoted(entry.group(2)));
      }
    }
    return all;
  }

  private void add(String key, String value) {
    List<String> values =
        switch (key) {
          case "address" -> addresses;
          case "listid" -> listIds;
          case "newsgroup" -> newsgroups;
          case "infourl" -> infoUrls;
          case "coderepo" -> coderepos;
          default -> null;
        };
    boolean fits =
        !value.isEmpty()
            && value.length() <= VALUE_CHARACTERS_MAX
            && value.chars().noneMatch(Character::isISOControl);
    if (values != null && fits && values.size() < VALUES_MAX && !values.contains(value)) {
      values.add(value);
    }
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }
}
