package org.annals.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

/// The references of a repository at one moment, by name: those that `git show-ref` lists.
final class RefList {
  private final Repository repository;
  private final List<Target> targets;

  /// What a reference points to.
  private record Target(Ref ref, ObjectId id) {
    String name() {
      return ref.getName();
    }
  }

  private RefList(Repository repository, List<Target> targets) {
    this.repository = repository;
    this.targets = targets;
  }

  static RefList of(Repository repository) throws IOException {
    List<Target> targets = new ArrayList<>();
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_REFS)) {
      ObjectId id = ref.getObjectId();
      if (id != null) {
        targets.add(new Target(ref, id));
      }
    }
    targets.sort(Comparator.comparing(Target::name));
    return new RefList(repository, targets);
  }

  /// The text of `info/refs`.
  String serverInfo() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Target target : targets) {
      line(text, target.id(), "\t", target.name());
      ObjectId peeled = repository.getRefDatabase().peel(target.ref()).getPeeledObjectId();
      if (peeled != null) {
        line(text, peeled, "\t", target.name() + "^{}");
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, ObjectId id, String gap, String name) {
    text.append(id.name()).append(gap).append(name).append('\n');
  }

  /// SHA-1 of what `git show-ref` prints, in hexadecimal.
  String fingerprint() {
    StringBuilder text = new StringBuilder();
    targets.forEach(target -> line(text, target.id(), " ", target.name()));
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of()
          .formatHex(sha1.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /// The time of the newest commit that a reference names, in seconds; 0 if none does.
  long newestCommit() throws IOException {
    long newest = 0;
    try (RevWalk walk = new RevWalk(repository)) {
      for (Target target : targets) {
        RevObject object = walk.peel(walk.parseAny(target.id()));
        if (object instanceof RevCommit commit) {
          newest = Math.max(newest, commit.getCommitTime());
        }
      }
    }
    return newest;
  }

  /// When references were last written, by the clock of the file system.
  Instant changed() throws IOException {
    Path git = repository.getDirectory().toPath();
    Instant last = modified(git.resolve(Constants.PACKED_REFS));
    for (Target target : targets) {
      last = later(last, modified(git.resolve(target.name())));
    }
    return last;
  }

  /// The start of 1970 for a file that is not there.
  static Instant modified(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
