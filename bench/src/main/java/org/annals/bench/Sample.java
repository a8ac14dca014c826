package org.annals.bench;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The messages of one inbox, newest first, as `annals search --format json` lists them.
record Sample(String inbox, List<Entry> entries, Map<String, String> threadById) {
  record Entry(String id, String thread, String received) {}

  private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)");

  static Sample read(Product product, String inbox, Path file)
      throws IOException, InterruptedException {
    product.runInto(file, "search", "--inbox", inbox, "--format", "json", "--limit", "0");
    List<Entry> entries = new ArrayList<>();
    Map<String, String> threads = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines.forEach(line -> {
        Entry entry =
            new Entry(field(line, "messageId"), field(line, "thread"), field(line, "received"));
        entries.add(entry);
        threads.put(entry.id(), entry.thread());
      });
    }
    return new Sample(inbox, entries, threads);
  }

  /// Messages by thread, each list newest first.
  Map<String, List<Entry>> threads() {
    Map<String, List<Entry>> threads = new LinkedHashMap<>();
    for (Entry entry : entries) {
      threads.computeIfAbsent(entry.thread(), _ -> new ArrayList<>()).add(entry);
    }
    return threads;
  }

  /// By the hash that public-inbox's anchors bear.
  Map<String, String> idsByHash() {
    Map<String, String> ids = new HashMap<>();
    for (Entry entry : entries) {
      ids.put(hash(entry.id()), entry.id());
    }
    return ids;
  }

  static String hash(String id) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /// The path of something about a message: `raw`, `T/`, or the page itself for "".
  String path(String id, String what) {
    String segment = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    return "/" + inbox + "/" + segment.replace("%40", "@") + "/" + what;
  }

  /// The first string of that name in a line of JSON; top-level names come first in ours.
  private static String field(String line, String name) {
    Matcher value = Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*+)\"").matcher(line);
    if (!value.find()) {
      throw new IllegalArgumentException("no " + name + " in: " + line);
    }
    return ESCAPE
        .matcher(value.group(1))
        .replaceAll(escape -> Matcher.quoteReplacement(unescape(escape.group(1))));
  }

  private static String unescape(String escape) {
    return switch (escape.charAt(0)) {
      case 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b' -> "\b";
      case 'f' -> "\f";
      default -> escape;
    };
  }
}
