package org.annals.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.jspecify.annotations.Nullable;

/// `DIR/config`, in git-config syntax, with the sections of public-inbox and two of ours.
///
/// Keys are described in `docs/formats/config.md`. Files named by `include.path` are read in their
/// place, as git does. `ours` is `[annals]`, `shares` are `[annals "CLASS"]`, `searches` are
/// `[annalssearch "NAME"]`, `users` are `[annalsuser "NAME"]`, `site` is `[publicinbox]`,
/// `delivery` is `[publicinboxmda]`, `importing` is `[publicinboximport]`, `watching` is
/// `[publicinboxwatch]`; the others are in the order of the file. `leftOut` are inboxes that are
/// not among `inboxes` although the file has them.
public record Config(
    Path file,
    Section ours,
    List<Section> shares,
    Section site,
    List<Section> inboxes,
    List<Section> leftOut,
    List<Section> externalIndexes,
    List<Section> coderepos,
    List<Section> limiters,
    List<Section> users,
    List<Section> searches,
    Section delivery,
    Section importing,
    Section watching,
    List<String> doubts) {
  public static final String INBOX = "publicinbox";
  public static final String CODEREPO = "coderepo";

  /// What public-inbox says of its IMAP and NNTP clients.
  private static final Set<String> CLIENTS = Set.of("imap", "nntp");

  private static final String OURS = "annals";
  private static final String USER = "annalsuser";
  private static final String SEARCH = "annalssearch";

  /// An absent file is an empty config.
  public static Config read(Path file) throws IOException {
    IncludingConfig git = load(file);
    if (!git.getSubsections("includeif").isEmpty()) {
      throw new IOException(file + ": includeIf is not understood here; write [include]");
    }
    return new Config(
        file,
        section(file, git, OURS, ""),
        sections(file, git, OURS),
        section(file, git, INBOX, ""),
        sections(file, git, INBOX),
        List.of(),
        sections(file, git, "extindex"),
        sections(file, git, CODEREPO),
        sections(file, git, "publicinboxlimiter"),
        sections(file, git, USER),
        sections(file, git, SEARCH),
        section(file, git, "publicinboxmda", ""),
        section(file, git, "publicinboximport", ""),
        section(file, git, "publicinboxwatch", ""),
        doubts(file, git));
  }

  private static IncludingConfig load(Path file) throws IOException {
    IncludingConfig git = new IncludingConfig(file);
    try {
      git.load();
      return git;
    } catch (ConfigInvalidException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IOException(file + ": is not in git-config syntax: " + why.getMessage(), e);
    }
  }

  private static List<Section> sections(Path file, IncludingConfig git, String kind) {
    return git.getSubsections(kind).stream().map(name -> section(file, git, kind, name)).toList();
  }

  private static Section section(Path file, IncludingConfig git, String kind, String name) {
    SequencedMap<String, List<String>> values = new LinkedHashMap<>();
    for (String key : git.getNames(kind, name.isEmpty() ? null : name)) {
      String[] all = git.getStringList(kind, name.isEmpty() ? null : name, key);
      values.put(key, Arrays.stream(all).map(Config::value).toList());
    }
    return new Section(file, kind, name, values);
  }

  /// A key alone on its line means yes; one with nothing behind `=` is null to JGit.
  private static String value(@Nullable String value) {
    return value == null ? "" : org.eclipse.jgit.lib.Config.isMissing(value) ? "true" : value;
  }

  /// What was read but means nothing: unknown keys, and files to include that are absent.
  private static List<String> doubts(Path file, IncludingConfig git) {
    List<String> doubts = new ArrayList<>();
    for (String kind : git.getSections()) {
      if (Keys.isKnownSection(kind)) {
        addUnknown(doubts, section(file, git, kind, ""), false);
        for (String name : git.getSubsections(kind)) {
          addUnknown(doubts, section(file, git, kind, name), true);
        }
      } else if (CLIENTS.contains(kind.toLowerCase(Locale.ROOT))) {
        addUnread(doubts, section(file, git, kind, ""));
        for (String name : git.getSubsections(kind)) {
          addUnread(doubts, section(file, git, kind, name));
        }
      }
    }
    git.absent().forEach(path -> doubts.add("include.path: " + path + " does not exist"));
    return doubts;
  }

  private static void addUnread(List<String> doubts, Section section) {
    String name = section.name().isEmpty() ? "" : section.name() + ".";
    for (String key : section.values().keySet()) {
      doubts.add(
          section.kind().toLowerCase(Locale.ROOT)
              + "."
              + name
              + key
              + ": is not read: TLS is used wherever a server can, and"
              + " publicinboxwatch.pollInterval counts for all");
    }
  }

  private static void addUnknown(List<String> doubts, Section section, boolean named) {
    for (String key : section.values().keySet()) {
      if (!Keys.isKnown(section.kind(), named, key)) {
        String name = named ? section.name() + "." : "";
        doubts.add(section.kind().toLowerCase(Locale.ROOT) + "." + name + key + ": unknown key");
      }
    }
  }

  /// The same with some inboxes left out.
  public Config without(Predicate<Section> some) {
    return new Config(
        file,
        ours,
        shares,
        site,
        inboxes.stream().filter(some.negate()).toList(),
        inboxes.stream().filter(some).toList(),
        externalIndexes,
        coderepos,
        limiters,
        users,
        searches,
        delivery,
        importing,
        watching,
        doubts);
  }

  public Optional<Section> inbox(String name) {
    return inboxes.stream().filter(inbox -> inbox.name().equals(name)).findFirst();
  }

  /// Writes a new section into the file, which is made if there is none.
  public static void add(Path file, Section section) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    IncludingConfig git = load(file);
    section
        .values()
        .forEach((key, all) -> {
          if (!all.isEmpty()) {
            git.setStringList(section.kind(), section.name(), key, all);
          }
        });
    git.save();
  }
}
