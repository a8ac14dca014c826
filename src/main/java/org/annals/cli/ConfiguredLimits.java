package org.annals.cli;

import java.io.IOException;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.web.WebLimits;

/// What clients may take: what suits this machine, changed as the config says. Errors name file and
/// key.
record ConfiguredLimits(Config config) {
  WebLimits limits() throws IOException {
    WebLimits limits = WebLimits.DEFAULT;
    for (String key : WebLimits.NAMES) {
      limits = changed(limits, config.ours(), key);
    }
    for (Section share : config.shares()) {
      for (String key : share.values().keySet()) {
        limits = changed(limits, share, key);
      }
    }
    return limits;
  }

  private static WebLimits changed(WebLimits limits, Section section, String key)
      throws IOException {
    if (section.text(key).isEmpty()) {
      return limits;
    }
    try {
      return limits.with(section.name(), key, section.number(key, 0, 0, Integer.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      throw section.wrong(key, String.valueOf(e.getMessage()));
    }
  }
}
