package org.annals.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.patch.Churn;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffAlgorithm.SupportedAlgorithm;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/// Diffs, diffstats and shortlogs of real commits, laid out as git lays them out in mail.
final class PatchText {
  private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,\\d+)? \\+.* @@");
  private static final int FUNCTION_COLUMNS = 80;

  private final Repository repository;
  private final CodeHistory history;

  PatchText(Repository repository, CodeHistory history) {
    this.repository = repository;
    this.history = history;
  }

  /// Adds `{shortlog:A..B}`, `{stat:A..B}`, `{title:A}` and `{committed:A}` of landed changes.
  void register(Placeholders placeholders) {
    placeholders.put("shortlog", range -> quietly(() -> shortlog(commits(range)).stripTrailing()));
    placeholders.put(
        "stat",
        range -> {
          String[] ends = range.split("\\.\\.", 2);
          return quietly(
              () -> stat(history.commit(ends[0]), history.commit(ends[1])).stripTrailing());
        });
    placeholders.put("title", key -> quietly(() -> read(key).getShortMessage()));
    placeholders.put(
        "committed",
        key ->
            quietly(() ->
                Person.english("yyyy-MM-dd HH:mm:ss Z")
                    .format(
                        read(key)
                            .getCommitterIdent()
                            .getWhenAsInstant()
                            .atOffset(ZoneOffset.UTC))));
  }

  private RevCommit read(String key) throws IOException {
    return history.read(history.commit(key));
  }

  private List<ObjectId> commits(String range) throws IOException {
    String[] ends = range.split("\\.\\.", 2);
    return between(history.commit(ends[0]), history.commit(ends[1]));
  }

  private static String quietly(Callable<String> text) {
    try {
      return text.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  String diff(ObjectId from, ObjectId to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<DiffEntry> entries;
    try (DiffFormatter formatter = formatter(out)) {
      entries = formatter.scan(history.read(from).getTree(), history.read(to).getTree());
      formatter.format(entries);
    }
    return withFunctions(out.toString(StandardCharsets.UTF_8), history.tree(from));
  }

  /// The diffstat, with a summary of created and deleted files.
  String stat(ObjectId from, ObjectId to) throws IOException {
    List<Churn> churn = new ArrayList<>();
    StringBuilder summary = new StringBuilder();
    try (DiffFormatter formatter = formatter(new ByteArrayOutputStream())) {
      for (DiffEntry entry :
          formatter.scan(history.read(from).getTree(), history.read(to).getTree())) {
        int added = 0;
        int deleted = 0;
        for (Edit edit : formatter.toFileHeader(entry).toEditList()) {
          added += edit.getLengthB();
          deleted += edit.getLengthA();
        }
        boolean gone = entry.getChangeType() == DiffEntry.ChangeType.DELETE;
        String path = gone ? entry.getOldPath() : entry.getNewPath();
        churn.add(new Churn(path, added, deleted));
        if (gone || entry.getChangeType() == DiffEntry.ChangeType.ADD) {
          summary.append(gone ? " delete" : " create").append(" mode 100644 ").append(path);
          summary.append('\n');
        }
      }
    }
    return Churn.graph(churn) + Churn.total(churn) + summary;
  }

  /// Authors in the order of their names, each with titles in the order of the commits.
  String shortlog(List<ObjectId> commits) throws IOException {
    SortedMap<String, List<String>> titles = new TreeMap<>();
    for (ObjectId id : commits) {
      RevCommit commit = history.read(id);
      titles
          .computeIfAbsent(commit.getAuthorIdent().getName(), _ -> new ArrayList<>())
          .add(commit.getShortMessage());
    }
    StringBuilder text = new StringBuilder();
    titles.forEach((author, lines) -> {
      text.append(author).append(" (").append(lines.size()).append("):\n");
      lines.forEach(line -> text.append("  ").append(line).append('\n'));
      text.append('\n');
    });
    return text.toString();
  }

  /// The commits after `from` up to `to`, oldest first.
  List<ObjectId> between(ObjectId from, ObjectId to) throws IOException {
    List<ObjectId> commits = new ArrayList<>();
    RevCommit commit = history.read(to);
    while (!commit.equals(from)) {
      commits.addFirst(commit.getId());
      if (commit.getParentCount() == 0) {
        throw new IllegalStateException(to + " does not come after " + from);
      }
      commit = history.read(commit.getParent(0));
    }
    return commits;
  }

  private DiffFormatter formatter(ByteArrayOutputStream out) {
    DiffFormatter formatter = new DiffFormatter(out);
    formatter.setRepository(repository);
    formatter.setDiffAlgorithm(DiffAlgorithm.getAlgorithm(SupportedAlgorithm.MYERS));
    formatter.setDetectRenames(false);
    formatter.setAbbreviationLength(7);
    return formatter;
  }

  /// Puts the function that a hunk is in behind its `@@`, which JGit leaves out.
  private static String withFunctions(String diff, SortedMap<String, String> old) {
    StringBuilder text = new StringBuilder();
    List<String> lines = List.of();
    for (String line : diff.lines().toList()) {
      text.append(line);
      if (line.startsWith("--- a/")) {
        lines = old.getOrDefault(line.substring(6), "").lines().toList();
      }
      Matcher hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        for (int i = Integer.parseInt(hunk.group(1)) - 2; i >= 0; i--) {
          String candidate = lines.get(i);
          if (!candidate.isEmpty()
              && (Character.isLetter(candidate.charAt(0)) || candidate.charAt(0) == '_')) {
            int end = Math.min(candidate.length(), FUNCTION_COLUMNS);
            text.append(' ').append(candidate.substring(0, end).stripTrailing());
            break;
          }
        }
      }
      text.append('\n');
    }
    return text.toString();
  }
}
