package org.annals.archive;

import java.time.Instant;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// One epoch as mirrors see it before they fetch; `docs/formats/manifest.md` says what for.
///
/// `newestCommit` is in seconds. `reference` is the epoch of ours whose objects this one borrows.
/// `changed` is when anything in the entry changed, or later.
public record ManifestEntry(
    Name name,
    String description,
    @Nullable String owner,
    @Nullable Name reference,
    long newestCommit,
    String fingerprint,
    Instant changed) {

  /// An epoch and whose it is.
  public record Name(InboxName inbox, int epoch) {}
}
