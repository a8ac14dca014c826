package org.annals.web;

import org.annals.index.Scope;
import org.annals.patch.DiffFile;
import org.jspecify.annotations.Nullable;

/// Leads from a diff to the files that it changes, as they were before and after.
record FileLinks(Scope scope, Links links) {
  private static final int DIGITS_MIN = 7;
  private static final int DIGITS_MAX = 40;

  /// Null if there was no file, or the diff does not say which.
  @Nullable String before(DiffFile file) {
    return href(file.oldBlob(), file.oldPath());
  }

  /// Null if there is no file left, or the diff does not say which.
  @Nullable String after(DiffFile file) {
    return href(file.newBlob(), file.newPath());
  }

  private @Nullable String href(String blob, String path) {
    return blob.length() < DIGITS_MIN || blob.length() > DIGITS_MAX || path.isEmpty()
        ? null
        : links.to(ObjectRoute.page(scope, blob.toLowerCase(java.util.Locale.ROOT), path));
  }
}
