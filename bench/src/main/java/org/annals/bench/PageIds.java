package org.annals.bench;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which messages an answer shows, read from what both servers have in common: public-inbox's
/// anchors (`m` and the hash of the Message-ID), its URLs and its header lines.
final class PageIds {
  /// Before the Message-ID that a page says is its own.
  static final String SELF = "self ";

  private static final Pattern ANCHOR = Pattern.compile("id=\"?m([0-9a-f]{40})\\b");
  private static final Pattern OVERVIEW_ANCHOR = Pattern.compile("id=\"?r([0-9a-f]{40})\\b");
  private static final String OVERVIEW_START = "t.atom"; // the peer's last link before it
  private static final Pattern SIBLING = Pattern.compile("href=\"?\\.\\./([^\"/>]+)/[\">]");
  private static final Pattern TOPIC = Pattern.compile("href=\"([^\"/]+)/[tT]/#");
  private static final Pattern FOUND =
      Pattern.compile("href=\"?(?:\\.\\./[^\"/>]+/)?([^\"/?#>:]+@[^\"/?#>:]+)/[\">]");
  private static final Pattern OWN_ID = Pattern.compile("(?i)message-id:\\s*(?:<(.+?)>|(\\S+))");
  private static final Pattern RAW_ID =
      Pattern.compile("(?im)^message-id:[ \\t]*(?:\\r?\\n[ \\t]+)?<?([^>\\r\\n]+)");
  private static final Pattern ENTITY = Pattern.compile("&(?:#([0-9]+)|(amp|lt|gt|quot));");

  private PageIds() {}

  /// Hashes of the messages whose text the page shows, in its order.
  static List<String> shown(String html) {
    return all(ANCHOR, html);
  }

  /// The Message-ID that a message's page names, and the hashes of the thread overview on it. The
  /// overview may link to messages that are not held; only those in `known` count.
  static List<String> messagePage(String html, Map<String, String> known) {
    String own = own(html);
    Set<String> hashes = new LinkedHashSet<>(all(OVERVIEW_ANCHOR, html));
    int start = Math.max(0, html.lastIndexOf(OVERVIEW_START));
    for (String segment : all(SIBLING, html.substring(start))) {
      hashes.add(Sample.hash(id(segment)));
    }
    hashes.add(Sample.hash(own));
    hashes.retainAll(known.keySet());
    List<String> ids = new ArrayList<>(List.of(SELF + own));
    hashes.stream().sorted().forEach(ids::add);
    return ids;
  }

  private static String own(String html) {
    Matcher own = OWN_ID.matcher(unescape(html.replaceAll("<[^>]*>", "")));
    return own.find() ? Objects.requireNonNullElse(own.group(1), own.group(2)) : "none";
  }

  /// The threads that an inbox's page links to, in its order, each once.
  static List<String> topics(String html, Map<String, String> threadById) {
    Set<String> threads = new LinkedHashSet<>();
    for (String segment : all(TOPIC, html)) {
      String id = id(segment);
      threads.add(threadById.getOrDefault(id, "unknown " + id));
    }
    return List.copyOf(threads);
  }

  /// The Message-IDs that a result page links to, sorted.
  static List<String> found(String html) {
    Set<String> ids = new TreeSet<>();
    for (String segment : all(FOUND, html)) {
      ids.add(id(segment));
    }
    return List.copyOf(ids);
  }

  /// Message-IDs in the header lines of a gzipped mbox, sorted.
  static List<String> mbox(byte[] zipped) throws IOException {
    String text = new String(Connection.Response.unzip(zipped), StandardCharsets.ISO_8859_1);
    List<String> ids = new ArrayList<>();
    for (String mail : text.split("(?m)^From mboxrd@z ", -1)) {
      Matcher id = RAW_ID.matcher(mail);
      if (id.find()) {
        ids.add(id.group(1).strip());
      }
    }
    ids.sort(null);
    return ids;
  }

  private static String id(String segment) {
    return URLDecoder.decode(unescape(segment).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String unescape(String html) {
    return ENTITY
        .matcher(html)
        .replaceAll(found -> Matcher.quoteReplacement(character(found.group(1), found.group(2))));
  }

  private static String character(String number, String name) {
    if (name == null) {
      return Character.toString(Integer.parseInt(number));
    }
    return switch (name) {
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      default -> "\"";
    };
  }
}
