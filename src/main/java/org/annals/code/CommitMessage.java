package org.annals.code;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.code.Commit.By;
import org.annals.code.Commit.Name;
import org.annals.mail.MessageId;

/// What the message of a commit names: mails, and other commits.
record CommitMessage(List<Name> names, List<String> reverts, List<String> pickedFrom) {
  private static final int CHARACTERS_MAX = 64 << 10;
  private static final int NAMES_MAX = 50;

  private static final Pattern TRAILER =
      Pattern.compile(
          "^[ \\t]{0,3}(link|message-id|msg-id|msgid|closes|patchwork|lore)[ \\t]*:[ \\t]*(\\S.*)$",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  /// `[1]` behind a link says that the text refers to it.
  private static final Pattern FOOTNOTE = Pattern.compile("\\[\\d{1,3}\\]\\s*$");

  private static final Pattern URL = Pattern.compile("https?://[^\\s<>\"]+");
  private static final Pattern QUERY_ID = Pattern.compile("[?&](?:i|q|id|msgid)=([^&]+)");
  private static final Pattern PLAIN_ID = Pattern.compile("[^\\s<>,;\"]+@[^\\s<>,;\"]+");

  private static final String COMMIT = "([0-9a-f]{7,40})\\b";

  private static final Pattern REVERTS =
      Pattern.compile("\\breverts[ \\t]+commit:?\\s+" + COMMIT, Pattern.CASE_INSENSITIVE);

  private static final Pattern PICKED =
      Pattern.compile(
          "cherry[ -]picked from commit\\s+"
              + COMMIT
              + "|^\\s*commit "
              + COMMIT
              + " upstream\\b|\\[ *upstream commit "
              + COMMIT,
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  CommitMessage {
    names = List.copyOf(names);
    reverts = List.copyOf(reverts);
    pickedFrom = List.copyOf(pickedFrom);
  }

  static CommitMessage parse(String message) {
    String text = message.substring(0, Math.min(CHARACTERS_MAX, message.length()));
    return new CommitMessage(names(text), ids(REVERTS, text), ids(PICKED, text));
  }

  /// Each mail once, with the strongest way in which it is named.
  private static List<Name> names(String text) {
    Map<MessageId, By> found = new LinkedHashMap<>();
    Matcher trailer = TRAILER.matcher(text);
    while (trailer.find() && found.size() < NAMES_MAX) {
      String key = trailer.group(1).toLowerCase(Locale.ROOT);
      String value = trailer.group(2);
      By by = by(key, value);
      for (MessageId id : messageIds(value)) {
        found.merge(id, by, (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
    List<Name> names = new ArrayList<>();
    found.forEach((id, by) -> names.add(new Name(id, by)));
    return names;
  }

  private static By by(String key, String value) {
    if (key.startsWith("m")) {
      return By.MESSAGE_ID;
    }
    return key.equals("closes") || FOOTNOTE.matcher(value).find() ? By.REFERENCE : By.LINK;
  }

  private static List<MessageId> messageIds(String value) {
    Matcher url = URL.matcher(value);
    if (!url.find()) {
      Matcher plain = PLAIN_ID.matcher(value);
      return plain.find() ? MessageId.parseAll("<" + plain.group() + ">") : List.of();
    }
    List<MessageId> ids = new ArrayList<>();
    do {
      String id = inUrl(url.group());
      ids.addAll(id.isEmpty() ? List.of() : MessageId.parseAll("<" + id + ">"));
    } while (url.find());
    return ids;
  }

  /// The Message-ID that an archive's URL names, else "": the part with an `@`, and where archives
  /// are known to redirect from, also one without.
  static String inUrl(String url) {
    int path = url.indexOf('/', url.indexOf("://") + 3);
    if (path < 0) {
      return "";
    }
    Matcher query = QUERY_ID.matcher(url);
    if (query.find() && decoded(query.group(1)).contains("@")) {
      return decoded(query.group(1));
    }
    String[] parts = url.substring(path + 1).split("[?#]", 2)[0].split("/", -1);
    for (String part : parts) {
      String id = decoded(part);
      if (id.indexOf('@') > 0) {
        return id;
      }
    }
    boolean redirects = url.startsWith("patch.msgid.link", url.indexOf("://") + 3);
    if (redirects && parts.length > 0) {
      return decoded(parts[0]);
    }
    return parts.length > 1 && parts[0].equals("r") ? decoded(parts[1]) : "";
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) { // a `%` that encodes nothing
      return part;
    }
  }

  private static List<String> ids(Pattern pattern, String text) {
    Set<String> ids = new LinkedHashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find() && ids.size() < NAMES_MAX) {
      for (int group = 1; group <= matcher.groupCount(); group++) {
        String id = matcher.group(group);
        if (id != null) {
          ids.add(id.toLowerCase(Locale.ROOT));
        }
      }
    }
    return List.copyOf(ids);
  }
}
