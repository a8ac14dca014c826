package org.annals.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.annals.demo.Entry.Header;

/// The scripts among the resources, as entries in the order of `contents.txt`. The format is
/// told in the README beside them.
record Script(List<Entry> entries) {
  private static final String START = "=== ";

  static Script read() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String name : resource("contents.txt").lines().toList()) {
      parse(name, resource(name), entries);
    }
    return new Script(List.copyOf(entries));
  }

  List<Entry> of(String kind) {
    return entries.stream().filter(e -> e.kind().equals(kind)).toList();
  }

  private static void parse(String source, String text, List<Entry> entries) {
    List<String> lines = text.lines().toList();
    int i = 0;
    while (i < lines.size()) {
      if (!lines.get(i).startsWith(START)) {
        i++; // What stands before the first entry describes the file.
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && !lines.get(end).startsWith(START)) {
        end++;
      }
      entries.add(entry(source + ":" + (i + 1), lines.subList(i, end)));
      i = end;
    }
  }

  private static Entry entry(String source, List<String> lines) {
    String[] words = lines.getFirst().substring(START.length()).strip().split(" +");
    List<Header> headers = new ArrayList<>();
    int i = 1;
    while (i < lines.size() && !lines.get(i).isEmpty()) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IllegalStateException(source + ": no header: " + line);
      }
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
      i++;
    }
    int end = lines.size();
    while (end > i && lines.get(end - 1).isEmpty()) {
      end--;
    }
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(Math.min(i + 1, end), end)) {
      text.append(line).append('\n');
    }
    List<String> all = List.of(words);
    return new Entry(
        all.getFirst(), all.subList(1, all.size()), List.copyOf(headers), text.toString(), source);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("demo resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
