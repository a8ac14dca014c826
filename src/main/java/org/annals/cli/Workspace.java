package org.annals.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.annals.api.ApiUser;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.InboxSettings;
import org.annals.archive.Progress;
import org.annals.archive.Redirects;
import org.annals.config.Config;
import org.annals.web.SiteSettings;
import org.annals.web.WebLimits;

/// The directory that a command works on, and its config.
record Workspace(ArchiveLayout layout, Config config) {
  static Workspace open(Path directory) throws IOException {
    ArchiveLayout layout = new ArchiveLayout(directory.toAbsolutePath().normalize());
    return new Workspace(layout, Config.read(layout.config()));
  }

  /// The inboxes of the config, as the archive wants them.
  List<InboxSettings> settings() throws IOException {
    return new ConfiguredInboxes(config).all();
  }

  SiteSettings site() throws IOException {
    return new ConfiguredSite(config).settings().withRedirects(Redirects.of(layout.redirects()));
  }

  WebLimits limits() throws IOException {
    return new ConfiguredLimits(config).limits();
  }

  /// Who may ask with a token.
  List<ApiUser> users() throws IOException {
    return new ConfiguredUsers(config).all();
  }

  Archive archive(Progress progress) throws IOException {
    return Archive.open(layout, settings(), new ConfiguredSite(config).code(), progress);
  }

  Archive archiveForReading() throws IOException {
    return Archive.openForReading(layout, settings());
  }
}
