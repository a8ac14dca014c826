package org.annals.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/// A copy of somebody's epoch, made beside ours in `git/.incoming-*` before anything is decided.
///
/// The source is a bundle file, a git directory, or an epoch of another server. The copy either
/// becomes an epoch of the inbox as it is, or moves one forward, or takes the place of its history,
/// or is read as mail and thrown away. Leftovers of a killed process are removed by the next copy.
public final class EpochCopy implements AutoCloseable {
  private static final String PREFIX = ".incoming-";
  private static final String REMOTE_PREFIX = ".mirror-";
  private static final String MASTER = Constants.R_HEADS + "master";

  private final Inbox inbox;
  private final Path path;
  private final Epoch epoch;
  private boolean adopted;

  private EpochCopy(Inbox inbox, Path path, Epoch epoch) {
    this.inbox = inbox;
    this.path = path;
    this.epoch = epoch;
  }

  /// Copies all of `source`. The caller holds the inbox's lock.
  static EpochCopy of(Inbox inbox, Path source) throws IOException {
    deleteLeftovers(inbox);
    Path path = inbox.directory().resolve("git").resolve(PREFIX + ProcessHandle.current().pid());
    Source files = new Source(source.toString(), into -> Transport.open(into, uri(source)), MASTER);
    return made(inbox, path, null, files);
  }

  /// Deletes what a process that was killed left behind. The caller holds the inbox's lock.
  static void deleteLeftovers(Inbox inbox) throws IOException {
    Path git = inbox.directory().resolve("git");
    try (var leftovers = Files.newDirectoryStream(git, PREFIX + "*")) {
      for (Path leftover : leftovers) {
        Deletion.tree(leftover);
      }
    }
  }

  /// Copies what `known`, if there is one, has not of an epoch of another server. Takes as long as
  /// that server: the caller holds no lock but one against a second copy of the same epoch.
  public static EpochCopy fetched(
      Inbox inbox, int number, @Nullable Epoch known, RemoteEpoch remote) throws IOException {
    Path path = inbox.directory().resolve("git").resolve(REMOTE_PREFIX + number);
    Deletion.tree(path);
    EpochCopy copy =
        made(inbox, path, known, new Source(remote.url().toString(), remote::open, ""));
    try {
      copy.requireWhole(remote.url().toString(), known);
      copy.rememberOrigin(remote);
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /// So that git and public-inbox-fetch can follow the same server.
  private void rememberOrigin(RemoteEpoch remote) throws IOException {
    StoredConfig config = epoch.repository().getConfig();
    config.setString("remote", "origin", "url", remote.url().toString());
    config.setString("remote", "origin", "fetch", "+refs/*:refs/*");
    config.setBoolean("remote", "origin", "mirror", true);
    config.save();
  }

  private static EpochCopy made(Inbox inbox, Path path, @Nullable Epoch known, Source source)
      throws IOException {
    Inbox.initEpoch(path);
    if (known != null) {
      Path info = Files.createDirectories(path.resolve("objects/info"));
      Files.writeString(info.resolve("alternates"), "../../" + known.number() + ".git/objects\n");
    }
    Epoch copy = Epoch.open(-1, path);
    try {
      fetch(source, copy);
      return new EpochCopy(inbox, path, copy);
    } catch (IOException | RuntimeException e) {
      copy.close();
      Deletion.tree(path);
      throw e;
    }
  }

  /// Whether the file begins like a git bundle.
  public static boolean isBundle(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(17), java.nio.charset.StandardCharsets.ISO_8859_1);
      return start.startsWith("# v2 git bundle") || start.startsWith("# v3 git bundle");
    }
  }

  /// Whether the directory looks like a bare repository.
  public static boolean isRepository(Path directory) {
    return Files.isDirectory(directory.resolve("objects"))
        && Files.isRegularFile(directory.resolve("HEAD"));
  }

  /// Where a copy comes from; `branch` is its name here, or empty to keep that of the source.
  private record Source(String name, Opening transport, String branch) {}

  private interface Opening {
    Transport open(Repository into) throws IOException;
  }

