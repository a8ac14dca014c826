package org.annals.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What `bench/run` was asked for, with the paths it found.
record Options(
    Path launcher,
    Path samples,
    Path work,
    Path document,
    Path engine,
    String commandLine,
    Optional<Path> peerDirectory,
    Optional<URI> peerUrl,
    Optional<Path> archive,
    Set<Stage> stages,
    boolean quick,
    boolean write,
    boolean peerIndex,
    long seed) {

  static final List<String> LISTS = List.of("linux-erofs", "linux-unionfs", "live-patching");

  enum Stage {
    INGEST,
    START,
    HTTP,
    AGREE,
    CRAWL,
    LONG,
    UNKEPT,
    MEMORY,
    SEARCH,
    READERS,
    IDLE,
    /// takes half an hour and ten gigabytes, so only when asked for
    MILLION
  }

  private static final Set<Stage> ALL = Set.copyOf(EnumSet.complementOf(EnumSet.of(Stage.MILLION)));

  static Options parse(List<String> arguments) {
    Builder builder = new Builder();
    List<String> rest = new ArrayList<>(arguments);
    for (Iterator<String> words = rest.iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--quick" -> builder.quick = true;
        case "--write" -> builder.write = true;
        case "--peer-index" -> builder.peerIndex = true;
        default -> builder.set(word, words.next());
      }
    }
    return builder.build();
  }

  Path bundle(String list) {
    return samples.resolve("data").resolve(list + ".bundle");
  }

  boolean runs(Stage stage) {
    return stages.contains(stage);
  }

  /// Whether all stages are run that are not only run when named.
  boolean whole() {
    return stages.containsAll(ALL);
  }

  private static final class Builder {
    private Path launcher = Path.of("annals");
    private Path samples = Path.of("../shared");
    private Path work = Path.of("target/work");
    private Path document = Path.of("performance.md");
    private Path engine = Path.of("engine");
    private String commandLine = "bench/run";
    private Optional<Path> peerDirectory = Optional.empty();
    private Optional<URI> peerUrl = Optional.empty();
    private Optional<Path> archive = Optional.empty();
    private final Set<Stage> stages = EnumSet.noneOf(Stage.class);
    private boolean quick;
    private boolean write;
    private boolean peerIndex;
    private long seed = 20_260_715;

    void set(String name, String value) {
      switch (name) {
        case "--launcher" -> launcher = Path.of(value).toAbsolutePath();
        case "--samples" -> samples = Path.of(value).toAbsolutePath().normalize();
        case "--work" -> work = Path.of(value).toAbsolutePath();
        case "--document" -> document = Path.of(value);
        case "--engine" -> engine = Path.of(value).toAbsolutePath();
        case "--command-line" -> commandLine = value;
        case "--peer-dir" -> peerDirectory = Optional.of(Path.of(value).toAbsolutePath());
        case "--peer-url" -> peerUrl = Optional.of(URI.create(value));
        case "--archive" -> archive = Optional.of(Path.of(value).toAbsolutePath());
        case "--stage" -> stages.add(Stage.valueOf(value.toUpperCase(Locale.ROOT)));
        case "--seed" -> seed = Long.parseLong(value);
        default -> throw new IllegalArgumentException(name + ": unknown option");
      }
    }

    Options build() {
      if (peerDirectory.isPresent() && peerUrl.isEmpty()) {
        peerUrl = Optional.of(URI.create("http://127.0.0.1:18080"));
      }
      if (stages.isEmpty()) {
        stages.addAll(ALL);
      }
      return new Options(
          launcher,
          samples,
          work,
          document,
          engine,
          commandLine,
          peerDirectory,
          peerUrl,
          archive,
          Set.copyOf(stages),
          quick,
          write,
          peerIndex,
          seed);
    }
  }
}
