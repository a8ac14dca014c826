package org.annals.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.BasePackIndexWriter;
import org.eclipse.jgit.internal.storage.file.Pack;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.PackedObjectInfo;

/// Packs put behind one another as one pack: their objects are copied byte by byte, so that only
/// where they lie is new (gitformat-pack). Deltas stay right, as what is between them stays.
final class JoinedPack {
  private static final int HEADER_BYTES = 12;
  private static final int CHECKSUM_BYTES = 20;
  private static final int VERSION = 2;

  private final List<Pack> packs;
  private final List<PackedObjectInfo> objects = new ArrayList<>();

  private JoinedPack(List<Pack> packs) throws IOException {
    this.packs = packs;
    long moved = 0;
    for (Pack pack : packs) {
      PackIndex index = pack.getIndex();
      for (PackIndex.MutableEntry entry : index) {
        PackedObjectInfo object = new PackedObjectInfo(entry.toObjectId());
        object.setOffset(entry.getOffset() + moved);
        object.setCRC((int) index.findCRC32(object));
        objects.add(object);
      }
      moved += Files.size(file(pack)) - HEADER_BYTES - CHECKSUM_BYTES;
    }
  }

  /// Writes one into the directory of the packs; it is on disk when this returns. The packs stay.
  /// It is named by what it holds, so one pack alone may be written over itself.
  static Path write(Path directory, List<Pack> packs) throws IOException {
    return new JoinedPack(packs).write(directory);
  }

  /// Those of the packs that can be joined: each object may be in one of them only.
  static List<Pack> joinable(List<Pack> packs) throws IOException {
    List<Pack> joinable = new ArrayList<>();
    Set<ObjectId> seen = new HashSet<>();
    for (Pack pack : packs) {
      List<ObjectId> own = new ArrayList<>();
      pack.forEach(entry -> own.add(entry.toObjectId()));
      if (pack.getIndex().hasCRC32Support() && own.stream().noneMatch(seen::contains)) {
        seen.addAll(own);
        joinable.add(pack);
      }
    }
    return joinable;
  }

  private Path write(Path directory) throws IOException {
    Path pack = directory.resolve("tmp_pack_annals");
    Path index = directory.resolve("tmp_idx_annals");
    try {
      byte[] checksum = writePack(pack);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(index))) {
        BasePackIndexWriter.createVersion(out, VERSION)
            .write(objects.stream().sorted().toList(), checksum);
      }
      Durable.force(List.of(pack, index));
      String name = "pack-" + HexFormat.of().formatHex(checksum);
      Path joined = directory.resolve(name + ".pack");
      Files.move(pack, joined, StandardCopyOption.ATOMIC_MOVE);
      Files.move(index, directory.resolve(name + ".idx"), StandardCopyOption.ATOMIC_MOVE);
      Durable.force(directory);
      return joined;
    } finally {
      Files.deleteIfExists(pack);
      Files.deleteIfExists(index);
    }
  }

  private byte[] writePack(Path file) throws IOException {
    MessageDigest digest = Constants.newMessageDigest();
    try (OutputStream plain = new BufferedOutputStream(Files.newOutputStream(file))) {
      OutputStream out = new DigestOutputStream(plain, digest);
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
      header.put("PACK".getBytes(StandardCharsets.US_ASCII)).putInt(VERSION);
      out.write(header.putInt(objects.size()).array());
      for (Pack pack : packs) {
        copy(file(pack), out);
      }
      byte[] checksum = digest.digest();
      plain.write(checksum);
      return checksum;
    }
  }

  /// What lies between header and checksum. A pack that is damaged must not get a new checksum.
  private static void copy(Path pack, OutputStream out) throws IOException {
    MessageDigest digest = Constants.newMessageDigest();
    long left = Files.size(pack) - HEADER_BYTES - CHECKSUM_BYTES;
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = Files.newInputStream(pack)) {
      digest.update(in.readNBytes(HEADER_BYTES));
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw new IOException(pack + ": ends early");
        }
        digest.update(buffer, 0, count);
        out.write(buffer, 0, count);
        left -= count;
      }
      if (!MessageDigest.isEqual(digest.digest(), in.readNBytes(CHECKSUM_BYTES))) {
        throw new IOException(pack + ": is damaged, its checksum is another");
      }
    }
  }

  static Path file(Pack pack) {
    return pack.getPackFile().toPath();
  }
}
