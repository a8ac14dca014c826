package org.annals.patch;

/// One file of a diff, from its header. `start` is the offset of the header in the text.
///
/// Paths have no `a/` and `b/` and no C quoting; the old one is empty for a created file, the new
/// one for a deleted file. Blob ids are as abbreviated on the `index` line, else empty.
public record DiffFile(int start, String oldPath, String newPath, String oldBlob, String newBlob) {

  /// The path after the change or, of a deleted file, before it.
  public String path() {
    return newPath.isEmpty() ? oldPath : newPath;
  }
}
