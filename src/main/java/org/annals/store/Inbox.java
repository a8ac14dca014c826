package org.annals.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// An inbox on disk in public-inbox's v2 layout. Thread-safe; close it.
///
/// Epochs may have gaps. `epochs()` sees new ones after `refresh()`.
public final class Inbox implements AutoCloseable {
  static final String LOCK = "inbox.lock";
  private static final String DESCRIPTION = "description";
  private static final String GIT_SUFFIX = ".git";
  private static final int DESCRIPTION_CHARACTERS_MAX = 1_000;

  private final InboxName name;
  private final Path directory;
  private volatile List<Epoch> epochs = List.of();

  private Inbox(InboxName name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  public static Inbox open(InboxName name, Path directory) throws IOException {
    if (!Files.isRegularFile(directory.resolve(LOCK))) {
      throw new CorruptInboxException(
          directory, "is not a v2 inbox (no inbox.lock in it); was it made with 'annals init'?");
    }
    Inbox inbox = new Inbox(name, directory);
    inbox.refresh();
    return inbox;
  }

  /// Makes the directory with everything but an epoch; what is there already is kept.
  public static Inbox create(InboxName name, Path directory, String description)
      throws IOException {
    GitSettings.apply();
    Files.createDirectories(directory.resolve("git"));
    Path all = directory.resolve("all.git");
    if (!Files.isDirectory(all.resolve("objects"))) {
      initBare(all);
    }
    if (!description.isEmpty()) {
      String line = description.strip().replaceAll("\\s+", " ");
      Files.writeString(directory.resolve(DESCRIPTION), line + "\n");
    }
    Path lock = directory.resolve(LOCK);
    if (!Files.exists(lock)) {
      Files.createFile(lock); // last: its presence makes the directory an inbox
    }
    return open(name, directory);
  }

  public InboxName name() {
    return name;
  }

  public Path directory() {
    return directory;
  }

  /// Oldest first.
  public List<Epoch> epochs() {
    return epochs;
  }

  /// Looks for epochs that came since. Epochs once opened stay open.
  public synchronized void refresh() throws IOException {
    List<Epoch> found = new ArrayList<>();
    Path git = directory.resolve("git");
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(git, "*" + GIT_SUFFIX)) {
      for (Path entry : entries) {
        Optional<Integer> number = epochNumber(entry);
        if (number.isPresent()) {
          found.add(openEpoch(number.get(), entry));
        }
      }
    } catch (NoSuchFileException e) {
      throw new CorruptInboxException(git, "is missing", e);
    } catch (NotDirectoryException e) {
      throw new CorruptInboxException(git, "is not a directory", e);
    }
    found.sort(Comparator.comparingInt(Epoch::number));
    found.forEach(Epoch::forgetDeletedPacks);
    epochs = List.copyOf(found);
  }

  private Epoch openEpoch(int number, Path path) throws IOException {
    for (Epoch epoch : epochs) {
      if (epoch.number() == number) {
        return epoch;
      }
    }
    return Epoch.open(number, path);
  }

  private static Optional<Integer> epochNumber(Path entry) {
    String file = entry.getFileName().toString();
    String digits = file.substring(0, file.length() - GIT_SUFFIX.length());
    boolean plain = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain && digits.length() < 7 ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
  }

  Path epochPath(int number) {
    return directory.resolve("git").resolve(number + GIT_SUFFIX);
  }

  /// The one line of text that says what the inbox is for; empty if there is none.
  public String description() throws IOException {
    Path file = directory.resolve(DESCRIPTION);
    if (!Files.exists(file)) {
      return "";
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    String line = text.strip().replaceAll("\\s+", " ");
    return line.substring(0, Math.min(line.length(), DESCRIPTION_CHARACTERS_MAX));
  }

  /// A file of `all.git`, which holds nothing but the way to the epochs, or the inbox's `cloneurl`;
  /// empty if there is none of this name, or it is not for others.
  public Optional<GitFile> file(String name) throws IOException {
    return DumbHttp.stored(
        name.equals("cloneurl") ? directory : directory.resolve("all.git"), name);
  }

  /// When the description was last written; the start of 1970 if there is none.
  public Instant described() throws IOException {
    return RefList.modified(directory.resolve(DESCRIPTION));
  }

  public InboxLock lock(Duration patience) throws IOException {
    return InboxLock.take(directory.resolve(LOCK), patience);
  }

  /// The size of the lock file, which grows by one byte with each change.
  public long changeCount() throws IOException {
    return Files.size(directory.resolve(LOCK));
  }

  public BlobReader blobs() {
    return BlobReader.of(this);
  }

  /// Makes `git/N.git` known to `all.git` and opens it.
  synchronized Epoch adopted(int number) throws IOException {
    refresh();
    linkEpochs();
    return epochs.stream().filter(epoch -> epoch.number() == number).findFirst().orElseThrow();
  }

  /// Says of each file that is made from the epochs, for other programs, how it differs from what
  /// it must be. A writer mends them.
  public synchronized List<String> staleFiles() throws IOException {
    List<String> stale = new ArrayList<>();
    Path alternates = directory.resolve("all.git/objects/info/alternates");
    if (Files.exists(alternates)) {
      List<String> linked = alternates().lines().toList();
      for (String line : Files.readAllLines(alternates)) {
        if (!linked.contains(line)) { // an epoch that came since is linked by the next writer
          stale.add(alternates + ": names " + line + ", which is no epoch");
        }
      }
    }
    for (Epoch epoch : epochs) {
      stale.addAll(DumbHttp.stale(epoch));
    }
    return stale;
  }

  private String alternates() {
    List<Epoch> newestFirst = new ArrayList<>(epochs);
    newestFirst.sort(Comparator.comparingInt(Epoch::number).reversed());
    StringBuilder alternates = new StringBuilder();
    for (Epoch epoch : newestFirst) {
      alternates.append("../../git/").append(epoch.number()).append(".git/objects\n");
    }
    return alternates.toString();
  }

  /// Writes the alternates of `all.git`, if they are not what they must be.
  synchronized void linkEpochs() throws IOException {
    String alternates = alternates();
    Path info = directory.resolve("all.git/objects/info");
    Files.createDirectories(info);
    Path file = info.resolve("alternates");
    if (alternates.isEmpty()) {
      return;
    }
    if (!Files.exists(file) || !Files.readString(file).equals(alternates)) {
      Path making = file.resolveSibling("alternates.new");
      Files.writeString(making, alternates);
      Files.move(making, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// An epoch of ours shares the settings of `all.git`.
  static void initEpoch(Path path) throws IOException {
    initBare(path);
    Files.writeString(
        path.resolve("config"),
        "[include]\n\tpath = ../../all.git/config\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
  }

  /// A bare repository as the format wants it, with `HEAD` on `refs/heads/master`.
  static void initBare(Path path) throws IOException {
    Files.createDirectories(path);
    try (Repository repository =
        new FileRepositoryBuilder()
            .setGitDir(path.toFile())
            .setBare()
            .setInitialBranch("master")
            .build()) {
      if (!Files.exists(path.resolve(Constants.HEAD))) {
        repository.create(true);
      }
      StoredConfig config = repository.getConfig();
      config.setBoolean("repack", null, "writeBitmaps", true);
      config.save();
    } catch (InvalidRefNameException e) {
      throw new IllegalStateException(e); // master is a name
    }
  }

  @Override
  public void close() {
    epochs.forEach(Epoch::close);
  }
}
