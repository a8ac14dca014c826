package org.annals.peer;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.MessageId;
import org.annals.testing.Launch;
import org.jspecify.annotations.Nullable;

/// What both servers hold, to draw questions from.
final class Mails {
  private static final Pattern SLOT =
      Pattern.compile("\\{\"inbox\":\"([^\"]+)\",\"number\":(\\d+),\"blob\":\"([0-9a-f]+)\"\\}");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  /// One posting.
  record Mail(String inbox, long number, String id, String thread, Instant received) {
    String path() {
      return "/" + inbox + "/" + escaped(id) + "/";
    }

    String stamp() {
      return STAMP.format(received);
    }
  }

  private final List<Mail> all = new ArrayList<>();
  private final Map<String, Mail> byHash = new HashMap<>();

  /// Every posting of an inbox of an archive of ours.
  void addAll(Launch annals, String inbox) throws IOException, InterruptedException {
    annals
        .run("search", "", "--inbox", inbox, "--format", "json", "--limit", "0")
        .succeeded()
        .out()
        .lines()
        .forEach(line -> add(inbox, line));
  }

  /// `line` is what `annals search --format json` prints of one message of `inbox`.
  private void add(String inbox, String line) {
    Matcher slots = SLOT.matcher(line);
    while (slots.find()) {
      if (slots.group(1).equals(inbox)) {
        long number = Long.parseLong(slots.group(2));
        Instant received = Instant.parse(value(line, "received"));
        Mail mail =
            new Mail(inbox, number, value(line, "messageId"), value(line, "thread"), received);
        all.add(mail);
        byHash.put(new MessageId(mail.id()).sha1Hex(), mail);
      }
    }
  }

  private static String value(String json, String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("no " + key + " in " + json);
    }
    return matcher.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
  }

  /// The thread of the message that an item begins with; empty if neither server has it.
  String thread(String item) {
    Mail mail = mail(item);
    return mail == null ? "" : mail.thread();
  }

  private @Nullable Mail mail(String item) {
    int space = item.indexOf(' ');
    return byHash.get(space < 0 ? item : item.substring(0, space));
  }

  /// With those that were received in the same second, of which none is the newer, by name.
  List<String> withoutTies(List<String> items) {
    List<String> all = new ArrayList<>();
    for (int start = 0; start < items.size(); ) {
      int end = start + 1;
      while (end < items.size() && received(items.get(end)).equals(received(items.get(start)))) {
        end++;
      }
      items.subList(start, end).stream().sorted().forEach(all::add);
      start = end;
    }
    return all;
  }

  private Instant received(String item) {
    Mail mail = mail(item);
    return mail == null ? Instant.EPOCH : mail.received();
  }

  List<Mail> of(String inbox) {
    return all.stream().filter(mail -> mail.inbox().equals(inbox)).toList();
  }

  Mail draw(Random random) {
    return all.get(random.nextInt(all.size()));
  }

  /// As in a path; browsers and clients escape more than they must.
  static String escaped(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
  }
}
