package org.annals.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.net.LineLimits;
import org.annals.net.LineServer.Place;
import org.annals.net.TlsKeys;
import org.jspecify.annotations.Nullable;

/// Where line protocols are served, with which certificates and within which limits. Errors name
/// file and key.
record ConfiguredListeners(Config config) {
  private static final Pattern SCHEME = Pattern.compile("^[a-z0-9]+://");

  /// The file that remembers how far POP3 users came: in the archive, where the config is.
  Path positions() {
    return config.file().resolveSibling("pop3-positions");
  }

  /// Where the config says to listen.
  List<Place> places(LineService service) throws IOException {
    List<Place> places = new ArrayList<>();
    for (boolean secure : new boolean[] {false, true}) {
      String key = service.key() + (secure ? "s" : "");
      for (String text : config.ours().all(key)) {
        places.add(place(key, text, secure));
      }
    }
    return places;
  }

  private Place place(String key, String text, boolean secure) throws IOException {
    try {
      return HostPort.parse(text).place(secure);
    } catch (IllegalArgumentException e) {
      throw config.ours().wrong(key, String.valueOf(e.getMessage()));
    }
  }

  /// Null if the config names no certificate.
  @Nullable TlsKeys keys() throws IOException {
    Section ours = config.ours();
    List<String> certificates = ours.all("tlscert");
    List<String> keys = ours.all("tlskey");
    if (keys.size() > certificates.size()) {
      throw ours.wrong("tlskey", "there are more keys than certificates (tlsCert)");
    }
    List<TlsKeys.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < certificates.size(); i++) {
      Path certificate = ours.path(certificates.get(i));
      pairs.add(
          new TlsKeys.Pair(certificate, i < keys.size() ? ours.path(keys.get(i)) : certificate));
    }
    return pairs.isEmpty() ? null : TlsKeys.read(pairs);
  }

  /// The usual limits as `[annals "nntp"]` changes them.
  LineLimits limits(LineService service, LineLimits usual) throws IOException {
    LineLimits limits = usual;
    for (Section share : config.shares()) {
      if (share.name().equalsIgnoreCase(service.key())) {
        for (String key : share.values().keySet()) {
          limits = changed(limits, share, key);
        }
      }
    }
    return limits;
  }

  private static LineLimits changed(LineLimits limits, Section share, String key)
      throws IOException {
    int value = share.number(key, 0, 1, Integer.MAX_VALUE);
    Optional<LineLimits> changed = limits.with(key, value);
    if (changed.isEmpty()) {
      throw share.wrong(key, "is no limit");
    }
    return changed.get();
  }

  /// What a server calls itself: the first of those that the site names, else this host.
  String serverName(String key) {
    String name =
        config.site().all(key).stream()
            .map(value -> SCHEME.matcher(value).replaceFirst(""))
            .map(value -> value.replaceFirst("[:/].*", ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElseGet(ConfiguredListeners::hostName);
    return name;
  }

  /// What this host calls itself.
  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost"; // a host without a name; only the greeting would have shown it
    }
  }
}
