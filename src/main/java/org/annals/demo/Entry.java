package org.annals.demo;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// One entry of a script: a line `=== kind word...`, header lines, a blank line and a text.
record Entry(String kind, List<String> words, List<Header> headers, String text, String source) {
  /// A line `name: value`.
  record Header(String name, String value) {}

  String key() {
    return words.getFirst();
  }

  String person() {
    return word(1);
  }

  /// The time said by the last two words, `2026-11-19 09:14[:02]`, in UTC.
  Instant time() {
    int size = words.size();
    if (size < 3) {
      throw error("has no time");
    }
    String text = words.get(size - 2) + "T" + words.get(size - 1);
    return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  String word(int index) {
    if (index >= words.size()) {
      throw error("lacks word " + index);
    }
    return words.get(index);
  }

  Optional<String> find(String name) {
    return headers.stream().filter(h -> h.name().equals(name)).map(Header::value).findFirst();
  }

  String get(String name, String otherwise) {
    return find(name).orElse(otherwise);
  }

  String get(String name) {
    return find(name).orElseThrow(() -> error("lacks " + name));
  }

  List<String> all(String name) {
    return headers.stream().filter(h -> h.name().equals(name)).map(Header::value).toList();
  }

  /// The words of a header, none when it is absent.
  List<String> list(String name) {
    return find(name).map(v -> List.of(v.split(" +"))).orElse(List.of());
  }

  IllegalStateException error(String what) {
    return new IllegalStateException(source + ": " + kind + " " + words + " " + what);
  }
}
