package org.annals.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.annals.archive.InboxSettings;
import org.annals.archive.SiteKey;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.ingest.Mirror;
import org.annals.ingest.MirrorRange;

/// Which inboxes of the config are mirrors. Errors name file and key.
record ConfiguredMirrors(Config config) {
  static final String URL = "mirror";
  static final String EPOCHS = "mirrorepochs";
  static final String REMOVAL_KEY = "removalkey";
  static final String INTERVAL = "fetchminutes";

  private static final int INTERVAL_DEFAULT = 10;
  private static final int INTERVAL_MAX = 7 * 24 * 60;

  List<Mirror> all() throws IOException {
    List<Mirror> mirrors = new ArrayList<>();
    for (Section section : config.inboxes()) {
      mirror(section).ifPresent(mirrors::add);
    }
    return mirrors;
  }

  Optional<Mirror> mirror(Section section) throws IOException {
    String url = section.text(URL);
    if (url.isEmpty()) {
      return Optional.empty();
    }
    InboxSettings inbox = new ConfiguredInboxes(config).settings(section);
    String epochs = section.text(EPOCHS);
    if (epochs.startsWith("~")) {
      throw section.wrong(EPOCHS, "'" + epochs + "' means another epoch each time");
    }
    String key = URL;
    try {
      var address = Mirror.address(url);
      key = EPOCHS;
      MirrorRange range = epochs.isEmpty() ? MirrorRange.ALL : MirrorRange.parse(epochs, List.of());
      key = REMOVAL_KEY;
      String removals = section.text(REMOVAL_KEY);
      return Optional.of(
          new Mirror(
              inbox.name(),
              inbox.directory(),
              address,
              range,
              removals.isEmpty() ? "" : SiteKey.required(removals)));
    } catch (IllegalArgumentException e) {
      throw section.wrong(key, String.valueOf(e.getMessage()));
    }
  }

  /// How often `serve` fetches, in minutes; 0 for never.
  int minutes() throws IOException {
    return config.ours().number(INTERVAL, INTERVAL_DEFAULT, 0, INTERVAL_MAX);
  }
}
