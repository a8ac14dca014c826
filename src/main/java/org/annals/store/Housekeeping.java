package org.annals.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/// Puts loose objects, and small packs, together into one pack once there are many: mail that comes
/// singly leaves three objects each. Whoever calls holds the inbox's lock.
///
/// It is quick and makes no deltas; `git gc` may do better whenever an operator likes. What is old
/// is deleted after the new is on disk, so a kill at any moment loses nothing.
final class Housekeeping {
  /// Loose objects, as far as one of 256 directories tells.
  private static final int LOOSE_MAX = 2_000;

  private static final int SMALL_PACKS_MAX = 40;
  private static final long SMALL_PACK_BYTES = 8 << 20;

  private static final String SAMPLE = "17";
  private static final int DIRECTORIES = 256;
  private static final Pattern FANOUT = Pattern.compile("[0-9a-f]{2}");
  private static final Pattern REST = Pattern.compile("[0-9a-f]{38}");

  private Housekeeping() {}

  /// Does what is due, mostly nothing.
  static void tidy(Epoch epoch) throws IOException {
    tidy(epoch, LOOSE_MAX, SMALL_PACKS_MAX);
  }

  static void tidy(Epoch epoch, int looseMax, int smallPacksMax) throws IOException {
    if (!(epoch.repository().getObjectDatabase() instanceof ObjectDirectory objects)) {
      return;
    }
    boolean loose = names(loose(epoch), SAMPLE).size() * DIRECTORIES > looseMax;
    List<Pack> small = smallPacks(objects);
    boolean packs = small.size() > smallPacksMax;
    if (loose || packs) {
      pack(epoch, objects, loose, packs ? small : List.of());
      DumbHttp.update(epoch);
    }
  }

  private static Path loose(Epoch epoch) {
    return epoch.path().resolve("objects");
  }

  private static List<Pack> smallPacks(ObjectDirectory objects) throws IOException {
    List<Pack> small = new ArrayList<>();
    for (Pack pack : objects.getPacks()) {
      Path file = pack.getPackFile().toPath();
      boolean kept = Files.exists(Path.of(file.toString().replaceAll("\\.pack$", ".keep")));
      if (!kept && Files.exists(file) && Files.size(file) <= SMALL_PACK_BYTES) {
        small.add(pack);
      }
    }
    return small;
  }

  private static void pack(Epoch epoch, ObjectDirectory objects, boolean loose, List<Pack> small)
      throws IOException {
    Set<Path> before = Durable.packs(epoch);
    List<ObjectId> packed = new ArrayList<>();
    try (PackInserter inserter = objects.newPackInserter();
        ObjectReader reader = objects.newReader()) {
      inserter.checkExisting(false);
      if (loose) {
        for (ObjectId object : looseObjects(loose(epoch))) {
          copy(object, reader, inserter);
          packed.add(object);
        }
      }
      for (Pack pack : small) {
        for (PackIndex.MutableEntry entry : pack) {
          copy(entry.toObjectId(), reader, inserter);
        }
      }
      inserter.flush();
    }
    Durable.newPacks(epoch, before);
    for (ObjectId object : packed) {
      String name = object.name();
      Files.deleteIfExists(loose(epoch).resolve(name.substring(0, 2)).resolve(name.substring(2)));
    }
    for (Pack pack : small) {
      delete(pack);
    }
  }

  private static void copy(ObjectId object, ObjectReader reader, PackInserter inserter)
      throws IOException {
    ObjectLoader loader = reader.open(object);
    try (InputStream content = loader.openStream()) {
      inserter.insert(loader.getType(), loader.getSize(), content);
    }
  }

  private static List<ObjectId> looseObjects(Path objects) throws IOException {
    List<ObjectId> found = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(objects)) {
      for (Path directory : directories) {
        String fanout = directory.getFileName().toString();
        if (FANOUT.matcher(fanout).matches()) {
          for (String name : names(objects, fanout)) {
            found.add(ObjectId.fromString(fanout + name));
          }
        }
      }
    }
    return found;
  }

  private static List<String> names(Path objects, String fanout) throws IOException {
    List<String> names = new ArrayList<>();
    Path directory = objects.resolve(fanout);
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (REST.matcher(name).matches()) {
            names.add(name);
          }
        }
      } catch (NotDirectoryException e) {
        return List.of(); // git removed it meanwhile
      }
    }
    return names;
  }

  /// As git does: without its index a pack is not looked for any more.
  private static void delete(Pack pack) throws IOException {
    Path file = pack.getPackFile().toPath();
    String stem = file.getFileName().toString().replaceAll("\\.pack$", "");
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(file.resolveSibling("."), stem + ".*")) {
      all.forEach(files::add);
    }
    Files.deleteIfExists(file.resolveSibling(stem + ".idx"));
    for (Path other : files) {
      Files.deleteIfExists(other);
    }
  }
}
