package org.annals.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.BundleWriter;

/// Somebody else's epoch: a repository in the v2 form, written by this test's own few lines and
/// not by the code under test. It knows how other writers rewrite history.
public final class EpochFixture implements AutoCloseable {
  private static final String BRANCH = "refs/heads/master";

  private final Path path;
  private final Repository repository;
  private final List<Event> events = new ArrayList<>();
  private final List<ObjectId> commits = new ArrayList<>();

  /// `file` is `m`, `d`, or something that is not of the format.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Event(String file, byte[] content, long time) {}

  private EpochFixture(Path path, Repository repository) {
    this.path = path;
    this.repository = repository;
  }

  public static EpochFixture create(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    Path making = path.resolveSibling("." + path.getFileName() + ".making");
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(making.toFile()).setBare().setup().build()) {
      repository.create(true);
      RefUpdate head = repository.updateRef(Constants.HEAD);
      head.disableRefLog();
      head.link(BRANCH);
    }
    Files.move(making, path); // whole at once, for who looks on
    Repository repository =
        new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().setup().build();
    return new EpochFixture(path, repository);
  }

  public Path path() {
    return path;
  }

  /// Adds mails, one commit each; returns the commit id of the last.
  public String add(byte[]... mails) throws IOException {
    for (byte[] mail : mails) {
      append("m", mail);
    }
    return publish();
  }

  public String add(MailText... mails) throws IOException {
    for (MailText mail : mails) {
      append("m", mail.bytes());
    }
    return publish();
  }

  public String remove(byte[] mail) throws IOException {
    append("d", mail);
    return publish();
  }

  public String remove(MailText mail) throws IOException {
    return remove(mail.bytes());
  }

  /// A commit whose tree holds neither `m` nor `d`.
  public String addForeign() throws IOException {
    append("README", new byte[] {'x'});
    return publish();
  }

  /// Empties the message and rewrites what came after.
  public void purge(MailText mail) throws IOException {
    replace(mail, new byte[0]);
  }

  /// Puts another text in place of a message and rewrites what came after.
  public void edit(MailText mail, MailText other) throws IOException {
    replace(mail, other.bytes());
  }

  private void replace(MailText mail, byte[] content) throws IOException {
    byte[] old = mail.bytes();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (Arrays.equals(event.content(), old)) {
        events.set(i, new Event(event.file(), content, event.time()));
      }
    }
    List<Event> all = List.copyOf(events);
    events.clear();
    commits.clear();
    for (Event event : all) {
      append(event);
    }
    publish();
  }

  private void append(String file, byte[] content) throws IOException {
    append(new Event(file, content, MailText.START + events.size()));
  }

  private void append(Event event) throws IOException {
    events.add(event);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, event.content());
      TreeFormatter tree = new TreeFormatter();
      tree.append(event.file(), FileMode.REGULAR_FILE, blob);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(tree));
      if (!commits.isEmpty()) {
        commit.setParentId(commits.getLast());
      }
      PersonIdent somebody = new PersonIdent("somebody", "somebody@example.org");
      Instant when = Instant.ofEpochSecond(event.time());
      commit.setAuthor(new PersonIdent(somebody, when, ZoneOffset.UTC));
      commit.setCommitter(new PersonIdent(somebody, when, ZoneOffset.UTC));
      commit.setMessage("event " + events.size());
      commits.add(inserter.insert(commit));
      inserter.flush();
    }
  }

  private String publish() throws IOException {
    RefUpdate update = repository.updateRef(BRANCH);
    update.setNewObjectId(commits.getLast());
    update.setForceUpdate(true);
    update.update();
    return tip();
  }

  public String tip() {
    return commits.getLast().name();
  }

  public List<String> commits() {
    return commits.stream().map(ObjectId::name).toList();
  }

  /// The object id that a mail has in git.
  public static String blobOf(byte[] mail) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_BLOB, mail).name();
    }
  }

  /// Deletes a loose object, as a damaged disk would.
  public static void loseObject(Path repository, String id) throws IOException {
    Files.delete(
        repository.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2)));
  }

  /// Tells the readers of an inbox that something changed, as every writer does.
  public static void announce(Path inbox) throws IOException {
    Files.write(inbox.resolve("inbox.lock"), new byte[] {'.'}, StandardOpenOption.APPEND);
  }

  /// Everything up to now as a bundle.
  public Path bundle(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      BundleWriter writer = new BundleWriter(repository);
      writer.include(BRANCH, commits.getLast());
      writer.include(Constants.HEAD, commits.getLast());
      writer.writeBundle(NullProgressMonitor.INSTANCE, out);
    }
    return file;
  }

  @Override
  public void close() {
    repository.close();
  }
}
