package org.annals.demo;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.demo.DemoArchive.Inbox;
import org.annals.demo.Letter.Mailbox;
import org.jspecify.annotations.Nullable;

/// All mails of the scripts, each made once, its parent first.
final class Letters {
  private final Map<String, Entry> mails = new LinkedHashMap<>();
  private final Map<String, Letter> written = new LinkedHashMap<>();
  private final Map<String, String> ids = new HashMap<>();
  private final People people;
  private final Placeholders placeholders;

  Letters(Script script, People people, Placeholders placeholders) {
    this.people = people;
    this.placeholders = placeholders;
    for (Entry entry : script.of("mail")) {
      mails.put(entry.key(), entry);
      Person from = people.get(entry.person());
      name(entry, entry.key(), entry.get("id", from.messageId(entry.time(), entry.key())));
    }
    for (Entry entry : script.of("series")) {
      for (int n = 0; n <= entry.list("patches").size(); n++) {
        name(entry, entry.key() + "/" + n, seriesId(entry, n));
      }
    }
    placeholders.put("id", this::id);
    placeholders.put("link", key -> "https://annals.example/r/" + escaped(id(key)));
  }

  String id(String key) {
    String id = ids.get(key);
    if (id == null) {
      throw new IllegalStateException("no mail " + key);
    }
    return id;
  }

  /// Writes every series, then every other mail.
  List<Letter> writeAll(Script script, SeriesWriter series) throws IOException {
    for (Entry entry : script.of("series")) {
      series.write(entry, this);
    }
    for (String key : mails.keySet()) {
      letter(key);
    }
    return List.copyOf(written.values());
  }

  /// Makes a letter of the text, with what its entry says about subject, recipients and parent.
  Letter write(Entry entry, String key, Instant date, String subject, String text) {
    Letter parent = entry.find("re").map(this::letter).orElse(null);
    return write(new Draft(entry, key, date, subject, text), parent);
  }

  /// What is known of a letter before its place in a thread is.
  record Draft(Entry entry, String key, Instant date, String subject, String text) {}

  Letter write(Draft draft, @Nullable Letter parent) {
    Entry entry = draft.entry();
    Person from = people.get(entry.person());
    List<String> lists = entry.list("lists");
    if (lists.isEmpty()) {
      lists = parent == null ? List.of("brook-devel") : parent.lists();
    }
    List<String> references = new ArrayList<>();
    if (parent != null && !entry.get("refs", "").equals("none")) {
      references.addAll(parent.references());
      references.add(parent.id());
    }
    entry.find("ghost").ifPresent(references::add);
    List<Mailbox> to = recipients(entry, from, lists, parent);
    Letter letter =
        new Letter(
            entry,
            from,
            draft.date(),
            id(draft.key()),
            draft.subject(),
            lists,
            to,
            copies(entry, from, to, lists, parent),
            List.copyOf(references),
            draft.text());
    written.put(draft.key(), letter);
    return letter;
  }

  Letter letter(String key) {
    Letter letter = written.get(key);
    if (letter != null) {
      return letter;
    }
    Entry entry = mails.get(key);
    if (entry == null) {
      throw new IllegalStateException("no mail " + key);
    }
    Letter parent = entry.find("re").map(this::letter).orElse(null);
    Person from = people.get(entry.person());
    String subject = entry.get("subject", parent == null ? "" : reply(parent.subject()));
    String text = placeholders.fill(entry.text());
    if (parent != null) {
      if (!parent.date().isBefore(entry.time())) {
        throw entry.error("answers a later mail");
      }
      String attribution = from.attribution(parent.from(), parent.date());
      text = Quotes.fill(entry, text, parent.text(), attribution);
    }
    if (entry.find("sig").isEmpty()) {
      text += from.habits().find("sig").map(s -> "\n-- \n" + s + "\n").orElse("");
    }
    return write(new Draft(entry, key, entry.time(), placeholders.fill(subject), text), parent);
  }

  private static String reply(String subject) {
    return subject.startsWith("Re: ") ? subject : "Re: " + subject;
  }

  private List<Mailbox> recipients(
      Entry entry, Person from, List<String> lists, @Nullable Letter parent) {
    List<Mailbox> to = new ArrayList<>();
    entry.list("to").forEach(key -> to.add(mailbox(key)));
    if (to.isEmpty() && parent != null && !parent.from().equals(from)) {
      to.add(parent.sender());
    } else if (to.isEmpty() && parent != null) {
      to.addAll(parent.to());
    } else if (to.isEmpty()) {
      lists.forEach(list -> to.add(mailbox(list)));
    }
    return List.copyOf(to);
  }

  private List<Mailbox> copies(
      Entry entry, Person from, List<Mailbox> to, List<String> lists, @Nullable Letter parent) {
    Set<Mailbox> cc = new LinkedHashSet<>();
    lists.forEach(list -> cc.add(mailbox(list)));
    entry.list("cc").forEach(key -> cc.add(mailbox(key)));
    if (parent != null && entry.find("to").isEmpty()) {
      cc.addAll(parent.to());
      cc.addAll(parent.cc());
    }
    cc.removeAll(to);
    cc.remove(new Mailbox(from.name(), from.address()));
    return List.copyOf(cc);
  }

  private Mailbox mailbox(String key) {
    for (Inbox inbox : DemoArchive.inboxes()) {
      if (inbox.name().equals(key)) {
        return new Mailbox(inbox.name(), inbox.address());
      }
    }
    Person person = people.get(key);
    return new Mailbox(person.name(), person.address());
  }

  private void name(Entry entry, String key, String id) {
    if (ids.put(key, id) != null) {
      throw entry.error("is there twice");
    }
  }

  /// Message-IDs as git send-email makes them, unless the entry has a pattern with `{n}`.
  private String seriesId(Entry entry, int n) {
    Person from = people.get(entry.person());
    String stamp = Person.english("yyyyMMddHHmmss").format(entry.time().atOffset(from.zone()));
    int process = 1000 + Seed.of(entry.key()).below(90000);
    String made = stamp + "." + process + "-{n}-" + from.address();
    return entry.get("id", made).replace("{n}", Integer.toString(n));
  }

  private static String escaped(String id) {
    return id.replace("%", "%25")
        .replace("/", "%2F")
        .replace("+", "%2B")
        .replace("?", "%3F")
        .replace("#", "%23");
  }
}
