package org.annals.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.lib.ObjectId;

/// Objects of an epoch that its references do not lead to any more, and how they are got rid of at
/// once: everything else is packed anew and the old packs are deleted.
///
/// The caller holds the inbox's lock. A kill in the middle leaves a repository that is whole;
/// doing it again goes on.
final class UnreachableObjects {
  /// Files and directories of a repository that lead to old objects or list them.
  private static final List<String> ROADS =
      List.of(
          "logs",
          "ORIG_HEAD",
          "FETCH_HEAD",
          "objects/info/commit-graph",
          "objects/info/commit-graphs",
          "objects/pack/multi-pack-index",
          "objects/pack/preserved");

  /// What a process that was killed left of a pack, and lists of packs that will be gone.
  private static final List<String> REMNANTS =
      List.of("{tmp_,.tmp-,gc_,insert,incoming-}*", "multi-pack-index-*", "*.keep", "*.mtimes");

  private UnreachableObjects() {}

  /// Whether any of these is still in the repository.
  static List<BlobId> present(Epoch epoch, Collection<BlobId> blobs) throws IOException {
    List<BlobId> found = new ArrayList<>();
    try (FileRepository fresh = new FileRepository(epoch.path().toFile())) {
      for (BlobId blob : blobs) {
        if (fresh.getObjectDatabase().has(ObjectId.fromString(blob.hex()))) {
          found.add(blob);
        }
      }
    }
    return found;
  }

  static void delete(Epoch epoch) throws IOException {
    for (String road : ROADS) {
      Deletion.tree(epoch.path().resolve(road));
    }
    Path packs = epoch.path().resolve("objects/pack");
    if (Files.isDirectory(packs)) {
      for (String remnant : REMNANTS) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(packs, remnant)) {
          for (Path file : files) {
            Files.delete(file);
          }
        }
      }
    }
    if (epoch.repository() instanceof FileRepository repository) {
      pack(epoch, repository);
    }
    epoch.forgetDeletedPacks();
  }

  private static void pack(Epoch epoch, FileRepository repository) throws IOException {
    Instant afterAll = Instant.now().plus(Duration.ofDays(1));
    GC collection = new GC(repository);
    collection.setExpire(afterAll);
    collection.setPackExpire(afterAll);
    try {
      collection.repack();
      collection.prune(Set.of());
    } catch (ParseException e) {
      throw new IOException(epoch.path() + ": its garbage cannot be collected: " + e, e);
    }
  }

  /// Lets go of packs whose files are gone: their objects must not be found any more.
  static void forgetDeletedPacks(ObjectDirectory objects) {
    for (Pack pack : objects.getPacks()) {
      if (!Files.exists(pack.getPackFile().toPath())) {
        objects.close(); // it opens again, with what is there, when asked next
        return;
      }
    }
  }
}
