package org.annals.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.annals.archive.InboxSettings;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.net.LineServer.Place;
import org.annals.web.SiteSettings;
import org.annals.web.SiteSettings.CodeRepository;
import org.annals.web.SiteSettings.StyleSheet;

/// What is wrong with a config file: problems, which keep something from working, and warnings.
/// Each line names the key.
record ConfigReview(List<String> problems, List<String> warnings) {
  private static final int NEWSGROUP_CHARACTERS_MAX = 244;

  /// What NNTP, IMAP and POP3 agree on; IMAP reads digits behind the last dot as a slice.
  private static final Pattern NEWSGROUP = Pattern.compile("[a-z0-9/_.~@+=:-]+");

  private static final Pattern SLICE = Pattern.compile(".*\\.[0-9]+");

  static ConfigReview of(Config config) {
    ConfigReview review = new ConfigReview(new ArrayList<>(), new ArrayList<>());
    review.warnings.addAll(config.doubts());
    review.leftOut(config);
    List<InboxSettings> inboxes = review.inboxes(config);
    review.requireDifferent(inboxes);
    review.site(config, inboxes);
    for (Section section : config.externalIndexes()) {
      if (!section.name().equals(ConfiguredSite.ALL)) {
        review.warnings.add(
            "extindex."
                + section.name()
                + ": is not served: which inboxes it holds stands in no config; only 'all' is");
      }
    }
    return review;
  }

  private void leftOut(Config config) {
    for (Section section : config.leftOut()) {
      try {
        warnings.add(ConfiguredInboxes.leftOut(section));
      } catch (IOException e) {
        problems.add(withoutFile(config, e));
      }
    }
  }

  private List<InboxSettings> inboxes(Config config) {
    List<InboxSettings> inboxes = new ArrayList<>();
    ConfiguredInboxes configured = new ConfiguredInboxes(config);
    for (Section section : config.inboxes()) {
      try {
        InboxSettings inbox = configured.settings(section);
        inboxes.add(inbox);
        check(inbox);
      } catch (IOException e) {
        problems.add(withoutFile(config, e));
      }
    }
    return inboxes;
  }

  private static String withoutFile(Config config, IOException e) {
    String why = Main.why(e);
    String file = config.file() + ": ";
    return why.startsWith(file) ? why.substring(file.length()) : why;
  }

  private void check(InboxSettings inbox) {
    String place = Config.INBOX + "." + inbox.name() + ".";
    if (!Files.isDirectory(inbox.directory())) {
      problems.add(place + "inboxdir: " + inbox.directory() + " is not a directory");
    }
    if (inbox.addresses().isEmpty()) {
      problems.add(place + "address: is not set");
    }
    Path mailmap = inbox.pages().mailmap();
    if (mailmap != null && !Files.isRegularFile(mailmap)) {
      problems.add(place + "mailmap: " + mailmap + " is not a file");
    }
    String group = inbox.newsgroup();
    if (!group.isEmpty() && !isNewsgroup(group)) {
      problems.add(
          place
              + "newsgroup: '"
              + group
              + "': letters, digits and / _ . - ~ @ + = : only, not ending in .NUMBER");
    }
  }

  /// Whether an inbox may be known to newsreaders by this name.
  static boolean isNewsgroup(String group) {
    return NEWSGROUP.matcher(group).matches()
        && group.length() <= NEWSGROUP_CHARACTERS_MAX
        && !SLICE.matcher(group).matches();
  }

  /// Mail, newsreaders and URLs must find one inbox.
  private void requireDifferent(List<InboxSettings> inboxes) {
    Map<String, String> groups = new HashMap<>();
    Map<String, String> addresses = new HashMap<>();
    Map<Path, String> directories = new HashMap<>();
    for (InboxSettings inbox : inboxes) {
      String name = inbox.name().value();
      if (!inbox.newsgroup().isEmpty()) {
        requireFirst(groups.putIfAbsent(inbox.newsgroup(), name), name, "newsgroup");
      }
      requireFirst(directories.putIfAbsent(inbox.directory(), name), name, "inboxdir");
      for (String address : inbox.addresses()) {
        String other = addresses.putIfAbsent(address.toLowerCase(Locale.ROOT), name);
        requireFirst(name.equals(other) ? null : other, name, "address");
      }
    }
  }

