package org.annals.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Names and passwords from a `.netrc`: `machine HOST login NAME password SECRET`, or `default`.
final class Netrc {
  private static final int BYTES_MAX = 1 << 20;

  private final List<Entry> entries;

  /// `host` is empty for the default.
  record Entry(String host, String login, String password) {}

  private Netrc(List<Entry> entries) {
    this.entries = entries;
  }

  /// An absent file is an empty one. Read again for each login, so a changed password counts.
  static Netrc read(Path file) throws IOException {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new IOException(file + ": is larger than a .netrc may be");
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException _) {
      return new Netrc(List.of());
    }
  }

  static Netrc parse(String text) {
    List<Entry> entries = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (String line : text.split("\\R", -1)) {
      if (!line.strip().startsWith("#")) {
        for (String word : line.strip().split("\\s+", -1)) {
          words.add(word);
        }
      }
    }
    String host = null;
    String login = "";
    String password = "";
    for (int i = 0; i < words.size(); i++) {
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      switch (words.get(i)) {
        case "machine", "default" -> {
          if (host != null) {
            entries.add(new Entry(host, login, password));
          }
          boolean named = words.get(i).equals("machine");
          host = named ? next : "";
          login = "";
          password = "";
          i += named ? 1 : 0;
        }
        case "login" -> {
          login = next;
          i++;
        }
        case "password" -> {
          password = next;
          i++;
        }
        case "account" -> i++;
        default -> {} // macros and what else there may be
      }
    }
    if (host != null) {
      entries.add(new Entry(host, login, password));
    }
    return new Netrc(entries);
  }

  /// The first for the host (also written `HOST:PORT`) and, if one is named, the user.
  Optional<Entry> find(String host, int port, String user) {
    return entries.stream()
        .filter(entry ->
            entry.host.isEmpty()
                || entry.host.equalsIgnoreCase(host)
                || entry.host.equalsIgnoreCase(host + ":" + port))
        .filter(entry -> user.isEmpty() || entry.login.equals(user))
        .findFirst();
  }
}
