package org.annals.series;

import org.annals.patch.Trailer;

/// A trailer that somebody gave to a patch in an answer. `matches`: it names the sender, or speaks
/// of no person.
public record Endorsement(Trailer trailer, SeriesMail reply, Via via, boolean matches) {
  /// How it came to the patch.
  public enum Via {
    /// in an answer to the patch, or to an answer to it
    DIRECT,
    /// in an answer to the cover letter: it is for all patches
    COVER,
    /// in an answer to an earlier version of the patch that changed the same lines
    CARRIED
  }

  Endorsement carried() {
    return new Endorsement(trailer, reply, Via.CARRIED, matches);
  }
}
