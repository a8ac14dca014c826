package org.annals.code;

/// What becomes of patches when they are applied to a tree.
public sealed interface Fit {
  /// All of them apply, one after the other.
  record Applies() implements Fit {}

  /// What they make is there already.
  record Contained() implements Fit {}

  /// They are about files of another project.
  record Elsewhere() implements Fit {}

  /// `number` is the first that does not apply, `path` the file at which it stops, and `reason`
  /// says in a few words what does not fit.
  record Stops(int number, String path, String reason) implements Fit {}
}
