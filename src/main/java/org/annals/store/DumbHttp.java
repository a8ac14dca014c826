package org.annals.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The two files that let a client without the git protocol fetch (`git update-server-info`).
final class DumbHttp {
  private DumbHttp() {}

  static void update(Epoch epoch) throws IOException {
    Optional<String> tip = epoch.tip();
    Path info = Files.createDirectories(epoch.path().resolve("info"));
    String refs = tip.isEmpty() ? "" : tip.get() + "\t" + epoch.branch() + "\n";
    replace(info.resolve("refs"), refs);
    StringBuilder packs = new StringBuilder();
    Path directory = epoch.path().resolve("objects/pack");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "pack-*.pack")) {
      for (Path file : files) {
        packs.append("P ").append(file.getFileName()).append('\n');
      }
    }
    Path objectsInfo = Files.createDirectories(epoch.path().resolve("objects/info"));
    replace(objectsInfo.resolve("packs"), packs.append('\n').toString());
  }

  private static void replace(Path file, String text) throws IOException {
    Path making = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(making, text);
    Files.move(
        making,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
