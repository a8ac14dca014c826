package org.annals.series;

import java.util.ArrayList;
import java.util.List;
import org.annals.mail.Message;
import org.annals.mail.Part;
import org.annals.patch.DiffFile;
import org.annals.patch.HunkHeader;
import org.annals.patch.Run;
import org.annals.patch.TextRuns;
import org.jspecify.annotations.Nullable;

/// The text of a patch mail, as sent and in the form in which versions are compared.
public final class PatchText {
  private static final String INDENT = "    ";

  private static final String OLD_MODE = "old mode ";

  private static final String NEW_MODE = "new mode ";

  private PatchText() {}

  /// The text part with the diff, or else the first; line ends are LF.
  static String of(Message message) {
    String first = "";
    for (Part part : message.parts()) {
      if (part.inlineText()) {
        String text = part.text().replace("\r\n", "\n");
        if (BodyFacts.of(text).diff()) {
          return text;
        }
        first = first.isEmpty() ? text : first;
      }
    }
    return first;
  }

  /// What `git range-diff` compares: title, commit message, and the diff without blob ids and line
  /// numbers. What stands between `---` and the diff is for the list and left out.
  public static List<String> comparable(Message message, String title) {
    String text = withoutAuthor(of(message));
    List<String> lines = new ArrayList<>();
    lines.add(INDENT + title);
    lines.add("");
    String file = "";
    boolean inMessage = true;
    for (Run run : TextRuns.split(text)) {
      switch (run.kind()) {
        case SEPARATOR -> inMessage = false;
        case FILE_HEAD -> {
          inMessage = false;
          file = run.file() == null ? "" : run.file().path();
          lines.add("## " + heading(run.file()) + mode(run, text) + " ##");
        }
        case HUNK_HEAD -> lines.add("@@ " + file + context(run, text));
        case ADDED, REMOVED, CONTEXT, NO_NEWLINE, BINARY -> add(lines, "", run, text);
        case DIFFSTAT_ROW, DIFFSTAT_SUMMARY, DIFFSTAT_NOTE, SIGNATURE -> inMessage = false;
        case PROSE, BLANK, QUOTE, TRAILER -> {
          if (inMessage) {
            add(lines, INDENT, run, text);
          }
        }
      }
    }
    return withoutBlankEnd(lines);
  }

  /// A line `From:` at the beginning is no part of the commit message: `git am` takes it for the
  /// author, and it is there only if somebody else sent the mail.
  private static String withoutAuthor(String text) {
    if (BodyFacts.author(text).isEmpty()) {
      return text;
    }
    String from = text.stripLeading();
    int end = from.indexOf('\n');
    return end < 0 ? "" : from.substring(end).replaceFirst("^\n+", "");
  }

  private static void add(List<String> lines, String indent, Run run, String text) {
    run.of(text)
        .toString()
        .lines()
        .forEach(line -> lines.add(line.isBlank() && !indent.isEmpty() ? "" : indent + line));
  }

  private static List<String> withoutBlankEnd(List<String> lines) {
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).isEmpty()) {
      end--;
    }
    return List.copyOf(lines.subList(0, end));
  }

  /// `ring.c`, `ring.c (new)`, `old.c => ring.c`
  private static String heading(@Nullable DiffFile file) {
    if (file == null) {
      return "?";
    }
    String before = file.oldPath();
    String after = file.newPath();
    return before.isEmpty()
        ? after + " (new)"
        : after.isEmpty()
            ? before + " (deleted)"
            : before.equals(after) ? after : before + " => " + after;
  }

  /// ` (mode change 100644 => 100755)`; empty if the mode stays.
  private static String mode(Run run, String text) {
    String before = "";
    String after = "";
    for (String line : run.of(text).toString().lines().toList()) {
      before = line.startsWith(OLD_MODE) ? line.substring(OLD_MODE.length()).strip() : before;
      after = line.startsWith(NEW_MODE) ? line.substring(NEW_MODE.length()).strip() : after;
    }
    return before.isEmpty() || after.isEmpty()
        ? ""
        : " (mode change " + before + " => " + after + ")";
  }

  private static String context(Run run, String text) {
    return HunkHeader.parse(run.of(text))
        .map(HunkHeader::context)
        .filter(context -> !context.isBlank())
        .map(context -> ": " + context.strip())
        .orElse("");
  }
}
