package org.annals.code;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.annals.index.RecordFilter;
import org.annals.index.RecordView;
import org.annals.mail.Address;
import org.annals.mail.MessageId;

/// The commits as they were published last. Each look-up gives the earliest, a bounded number.
/// Close it. Not thread-safe.
public final class CommitView implements CommitLookup, AutoCloseable {
  private static final int FOUND_MAX = 200;
  private static final int APPLIER_COMMITS_MIN = 5;
  private static final Duration YEAR = Duration.ofDays(365);

  private final RecordView records;

  CommitView(RecordView records) {
    this.records = records;
  }

  public Optional<Commit> find(String repository, String id) throws IOException {
    Optional<byte[]> bytes = records.get(CommitRecord.key(repository, id));
    return bytes.isEmpty() ? Optional.empty() : Optional.of(CommitRecord.read(bytes.get()));
  }

  /// Those whose ids begin so: at least seven digits.
  public List<Commit> startingWith(String digits) throws IOException {
    return list(RecordFilter.of(CommitRecord.start(digits))).stream()
        .filter(commit -> commit.id().startsWith(digits))
        .toList();
  }

  @Override
  public List<Commit> naming(MessageId message) throws IOException {
    return list(RecordFilter.of(CommitRecord.naming(message)));
  }

  @Override
  public List<Commit> withPatchId(String patchId) throws IOException {
    return list(RecordFilter.of(CommitRecord.patchId(patchId)));
  }

  @Override
  public List<Commit> by(Address author, String title) throws IOException {
    Set<String> terms = CommitRecord.authorship(author, title);
    return terms.isEmpty() ? List.of() : list(RecordFilter.ofAny(terms));
  }

  @Override
  public List<Commit> near(Address author, String title) throws IOException {
    Set<String> terms = CommitRecord.near(author, title);
    return terms.isEmpty() ? List.of() : list(RecordFilter.ofAny(terms));
  }

  @Override
  public List<Commit> reverting(Commit commit) throws IOException {
    return list(RecordFilter.of(CommitRecord.reverting(commit.id()))).stream()
        .filter(one -> one.reverts().stream().anyMatch(commit.id()::startsWith))
        .toList();
  }

  /// How many commits somebody, known by address or name, committed to a repository.
  public int committed(String repository, Address committer, Instant from, Instant to)
      throws IOException {
    Set<String> terms = CommitRecord.committer(repository, committer);
    return terms.isEmpty()
        ? 0
        : records.count(
            RecordFilter.ofAny(terms).since(from.getEpochSecond()).before(to.getEpochSecond()));
  }

  /// Whether somebody committed so often in the twelve months before that he applies patches.
  public boolean isCommitter(String repository, Address committer, Instant at) throws IOException {
    return committed(repository, committer, at.minus(YEAR), at.plusSeconds(1))
        >= APPLIER_COMMITS_MIN;
  }

  /// How far each repository was followed.
  public Map<String, String> bookmark() throws IOException {
    return records.bookmark();
  }

  public int count(String repository) throws IOException {
    return records.count(RecordFilter.of(CommitRecord.repository(repository)));
  }

  private List<Commit> list(RecordFilter filter) throws IOException {
    List<Commit> commits = new ArrayList<>();
    for (RecordView.Found found : records.find(filter, false, null, 0, FOUND_MAX)) {
      commits.add(CommitRecord.read(found.value()));
    }
    return commits;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
