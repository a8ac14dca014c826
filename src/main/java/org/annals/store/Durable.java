package org.annals.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// Forces to disk what git leaves to the system, so that what was acknowledged survives a crash of
/// the machine. What loose objects and references hold is forced by JGit, see [GitSettings]; packs
/// and all directories are not.
final class Durable {
  private Durable() {}

  /// The contents of a file, or the names in a directory.
  static void force(Path path) throws IOException {
    // a directory can only be opened for reading, which is enough to force either
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Several files and directories side by side, which takes little longer than one of them: the
  /// file system writes them together.
  static void force(Collection<Path> paths) throws IOException {
    List<Future<?>> forced = new ArrayList<>();
    try (ExecutorService side = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Path path : paths) {
        forced.add(
            side.submit(() -> {
              force(path);
              return path;
            }));
      }
    } // waits for all
    for (Future<?> one : forced) {
      if (one.state() == Future.State.FAILED) {
        Throwable why = one.exceptionNow();
        throw why instanceof IOException failure ? failure : new IOException(why);
      }
    }
  }

  /// A directory of ours with all that is in it.
  static void tree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            force(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            force(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// The files of an epoch's packs.
  static Set<Path> packs(Epoch epoch) throws IOException {
    Set<Path> files = new HashSet<>();
    Path directory = epoch.path().resolve("objects/pack");
    Files.createDirectories(directory); // public-inbox makes epochs without it
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "pack-*")) {
      entries.forEach(files::add);
    }
    return files;
  }

  /// The packs that came since `before` was listed.
  static void newPacks(Epoch epoch, Set<Path> before) throws IOException {
    Set<Path> fresh = packs(epoch);
    fresh.removeAll(before);
    fresh.add(epoch.path().resolve("objects/pack"));
    force(fresh);
  }

  /// The names of loose objects. What was in a pack already has none.
  static void looseNames(Epoch epoch, List<ObjectId> objects) throws IOException {
    Path root = epoch.path().resolve("objects");
    Set<Path> directories = new TreeSet<>();
    for (ObjectId object : objects) {
      Path directory = root.resolve(object.name().substring(0, 2));
      if (Files.isDirectory(directory)) {
        directories.add(directory);
      }
    }
    directories.add(root);
    force(directories);
  }

  /// The name of a branch.
  static void branch(Epoch epoch, String branch) throws IOException {
    Path directory = epoch.path().resolve(branch).getParent();
    if (directory != null && Files.isDirectory(directory)) {
      force(directory);
    }
  }
}