  private static void fetch(Source source, Epoch into) throws IOException {
    try (Transport transport = source.transport().open(into.repository())) {
      transport.setTagOpt(TagOpt.NO_TAGS);
      String theirs = branch(source.name(), transport).getName();
      String ours = source.branch().isEmpty() ? theirs : source.branch();
      if (!ours.startsWith(Constants.R_HEADS) || !Repository.isValidRefName(ours)) {
        throw new IOException(source.name() + ": '" + ours + "' is no branch");
      }
      into.repository().updateRef(Constants.HEAD).link(ours);
      transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(theirs + ":" + ours)));
    } catch (NotSupportedException | TransportException e) {
      throw new IOException(source.name() + ": cannot be copied: " + reason(e), e);
    }
    String tip = into.tip().orElse("");
    if (tip.isEmpty()) {
      throw new IOException(source.name() + ": holds no commits");
    }
    try (Epoch.Scan scan = into.scan(tip, null)) {
      scan.forEachRemaining(commit -> {}); // messages may be missing, history may not
    } catch (UncheckedIOException | CorruptInboxException e) {
      throw new IOException(source.name() + ": is incomplete: " + reason(e), e);
    }
  }

  /// A server must give all messages that are new, and a line of commits.
  private void requireWhole(String source, @Nullable Epoch known) throws IOException {
    String after = known == null ? null : known.tip().orElse(null);
    try (Epoch.Scan scan = epoch.scan(tip(), after);
        ObjectReader objects = epoch.repository().newObjectReader()) {
      if (scan.firstMerge().isPresent()) {
        throw new IOException(
            source + ": is no line of commits: " + scan.firstMerge().get() + " has two parents");
      }
      while (scan.hasNext()) {
        StoredCommit commit = scan.next();
        if (commit.kind() != StoredCommit.Kind.OTHER
            && !objects.has(ObjectId.fromString(commit.blob().hex()), Constants.OBJ_BLOB)) {
          throw new IOException(source + ": is incomplete: lacks object " + commit.blob());
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException(source + ": is incomplete: " + reason(e), e);
    }
  }

  private static URIish uri(Path source) throws IOException {
    try {
      return new URIish(source.toAbsolutePath().toString());
    } catch (URISyntaxException e) {
      throw new IOException(source + ": cannot be named as a git source", e);
    }
  }

  /// The branch that HEAD stands for; a repository without one has a single branch.
  private static Ref branch(String source, Transport transport) throws IOException {
    try (FetchConnection connection = transport.openFetch()) {
      Map<String, Ref> refs = connection.getRefsMap();
      Ref head = refs.get(Constants.HEAD);
      if (head != null && head.isSymbolic() && refs.containsKey(head.getTarget().getName())) {
        return head.getTarget();
      }
      Optional<Ref> named =
          refs.values().stream()
              .filter(ref -> ref.getName().startsWith(Constants.R_HEADS))
              .filter(ref -> head == null || Objects.equals(ref.getObjectId(), head.getObjectId()))
              .findFirst();
      if (named.isPresent()) {
        return named.get();
      }
      if (head == null || head.getObjectId() == null) {
        throw new IOException(source + ": holds no branch");
      }
      return head;
    }
  }

  private static String reason(Throwable failure) {
    Throwable at = failure;
    for (int i = 0; i < 5 && at.getCause() != null; i++) {
      at = at.getCause();
    }
    return at.getMessage() == null ? at.getClass().getSimpleName() : at.getMessage();
  }

  public Epoch epoch() {
    return epoch;
  }

  /// Whether this is a v1 inbox: a tree of all messages, not one a commit.
  public boolean isV1() throws IOException {
    return V1History.isV1(epoch);
  }

  public String tip() throws IOException {
    return epoch.tip().orElseThrow(() -> new CorruptInboxException(path, "has no tip"));
  }

  /// Makes the copy epoch `number`, with the same commits. There must be no such epoch.
  public Epoch adopt(int number) throws IOException {
    Path target = inbox.epochPath(number);
    if (Files.exists(target)) {
      throw new IOException(target + ": exists already");
    }
    DumbHttp.update(epoch);
    epoch.close();
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    adopted = true;
    return inbox.adopted(number);
  }

  /// Moves `target` forward to the tip of the copy, which must descend from its tip.
  public void advance(Epoch target) throws IOException {
    move(target, "");
    DumbHttp.update(target);
  }

  /// Puts the history of the copy in the place of the target's, whose objects that are in neither
  /// go: a purge upstream is a purge here. The caller holds the inbox's lock.
  public void replace(Epoch target) throws IOException {
    move(target, "+");
    UnreachableObjects.delete(target);
    DumbHttp.update(target);
  }

  private void move(Epoch target, String force) throws IOException {
    String before = target.tip().orElse("no commit");
    try (Transport transport = Transport.open(target.repository(), uri(path))) {
      transport.setTagOpt(TagOpt.NO_TAGS);
      RefSpec spec = new RefSpec(force + epoch.branch() + ":" + target.branch());
      transport.fetch(NullProgressMonitor.INSTANCE, List.of(spec));
      if (!target.tip().equals(Optional.of(tip()))) {
        throw new IOException(target.path() + ": is still at " + before);
      }
    } catch (NotSupportedException | TransportException e) {
      throw new IOException(target.path() + ": cannot be moved: " + reason(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!adopted) {
      epoch.close();
      Deletion.tree(path);
    }
  }
}
