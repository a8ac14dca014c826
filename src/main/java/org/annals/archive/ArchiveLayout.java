package org.annals.archive;

import java.nio.file.Path;
import org.annals.store.InboxName;

/// Where everything of an archive is, below one directory.
public record ArchiveLayout(Path directory) {
  public Path config() {
    return directory.resolve("config");
  }

  public Path inbox(InboxName name) {
    return directory.resolve("inboxes").resolve(name.value());
  }

  /// Deletable: it is made again from git.
  public Path index() {
    return directory.resolve("index");
  }

  public Path control() {
    return directory.resolve("control");
  }

  /// Where pages of older archives are now.
  public Path redirects() {
    return directory.resolve("redirects");
  }

  /// What became of mails that came in.
  public Path traces() {
    return directory.resolve("traces");
  }
}