  private void requireFirst(
      @org.jspecify.annotations.Nullable String other, String name, String key) {
    if (other != null) {
      problems.add(Config.INBOX + "." + name + "." + key + ": is that of " + other + ", too");
    }
  }

  private void mirrors(Config config) {
    ConfiguredMirrors mirrors = new ConfiguredMirrors(config);
    for (Section section : config.inboxes()) {
      try {
        mirrors.mirror(section);
      } catch (IOException e) {
        String why = withoutFile(config, e);
        if (!problems.contains(why)) { // of the inbox itself
          problems.add(why);
        }
      }
    }
    try {
      mirrors.minutes();
    } catch (IOException e) {
      problems.add(withoutFile(config, e));
    }
  }

  private void site(Config config, List<InboxSettings> inboxes) {
    mirrors(config);
    try {
      ServeCommand.address(config);
    } catch (IOException e) {
      problems.add(withoutFile(config, e));
    }
    lines(config);
    try {
      ConfiguredWatches watches = new ConfiguredWatches(config);
      watches.limits();
      watches.all();
    } catch (IOException e) {
      problems.add(withoutFile(config, e));
    }
    try {
      ConfiguredDelivery delivery = new ConfiguredDelivery(config);
      delivery.fromLists();
      delivery.fromWatches();
    } catch (IOException e) {
      problems.add(withoutFile(config, e));
    }
    try {
      new ConfiguredSearches(config).all();
    } catch (IOException e) {
      problems.add(withoutFile(config, e));
    }
    try {
      new ConfiguredUsers(config).all();
    } catch (IOException e) {
      problems.add(withoutFile(config, e));
    }
    try {
      new ConfiguredLimits(config).limits();
    } catch (IOException e) {
      problems.add(withoutFile(config, e));
    }
    try {
      SiteSettings site = new ConfiguredSite(config).settings();
      List<String> known = site.coderepos().stream().map(CodeRepository::name).toList();
      for (InboxSettings inbox : inboxes) {
        inbox.coderepos().stream()
            .filter(name -> !known.contains(name))
            .forEach(name ->
                problems.add(Config.INBOX + "." + inbox.name() + ".coderepo: there is no " + name));
      }
      site.coderepos().forEach(this::check);
      for (StyleSheet style : site.styles()) {
        if (style.content().contains("!important")) {
          warnings.add("publicinbox.css: " + style.name() + ": !important overrules readers' own");
        }
      }
    } catch (IOException e) {
      problems.add(withoutFile(config, e));
    }
  }

  /// Each value by itself: two that are wrong are told both.
  private void lines(Config config) {
    ConfiguredListeners listeners = new ConfiguredListeners(config);
    boolean keys = false;
    try {
      keys = listeners.keys() != null;
    } catch (IOException e) {
      problems.add(withoutFile(config, e));
    }
    for (LineService service : LineService.values()) {
      try {
        service.requireLimits(listeners);
        boolean secure = listeners.places(service).stream().anyMatch(Place::secure);
        if (secure && !keys) {
          problems.add("annals." + service.key() + "s: needs a certificate (annals.tlsCert)");
        }
      } catch (IOException e) {
        problems.add(withoutFile(config, e));
      }
    }
  }

  private void check(CodeRepository code) {
    try (org.annals.code.CodeRepository opened =
        org.annals.code.CodeRepository.open(code.name(), code.directory())) {
      opened.requireReadable();
    } catch (IOException e) {
      problems.add("coderepo." + code.name() + ".dir: " + Main.why(e));
    }
  }
}
