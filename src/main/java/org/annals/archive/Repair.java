package org.annals.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.annals.index.Checksums;
import org.annals.store.Inbox;
import org.annals.store.InboxWriter;

/// Mends what is made from git, the cheapest way first: lists for other programs, an index that is
/// behind, an index that is wrong. Never touches mail or the control inbox. One thread.
public final class Repair {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ArchiveLayout layout;
  private final List<InboxSettings> settings;
  private final Progress progress;
  private final List<String> done = new ArrayList<>();

  private Repair(ArchiveLayout layout, List<InboxSettings> settings, Progress progress) {
    this.layout = layout;
    this.settings = settings;
    this.progress = progress;
  }

  /// What is wrong with the files of the index and the projections in it; empty if nothing is.
  public static List<String> damage(ArchiveLayout layout) {
    List<String> damage = new ArrayList<>();
    for (Path one : projections(layout)) {
      try {
        Checksums.check(one);
      } catch (IOException e) {
        damage.add(one + ": is not what was written: " + e.getMessage());
      }
    }
    return damage;
  }

  private static List<Path> projections(ArchiveLayout layout) {
    Path index = layout.index();
    return List.of(index, index.resolve("series"), index.resolve("commits"));
  }

  /// Says what was done, a line each. A running `serve` moves over to an index that was made anew.
  public static List<String> run(
      ArchiveLayout layout, List<InboxSettings> settings, Progress progress) throws IOException {
    Repair repair = new Repair(layout, settings, progress);
    repair.mendFiles();
    if (!damage(layout).isEmpty() || !repair.isWellAfterCatchingUp()) {
      Archive.rebuild(layout, settings, progress);
      repair.done.add("the index was made anew");
    }
    return repair.done;
  }

  private void mendFiles() throws IOException {
    for (InboxSettings one : settings) {
      try (Inbox inbox = Inbox.open(one.name(), one.directory())) {
        List<String> stale = inbox.staleFiles();
        if (!stale.isEmpty()) {
          try (InboxWriter writer =
              InboxWriter.open(inbox, one.address(), PATIENCE, InboxWriter.EPOCH_BYTES_MAX)) {
            writer.mendFiles();
          }
          stale.forEach(file -> done.add("made anew: " + file));
        }
      }
    }
  }

  /// False if the index is wrong, not only behind.
  private boolean isWellAfterCatchingUp() {
    try (Archive archive = Archive.open(layout, settings, List.of(), progress)) {
      for (InboxSettings one : settings) {
        IndexReport report = archive.bringUp(one.name());
        if (report.added() + report.removed() > 0) {
          done.add(one.name() + ": the index was brought up to git");
        }
      }
      for (InboxSettings one : settings) {
        if (new Verifier(archive, one.name()).run().derivedCount() > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      done.add("the index was of no use: " + e.getMessage());
      return false;
    }
  }
}
