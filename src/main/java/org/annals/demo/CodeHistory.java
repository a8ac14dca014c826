package org.annals.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// The library's history: what landed, on branches of the code repository, and what was only
/// posted, in a scratch repository beside it that sees the code repository's objects.
final class CodeHistory {
  static final String MAIN = "main";

  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final Map<String, ObjectId> landed = new HashMap<>();
  private final Map<String, ObjectId> tags = new HashMap<>();
  private final Map<String, TreeMap<Instant, ObjectId>> branches = new HashMap<>();
  private final Map<ObjectId, SortedMap<String, String>> trees = new HashMap<>();
  private final People people;
  private final Placeholders placeholders;
  private final Repository scratch;

  CodeHistory(Script script, People people, Placeholders placeholders, Repository scratch) {
    this.people = people;
    this.placeholders = placeholders;
    this.scratch = scratch;
    for (Entry entry : script.of("change")) {
      if (changes.put(entry.key(), Change.parse(entry, this::change)) != null) {
        throw entry.error("is there twice");
      }
    }
    placeholders.put("commit", key -> commit(key).name());
    placeholders.put("short", key -> commit(key).name().substring(0, 12));
    placeholders.put("seven", key -> commit(key).name().substring(0, 7));
    placeholders.put("fix", this::fix);
  }

  Change change(String key) {
    Change change = changes.get(key);
    if (change == null) {
      throw new IllegalStateException("no change " + key);
    }
    return change;
  }

  /// The commit under which a change landed: `key` on main, `branch/key` elsewhere, or a tag.
  ObjectId commit(String key) {
    ObjectId id = landed.getOrDefault(key, tags.get(key));
    if (id == null) {
      throw new IllegalStateException("nothing landed as " + key);
    }
    return id;
  }

  /// What the branch's tip was at that time.
  ObjectId tip(String branch, Instant when) {
    return branch(branch).floorEntry(when).getValue();
  }

  RevCommit read(ObjectId id) throws IOException {
    try (RevWalk walk = new RevWalk(scratch)) {
      return walk.parseCommit(id);
    }
  }

  /// Files and their text at a commit.
  SortedMap<String, String> tree(ObjectId commit) {
    SortedMap<String, String> tree = trees.get(commit);
    if (tree == null) {
      throw new IllegalStateException("no tree of " + commit);
    }
    return tree;
  }

  /// Makes every landed change a commit of `code`, in the order of their times.
  void land(Script script, Repository code) throws IOException {
    List<Entry> landings = new ArrayList<>(script.of("land"));
    landings.sort(Comparator.comparing(Entry::time));
    for (Entry landing : landings) {
      landOne(landing, code);
    }
    for (var branch : branches.entrySet()) {
      update(code, Constants.R_HEADS + branch.getKey(), branch.getValue().lastEntry().getValue());
    }
    for (var tag : tags.entrySet()) {
      tag(code, tag.getKey(), tag.getValue());
    }
    RefUpdate head = code.updateRef(Constants.HEAD);
    head.disableRefLog();
    head.link(Constants.R_HEADS + MAIN);
  }

  /// Commits on `base` that land nowhere: what the author of a series had when posting it.
  List<ObjectId> post(ObjectId base, List<String> keys, Instant when) throws IOException {
    List<ObjectId> commits = new ArrayList<>();
    ObjectId parent = base;
    for (String key : keys) {
      Change change = change(key);
      PersonIdent author = people.get(change.entry().person()).ident(when);
      parent =
          commit(
              scratch, parent, change, placeholders.fill(change.message()) + "\n", author, author);
      commits.add(parent);
    }
    return commits;
  }

  private void landOne(Entry landing, Repository code) throws IOException {
    Change change = change(landing.key());
    Person committer = people.get(landing.get("by", "tomas"));
    String branch = landing.get("branch", MAIN);
    String from = landing.get("from", "");
    ObjectId parent = from.isEmpty() ? lastOf(branch) : commit(from);
    StringBuilder message = new StringBuilder(change.message()).append('\n');
    landing.find("title").ifPresent(t -> message.replace(0, message.indexOf("\n"), t));
    for (String line : landing.all("add")) {
      message.append(line).append('\n');
    }
    if (message.indexOf(committer.signOff()) < 0) {
      message.append(committer.signOff()).append('\n');
    }
    ObjectId id =
        commit(
            code,
            parent,
            change,
            placeholders.fill(message.toString()),
            people.get(change.entry().person()).ident(change.entry().time()),
            committer.ident(landing.time()));
    branch(branch).put(landing.time(), id);
    landed.put(branch.equals(MAIN) ? landing.key() : branch + "/" + landing.key(), id);
    landing.find("tag").ifPresent(tag -> tags.put(tag, id));
  }

  private ObjectId lastOf(String branch) {
    var commits = branch(branch);
    return commits.isEmpty() ? ObjectId.zeroId() : commits.lastEntry().getValue();
  }

  private NavigableMap<Instant, ObjectId> branch(String name) {
    return branches.computeIfAbsent(name, _ -> new TreeMap<>());
  }

  private ObjectId commit(
      Repository into,
      ObjectId parent,
      Change change,
      String message,
      PersonIdent author,
      PersonIdent committer)
      throws IOException {
    SortedMap<String, String> files = change.applyTo(trees.getOrDefault(parent, new TreeMap<>()));
    try (ObjectInserter inserter = into.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(inserter, files));
      if (!parent.equals(ObjectId.zeroId())) {
        commit.setParentId(parent);
      }
      commit.setAuthor(author);
      commit.setCommitter(committer);
      commit.setMessage(message);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      trees.put(id, files);
      return id;
    }
  }

  private static ObjectId tree(ObjectInserter inserter, SortedMap<String, String> files)
      throws IOException {
    DirCache cache = DirCache.newInCore();
    DirCacheBuilder builder = cache.builder();
    for (var file : files.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(FileMode.REGULAR_FILE);
      byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, text));
      builder.add(entry);
    }
    builder.finish();
    return cache.writeTree(inserter);
  }

  private void tag(Repository code, String name, ObjectId commit) throws IOException {
    TagBuilder tag = new TagBuilder();
    tag.setTag(name);
    tag.setObjectId(commit, Constants.OBJ_COMMIT);
    tag.setTagger(read(commit).getCommitterIdent());
    tag.setMessage("brook " + name.substring(1) + "\n");
    try (ObjectInserter inserter = code.newObjectInserter()) {
      ObjectId id = inserter.insert(tag);
      inserter.flush();
      update(code, Constants.R_TAGS + name, id);
    }
  }

  private static void update(Repository code, String ref, ObjectId id) throws IOException {
    RefUpdate update = code.updateRef(ref);
    update.setNewObjectId(id);
    update.disableRefLog();
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW) {
      throw new IOException(ref + ": " + result);
    }
  }

  private String fix(String key) {
    try {
      RevCommit commit = read(commit(key));
      return commit.name().substring(0, 12) + " (\"" + commit.getShortMessage() + "\")";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
