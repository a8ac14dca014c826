package org.annals.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.Patch;
import org.eclipse.jgit.patch.PatchApplier;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// Applies patch mails to the blobs that they name and looks whether they make those they promise.
final class PatchCheck {
  private final Repository code;
  private final Map<String, ObjectId> made = new HashMap<>();
  private int applied;

  PatchCheck(Repository code) {
    this.code = code;
  }

  int applied() {
    return applied;
  }

  void apply(String mail) throws IOException {
    String subject = mail.lines().filter(l -> l.startsWith("Subject:")).findFirst().orElseThrow();
    Patch patch = new Patch();
    String body = mail.substring(mail.indexOf("\ndiff --git ") + 1);
    int basement = body.indexOf("\n\nbase-commit: ");
    int end = basement < 0 ? body.lastIndexOf("\n-- \n") : basement;
    byte[] bytes = body.substring(0, end + 1).getBytes(ISO_8859_1);
    patch.parse(new ByteArrayInputStream(bytes));
    assertThat(patch.getErrors()).as(subject).isEmpty();
    try (ObjectInserter inserter = code.newObjectInserter();
        ObjectReader reader = code.newObjectReader()) {
      ObjectId before = before(patch, reader, inserter, subject);
      try (RevWalk walk = new RevWalk(reader)) {
        PatchApplier applier = new PatchApplier(code, walk.parseTree(before), inserter);
        PatchApplier.Result result = applier.applyPatch(patch);
        assertThat(result.getErrors()).as(subject).isEmpty();
        inserter.flush();
        check(patch, result.getTreeId(), subject);
      }
    }
    applied++;
  }

  /// A tree of just the files that the patch changes, as they were.
  private ObjectId before(Patch patch, ObjectReader reader, ObjectInserter inserter, String subject)
      throws IOException {
    DirCache cache = DirCache.newInCore();
    DirCacheBuilder builder = cache.builder();
    for (FileHeader file : patch.getFiles()) {
      if (file.getOldPath().equals("/dev/null")) {
        continue;
      }
      String name = file.getOldId().name();
      ObjectId id = made.get(name);
      if (id == null) {
        var found = reader.resolve(file.getOldId());
        assertThat(found).as(subject + ": blob " + name + " of " + file.getOldPath()).hasSize(1);
        id = found.iterator().next();
      }
      DirCacheEntry entry = new DirCacheEntry(file.getOldPath());
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(id);
      builder.add(entry);
    }
    builder.finish();
    ObjectId tree = cache.writeTree(inserter);
    inserter.flush();
    return tree;
  }

  private void check(Patch patch, ObjectId tree, String subject) throws IOException {
    for (FileHeader file : patch.getFiles()) {
      if (file.getNewPath().equals("/dev/null")) {
        continue;
      }
      try (TreeWalk walk = TreeWalk.forPath(code, file.getNewPath(), tree)) {
        ObjectId id = walk.getObjectId(0);
        assertThat(file.getNewId().prefixCompare(id)).as(subject).isZero();
        assertThat(code.open(id).getType()).isEqualTo(Constants.OBJ_BLOB);
        made.put(file.getNewId().name(), id);
      }
    }
  }
}
