package org.annals.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.annals.store.Epoch;
import org.annals.store.EpochCard;
import org.annals.store.GitFile;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// The inboxes of an archive as git repositories. Thread-safe. They answer from git: what was just
/// committed is there, indexed or not.
public final class Repositories {
  private final Inboxes inboxes;

  Repositories(Inboxes inboxes) {
    this.inboxes = inboxes;
  }

  public Optional<Epoch> epoch(InboxName inbox, int number) {
    return inboxes.get(inbox).epochs().stream()
        .filter(epoch -> epoch.number() == number)
        .findFirst();
  }

  /// What stands for the inbox as a whole: see `Inbox.file`.
  public Optional<GitFile> file(InboxName inbox, String name) throws IOException {
    return inboxes.get(inbox).file(name);
  }

  /// The epochs that hold anything, oldest first.
  public List<ManifestEntry> manifest(InboxName name) throws IOException {
    Inbox inbox = inboxes.get(name);
    String described = inbox.description();
    String description = described.isEmpty() ? name.value() : described;
    List<ManifestEntry> entries = new ArrayList<>();
    for (Epoch epoch : inbox.epochs()) {
      if (epoch.tip().isPresent()) {
        EpochCard card = epoch.card();
        String own = card.description();
        entries.add(
            new ManifestEntry(
                new ManifestEntry.Name(name, epoch.number()),
                own.isEmpty() ? description + " [epoch " + epoch.number() + "]" : own,
                card.owner(),
                reference(card.alternate()),
                card.newestCommit(),
                card.fingerprint(),
                later(card.changed(), inbox.described())));
      }
    }
    return entries;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private ManifestEntry.@Nullable Name reference(@Nullable Path alternate) {
    if (alternate == null) {
      return null;
    }
    for (InboxName name : inboxes.names()) {
      for (Epoch epoch : inboxes.get(name).epochs()) {
        if (epoch.path().resolve("objects").equals(alternate)) {
          return new ManifestEntry.Name(name, epoch.number());
        }
      }
    }
    return null;
  }
}
