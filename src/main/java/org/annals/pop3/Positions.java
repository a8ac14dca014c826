package org.annals.pop3;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.annals.store.LineJournal;

/// How far each user came in each mailbox. Thread-safe; close it.
///
/// They are in a file, `docs/formats/recorded-state.md`, which grows by a line each time, and is
/// written anew at the start and when most of its lines were replaced by later ones. What was
/// written down is on disk before `advance` returns. Whoever was here last is in it; who was not
/// here for long, or for longest among too many, is forgotten.
final class Positions implements AutoCloseable {
  private static final String FIRST_LINE = "annals pop3 positions 1";

  /// So many lines may be there beside two for each position.
  private static final int OLD_LINES_MAX = 1_000;

  private final LineJournal journal;
  private final Pop3Limits limits;
  private final LongSupplier today;
  private final Map<Login, Position> byLogin = new LinkedHashMap<>();

  private Positions(Path file, Pop3Limits limits, LongSupplier today) throws IOException {
    this.limits = limits;
    this.today = today;
    this.journal = LineJournal.open(file, FIRST_LINE, "serves POP3 from this archive", this::read);
    try {
      writeAnew();
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  static Positions open(Path file, Pop3Limits limits) throws IOException {
    return open(file, limits, () -> LocalDate.now(ZoneOffset.UTC).toEpochDay());
  }

  /// `today` gives days since 1970.
  static Positions open(Path file, Pop3Limits limits, LongSupplier today) throws IOException {
    return new Positions(file, limits, today);
  }

  private boolean read(String line) {
    Optional<Position> position = Position.parse(line);
    position.ifPresent(this::keep);
    return position.isPresent();
  }

  /// As the last one that was used.
  private void keep(Position position) {
    byLogin.remove(position.login());
    byLogin.put(position.login(), position);
    if (byLogin.size() > limits.positions()) {
      byLogin.remove(byLogin.keySet().iterator().next());
    }
  }

  private void writeAnew() throws IOException {
    long oldest = today.getAsLong() - limits.positionDays();
    byLogin.values().removeIf(position -> position.day() < oldest);
    List<String> lines = byLogin.values().stream().map(Position::line).toList();
    journal.writeAnew(lines);
  }

  /// Empty when nothing is known of this user.
  synchronized OptionalLong find(Login login) {
    Position known = byLogin.get(login);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known.number());
  }

  /// Writes down that a user came so far, at least, and was here today. 0 is nowhere.
  synchronized void advance(Login login, long number) throws IOException {
    Position known = byLogin.get(login);
    long highest = known == null ? number : Math.max(number, known.number());
    Position now = new Position(login, highest, today.getAsLong());
    if (highest == 0 || now.equals(known)) {
      return;
    }
    journal.append(now.line());
    keep(now);
    if (journal.lines() > 2 * byLogin.size() + OLD_LINES_MAX) {
      writeAnew();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    journal.close();
  }
}
