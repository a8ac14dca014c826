package org.annals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The marked part of `docs/performance.md` that the benchmark writes.
final class Document {
  private static final String BEGIN = "<!-- bench: begin -->";
  private static final String END = "<!-- bench: end -->";

  private Document() {}

  /// All of it, or only the sections that were measured, each in its place or at the end.
  static void write(Path file, String tables, boolean all) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + ": the marks " + BEGIN + " and " + END + " are not there");
    }
    SequencedMap<String, String> sections = new LinkedHashMap<>();
    if (!all) {
      addSections(text.substring(begin + BEGIN.length(), end), sections);
    }
    String head = sections.get("");
    addSections(tables, sections);
    if (head != null) {
      sections.put("", head);
    }
    String written = BEGIN + "\n\n" + String.join("\n\n", sections.values()) + "\n\n";
    Files.writeString(file, text.substring(0, begin) + written + text.substring(end));
  }

  /// By their titles; what stands before the first has none.
  private static void addSections(String text, SequencedMap<String, String> sections) {
    for (String section : text.split("(?m)^(?=### )", -1)) {
      String title = section.startsWith("### ") ? section.lines().findFirst().orElse("") : "";
      sections.put(title, section.strip());
    }
  }
}
