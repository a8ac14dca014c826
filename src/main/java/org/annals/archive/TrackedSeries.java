package org.annals.archive;

import java.util.Comparator;
import java.util.List;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import org.annals.series.AsOf;
import org.annals.series.RolledUp;
import org.annals.series.State;
import org.annals.series.Version;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// A version of a patch series with its place among the versions and what became of its patches.
///
/// `topic` is the same for all versions of a change. `state` sums up those of the patches, on the
/// day of the last mail: silence since is for `state(asOf)`. `active` is when the last mail about
/// it was sent, in seconds since 1970. `inboxes` are those that have a mail of it.
public record TrackedSeries(
    MessageId head,
    String topic,
    int version,
    String versionText,
    String title,
    Address from,
    long sent,
    int total,
    @Nullable MessageId cover,
    List<TrackedPatch> patches,
    String baseCommit,
    String changeId,
    Version.Evidence evidence,
    boolean latest,
    State state,
    Waiting waiting,
    int replies,
    long active,
    List<InboxName> inboxes) {
  /// Of an active series without mail for so long is said that it is stale.
  public static final long STALE_SECONDS = 60L * 86_400;

  /// The earliest first.
  public static final Comparator<TrackedSeries> BY_DATE =
      Comparator.comparingLong(TrackedSeries::sent).thenComparing(TrackedSeries::head);

  public TrackedSeries {
    patches = List.copyOf(patches);
    inboxes = List.copyOf(inboxes);
  }

  /// Who has to do something next.
  public enum Waiting {
    NOBODY("nobody"),
    /// nobody answered yet
    ANSWER("answer"),
    AUTHOR("author"),
    REVIEWER("reviewer"),
    /// it is reviewed and waits to be applied
    MAINTAINER("maintainer");

    private final String word;

    Waiting(String word) {
      this.word = word;
    }

    /// In addresses and filters.
    public String word() {
      return word;
    }
  }

  public State state(AsOf asOf) {
    State then =
        patches.isEmpty()
            ? state
            : RolledUp.of(patches.stream().map(patch -> patch.standing().state(asOf)).toList());
    return isStale(asOf) && then.active() ? State.STALE : then;
  }

  /// That of one of its patches.
  public State state(TrackedPatch patch, AsOf asOf) {
    State then = patch.standing().state(asOf);
    return isStale(asOf) && then.active() ? State.STALE : then;
  }

  private boolean isStale(AsOf asOf) {
    return asOf.day() - active > STALE_SECONDS;
  }

  /// Whether only answers tell of it: none of its mails is here.
  public boolean ghost() {
    return from.mailbox().isEmpty() && from.name().isEmpty();
  }

  /// As people call it: `v2`.
  public String name() {
    return "v" + (versionText.isEmpty() ? "1" : versionText);
  }
}
