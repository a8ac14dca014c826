package org.annals.cli;

import java.io.IOException;
import java.util.Arrays;
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
      if (isOfLines(share)) {
        continue;
      }
      for (String key : share.values().keySet()) {
        limits = changed(limits, share, key);
      }
    }
    return limits;
  }

  /// Those are `ConfiguredListeners`' affair.
  private static boolean isOfLines(Section share) {
    return Arrays.stream(LineService.values())
        .anyMatch(service -> service.key().equalsIgnoreCase(share.name()));
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
