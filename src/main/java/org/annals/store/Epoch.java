package org.annals.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.annals.mail.MailDate;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// One epoch of an inbox: a bare repository with a single line of commits. Thread-safe.
public final class Epoch implements AutoCloseable {
  private static final byte[] PARENT = "parent ".getBytes(StandardCharsets.US_ASCII);
  private static final ObjectId EMPTY_BLOB =
      ObjectId.fromString("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  private static final BlobId NO_BLOB = BlobId.of(new byte[BlobId.BYTES]);

  /// Zones beyond this are not zones (git fsck).
  private static final int ZONE_MINUTES_MAX = 14 * 60;

  /// What a card is made of beside references.
  private static final List<String> CARD_FILES = List.of("description", "config");

  /// How git begins the description that it makes.
  private static final String UNDESCRIBED = "Unnamed repository";

  private static final int DESCRIPTION_BYTES_MAX = 4_000;

  private final int number;
  private final Path path;
  private final Repository repository;
  private volatile Newest lastNewest = new Newest("", 0);

  /// The time of the newest commit while the references have this fingerprint.
  private record Newest(String fingerprint, long commit) {}

  private Epoch(int number, Path path, Repository repository) {
    this.number = number;
    this.path = path;
    this.repository = repository;
  }

  public static Epoch open(int number, Path path) throws IOException {
    GitSettings.apply();
    return new Epoch(number, path, new QuietRepository(path));
  }

  /// JGit would start `gc` in the background after a fetch, under whoever moves or deletes the
  /// directory next. Collecting garbage is left to git itself.
  private static final class QuietRepository extends FileRepository {
    QuietRepository(Path path) throws IOException {
      super(
          new FileRepositoryBuilder()
              .setGitDir(path.toFile())
              .setBare()
              .setMustExist(true)
              .setup());
      if (!getObjectDatabase().exists()) {
        throw new CorruptInboxException(path, "is not a git repository");
      }
    }

    @Override
    public void autoGC(ProgressMonitor monitor) {}
  }

  public int number() {
    return number;
  }

  public Path path() {
    return path;
  }

  public Repository repository() {
    return repository;
  }

  /// The commit that HEAD names; empty for an epoch without commits.
  public Optional<String> tip() throws IOException {
    ObjectId head = repository.resolve(Constants.HEAD);
    if (head == null) {
      return Optional.empty();
    }
    return Optional.of(head.name());
  }

  /// The branch that HEAD names, as a full ref.
  public String branch() throws IOException {
    String full = repository.getFullBranch();
    if (full == null) {
      throw new CorruptInboxException(path.resolve("HEAD"), "names no branch");
    }
    return full;
  }

  /// A file for a client without the git protocol. Empty if there is none of this name, or if it is
  /// not for others.
  public Optional<GitFile> file(String name) throws IOException {
    return DumbHttp.find(repository, name);
  }

  public EpochCard card() throws IOException {
    RefList refs = RefList.of(repository);
    String fingerprint = refs.fingerprint();
    Newest newest = lastNewest;
    if (!newest.fingerprint().equals(fingerprint)) {
      newest = new Newest(fingerprint, refs.newestCommit());
      lastNewest = newest;
    }
    Instant changed = refs.changed();
    for (String file : CARD_FILES) {
      changed = RefList.later(changed, RefList.modified(path.resolve(file)));
    }
    String text = firstLine(path.resolve("description"));
    return new EpochCard(
        fingerprint,
        newest.commit(),
        text.startsWith(UNDESCRIBED) ? "" : text,
        repository.getConfig().getString("gitweb", null, "owner"),
        alternate(),
        changed);
  }

  private @Nullable Path alternate() throws IOException {
    Path objects = path.resolve("objects");
    Path file = objects.resolve("info/alternates");
    if (!Files.isRegularFile(file)) {
      return null;
    }
    List<String> lines = Files.readAllLines(file);
    return lines.size() == 1 ? objects.resolve(lines.getFirst()).normalize() : null;
  }

  private static String firstLine(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(DESCRIPTION_BYTES_MAX), StandardCharsets.UTF_8);
      return text.lines().findFirst().orElse("").strip();
    }
  }

  /// Whether `commit` is the tip or one of its ancestors by first parents.
  public boolean contains(String commit) throws IOException {
    Optional<String> tip = tip();
    if (tip.isEmpty()) {
      return false;
    }
    try (Scan scan = scan(tip.get(), commit)) {
      return scan.reachedStart();
    }
  }

  /// The events after `after` (exclusive; null: from the first) up to `tip`, oldest first.
  public Scan scan(String tip, @Nullable String after) throws IOException {
    ObjectReader reader = repository.newObjectReader();
    try {
      return new Scan(reader, tip, after);
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /// Lets go of packs that another process deleted: what only they held must not be found any more.
  void forgetDeletedPacks() {
    if (repository.getObjectDatabase() instanceof ObjectDirectory objects) {
      UnreachableObjects.forgetDeletedPacks(objects);
    }
  }

  @Override
  public void close() {
    repository.close();
  }

  /// A walk from old to new. Holds 20 bytes a commit. Not thread-safe.
  public final class Scan implements Iterator<StoredCommit>, AutoCloseable {
    private final ObjectReader reader;
    private final CommitIds ids = new CommitIds();
    private final boolean reachedStart;
    private final @Nullable ObjectId firstMerge;
    private int next;

    private Scan(ObjectReader reader, String tip, @Nullable String after) throws IOException {
      this.reader = reader;
      ObjectId stop = after == null ? null : ObjectId.fromString(after);
      ObjectId at = ObjectId.fromString(tip);
      boolean reached = false;
      ObjectId merge = null;
      while (at != null) {
        if (at.equals(stop)) {
          reached = true;
          break;
        }
        ids.add(at);
        byte[] commit = commitBytes(at);
        merge = parentOf(commit, 1) == null ? merge : at;
        at = parentOf(commit, 0);
      }
      reachedStart = reached;
      firstMerge = merge;
      next = ids.count() - 1;
    }

    /// Whether `after` was met. If not, history was rewritten and this is all of it.
    public boolean reachedStart() {
      return reachedStart;
    }

    /// The oldest commit of the walk with two parents, of which the second is not followed.
    public Optional<String> firstMerge() {
      return Optional.ofNullable(firstMerge).map(ObjectId::name);
    }

    /// How many events the whole walk has.
    public int count() {
      return ids.count();
    }

    /// The commit ids of the walk, newest first: index 0 is the tip.
    String idAt(int index) {
      return ids.get(index).name();
    }

    @Override
    public boolean hasNext() {
      return next >= 0;
    }

    @Override
    public StoredCommit next() {
      if (next < 0) {
        throw new NoSuchElementException();
      }
      ObjectId id = ids.get(next--);
      try {
        return read(id);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private StoredCommit read(ObjectId id) throws IOException {
      byte[] commit = commitBytes(id);
      ObjectId tree = ObjectId.fromString(commit, "tree ".length());
      StoredCommit.Kind kind = StoredCommit.Kind.OTHER;
      BlobId blob = NO_BLOB;
      CanonicalTreeParser entries = new CanonicalTreeParser();
      try {
        entries.reset(reader, tree);
      } catch (MissingObjectException e) {
        throw new CorruptInboxException(
            path, "commit " + id.name() + ": tree " + tree.name() + " is missing", e);
      }
      for (; !entries.eof(); entries.next()) {
        String name = entries.getEntryPathString();
        boolean add = name.equals("m");
        if ((add || name.equals("d")) && (entries.getEntryRawMode() & 0170000) == 0100000) {
          ObjectId object = entries.getEntryObjectId();
          blob = new BlobId(object.name());
          kind =
              object.equals(EMPTY_BLOB)
                  ? StoredCommit.Kind.PURGED
                  : add ? StoredCommit.Kind.ADD : StoredCommit.Kind.REMOVE;
          break;
        }
      }
      return new StoredCommit(
          id.name(), kind, blob, date(commit, "\nauthor "), date(commit, "\ncommitter "));
    }

    private byte[] commitBytes(ObjectId id) throws IOException {
      try {
        return reader.open(id, Constants.OBJ_COMMIT).getCachedBytes();
      } catch (MissingObjectException e) {
        throw new CorruptInboxException(path, "commit " + id.name() + " is missing", e);
      }
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private static @Nullable ObjectId parentOf(byte[] commit, int index) {
    int line = PARENT.length + 2 * BlobId.BYTES + 1;
    int at = "tree ".length() + 2 * BlobId.BYTES + 1 + index * line;
    for (int i = 0; i < PARENT.length; i++) {
      if (at + i >= commit.length || commit[at + i] != PARENT[i]) {
        return null;
      }
    }
    return ObjectId.fromString(commit, at + PARENT.length);
  }

  /// The date of an identity line. Damaged ones count as the start of 1970.
  private static MailDate date(byte[] commit, String key) {
    String text = new String(commit, StandardCharsets.ISO_8859_1);
    int headersEnd = text.indexOf("\n\n");
    int start = text.indexOf(key);
    if (start < 0 || (headersEnd >= 0 && start > headersEnd)) {
      return new MailDate(0, 0);
    }
    int end = text.indexOf('\n', start + 1);
    String line = text.substring(start, end < 0 ? text.length() : end);
    int zoneAt = line.lastIndexOf(' ');
    int timeAt = zoneAt < 0 ? -1 : line.lastIndexOf(' ', zoneAt - 1);
    if (timeAt < 0) {
      return new MailDate(0, 0);
    }
    try {
      long seconds = Math.max(0, Long.parseLong(line.substring(timeAt + 1, zoneAt)));
      int zone = Integer.parseInt(line.substring(zoneAt + 1));
      int minutes = zone / 100 * 60 + zone % 100;
      return new MailDate(seconds, Math.abs(minutes) > ZONE_MINUTES_MAX ? 0 : minutes);
    } catch (NumberFormatException e) {
      return new MailDate(0, 0);
    }
  }

  /// Object ids side by side, without an object for each.
  private static final class CommitIds {
    private int[] words = new int[5 * 1024];
    private int count;

    void add(ObjectId id) {
      if (5 * (count + 1) > words.length) {
        words = java.util.Arrays.copyOf(words, Math.multiplyExact(words.length, 2));
      }
      id.copyRawTo(words, 5 * count++);
    }

    ObjectId get(int index) {
      return ObjectId.fromRaw(words, 5 * index);
    }

    int count() {
      return count;
    }
  }
}
