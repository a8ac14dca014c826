package org.annals.archive;

import java.util.List;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import org.annals.patch.Trailer;
import org.annals.series.Claim;
import org.annals.series.Endorsement;
import org.annals.series.Standing;
import org.jspecify.annotations.Nullable;

/// A patch of a series as it is tracked. `sent` is in seconds since 1970; `patchId` and
/// `diffHash` are empty where the mail has no diff. `takenOver`: it was not sent with this version
/// but stands here from the one before. `since` says how it differs from the version before.
public record TrackedPatch(
    MessageId id,
    int number,
    String title,
    Address from,
    long sent,
    String patchId,
    String diffHash,
    List<String> files,
    boolean takenOver,
    Since since,
    int replies,
    List<Given> trailers,
    List<Found> checks,
    Standing standing) {

  public TrackedPatch {
    files = List.copyOf(files);
    trailers = List.copyOf(trailers);
    checks = List.copyOf(checks);
  }

  /// The trailers to be added to it: those that were given by whom they name.
  public List<Trailer> collected() {
    return trailers.stream()
        .filter(Given::matches)
        .map(given -> new Trailer(given.name(), given.value()))
        .toList();
  }

  /// What became of a patch since the version before.
  public enum Since {
    /// there is no version before
    FIRST,
    NEW,
    CHANGED,
    SAME_LINES
  }

  /// A trailer that somebody gave in `reply`, sent `at`. `matches`: it names the sender, or nobody.
  public record Given(
      String name, String value, Endorsement.Via via, boolean matches, MessageId reply, long at) {}

  /// What a robot found; `message` is null where it was told to the API.
  public record Found(Claim.Check check, @Nullable MessageId message, String by, long at) {}
}
