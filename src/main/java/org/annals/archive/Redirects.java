package org.annals.archive;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// Where pages of an older archive are now: a file of lines, sorted by path, that is searched where
/// it lies, so it costs no memory. Thread-safe; a file that is replaced is followed.
///
/// `docs/formats/recorded-state.md` describes it. Paths have no escapes, no query and no slash at
/// either end.
public final class Redirects {
  public static final int PATH_CHARACTERS_MAX = 1_000;

  private static final int LINE_BYTES_MAX = 16 << 10;
  private static final int STEP_BYTES = 512;
  private static final Redirects NONE = new Redirects(null);

  private final @Nullable Path file;

  private Redirects(@Nullable Path file) {
    this.file = file;
  }

  /// No pages.
  public static Redirects none() {
    return NONE;
  }

  /// Those of a file, which need not be there.
  public static Redirects of(Path file) {
    return new Redirects(file);
  }

  /// Where a page is now. Printed as it stands in the file.
  public sealed interface Target {
    InboxName inbox();

    record Message(InboxName inbox, MessageId id) implements Target {
      @Override
      public String toString() {
        return inbox + "\t<" + id.value() + ">";
      }
    }

    record Month(InboxName inbox, YearMonth month) implements Target {
      @Override
      public String toString() {
        return inbox + "\t" + month;
      }
    }

    record Whole(InboxName inbox) implements Target {
      @Override
      public String toString() {
        return inbox + "\t";
      }
    }
  }

  public Optional<Target> find(String path) throws IOException {
    if (file == null || path.length() > PATH_CHARACTERS_MAX || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long from = 0;
      long to = channel.size();
      while (from < to) { // a line that begins in [from, to) may be the one
        long begin = lineBegin(channel, from + (to - from) / 2, from);
        String line = line(channel, begin);
        int order = compare(path, line.substring(0, tab(line, begin)));
        if (order == 0) {
          return Optional.of(target(line, begin));
        }
        if (order < 0) {
          to = begin;
        } else {
          from = begin + line.getBytes(StandardCharsets.UTF_8).length + 1;
        }
      }
      return Optional.empty();
    }
  }

  /// Where the line begins that `at` lies in; not before `least`, where one does.
  private static long lineBegin(FileChannel channel, long at, long least) throws IOException {
    long end = at;
    while (end > least) {
      int size = (int) Math.min(STEP_BYTES, end - least);
      byte[] bytes = read(channel, end - size, size);
      for (int i = size - 1; i >= 0; i--) {
        if (bytes[i] == '\n') {
          return end - size + i + 1;
        }
      }
      end -= size;
    }
    return least;
  }

  private String line(FileChannel channel, long begin) throws IOException {
    byte[] bytes = new byte[0];
    for (int size = STEP_BYTES; size <= LINE_BYTES_MAX; size *= 2) {
      bytes = read(channel, begin, (int) Math.min(size, channel.size() - begin));
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          return new String(bytes, 0, i, StandardCharsets.UTF_8);
        }
      }
    }
    throw damaged(begin, "a line without an end");
  }

  private static byte[] read(FileChannel channel, long from, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
      // until all is there, or the file ends
    }
    return bytes.flip().remaining() == size
        ? bytes.array()
        : java.util.Arrays.copyOf(bytes.array(), bytes.remaining());
  }

  private int tab(String line, long begin) throws IOException {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      throw damaged(begin, "expected a path, an inbox and a place in it, with tabs between");
    }
    return tab;
  }

  private Target target(String line, long begin) throws IOException {
    String[] fields = line.split("\t", -1);
    try {
      if (fields.length == 3) {
        InboxName inbox = new InboxName(fields[1]);
        String place = fields[2];
        if (place.isEmpty()) {
          return new Target.Whole(inbox);
        }
        return place.startsWith("<") && place.endsWith(">")
            ? new Target.Message(inbox, new MessageId(place.substring(1, place.length() - 1)))
            : new Target.Month(inbox, YearMonth.parse(place));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw damaged(begin, String.valueOf(e.getMessage()));
    }
    throw damaged(begin, "expected three fields");
  }

  private IOException damaged(long offset, String what) {
    return new IOException(file + ": at byte " + offset + ": " + what);
  }

  /// As the bytes of UTF-8 compare.
  private static int compare(String a, String b) {
    return java.util.Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds pages to the file, in place of what it had for these paths.
  public static void add(Path file, Map<String, Target> added) throws IOException {
    SortedMap<String, Target> sorted = new java.util.TreeMap<>(Redirects::compare);
    sorted.putAll(added);
    Path making = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(making)) {
      if (Files.exists(file)) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
          merge(in, sorted, out);
        }
      }
      for (Map.Entry<String, Target> left : sorted.entrySet()) {
        write(left, out);
      }
    }
    Files.move(making, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Writes what was there, with what was added and comes before it, which is taken out of `added`.
  private static void merge(BufferedReader in, SortedMap<String, Target> added, BufferedWriter out)
      throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String path = line.substring(0, Math.max(0, line.indexOf('\t')));
      while (!added.isEmpty() && compare(added.firstKey(), path) < 0) {
        write(Objects.requireNonNull(added.pollFirstEntry()), out);
      }
      if (!added.containsKey(path)) {
        out.append(line).append('\n');
      }
    }
  }

  private static void write(Map.Entry<String, Target> one, BufferedWriter out) throws IOException {
    out.append(one.getKey()).append('\t').append(one.getValue().toString()).append('\n');
  }
}
