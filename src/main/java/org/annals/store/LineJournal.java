package org.annals.store;

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
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/// A file of lines that grows by one each time something is remembered, and is written anew now and
/// then; see `docs/formats/recorded-state.md`. What was written is on disk before a call returns.
///
/// One process at a time has it, and only its owner may read it. The caller keeps threads apart.
public final class LineJournal implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LineJournal.class.getName());
  private static final HexFormat HEX = HexFormat.of();

  private final Path file;
  private final String firstLine;
  private FileChannel channel;
  private long length;
  private int lines;

  private LineJournal(Path file, String firstLine, FileChannel locked) {
    this.file = file;
    this.firstLine = firstLine;
    this.channel = locked;
  }

  /// Makes the file if there is none, and gives each line to the reader, which says whether it is
  /// whole. What was torn by a crash at the end is dropped; damage before that is an error. `busy`
  /// says what another process does that has it. The caller writes it anew before it appends.
  public static LineJournal open(Path file, String firstLine, String busy, Predicate<String> reader)
      throws IOException {
    FileChannel locked = locked(file, busy);
    try {
      LineJournal journal = new LineJournal(file, firstLine, locked);
      journal.read(reader);
      return journal;
    } catch (IOException | RuntimeException e) {
      locked.close();
      throw e;
    }
  }

  private static FileChannel locked(Path file, String busy) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean alone = false;
    try {
      alone = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      throw new IOException(file + ": this process " + busy + " already", e);
    } finally {
      if (!alone) {
        channel.close();
      }
    }
    if (!alone) {
      throw new IOException(file + ": another process " + busy);
    }
    return channel;
  }

  private void read(Predicate<String> reader) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String first = in.readLine();
      if (first != null && !first.equals(firstLine)) {
        throw new IOException(file + ":1: is not '" + firstLine + "'");
      }
      int number = 1;
      int torn = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!reader.test(line)) {
          torn = torn == 0 ? number : torn;
        } else if (torn > 0) {
          throw new IOException(
              file + ":" + torn + ": is damaged; without this line it can be read");
        }
      }
      if (torn > 0) {
        LOG.log(Level.INFO, "{0}:{1}: was torn by a crash and is dropped", file, torn);
      }
    }
  }

  /// How many lines it has beside the first.
  public int lines() {
    return lines;
  }

  /// Puts these lines in the place of all.
  public void writeAnew(Collection<String> all) throws IOException {
    StringBuilder text = new StringBuilder(firstLine).append('\n');
    all.forEach(line -> text.append(line).append('\n'));
    Path making = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(making);
    FileChannel made = locked(making, "writes it");
    try {
      length = write(made, text.toString(), 0);
      Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      made.close();
      throw e;
    }
    channel.close();
    channel = made;
    lines = all.size();
  }

  public void append(String line) throws IOException {
    // what an earlier write left half done is overwritten
    length = write(channel, line + "\n", length);
    lines++;
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

  /// The words with a checksum behind them.
  public static String checked(List<String> words) {
    String text = String.join(" ", words);
    return text + " " + checksum(text);
  }

  /// The words before the checksum; empty if it is wrong, or if they are not so many.
  public static Optional<List<String>> words(String line, int count) {
    List<String> words = List.of(line.split(" ", -1));
    int last = line.lastIndexOf(' ');
    boolean whole =
        words.size() == count + 1 && words.getLast().equals(checksum(line.substring(0, last)));
    return whole ? Optional.of(words.subList(0, count)) : Optional.empty();
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return HEX.toHexDigits(crc.getValue(), 8);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
