package org.annals.store;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// What JGit is told once for the process: the limits of its caches, which live in our heap, and
/// that loose objects and references are forced to disk (`core.fsyncObjectFiles`, `fsyncRefFiles`)
/// unless a repository's own config, or the user's, says otherwise.
final class GitSettings {
  private static final long PACKED_GIT_BYTES_MAX = 80L << 20;
  private static final int DELTA_BASE_BYTES_MAX = 24 << 20;

  /// What is read of a pack at once: mails are small, and wanted here and there.
  private static final int WINDOW_BYTES = 16 << 10;

  /// A larger object is streamed and not cached by JGit.
  static final int STREAM_BYTES_MIN = 50 << 20;

  private GitSettings() {}

  static {
    WindowCacheConfig config = new WindowCacheConfig();
    config.setPackedGitLimit(PACKED_GIT_BYTES_MAX);
    config.setPackedGitWindowSize(WINDOW_BYTES);
    config.setDeltaBaseCacheLimit(DELTA_BASE_BYTES_MAX);
    config.setPackedGitMMAP(false);
    config.setStreamFileThreshold(STREAM_BYTES_MIN);
    config.setExposeStatsViaJmx(false);
    config.install();
    SystemReader.setInstance(new Forcing(SystemReader.getInstance()));
  }

  /// Puts our wishes below what users configure.
  private static final class Forcing extends SystemReader.Delegate {
    private static final String CORE = "core";

    Forcing(SystemReader reader) {
      super(reader);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
      Config wishes = new Config(parent);
      wishes.setBoolean(CORE, null, "fsyncObjectFiles", true);
      wishes.setBoolean(CORE, null, "fsyncRefFiles", true);
      return super.openUserConfig(wishes, fs);
    }
  }

  /// Applies the settings once; calling it again costs nothing.
  static void apply() {
    // the class initialiser did the work
  }
}
