package org.annals.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// How far a mirror has come, in the file `mirror` of its inbox (`docs/formats/recorded-state.md`):
/// the version of the manifest that was followed to its end, and of each epoch what was
/// fetched and what became of it; and how it went last. Losing it costs a comparison.
record MirrorState(
    MirrorClient.Version manifest, SortedMap<Integer, Known> epochs, Outcome outcome) {
  static final String FILE = "mirror";
  private static final String FIRST = "annals mirror 1";

  /// An epoch: its fingerprint in the manifest, the commit upstream, and the commit here, which
  /// differs where removals were applied.
  record Known(String fingerprint, String theirs, String ours) {}

  /// When it was brought up last, and since when it could not be, in seconds since 1970 or 0; why
  /// not is empty if it could.
  record Outcome(long succeeded, long failing, String why) {
    static final Outcome NONE = new Outcome(0, 0, "");

    /// One that went well, or not if `why` says so.
    Outcome then(long now, String why) {
      String line = why.replaceAll("\\p{Cntrl}+", " ").strip();
      return line.isEmpty()
          ? new Outcome(now, 0, "")
          : new Outcome(succeeded, failing == 0 ? now : failing, line);
    }
  }

  MirrorState {
    epochs = new TreeMap<>(epochs);
  }

  /// A file that is absent or cannot be understood is that of a mirror which knows nothing.
  static MirrorState read(Path inbox) throws IOException {
    Path file = inbox.resolve(FILE);
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (lines.isEmpty() || !lines.getFirst().equals(FIRST)) {
      return new MirrorState(MirrorClient.Version.NONE, new TreeMap<>(), Outcome.NONE);
    }
    SortedMap<Integer, Known> epochs = new TreeMap<>();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("epoch") && words.length == 5 && words[1].matches("\\d{1,6}")) {
        epochs.put(Integer.valueOf(words[1]), new Known(words[2], words[3], words[4]));
      }
    }
    return new MirrorState(
        new MirrorClient.Version(after("modified ", lines), after("tag ", lines)),
        epochs,
        new Outcome(
            seconds(after("succeeded ", lines)),
            seconds(after("failing ", lines)),
            after("why ", lines)));
  }

  /// What stands behind a word; empty if no line begins with it.
  private static String after(String word, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(word))
        .findFirst()
        .map(line -> line.substring(word.length()))
        .orElse("");
  }

  private static long seconds(String text) {
    return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
  }

  MirrorState with(int epoch, Known known) {
    SortedMap<Integer, Known> more = new TreeMap<>(epochs);
    more.put(epoch, known);
    return new MirrorState(manifest, more, outcome);
  }

  MirrorState with(MirrorClient.Version version) {
    return new MirrorState(version, epochs, outcome);
  }

  MirrorState with(Outcome other) {
    return new MirrorState(manifest, epochs, other);
  }

  void write(Path inbox) throws IOException {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    text.append("modified ").append(manifest.modified()).append('\n');
    text.append("tag ").append(manifest.tag()).append('\n');
    text.append("succeeded ").append(outcome.succeeded()).append('\n');
    text.append("failing ").append(outcome.failing()).append('\n');
    text.append("why ").append(outcome.why()).append('\n');
    epochs.forEach((number, known) ->
        text.append("epoch ")
            .append(number)
            .append(' ')
            .append(known.fingerprint())
            .append(' ')
            .append(known.theirs())
            .append(' ')
            .append(known.ours())
            .append('\n'));
    Path file = inbox.resolve(FILE);
    Path making = inbox.resolve(FILE + ".new");
    Files.writeString(making, text);
    Files.move(making, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
