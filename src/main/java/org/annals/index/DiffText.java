package org.annals.index;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The diffs of a message, taken apart. Lines have their first column; paths are without `a/` and
/// `b/`, of both sides; blob ids are as abbreviated in the mail.
public record DiffText(
    String removed,
    String added,
    String context,
    String hunks,
    List<String> paths,
    Set<String> blobsBefore,
    Set<String> blobsAfter) {
  private static final int DIRECTORIES_MAX = 200;
  private static final int DIRECTORY_CHARACTERS_MAX = 200;

  public static final DiffText NONE = new DiffText("", "", "", "", List.of(), Set.of(), Set.of());

  /// Those in or below which files are changed, each once, without a slash at the end.
  Set<String> directories() {
    Set<String> directories = new LinkedHashSet<>();
    for (String path : paths) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        if (directories.size() == DIRECTORIES_MAX || slash > DIRECTORY_CHARACTERS_MAX) {
          break;
        }
        directories.add(path.substring(0, slash));
      }
    }
    directories.remove("");
    return directories;
  }

  int characters() {
    return removed.length() + added.length() + context.length() + hunks.length();
  }
}
