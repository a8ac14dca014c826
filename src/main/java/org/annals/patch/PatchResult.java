package org.annals.patch;

/// What became of applying a patch to a file.
public sealed interface PatchResult {
  /// The file after the change.
  record Applied(byte[] content) implements PatchResult {}

  /// `reason` says in a few words what does not fit.
  record Refused(String reason) implements PatchResult {}
}
