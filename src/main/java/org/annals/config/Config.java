package org.annals.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;

/// `DIR/config`, in git-config syntax, with the sections of public-inbox and one of ours.
///
/// Keys are described in `docs/formats/config.md`. `title` is empty if not set; `http` is the
/// address to listen on, empty if not set.
public record Config(Path file, List<InboxSection> inboxes, String title, String http) {
  private static final String INBOX = "publicinbox";
  private static final String OURS = "annals";

  /// One `[publicinbox "NAME"]`. `directory` is absolute; texts that are not set are empty.
  public record InboxSection(
      String name,
      Path directory,
      List<String> addresses,
      List<String> urls,
      List<String> listIds,
      String newsgroup,
      List<String> coderepos,
      List<String> hide) {}

  /// An absent file is an empty config.
  public static Config read(Path file) throws IOException {
    FileBasedConfig git = load(file);
    List<InboxSection> inboxes = new ArrayList<>();
    for (String name : git.getSubsections(INBOX)) {
      inboxes.add(section(file, git, name));
    }
    return new Config(
        file,
        List.copyOf(inboxes),
        text(git.getString(OURS, null, "title")),
        text(git.getString(OURS, null, "http")));
  }

  private static FileBasedConfig load(Path file) throws IOException {
    FileBasedConfig git = new FileBasedConfig(file.toFile(), FS.DETECTED);
    try {
      git.load();
      return git;
    } catch (ConfigInvalidException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IOException(file + ": is not in git-config syntax: " + why.getMessage(), e);
    }
  }

  private static InboxSection section(Path file, FileBasedConfig git, String name)
      throws IOException {
    String directory = text(git.getString(INBOX, name, "inboxdir"));
    if (directory.isEmpty()) {
      directory = text(git.getString(INBOX, name, "mainrepo"));
    }
    if (directory.isEmpty()) {
      throw new IOException(file + ": [publicinbox \"" + name + "\"] has no inboxdir");
    }
    Path base = file.toAbsolutePath().getParent();
    return new InboxSection(
        name,
        base == null ? Path.of(directory) : base.resolve(directory),
        list(git, name, "address"),
        list(git, name, "url"),
        list(git, name, "listid"),
        text(git.getString(INBOX, name, "newsgroup")).toLowerCase(Locale.ROOT),
        list(git, name, "coderepo"),
        list(git, name, "hide"));
  }

  private static List<String> list(FileBasedConfig git, String name, String key) {
    return Arrays.stream(git.getStringList(INBOX, name, key))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static String text(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value.strip();
  }

  public Optional<InboxSection> inbox(String name) {
    return inboxes.stream().filter(inbox -> inbox.name().equals(name)).findFirst();
  }

  /// Writes a new section into the file, which is made if there is none.
  public static void add(Path file, InboxSection inbox) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    FileBasedConfig git = load(file);
    Path relative =
        parent != null && inbox.directory().startsWith(parent)
            ? parent.relativize(inbox.directory())
            : inbox.directory();
    git.setString(INBOX, inbox.name(), "inboxdir", relative.toString());
    git.setStringList(INBOX, inbox.name(), "address", inbox.addresses());
    git.setStringList(INBOX, inbox.name(), "url", inbox.urls());
    git.setStringList(INBOX, inbox.name(), "listid", inbox.listIds());
    if (!inbox.newsgroup().isEmpty()) {
      git.setString(INBOX, inbox.name(), "newsgroup", inbox.newsgroup());
    }
    git.save();
  }
}
