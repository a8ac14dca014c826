package org.annals.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes the patches out of a text. One thread.
final class FilePatchReader {
  private static final Pattern BINARY =
      Pattern.compile("GIT binary patch\\s*\\n(literal|delta) (\\d{1,9})\\n");

  private final String text;
  private final List<FilePatch> patches = new ArrayList<>();
  private @Nullable DiffFile file;
  private List<Hunk> hunks = new ArrayList<>();

  /// Set when the file changes otherwise than by hunks.
  private FilePatch.@Nullable Change other;

  /// What comes before this was read as lines of a hunk.
  private int done;

  FilePatchReader(String text) {
    this.text = text;
  }

  List<FilePatch> readAll() {
    for (Run run : TextRuns.split(text)) {
      if (run.start() >= done) {
        read(run);
      }
    }
    endFile();
    return patches;
  }

  private void read(Run run) {
    switch (run.kind()) {
      case FILE_HEAD -> {
        endFile();
        file = run.file();
      }
      case HUNK_HEAD -> HunkHeader.parse(run.of(text)).ifPresent(header -> readHunk(run, header));
      case BINARY -> other = other == null ? binary(run.of(text)) : other;
      default -> {} // lines of hunks that were read by their number, and text between diffs
    }
  }

  private void endFile() {
    if (file != null) {
      patches.add(new FilePatch(file, other != null ? other : new FilePatch.Text(hunks)));
    }
    file = null;
    hunks = new ArrayList<>();
    other = null;
  }

  private void readHunk(Run run, HunkHeader header) {
    HunkReader reader = new HunkReader(text, run.end(), header);
    String wrong = reader.read();
    done = reader.end();
    if (wrong.isEmpty()) {
      hunks.add(reader.hunk());
    } else if (other == null) {
      other = new FilePatch.Damaged("the hunk in line " + run.line() + " of the text " + wrong);
    }
  }

  private static FilePatch.Change binary(CharSequence text) {
    Matcher head = BINARY.matcher(text);
    if (!head.lookingAt()) {
      return new FilePatch.Damaged("it says that the file is binary, but not what is in it");
    }
    int end = text.toString().indexOf("\n\n", head.end() - 1);
    CharSequence blocks = text.subSequence(head.end(), end < 0 ? text.length() : end + 1);
    return new FilePatch.Binary(
        head.group(1).equals("delta"), Integer.parseInt(head.group(2)), blocks.toString());
  }
}
