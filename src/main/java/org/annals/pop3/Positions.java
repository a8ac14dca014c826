package org.annals.pop3;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/// How far each user came in each mailbox. Thread-safe; close it.
///
/// They are in a file, `docs/formats/recorded-state.md`, which grows by a line each time, and is
/// written anew at the start and when most of its lines were replaced by later ones. What was
/// written down is on disk before `advance` returns. Whoever was here last is in it; who was not
/// here for long, or for longest among too many, is forgotten.
final class Positions implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Positions.class.getName());
  private static final String FIRST_LINE = "annals pop3 positions 1";

  /// So many lines may be there beside two for each position.
  private static final int OLD_LINES_MAX = 1_000;

  private final Path file;
  private final Pop3Limits limits;
  private final LongSupplier today;
  private final Map<Login, Position> byLogin = new LinkedHashMap<>();
  private FileChannel channel;
  private long length;
  private int lines;

  private Positions(Path file, Pop3Limits limits, LongSupplier today, FileChannel locked)
      throws IOException {
    this.file = file;
    this.limits = limits;
    this.today = today;
    this.channel = locked;
    read();
    writeAnew();
  }

  static Positions open(Path file, Pop3Limits limits) throws IOException {
    return open(file, limits, () -> LocalDate.now(ZoneOffset.UTC).toEpochDay());
  }

  /// `today` gives days since 1970.
  static Positions open(Path file, Pop3Limits limits, LongSupplier today) throws IOException {
    FileChannel locked = locked(file);
    try {
      return new Positions(file, limits, today, locked);
    } catch (IOException | RuntimeException e) {
      locked.close();
      throw e;
    }
  }

  /// Makes the file if there is none. Others may not read it: a UUID is all that it takes to delete
  /// what its owner has not read.
  private static FileChannel locked(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean alone = false;
    try {
      alone = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      throw new IOException(file + ": is served by this process already", e);
    } finally {
      if (!alone) {
        channel.close();
      }
    }
    if (!alone) {
      throw new IOException(file + ": another process serves POP3 from this archive");
    }
    return channel;
  }

  /// What was torn by a crash at its end is dropped; damage before that is an error.
  private void read() throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String first = in.readLine();
      if (first != null && !first.equals(FIRST_LINE)) {
        throw new IOException(file + ":1: is not '" + FIRST_LINE + "'");
      }
      int number = 1;
      int torn = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        Optional<Position> position = Position.parse(line);
        if (position.isEmpty()) {
          torn = torn == 0 ? number : torn;
        } else if (torn > 0) {
          throw new IOException(
              file + ":" + torn + ": is damaged; without this line it can be read");
        } else {
          keep(position.get());
        }
      }
      if (torn > 0) {
        LOG.log(Level.INFO, "{0}:{1}: was torn by a crash and is dropped", file, torn);
      }
    }
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
    StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
    byLogin.values().forEach(position -> text.append(position.line()).append('\n'));
    Path making = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(making);
    FileChannel made = locked(making);
    try {
      length = write(made, text.toString(), 0);
      Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      made.close();
      throw e;
    }
    channel.close();
    channel = made;
    lines = byLogin.size();
  }

  /// Returns the place behind.
  private static long write(FileChannel to, String text, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    long end = at;
    while (bytes.hasRemaining()) {
      end += to.write(bytes, end);
    }
    to.force(false);
    return end;
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
    // what an earlier write left half done is overwritten
    length = write(channel, now.line() + "\n", length);
    keep(now);
    lines++;
    if (lines > 2 * byLogin.size() + OLD_LINES_MAX) {
      writeAnew();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    channel.close();
  }
}
