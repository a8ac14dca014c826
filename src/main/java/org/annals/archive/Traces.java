package org.annals.archive;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;

/// What became of mails, as lines in a directory (`docs/formats/recorded-state.md`). Thread-safe;
/// many processes add to it at once.
///
/// The newest file is `0`; when it is large enough it becomes `1`, and so on, and the last is
/// dropped. To lose a line is no loss of mail: what cannot be written is logged, once.
public final class Traces {
  private static final System.Logger LOG = System.getLogger(Traces.class.getName());
  private static final long FILE_BYTES_MAX = 16L << 20;
  private static final int FILES_MAX = 8;
  private static final int FOUND_MAX = 100;
  private static final int FIELDS = 7;
  private static final int FROM_CHARACTERS_MAX = 200;
  private static final int WORDS_CHARACTERS_MAX = 300;
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int LINE_BYTES_MAX = 8 << 10;
  private static final String NONE = "-";

  /// A process may have a file locked once only.
  private static final Object WRITING = new Object();

  private final Path directory;
  private final long fileBytesMax;
  private volatile boolean failing;

  Traces(Path directory) {
    this(directory, FILE_BYTES_MAX);
  }

  Traces(Path directory, long fileBytesMax) {
    this.directory = directory;
    this.fileBytesMax = fileBytesMax;
  }

  /// Adds them in one piece, so that lines of others do not come between.
  public void add(Collection<Trace> traces) {
    if (traces.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    traces.forEach(trace -> append(text, trace));
    byte[] lines = text.toString().getBytes(StandardCharsets.UTF_8);
    try {
      Files.createDirectories(directory);
      synchronized (WRITING) {
        if (write(lines) > fileBytesMax) {
          rotate();
        }
      }
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.log(Level.WARNING, directory + ": what becomes of mails is not written down", e);
      }
      failing = true;
    }
  }

  /// Returns how large the file is now.
  private long write(byte[] lines) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file(0),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      try (FileLock _ = channel.lock()) {
        long size = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        boolean torn = size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
        ByteBuffer bytes = ByteBuffer.allocate(lines.length + 1);
        if (torn) {
          bytes.put((byte) '\n');
        }
        bytes.put(lines).flip();
        for (long at = size; bytes.hasRemaining(); ) {
          at += channel.write(bytes, at);
        }
        return channel.size();
      }
    }
  }

  /// Whoever waits for the lock of a file that became an older one writes there, which is no harm.
  private void rotate() throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (Files.size(file(0)) <= fileBytesMax) {
        return; // another process was faster
      }
      for (int i = FILES_MAX - 1; i > 0; i--) {
        if (Files.exists(file(i - 1))) {
          Files.move(file(i - 1), file(i), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private Path file(int age) {
    return directory.resolve(Integer.toString(age));
  }

  private static void append(StringBuilder text, Trace trace) {
    InboxName inbox = trace.inbox();
    String[] fields = {
      Long.toString(trace.time().getEpochSecond()),
      trace.decision().name(),
      inbox == null ? NONE : inbox.value(),
      clean(trace.id().value(), MessageId.CHARACTERS_MAX),
      clean(trace.way(), FROM_CHARACTERS_MAX),
      clean(trace.from(), FROM_CHARACTERS_MAX),
      clean(trace.words(), WORDS_CHARACTERS_MAX)
    };
    text.append(String.join("\t", fields)).append('\n');
  }

  /// What mails and clients say must not make lines or fields.
  private static String clean(String text, int charactersMax) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(charactersMax)
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return clean.isEmpty() ? NONE : clean.toString();
  }

  private static Optional<Trace> parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Trace(
              Instant.ofEpochSecond(Long.parseLong(fields[0])),
              Trace.Decision.valueOf(fields[1]),
              fields[2].equals(NONE) ? null : new InboxName(fields[2]),
              new MessageId(fields[3]),
              fields[4],
              fields[5].equals(NONE) ? "" : fields[5],
              fields[6].equals(NONE) ? "" : fields[6]));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      return Optional.empty(); // torn, or of a later version
    }
  }

  /// What was decided about mails with this id, oldest first; the newest, if there are very many.
  public List<Trace> find(MessageId id) throws IOException {
    byte[] wanted =
        ("\t" + clean(id.value(), MessageId.CHARACTERS_MAX) + "\t")
            .getBytes(StandardCharsets.UTF_8);
    List<Trace> found = new ArrayList<>();
    for (int age = 0; age < FILES_MAX && found.size() < FOUND_MAX; age++) {
      List<Trace> inFile = new ArrayList<>();
      try (InputStream in = Files.newInputStream(file(age))) {
        search(in, wanted, id, inFile);
      } catch (NoSuchFileException _) {
        continue; // just after it became an older one, which is there
      }
      Collections.reverse(inFile);
      found.addAll(inFile);
    }
    List<Trace> newest = found.subList(0, Math.min(found.size(), FOUND_MAX));
    return List.copyOf(newest.reversed());
  }

  /// Since when is remembered what came; empty if nothing is.
  public Optional<Instant> since() throws IOException {
    for (int age = FILES_MAX - 1; age >= 0; age--) {
      try (InputStream in = Files.newInputStream(file(age))) {
        byte[] begin = in.readNBytes(LINE_BYTES_MAX);
        String line = new String(begin, 0, lineEnd(begin, begin.length, 0), StandardCharsets.UTF_8);
        Optional<Trace> first = parse(line);
        if (first.isPresent()) {
          return first.map(Trace::time);
        }
      } catch (NoSuchFileException _) {
        // younger ones may be there
      }
    }
    return Optional.empty();
  }

  private static void search(InputStream in, byte[] wanted, MessageId id, List<Trace> found)
      throws IOException {
    byte[] block = new byte[BLOCK_BYTES + LINE_BYTES_MAX];
    int kept = 0;
    while (true) {
      int count = in.readNBytes(block, kept, block.length - kept);
      int end = kept + count;
      for (int at = indexOf(block, end, wanted, 0); at >= 0; ) {
        int from = lineStart(block, at);
        int to = lineEnd(block, end, at);
        if (to == end && count > 0) {
          break; // its rest is in the next block
        }
        parse(new String(block, from, to - from, StandardCharsets.UTF_8))
            .filter(trace -> trace.id().equals(id))
            .ifPresent(found::add);
        at = indexOf(block, end, wanted, to);
      }
      if (count == 0) {
        return;
      }
      int start = lineStart(block, end);
      kept = Math.min(end - start, LINE_BYTES_MAX); // a longer line is none of ours
      System.arraycopy(block, end - kept, block, 0, kept);
    }
  }

  private static int indexOf(byte[] block, int end, byte[] wanted, int from) {
    for (int i = from; i <= end - wanted.length; i++) {
      if (block[i] == '\t'
          && block[i + 1] == wanted[1]
          && Arrays.equals(block, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }

  private static int lineStart(byte[] block, int at) {
    int start = at;
    while (start > 0 && block[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private static int lineEnd(byte[] block, int end, int at) {
    int to = at;
    while (to < end && block[to] != '\n') {
      to++;
    }
    return to;
  }
}
