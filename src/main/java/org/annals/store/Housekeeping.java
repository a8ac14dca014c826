package org.annals.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/// Puts loose objects, and small packs, together into larger packs once there are many: each batch
/// of mail is a pack. Whoever calls holds the inbox's lock.
///
/// It is quick: what is in packs is copied as it is, about three times in its life, and no deltas
/// are made; `git gc` may do better whenever an operator likes. What is old is deleted after the
/// new is on disk, so a kill at any moment loses nothing.
final class Housekeeping {
  /// Loose objects, as far as one of 256 directories tells.
  private static final int LOOSE_MAX = 2_000;

  /// So many packs of one size, or smaller, are left as they are.
  private static final int PACKS_MAX = 16;

  private static final long SMALLEST_BYTES = 16 << 10;
  private static final long SMALL_BYTES_MAX = 8 << 20;
  private static final int NEXT_SIZE = 8;

  private static final String SAMPLE = "17";
  private static final int DIRECTORIES = 256;
  private static final Pattern FANOUT = Pattern.compile("[0-9a-f]{2}");
  private static final Pattern REST = Pattern.compile("[0-9a-f]{38}");

  private Housekeeping() {}

  /// Does what is due, mostly nothing.
  static void tidy(Epoch epoch) throws IOException {
    tidy(epoch, LOOSE_MAX, PACKS_MAX);
  }

  static void tidy(Epoch epoch, int looseMax, int packsMax) throws IOException {
    if (!(epoch.repository().getObjectDatabase() instanceof ObjectDirectory objects)) {
      return;
    }
    boolean loose = names(loose(epoch), SAMPLE).size() * DIRECTORIES > looseMax;
    List<Pack> small = crowd(objects, packsMax);
    if (loose) {
      packLoose(epoch, objects);
    }
    if (!small.isEmpty()) {
      Path joined = JoinedPack.write(objects.getPackDirectory().toPath(), small);
      for (Pack pack : small) {
        if (!JoinedPack.file(pack).getFileName().equals(joined.getFileName())) {
          delete(pack);
        }
      }
    }
    if (loose || !small.isEmpty()) {
      DumbHttp.update(epoch);
    }
  }

  private static Path loose(Epoch epoch) {
    return epoch.path().resolve("objects");
  }

  /// The packs up to the smallest size of which there are too many; empty if there is none such.
  private static List<Pack> crowd(ObjectDirectory objects, int packsMax) throws IOException {
    Map<Pack, Long> sizes = new LinkedHashMap<>();
    for (Pack pack : objects.getPacks()) {
      Path file = JoinedPack.file(pack);
      if (!pack.shouldBeKept() && Files.exists(file)) {
        sizes.put(pack, Files.size(file));
      }
    }
    for (long bytes = SMALLEST_BYTES; bytes <= SMALL_BYTES_MAX; bytes *= NEXT_SIZE) {
      long most = bytes;
      List<Pack> small =
          sizes.entrySet().stream()
              .filter(one -> one.getValue() <= most)
              .map(Map.Entry::getKey)
              .toList();
      if (small.size() > packsMax) {
        return JoinedPack.joinable(small);
      }
    }
    return List.of();
  }

  private static void packLoose(Epoch epoch, ObjectDirectory objects) throws IOException {
    Set<Path> before = Durable.packs(epoch);
    List<ObjectId> packed = looseObjects(loose(epoch));
    try (PackInserter inserter = objects.newPackInserter();
        ObjectReader reader = objects.newReader()) {
      inserter.checkExisting(false);
      for (ObjectId object : packed) {
        ObjectLoader loader = reader.open(object);
        try (InputStream content = loader.openStream()) {
          inserter.insert(loader.getType(), loader.getSize(), content);
        }
      }
      inserter.flush();
    }
    Durable.newPacks(epoch, before);
    for (ObjectId object : packed) {
      String name = object.name();
      Files.deleteIfExists(loose(epoch).resolve(name.substring(0, 2)).resolve(name.substring(2)));
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
    Path file = JoinedPack.file(pack);
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
