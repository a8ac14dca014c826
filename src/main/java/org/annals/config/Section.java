package org.annals.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;

/// One `[kind "name"]` of the file: its keys in lower case, each with its values as they came.
///
/// `name` is empty for a plain `[kind]`. Values are read by type; what cannot be one is an error
/// that names file and key.
public record Section(
    Path file, String kind, String name, SequencedMap<String, List<String>> values) {
  private static final Set<String> YES = Set.of("true", "yes", "on", "1");
  private static final Set<String> NO = Set.of("false", "no", "off", "0", "");

  public Section {
    SequencedMap<String, List<String>> copy = new LinkedHashMap<>();
    values.forEach((key, all) -> copy.put(key.toLowerCase(Locale.ROOT), List.copyOf(all)));
    values = copy;
  }

  /// A section to be written, without keys yet.
  public static Section empty(Path file, String kind, String name) {
    return new Section(file, kind, name, new LinkedHashMap<>());
  }

  public Section with(String key, List<String> all) {
    SequencedMap<String, List<String>> more = new LinkedHashMap<>(values);
    more.put(key, all);
    return new Section(file, kind, name, more);
  }

  public Section with(String key, String value) {
    return with(key, value.isEmpty() ? List.of() : List.of(value));
  }

  /// The same key with a directory, written relative to the file when it lies below it.
  public Section with(String key, Path directory) {
    Path base = file.toAbsolutePath().getParent();
    return with(
        key,
        base != null && directory.startsWith(base)
            ? base.relativize(directory).toString()
            : directory.toString());
  }

  /// The last value, as in git; empty if there is none.
  public String text(String key) {
    List<String> all = values.getOrDefault(key, List.of());
    return all.isEmpty() ? "" : all.getLast().strip();
  }

  /// All values in their order, without empty ones.
  public List<String> all(String key) {
    return values.getOrDefault(key, List.of()).stream()
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /// `true`, `yes`, `on`, `1`, or the key alone; their opposites. False if not set.
  public boolean flag(String key) throws IOException {
    String value = text(key).toLowerCase(Locale.ROOT);
    if (YES.contains(value) || NO.contains(value)) {
      return YES.contains(value);
    }
    throw wrong(key, "'" + value + "' is neither true nor false");
  }

  public int number(String key, int otherwise, int least, int most) throws IOException {
    String value = text(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(key, "'" + value + "' is not a number from " + least + " to " + most);
  }

  /// Relative to the file's directory; `~/` is the user's home.
  public Path path(String text) {
    if (text.startsWith("~/")) {
      return Path.of(System.getProperty("user.home")).resolve(text.substring(2));
    }
    Path base = file.toAbsolutePath().getParent();
    return base == null ? Path.of(text) : base.resolve(text);
  }

  /// What makes a value unusable, in one line with its place.
  public IOException wrong(String key, String why) {
    return new IOException(place(key) + ": " + why);
  }

  /// `FILE: publicinbox.linux-erofs.feedmax`
  public String place(String key) {
    return file + ": " + kind + "." + (name.isEmpty() ? "" : name + ".") + key;
  }
}
