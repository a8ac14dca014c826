package org.annals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The marked part of `docs/performance.md` that the benchmark writes.
final class Document {
  private static final String BEGIN = "<!-- bench: begin -->";
  private static final String END = "<!-- bench: end -->";

  private Document() {}

  static void write(Path file, String tables) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + ": the marks " + BEGIN + " and " + END + " are not there");
    }
    String written = text.substring(0, begin + BEGIN.length()) + "\n\n" + tables.strip() + "\n\n";
    Files.writeString(file, written + text.substring(end));
  }
}
