package org.annals.store;

import org.eclipse.jgit.storage.file.WindowCacheConfig;

/// The process-wide limits of JGit's caches, which live in our heap.
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
  }

  /// Applies the settings once; calling it again costs nothing.
  static void apply() {
    // the class initialiser did the work
  }
}
