package org.annals.ingest;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A Maildir or MH folder that is watched: all of it is read at the start and whenever events were
/// lost, then each file as it comes. The file is left where it is.
///
/// A Maildir file is taken once however often it is renamed for its flags. Drafts and what is
/// marked for deletion are not taken, and of spam only what somebody has seen.
final class DirectoryWatch implements Watch {
  private static final Logger LOG = System.getLogger(DirectoryWatch.class.getName());

  /// So many file names are remembered as taken; more are read once more at a full rescan.
  private static final int TAKEN_MAX = 1_000_000;

  /// So many files that cannot be read are tried again.
  private static final int UNREADABLE_MAX = 10_000;

  private final WatchUrl.Directory place;
  private final Inflow inflow;
  private final WatchLimits limits;
  private final Set<String> taken = new HashSet<>();
  private final Set<Path> unreadable = new HashSet<>();
  private final List<String> pending = new ArrayList<>();
  private volatile boolean closed;
  private @Nullable WatchService service;

  DirectoryWatch(WatchUrl.Directory place, Inflow inflow, WatchLimits limits) {
    this.place = place;
    this.inflow = inflow;
    this.limits = limits;
  }

  @Override
  public void run() throws IOException {
    try (WatchService events = FileSystems.getDefault().newWatchService()) {
      if (!opened(events)) {
        return;
      }
      Map<WatchKey, Path> keys = new HashMap<>();
      for (Path directory : directories()) {
        keys.put(
            directory.register(
                events, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY),
            directory);
      }
      scan();
      while (!closed) {
        WatchKey key = events.poll(limits.retryFileMillis(), TimeUnit.MILLISECONDS);
        if (key == null) {
          retry();
        } else {
          follow(key, keys.getOrDefault(key, place.path()));
        }
      }
    } catch (ClosedWatchServiceException _) {
      // closed by us
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    } catch (NoSuchFileException e) {
      throw new IOException(e.getFile() + ": there is no such directory", e);
    }
  }

  private synchronized boolean opened(WatchService events) {
    service = events;
    return !closed;
  }

  private List<Path> directories() {
    return place.mh()
        ? List.of(place.path())
        : List.of(place.path().resolve("new"), place.path().resolve("cur"));
  }

  private void follow(WatchKey key, Path directory) throws IOException {
    boolean lost = false;
    List<Path> files = new ArrayList<>();
    for (WatchEvent<?> event : key.pollEvents()) {
      if (event.context() instanceof Path name) {
        files.add(directory.resolve(name));
      } else {
        lost = true;
      }
    }
    if (!key.reset()) {
      throw new IOException(directory + ": is there no longer");
    }
    if (lost) {
      scan();
      return;
    }
    files.sort(Comparator.naturalOrder());
    take(files);
  }

  private void scan() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path directory : directories()) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        entries.forEach(files::add);
      } catch (java.nio.file.DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    files.sort(Comparator.comparing((Path file) -> order(file.getFileName().toString())));
    take(files);
  }

  /// Maildir names begin with the time of delivery, those of MH are numbers.
  private String order(String name) {
    return place.mh() ? "0".repeat(Math.max(0, 20 - name.length())) + name : name;
  }

  private void retry() throws IOException {
    take(List.copyOf(unreadable));
  }

  private void take(List<Path> files) throws IOException {
    try {
      for (Path file : files) {
        if (!closed && isMail(file.getFileName().toString()) && !taken.contains(key(file))) {
          take(file);
        }
      }
      inflow.flush();
    } catch (IOException e) {
      pending.forEach(taken::remove); // they come again at the next scan
      throw e;
    } finally {
      pending.clear();
    }
  }

  private void take(Path file) throws IOException {
    byte[] bytes;
    try {
      if (!Files.isRegularFile(file)) {
        if (Files.exists(file)) {
          return;
        }
        throw new NoSuchFileException(file.toString());
      }
      if (Files.size(file) > limits.mailBytes()) {
        LOG.log(Level.WARNING, "watch: {0}: refused: larger than the largest mail taken", file);
        remember(file);
        return;
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      unreadable(file, e);
      return;
    }
    if (bytes.length == 0) {
      return; // MODIFY tells when there is something in it
    }
    unreadable.remove(file);
    remember(file);
    inflow.add(bytes, file.toString());
  }

  /// What was renamed or deleted meanwhile is no error; anything else is said once.
  private void unreadable(Path file, IOException why) {
    if (why instanceof NoSuchFileException && !Files.isSymbolicLink(file)) {
      unreadable.remove(file);
      return;
    }
    if (unreadable.size() < UNREADABLE_MAX && unreadable.add(file)) {
      LOG.log(
          Level.WARNING,
          "watch: {0}: cannot be read, and is tried again: {1}",
          file,
          why.toString());
    }
  }

  private void remember(Path file) {
    if (taken.size() >= TAKEN_MAX) {
      taken.clear();
    }
    taken.add(key(file));
    pending.add(key(file));
  }

  /// What stays when a mail program changes flags.
  private String key(Path file) {
    String name = file.getFileName().toString();
    int flags = place.mh() ? -1 : name.indexOf(":2,");
    return flags < 0 ? name : name.substring(0, flags);
  }

  private boolean isMail(String name) {
    if (place.mh()) {
      return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
    int at = name.indexOf(":2,");
    String flags = at < 0 ? "" : name.substring(at + 3);
    boolean wanted = flags.indexOf('T') < 0 && flags.indexOf('D') < 0;
    return !name.startsWith(".") && wanted && (!inflow.isSpam() || flags.indexOf('S') >= 0);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "closing", e);
      }
    }
  }
}
