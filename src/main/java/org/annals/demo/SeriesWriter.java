package org.annals.demo;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.annals.demo.Letters.Draft;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;

/// Turns commits into patch mails, as git format-patch and git send-email do.
final class SeriesWriter {
  private static final Entry NO_SERIES =
      new Entry("series", List.of("none"), List.of(), "", "a placeholder");

  private final CodeHistory history;
  private final PatchText patches;
  private final Placeholders placeholders;
  private final People people;

  /// Also makes `{base:SERIES}` stand for the commit that a series was made on.
  SeriesWriter(
      Script script,
      CodeHistory history,
      PatchText patches,
      Placeholders placeholders,
      People people) {
    this.history = history;
    this.patches = patches;
    this.placeholders = placeholders;
    this.people = people;
    Map<String, Entry> entries = new HashMap<>();
    script.of("series").forEach(e -> entries.put(e.key(), e));
    placeholders.put(
        "base", key -> base(entries.getOrDefault(key, NO_SERIES)).name().substring(0, 12));
  }

  void write(Entry entry, Letters letters) throws IOException {
    Instant start = entry.time();
    List<String> keys = entry.list("patches");
    ObjectId base = base(entry);
    ObjectId tip = base;
    List<String> before = entry.list("after");
    if (!before.isEmpty()) {
      tip = history.post(base, before, start).getLast();
    }
    List<ObjectId> commits = history.post(tip, keys, start);
    Letter root = entry.find("re").map(letters::letter).orElse(null);
    if (entry.find("subject").isPresent()) {
      String text = cover(entry, base, commits);
      root = post(entry, letters, 0, entry.get("subject"), text, root);
    }
    ObjectId parent = tip;
    for (int n = 1; n <= keys.size(); n++) {
      ObjectId commit = commits.get(n - 1);
      RevCommit read = history.read(commit);
      String text = patch(entry, n, read, parent, root == null || keys.size() == 1 ? base : null);
      Letter letter = post(entry, letters, n, read.getShortMessage(), text, root);
      root = root == null ? letter : root;
      parent = commit;
    }
  }

  private ObjectId base(Entry entry) {
    return entry
        .find("onto")
        .map(history::commit)
        .orElseGet(() -> history.tip(entry.get("branch", CodeHistory.MAIN), entry.time()));
  }

  private static Letter post(
      Entry entry, Letters letters, int n, String title, String text, @Nullable Letter parent) {
    int count = entry.list("patches").size();
    String number = entry.get("number", n + "/" + count);
    boolean alone = count == 1 && entry.find("subject").isEmpty() && entry.find("number").isEmpty();
    String prefix = entry.get("prefix", "PATCH") + (alone ? "" : " " + number);
    String subject = "[" + prefix + "] " + title;
    String key = entry.key() + "/" + n;
    return letters.write(new Draft(entry, key, entry.time().plusSeconds(n), subject, text), parent);
  }

  private String cover(Entry entry, ObjectId base, List<ObjectId> commits) throws IOException {
    return placeholders.fill(entry.text())
        + "\n"
        + patches.shortlog(commits)
        + patches.stat(base, commits.getLast())
        + basement(entry, base)
        + signature(entry);
  }

  private String patch(
      Entry entry, int n, RevCommit commit, ObjectId parent, @Nullable ObjectId base)
      throws IOException {
    StringBuilder text = new StringBuilder();
    Person sender = people.get(entry.person());
    if (!commit.getAuthorIdent().getName().equals(sender.name())) {
      text.append("From: ").append(commit.getAuthorIdent().getName()).append(" <");
      text.append(commit.getAuthorIdent().getEmailAddress()).append(">\n\n");
    }
    String message = commit.getFullMessage();
    int body = message.indexOf("\n\n");
    text.append(body < 0 ? "" : message.substring(body + 2)).append("---\n");
    boolean covered = entry.find("subject").isPresent();
    String notes = String.join("\n", entry.all("note" + n));
    if (notes.isEmpty() && n == 1 && !covered) {
      notes = entry.text();
    }
    if (!notes.isEmpty()) {
      text.append(placeholders.fill(notes.stripTrailing())).append("\n\n");
    }
    text.append(patches.stat(parent, commit)).append('\n').append(patches.diff(parent, commit));
    if (base != null) {
      text.append(basement(entry, base));
    }
    return text.append(signature(entry)).toString();
  }

  private static String basement(Entry entry, ObjectId base) {
    StringBuilder text = new StringBuilder();
    if (!entry.get("base", "yes").equals("no")) {
      text.append("\nbase-commit: ").append(base.name()).append('\n');
    }
    entry.find("change-id").ifPresent(id -> text.append("change-id: ").append(id).append('\n'));
    return text.toString();
  }

  private String signature(Entry entry) {
    return "-- \n" + people.get(entry.person()).habits().get("git", "2.51.0") + "\n\n";
  }
}
