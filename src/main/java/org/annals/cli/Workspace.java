package org.annals.cli;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import org.annals.api.ApiUser;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.InboxSettings;
import org.annals.archive.Progress;
import org.annals.archive.Redirects;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.web.SiteSettings;
import org.annals.web.WebLimits;

/// The directory that a command works on, and its config without inboxes that cannot be served.
record Workspace(ArchiveLayout layout, Config config) {
  private static final System.Logger LOG = System.getLogger(Workspace.class.getName());

  static Workspace open(Path directory) throws IOException {
    ArchiveLayout layout = new ArchiveLayout(directory.toAbsolutePath().normalize());
    return new Workspace(layout, Config.read(layout.config()).without(ConfiguredInboxes::isV1));
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
    warn();
    return Archive.open(layout, settings(), new ConfiguredSite(config).code(), progress);
  }

  Archive archiveForReading() throws IOException {
    warn();
    return Archive.openForReading(layout, settings());
  }

  /// One inbox that cannot be served does not keep the others from it.
  private void warn() throws IOException {
    for (Section section : config.leftOut()) {
      LOG.log(Level.WARNING, ConfiguredInboxes.leftOut(section));
    }
  }
}
