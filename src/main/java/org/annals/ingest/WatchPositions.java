package org.annals.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.annals.store.LineJournal;

/// How far each mailbox and newsgroup elsewhere was read, in a file; see
/// `docs/formats/recorded-state.md`. Thread-safe; close it.
///
/// What is written down here was in git before. A position that is lost costs reading again.
public final class WatchPositions implements AutoCloseable {
  private static final String FIRST_LINE = "annals watch positions 1";
  private static final int WORDS = 3;
  private static final int PLACES_MAX = 10_000;

  /// So many lines may be there beside two for each place.
  private static final int OLD_LINES_MAX = 1_000;

  private final LineJournal journal;
  private final Map<String, Position> byPlace = new LinkedHashMap<>();

  /// `validity` tells one numbering from the next (UIDVALIDITY; 0 for newsgroups); everything up
  /// to `number` was read.
  record Position(long validity, long number) {
    static final Position START = new Position(0, 0);
  }

  private WatchPositions(Path file) throws IOException {
    this.journal = LineJournal.open(file, FIRST_LINE, "watches for this archive", this::read);
    try {
      writeAnew();
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  public static WatchPositions open(Path file) throws IOException {
    return new WatchPositions(file);
  }

  private boolean read(String line) {
    Optional<List<String>> words = LineJournal.words(line, WORDS);
    words.ifPresent(all ->
        keep(all.get(0), new Position(Long.parseLong(all.get(1)), Long.parseLong(all.get(2)))));
    return words.isPresent();
  }

  /// The one not heard of for longest is forgotten.
  private void keep(String place, Position position) {
    byPlace.remove(place);
    byPlace.put(place, position);
    if (byPlace.size() > PLACES_MAX) {
      byPlace.remove(byPlace.keySet().iterator().next());
    }
  }

  private void writeAnew() throws IOException {
    List<String> lines = new ArrayList<>();
    byPlace.forEach((place, position) -> lines.add(line(place, position)));
    journal.writeAnew(lines);
  }

  private static String line(String place, Position position) {
    return LineJournal.checked(
        List.of(place, Long.toString(position.validity), Long.toString(position.number)));
  }

  /// The start if nothing is known.
  synchronized Position find(WatchUrl.Remote place) {
    return byPlace.getOrDefault(place.name(), Position.START);
  }

  /// On disk when this returns.
  synchronized void set(WatchUrl.Remote place, Position position) throws IOException {
    if (position.equals(byPlace.get(place.name()))) {
      return;
    }
    journal.append(line(place.name(), position));
    keep(place.name(), position);
    if (journal.lines() > 2 * byPlace.size() + OLD_LINES_MAX) {
      writeAnew();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    journal.close();
  }
}
