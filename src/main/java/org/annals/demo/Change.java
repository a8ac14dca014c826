package org.annals.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// A change to the library: a commit message and edits that say which text becomes which. An edit
/// needs its old text exactly once, so a change can be made on any tree that still has it there.
record Change(Entry entry, String message, List<Edit> edits) {
  private static final String FILE = "@@@ ";
  private static final String OLD = "<<<<";
  private static final String NEW = "====";
  private static final String END = ">>>>";

  /// In `path`, `before` becomes `after`. A whole file is written when `before` is empty, and
  /// deleted when both are.
  record Edit(String path, String before, String after) {}

  /// `find` gives the change that this one is like: its edits come first, and its message stands
  /// where there is none here.
  static Change parse(Entry entry, Function<String, Change> find) {
    int files = entry.text().startsWith(FILE) ? 0 : entry.text().indexOf("\n" + FILE) + 1;
    if (files == 0 && !entry.text().startsWith(FILE)) {
      files = entry.text().length();
    }
    String message = entry.text().substring(0, files).strip();
    List<Edit> edits = new ArrayList<>();
    for (String like : entry.list("like")) {
      Change model = find.apply(like);
      edits.addAll(model.edits);
      message = message.isEmpty() ? model.message : message;
    }
    parseEdits(entry, entry.text().substring(files).lines().toList(), edits);
    return new Change(entry, message, List.copyOf(edits));
  }

  String title() {
    return message.lines().findFirst().orElseThrow();
  }

  SortedMap<String, String> applyTo(SortedMap<String, String> tree) {
    SortedMap<String, String> result = new TreeMap<>(tree);
    for (Edit edit : edits) {
      if (!edit.before().isEmpty()) {
        result.put(edit.path(), replaced(edit, result.getOrDefault(edit.path(), "")));
      } else if (edit.after().isEmpty()) {
        result.remove(edit.path());
      } else {
        result.put(edit.path(), edit.after());
      }
    }
    return result;
  }

  private String replaced(Edit edit, String text) {
    int at = text.indexOf(edit.before());
    if (at < 0 || text.indexOf(edit.before(), at + 1) >= 0) {
      throw entry.error(
          (at < 0 ? "does not find" : "finds twice")
              + " in "
              + edit.path()
              + ":\n"
              + edit.before());
    }
    return text.substring(0, at) + edit.after() + text.substring(at + edit.before().length());
  }

  private static void parseEdits(Entry entry, List<String> lines, List<Edit> edits) {
    String path = "";
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i);
      if (line.startsWith(FILE + "-")) {
        edits.add(new Edit(line.substring(FILE.length() + 1), "", ""));
        i++;
      } else if (line.startsWith(FILE + "~")) {
        path = line.substring(FILE.length() + 1);
        i++;
      } else if (line.startsWith(FILE)) {
        int end = i + 1;
        while (end < lines.size() && !lines.get(end).startsWith(FILE)) {
          end++;
        }
        String file = joined(lines, i + 1, end).stripTrailing() + "\n";
        edits.add(new Edit(line.substring(FILE.length()), "", file));
        i = end;
      } else if (line.equals(OLD)) {
        int middle = lines.subList(i, lines.size()).indexOf(NEW) + i;
        int end = lines.subList(i, lines.size()).indexOf(END) + i;
        edits.add(new Edit(path, joined(lines, i + 1, middle), joined(lines, middle + 1, end)));
        i = end + 1;
      } else if (line.isEmpty()) {
        i++;
      } else {
        throw entry.error("has no place for: " + line);
      }
    }
  }

  private static String joined(List<String> lines, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (String line : lines.subList(from, to)) {
      text.append(line).append('\n');
    }
    return text.toString();
  }
}
