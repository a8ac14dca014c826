package org.annals.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.annals.code.CodeRepositories;
import org.annals.code.Commit;
import org.annals.code.CommitIndex;
import org.annals.code.CommitLookup;
import org.annals.code.CommitMatch;
import org.annals.code.CommitMatching;
import org.annals.code.CommitReport;
import org.annals.code.CommitSink;
import org.annals.code.CommitView;
import org.annals.code.MailedPatch;
import org.annals.index.LuceneIndex;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// The commits of the code repositories that inboxes are about (`index/commits`). One thread.
final class Code implements AutoCloseable {
  private final Path directory;
  private final Map<String, List<String>> followed = new TreeMap<>();
  private final Set<String> upstream = new TreeSet<>();
  private final CodeRepositories repositories;
  private @Nullable CommitIndex commits;

  Code(ArchiveLayout layout, List<CodeSettings> settings) {
    this.directory = layout.index().resolve("commits");
    Map<String, Path> directories = new LinkedHashMap<>();
    for (CodeSettings one : settings) {
      directories.put(one.name(), one.directory());
      followed.put(one.name(), one.branches());
      if (one.upstream()) {
        upstream.add(one.name());
      }
    }
    this.repositories = new CodeRepositories(directories);
  }

  /// `IndexHeldException` while another process writes.
  void open() throws IOException {
    CommitIndex own = commits;
    if (own != null && own.isReplaced()) {
      own.close();
      own = null;
      commits = null;
    }
    if (own == null && (!followed.isEmpty() || LuceneIndex.exists(directory))) {
      commits = CommitIndex.openForWriting(directory);
    }
  }

  /// Whether the commit is where all patches are to go.
  boolean isUpstream(Commit commit) {
    return commit.mainline() && upstream.contains(commit.repository());
  }

  /// The commits that some others say to revert, as far as they are known already.
  List<Commit> revertedBy(Collection<Commit> others) throws IOException {
    CommitIndex own = commits;
    if (own == null) {
      return List.of();
    }
    List<Commit> reverted = new ArrayList<>();
    try (CommitView view = own.view()) {
      for (Commit other : others) {
        for (String id : other.reverts()) {
          reverted.addAll(view.startingWith(id));
        }
      }
    }
    return reverted;
  }

  /// Differs when other commits are known, or say other things.
  String fingerprint() throws IOException {
    CommitIndex own = commits;
    if (own == null) {
      return "";
    }
    try (CommitView view = own.view()) {
      return new MessageId(new TreeMap<>(view.bookmark()).toString() + upstream).sha1Hex();
    }
  }

  CommitReport bringUp(CommitSink sink) throws IOException {
    CommitIndex own = commits;
    return own == null ? CommitReport.NOTHING : own.bringUp(repositories, followed, sink);
  }

  /// The commits of these repositories that came of the postings, which are those of one change.
  List<CommitMatch> matches(Set<String> names, Collection<MailedPatch> postings)
      throws IOException {
    CommitIndex own = commits;
    if (own == null || names.isEmpty()) {
      return List.of();
    }
    try (CommitView view = own.view()) {
      return new CommitMatching(new Among(view, names)).of(postings);
    }
  }

  /// Whether somebody committed so much within a year before that he takes patches.
  boolean isCommitter(Set<String> names, Address who, long at) throws IOException {
    CommitIndex own = commits;
    if (own == null || who.mailbox().isEmpty()) {
      return false;
    }
    try (CommitView view = own.view()) {
      for (String name : names) {
        if (view.isCommitter(name, who, Instant.ofEpochSecond(at))) {
          return true;
        }
      }
    }
    return false;
  }

  /// Lets only commits of some repositories through. Versions of a change ask the same again and
  /// again: what was found for one is remembered.
  private static final class Among implements CommitLookup {
    private final CommitLookup all;
    private final Set<String> names;
    private final Map<List<?>, List<Commit>> known = new HashMap<>();

    Among(CommitLookup all, Set<String> names) {
      this.all = all;
      this.names = names;
    }

    private interface Question {
      List<Commit> ask() throws IOException;
    }

    private List<Commit> ask(Question question, Object... about) throws IOException {
      List<?> key = List.of(about);
      List<Commit> found = known.get(key);
      if (found == null) {
        found = new ArrayList<>(question.ask());
        found.removeIf(commit -> !names.contains(commit.repository()));
        known.put(key, found);
      }
      return found;
    }

    @Override
    public List<Commit> naming(MessageId message) throws IOException {
      return ask(() -> all.naming(message), "naming", message);
    }

    @Override
    public List<Commit> withPatchId(String patchId) throws IOException {
      return ask(() -> all.withPatchId(patchId), "patch-id", patchId);
    }

    @Override
    public List<Commit> by(Address author, String title) throws IOException {
      return ask(() -> all.by(author, title), "by", author, title);
    }

    @Override
    public List<Commit> near(Address author, String title) throws IOException {
      return ask(() -> all.near(author, title), "near", author, title);
    }

    @Override
    public List<Commit> reverting(Commit commit) throws IOException {
      return ask(() -> all.reverting(commit), "reverting", commit.id());
    }
  }

  @Override
  public void close() throws IOException {
    try (repositories) {
      CommitIndex own = commits;
      if (own != null) {
        own.close();
      }
    }
  }
}
