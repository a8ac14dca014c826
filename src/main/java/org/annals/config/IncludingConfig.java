package org.annals.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/// A git config file whose included files may include others relative to themselves, as in git;
/// JGit takes all paths to be relative to the first. Absent files are left out, as in git.
final class IncludingConfig extends FileBasedConfig {
  private final Path file;
  private final List<String> absent = new ArrayList<>();

  IncludingConfig(Path file) {
    super(file.toFile(), FS.DETECTED);
    this.file = file;
  }

  /// The paths, as written, of files that were to be included and are not there.
  List<String> absent() {
    return absent;
  }

  @Override
  protected byte @Nullable [] readIncludedConfig(String written) throws ConfigInvalidException {
    try {
      Path path = resolve(file, written);
      if (!Files.exists(path)) {
        absent.add(written);
        return null;
      }
      Config included = new Config();
      included.fromText(Files.readString(path));
      List<String> paths =
          Arrays.stream(included.getStringList("include", null, "path"))
              .map(nested -> resolve(path, nested).toString())
              .toList();
      if (!paths.isEmpty()) {
        included.setStringList("include", null, "path", paths);
      }
      return included.toText().getBytes(StandardCharsets.UTF_8);
    } catch (IOException | InvalidPathException e) {
      throw new ConfigInvalidException("include.path = " + written + ": " + e.getMessage(), e);
    }
  }

  private static Path resolve(Path from, String written) {
    if (written.startsWith("~/")) {
      return Path.of(System.getProperty("user.home")).resolve(written.substring(2));
    }
    return from.toAbsolutePath().resolveSibling(written);
  }
}
