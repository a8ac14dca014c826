package org.annals.code;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.index.RecordFilter;
import org.annals.index.RecordIndex;
import org.annals.index.RecordView;

/// The commits of the code repositories that the config names, so that those are found that a mail
/// became. It follows refs, and can be deleted and made again.
///
/// `bringUp` belongs to one thread; `view` is for any.
public final class CommitIndex implements AutoCloseable {
  private static final String STATE = "state/";

  private final RecordIndex records;

  private CommitIndex(RecordIndex records) {
    this.records = records;
  }

  public static CommitIndex openForWriting(Path path) throws IOException {
    return new CommitIndex(RecordIndex.openForWriting(path, CommitRecord.SCHEMA));
  }

  public static CommitIndex openForReading(Path path) throws IOException {
    return new CommitIndex(RecordIndex.openForReading(path, CommitRecord.SCHEMA));
  }

  /// How far a repository was followed. After `PARTIAL` and `DAMAGED` all of its history is walked
  /// again, though not compared.
  enum Progress {
    WHOLE,
    PARTIAL,
    DAMAGED
  }

  record State(Progress progress, RepositoryTips tips) {
    String text() {
      return progress + " " + tips.text();
    }

    static State parse(String text) {
      int space = text.indexOf(' ');
      return new State(
          Progress.valueOf(text.substring(0, space)),
          RepositoryTips.parse(text.substring(space + 1)));
    }
  }

  /// Follows each repository from where it was left: `followed` gives the refs by the name of the
  /// repository, see `RepositoryTips.of`. What belongs to others is dropped. A repository that
  /// cannot be read keeps its commits, gives a warning, and does not keep the others waiting.
  public CommitReport bringUp(
      CodeRepositories repositories, Map<String, List<String>> followed, CommitSink sink)
      throws IOException {
    CommitReport report = forgetOthers(followed.keySet());
    for (Map.Entry<String, List<String>> one : followed.entrySet()) {
      report = report.plus(bringUp(repositories, one.getKey(), one.getValue(), sink));
    }
    return report;
  }

  private CommitReport bringUp(
      CodeRepositories repositories, String name, List<String> refs, CommitSink sink)
      throws IOException {
    CodeRepository code;
    RepositoryTips tips;
    try {
      code = repositories.open(name);
      tips = RepositoryTips.of(code, refs);
    } catch (IOException e) {
      return warning(name, String.valueOf(e.getMessage()));
    }
    try (RecordView view = records.view()) {
      Map<String, String> bookmark = view.bookmark();
      String known = bookmark.get(STATE + name);
      State state = known == null ? null : State.parse(known);
      if (state != null && state.progress != Progress.PARTIAL && state.tips.equals(tips)) {
        return CommitReport.NOTHING;
      }
      if (tips.tips().isEmpty()) { // and no reason to forget what was there
        return state == null
            ? CommitReport.NOTHING
            : warning(name, "none of the refs to follow is there");
      }
      CommitCatchUp.Publishing publishing =
          reached -> {
            Map<String, String> next = new HashMap<>(bookmark);
            next.put(STATE + name, reached.text());
            records.publish(next);
          };
      return new CommitCatchUp(records, view, code, sink, publishing).run(state, tips);
    }
  }

  private static CommitReport warning(String name, String what) {
    return new CommitReport(0, 0, List.of("coderepo." + name + ": " + what));
  }

  private CommitReport forgetOthers(Set<String> names) throws IOException {
    try (RecordView view = records.view()) {
      Map<String, String> bookmark = view.bookmark();
      Set<String> gone = new HashSet<>();
      for (String key : bookmark.keySet()) {
        if (key.startsWith(STATE) && !names.contains(key.substring(STATE.length()))) {
          gone.add(key);
        }
      }
      long removed = 0;
      for (String key : gone) {
        RecordFilter all = RecordFilter.of(CommitRecord.repository(key.substring(STATE.length())));
        removed += view.count(all);
        records.remove(all);
        bookmark.remove(key);
      }
      if (!gone.isEmpty()) {
        records.publish(bookmark);
      }
      return new CommitReport(0, removed, List.of());
    }
  }

  /// Whether its directory was deleted or moved since it was opened.
  public boolean isReplaced() throws IOException {
    return records.isReplaced();
  }

  /// Sees what another process published meanwhile.
  public void refresh() throws IOException {
    records.refresh();
  }

  /// The commits as they were published last. Close it.
  public CommitView view() throws IOException {
    return new CommitView(records.view());
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
