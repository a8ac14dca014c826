package org.annals.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.annals.archive.AltId;
import org.annals.archive.InboxSettings;
import org.annals.archive.InboxSettings.Hide;
import org.annals.archive.InboxSettings.Intake;
import org.annals.archive.InboxSettings.Limit;
import org.annals.archive.InboxSettings.Pages;
import org.annals.archive.InboxSettings.Servers;
import org.annals.archive.IndexHeader;
import org.annals.archive.Policy;
import org.annals.archive.ReplyTo;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.store.InboxName;
import org.annals.store.V1History;
import org.jspecify.annotations.Nullable;

/// The `[publicinbox "NAME"]` sections as the archive wants them. Errors name file and key.
record ConfiguredInboxes(Config config) {
  private static final int FEED_MESSAGES_MAX = 1_000;
  private static final int LIMIT_MAX = 10_000;

  List<InboxSettings> all() throws IOException {
    List<InboxSettings> settings = new ArrayList<>();
    for (Section section : config.inboxes()) {
      settings.add(settings(section));
    }
    return settings;
  }

  InboxSettings settings(Section section) throws IOException {
    return new InboxSettings(
        name(section),
        directory(section),
        section.all("address"),
        section.all("url"),
        section.all("listid").stream().map(ConfiguredInboxes::bare).toList(),
        section.text("newsgroup").toLowerCase(Locale.ROOT),
        section.all("coderepo"),
        hidden(section),
        new Pages(
            section.all("infourl"),
            replyTo(section),
            section.flag("obfuscate"),
            section.number("feedmax", Pages.FEED_MESSAGES, 1, FEED_MESSAGES_MAX),
            mailmap(section)),
        servers(section),
        intake(section),
        policy(section));
  }

  private static Policy policy(Section section) throws IOException {
    return new Policy(
        lowerCased(section, "applier"),
        lowerCased(section, "maintainer"),
        lowerCased(section, "authServer"),
        section.flag("trustFrom"));
  }

  private static Set<String> lowerCased(Section section, String key) {
    return section.all(key).stream()
        .map(address -> address.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static InboxName name(Section section) throws IOException {
    try {
      return new InboxName(section.name());
    } catch (IllegalArgumentException e) {
      throw new IOException(section.file() + ": " + e.getMessage(), e);
    }
  }

  /// Whether it is a v1 inbox, which cannot be served in place.
  static boolean isV1(Section section) {
    try {
      return V1History.isAt(directory(section));
    } catch (IOException e) {
      return false; // whoever asks for the settings is told
    }
  }

  /// Why such an inbox is left out.
  static String leftOut(Section section) throws IOException {
    return "publicinbox.%s.inboxdir: %s is a v1 inbox, which is not served in place: make another"
            .formatted(section.name(), directory(section))
        + " with 'annals init' and import it (docs/migration.md); left out";
  }

  private static Path directory(Section section) throws IOException {
    String key = section.text("inboxdir").isEmpty() ? "mainrepo" : "inboxdir";
    String text = section.text(key);
    if (text.isEmpty()) {
      throw section.wrong("inboxdir", "is not set");
    }
    return path(section, key, text);
  }

  private static @Nullable Path mailmap(Section section) throws IOException {
    String text = section.text("mailmap");
    return text.isEmpty() ? null : path(section, "mailmap", text);
  }

  static Path path(Section section, String key, String text) throws IOException {
    try {
      return section.path(text);
    } catch (InvalidPathException e) {
      throw section.wrong(key, "'" + text + "' is no path: " + e.getReason());
    }
  }

  /// `Some list <list.example.org>` is written by those who copy the header.
  private static String bare(String listId) {
    int open = listId.lastIndexOf('<');
    int close = listId.lastIndexOf('>');
    return open >= 0 && close > open ? listId.substring(open + 1, close) : listId;
  }

  static Set<Hide> hidden(Section section) throws IOException {
    Set<Hide> hidden = EnumSet.noneOf(Hide.class);
    for (String value : section.all("hide")) {
      switch (value.toLowerCase(Locale.ROOT)) {
        case "www" -> hidden.add(Hide.WWW);
        case "manifest" -> hidden.add(Hide.MANIFEST);
        // to guess could show what was meant to be hidden
        default -> throw section.wrong("hide", "'" + value + "' is neither www nor manifest");
      }
    }
    return hidden;
  }

  private static ReplyTo replyTo(Section section) throws IOException {
    try {
      return ReplyTo.parse(section.text("replyto"));
    } catch (IllegalArgumentException e) {
      throw section.wrong("replyto", String.valueOf(e.getMessage()));
    }
  }

  private Servers servers(Section section) throws IOException {
    return new Servers(
        ownOrSite(section, "nntpserver"),
        ownOrSite(section, "imapserver"),
        ownOrSite(section, "pop3server"),
        section.all("nntpmirror"),
        section.all("imapmirror"),
        gitLimit(section));
  }

  private List<String> ownOrSite(Section section, String key) {
    List<String> own = section.all(key);
    return own.isEmpty() ? config.site().all(key) : own;
  }

  /// A number of its own, or the name of a `[publicinboxlimiter]`.
  private Limit gitLimit(Section section) throws IOException {
    String key = "httpbackendmax";
    String text = section.text(key);
    if (text.isEmpty()) {
      return limiter(Limit.GIT.name()).orElse(Limit.GIT);
    }
    if (text.chars().allMatch(Character::isDigit)) {
      int most = section.number(key, Limit.GIT.most(), 1, LIMIT_MAX);
      return new Limit("inbox " + section.name(), most, Limit.DEFAULT_WAITING);
    }
    Optional<Limit> named = limiter(text);
    if (named.isEmpty()) {
      throw section.wrong(key, "there is no [publicinboxlimiter \"" + text + "\"]");
    }
    return named.get();
  }

  private Optional<Limit> limiter(String name) throws IOException {
    for (Section section : config.limiters()) {
      if (section.name().equals(name)) {
        return Optional.of(
            new Limit(
                name,
                section.number("max", Limit.GIT.most(), 1, LIMIT_MAX),
                section.number("depth", Limit.DEFAULT_WAITING, 0, LIMIT_MAX)));
      }
    }
    return Optional.empty();
  }

  private static Intake intake(Section section) throws IOException {
    return new Intake(
        parsed(section, "altid", AltId::parse),
        parsed(section, "indexheader", IndexHeader::parse),
        section.text("filter"),
        section.all("watch"),
        section.all("watchheader"));
  }

  private static <T> List<T> parsed(Section section, String key, Function<String, T> parse)
      throws IOException {
    List<T> all = new ArrayList<>();
    for (String text : section.all(key)) {
      try {
        all.add(parse.apply(text));
      } catch (IllegalArgumentException e) {
        throw section.wrong(key, String.valueOf(e.getMessage()));
      }
    }
    return all;
  }
}
