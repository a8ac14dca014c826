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
/// fetched and what became of it. Losing it costs a comparison.
record MirrorState(MirrorClient.Version manifest, SortedMap<Integer, Known> epochs) {
  static final String FILE = "mirror";
  private static final String FIRST = "annals mirror 1";

  /// An epoch: its fingerprint in the manifest, the commit upstream, and the commit here, which
  /// differs where removals were applied.
  record Known(String fingerprint, String theirs, String ours) {}

  MirrorState {
    epochs = new TreeMap<>(epochs);
  }

  /// A file that is absent or cannot be understood is that of a mirror which knows nothing.
  static MirrorState read(Path inbox) throws IOException {
    Path file = inbox.resolve(FILE);
    SortedMap<Integer, Known> epochs = new TreeMap<>();
    String modified = "";
    String tag = "";
    if (!Files.exists(file)) {
      return new MirrorState(MirrorClient.Version.NONE, epochs);
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.getFirst().equals(FIRST)) {
      return new MirrorState(MirrorClient.Version.NONE, epochs);
    }
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("epoch") && words.length == 5 && words[1].matches("\\d{1,6}")) {
        epochs.put(Integer.valueOf(words[1]), new Known(words[2], words[3], words[4]));
      } else if (line.startsWith("modified ")) {
        modified = line.substring("modified ".length());
      } else if (line.startsWith("tag ")) {
        tag = line.substring("tag ".length());
      }
    }
    return new MirrorState(new MirrorClient.Version(modified, tag), epochs);
  }

  MirrorState with(int epoch, Known known) {
    SortedMap<Integer, Known> more = new TreeMap<>(epochs);
    more.put(epoch, known);
    return new MirrorState(manifest, more);
  }

  MirrorState with(MirrorClient.Version version) {
    return new MirrorState(version, epochs);
  }

  void write(Path inbox) throws IOException {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    text.append("modified ").append(manifest.modified()).append('\n');
    text.append("tag ").append(manifest.tag()).append('\n');
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
