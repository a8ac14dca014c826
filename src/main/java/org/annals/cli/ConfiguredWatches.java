package org.annals.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.ingest.WatchLimits;
import org.annals.ingest.WatchTarget;
import org.annals.ingest.WatchTarget.Wanted;
import org.annals.ingest.WatchUrl;
import org.annals.ingest.Watched;

/// Which places are watched and for whom. Errors name file and key.
record ConfiguredWatches(Config config) {
  private static final int POLL_SECONDS_MAX = 86_400;

  /// Each place once, with all inboxes that watch it; places of spam come last.
  List<Watched> all() throws IOException {
    SequencedMap<WatchUrl, List<WatchTarget>> places = new LinkedHashMap<>();
    for (Section section : config.inboxes()) {
      if (!section.all("watch").isEmpty()) {
        WatchTarget target =
            new WatchTarget(
                new ConfiguredInboxes(config).settings(section).name(), wanted(section));
        for (String text : section.all("watch")) {
          places
              .computeIfAbsent(place(section, "watch", text), key -> new ArrayList<>())
              .add(target);
        }
      }
    }
    List<Watched> all = new ArrayList<>();
    for (Map.Entry<WatchUrl, List<WatchTarget>> each : places.entrySet()) {
      all.add(new Watched(each.getKey(), each.getValue(), false));
    }
    for (String text : config.watching().all("watchspam")) {
      WatchUrl place = place(config.watching(), "watchspam", text);
      if (places.containsKey(place)) {
        throw config.watching().wrong("watchspam", place.name() + " is watched by an inbox, too");
      }
      if (place instanceof WatchUrl.Remote remote && !remote.imap()) {
        throw config.watching().wrong("watchspam", "is neither a directory nor a mailbox");
      }
      all.add(new Watched(place, List.of(), true));
    }
    return all;
  }

  private static WatchUrl place(Section section, String key, String text) throws IOException {
    try {
      return WatchUrl.parse(text, section::path);
    } catch (IllegalArgumentException e) {
      throw section.wrong(key, String.valueOf(e.getMessage()));
    }
  }

  /// A `listid` is short for such a header.
  private static List<Wanted> wanted(Section section) throws IOException {
    List<Wanted> wanted = new ArrayList<>();
    for (String text : section.all("watchheader")) {
      try {
        wanted.add(Wanted.parse(text));
      } catch (IllegalArgumentException e) {
        throw section.wrong("watchheader", String.valueOf(e.getMessage()));
      }
    }
    for (String id : section.all("listid")) {
      wanted.add(new Wanted("List-Id", id.contains("<") ? id : "<" + id + ">"));
    }
    return wanted;
  }

  WatchLimits limits() throws IOException {
    int seconds =
        config
            .watching()
            .number("pollinterval", WatchLimits.DEFAULT.pollMillis() / 1_000, 1, POLL_SECONDS_MAX);
    return WatchLimits.DEFAULT.pollingEvery(seconds * 1_000);
  }

  /// The file that remembers how far places on servers were read.
  Path positions() {
    return config.file().resolveSibling("watch-positions");
  }

  /// As curl has it.
  static Path netrc() {
    String named = System.getenv("NETRC");
    return named != null && !named.isEmpty()
        ? Path.of(named)
        : Path.of(System.getProperty("user.home"), ".netrc");
  }
}
