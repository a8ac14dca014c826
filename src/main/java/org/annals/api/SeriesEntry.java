package org.annals.api;

import org.annals.archive.TrackedSeries;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// A version of a series in a project. `head` is the mail by which it is known: the cover letter,
/// or the first patch that is there.
record SeriesEntry(ProjectMail head, TrackedSeries tracked) {
  long number() {
    return head.number();
  }

  Project project() {
    return head.project();
  }

  @Nullable MessageId cover() {
    return tracked.cover();
  }

  /// The title of the cover letter, else the name of the first patch.
  String name() {
    return cover() == null ? head.name().full() : head.name().title();
  }

  long received() {
    return tracked.patches().stream().filter(patch -> !patch.takenOver()).count();
  }
}
