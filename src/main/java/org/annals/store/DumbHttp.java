package org.annals.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Repository;

/// What a client without the git protocol fetches: some files of a repository, and two lists that
/// `git update-server-info` would make.
final class DumbHttp {
  private static final String REFS = "info/refs";
  private static final String PACKS = "objects/info/packs";

  /// Small texts. `config` is not among them: it may hold secrets.
  private static final Set<String> TEXTS =
      Set.of(
          "HEAD",
          "cloneurl",
          "description",
          "info/attributes",
          "objects/info/alternates",
          "objects/info/http-alternates");

  private static final Pattern LOOSE = Pattern.compile("objects/[0-9a-f]{2}/[0-9a-f]{38,62}");
  private static final Pattern PACK =
      Pattern.compile("objects/pack/pack-[0-9a-f]{40,64}\\.(pack|idx)");

  private DumbHttp() {}

  static boolean knows(String name) {
    return name.equals(REFS) || name.equals(PACKS) || storedKind(name).isPresent();
  }

  private static Optional<GitFile.Kind> storedKind(String name) {
    if (TEXTS.contains(name)) {
      return Optional.of(GitFile.Kind.TEXT);
    }
    if (LOOSE.matcher(name).matches()) {
      return Optional.of(GitFile.Kind.LOOSE_OBJECT);
    }
    if (PACK.matcher(name).matches()) {
      return Optional.of(name.endsWith(".idx") ? GitFile.Kind.PACK_INDEX : GitFile.Kind.PACK);
    }
    return Optional.empty();
  }

  /// `name` is a path below the repository. Empty if there is no such file or it is not for others:
  /// nothing but these names is ever looked up on disk.
  static Optional<GitFile> find(Repository repository, String name) throws IOException {
    Path git = repository.getDirectory().toPath();
    if (name.equals(REFS)) {
      RefList refs = RefList.of(repository);
      return Optional.of(made(refs.serverInfo(), refs.changed()));
    }
    if (name.equals(PACKS)) {
      Path directory = git.resolve("objects/pack");
      return Optional.of(made(packs(directory), RefList.modified(directory)));
    }
    return stored(git, name);
  }

  /// What lies on disk, without the lists.
  static Optional<GitFile> stored(Path git, String name) throws IOException {
    Optional<GitFile.Kind> kind = storedKind(name);
    return kind.isEmpty() ? Optional.empty() : GitFile.Stored.find(git.resolve(name), kind.get());
  }

  private static GitFile made(String text, Instant modified) {
    return new GitFile.Made(text.getBytes(StandardCharsets.UTF_8), modified);
  }

  /// Packs whose index is there, too: before that they are not finished.
  private static String packs(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "pack-*.idx")) {
      for (Path file : files) {
        names.add(file.getFileName().toString().replace(".idx", ".pack"));
      }
    } catch (NoSuchFileException e) {
      return "\n"; // a repository without any pack may lack the directory
    }
    Collections.sort(names);
    StringBuilder text = new StringBuilder();
    names.forEach(name -> text.append("P ").append(name).append('\n'));
    return text.append('\n').toString();
  }

  /// Writes the two lists, for servers that serve the files as they are.
  static void update(Epoch epoch) throws IOException {
    Path info = Files.createDirectories(epoch.path().resolve("info"));
    replace(info.resolve("refs"), RefList.of(epoch.repository()).serverInfo());
    Path objectsInfo = Files.createDirectories(epoch.path().resolve("objects/info"));
    replace(objectsInfo.resolve("packs"), packs(epoch.path().resolve("objects/pack")));
  }

  /// Which of the two lists are there and not what they must be.
  static List<String> stale(Epoch epoch) throws IOException {
    List<String> stale = new ArrayList<>();
    String refs = RefList.of(epoch.repository()).serverInfo();
    String packs = packs(epoch.path().resolve("objects/pack"));
    for (var list : List.of(Map.entry(REFS, refs), Map.entry(PACKS, packs))) {
      Path file = epoch.path().resolve(list.getKey());
      if (Files.exists(file) && !Files.readString(file).strip().equals(list.getValue().strip())) {
        stale.add(file + ": is not what clients without the git protocol must find");
      }
    }
    return stale;
  }

  private static void replace(Path file, String text) throws IOException {
    Path making = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(making, text);
    Files.move(making, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
