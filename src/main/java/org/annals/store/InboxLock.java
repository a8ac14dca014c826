package org.annals.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// The writer's lock of an inbox: `flock(2)` on a file, as the Perl tools take it.
///
/// Java's own file locks are `fcntl` locks, which `flock` does not see; so the C library is
/// called. Whoever changed something appends one byte before letting go: readers watch the file.
@SuppressWarnings("restricted") // the C library is called on purpose
public final class InboxLock implements AutoCloseable {
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int LOCK_EX_NB = 2 | 4;
  private static final Duration RETRY = Duration.ofMillis(50);
  private static final int COMMAND_CHARACTERS_MAX = 160;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("open"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle FLOCK =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("flock"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"),
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private final Path path;
  private final int descriptor;
  private boolean open = true;

  private InboxLock(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /// Waits at most `patience` for the lock on an existing file; then `LockedException`.
  public static InboxLock take(Path path, Duration patience) throws IOException {
    int descriptor = open(path);
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!tryLock(descriptor)) {
        if (System.nanoTime() > deadline) {
          throw new LockedException(path, holderOf(path));
        }
        Thread.sleep(RETRY);
      }
    } catch (InterruptedException e) {
      close(descriptor);
      throw new IOException(path + ": interrupted while waiting for the lock", e);
    } catch (IOException e) {
      close(descriptor);
      throw e;
    }
    LockNote.write(path);
    return new InboxLock(path, descriptor);
  }

  /// Tells readers that something changed: they watch the size of the file.
  public void announce() throws IOException {
    Files.write(path, new byte[] {'.'}, StandardOpenOption.APPEND);
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      LockNote.delete(path);
      close(descriptor);
    }
  }

  private static int open(Path path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      MemorySegment name = arena.allocateFrom(path.toString(), StandardCharsets.UTF_8);
      int descriptor = (int) OPEN.invokeExact(state, name, O_RDWR | O_CLOEXEC);
      if (descriptor < 0) {
        int errno = (int) ERRNO.get(state, 0L);
        throw new IOException(path + ": cannot be opened for writing (errno " + errno + ")");
      }
      return descriptor;
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean tryLock(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CAPTURED);
      return (int) FLOCK.invokeExact(state, descriptor, LOCK_EX_NB) == 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  private static void close(int descriptor) {
    try {
      int ignored = (int) CLOSE.invokeExact(descriptor);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// Linux tells in /proc/locks which process holds a lock on which inode; what that process is,
  /// the system knows.
  private static String holderOf(Path path) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/locks"))) {
      String inode = ":" + Files.getAttribute(path, "unix:ino") + " ";
      return lines
          .filter(line -> line.contains(" FLOCK ") && !line.contains("->"))
          .filter(line -> line.contains(inode))
          .map(line -> line.trim().split("\\s+"))
          .filter(words -> words.length > 4)
          .map(words -> "another writer, process " + words[4] + described(path, words[4]))
          .findFirst()
          .orElse("another writer");
    } catch (IOException | UnsupportedOperationException e) {
      return "another writer"; // /proc/locks gives only a hint
    }
  }

  /// The command of a process and since when it has the lock, as far as that can be known: ours
  /// write it down beside, of others it is when they began.
  private static String described(Path path, String process) {
    try {
      long pid = Long.parseLong(process);
      Optional<ProcessHandle> running = ProcessHandle.of(pid);
      String command =
          running
              .flatMap(one -> one.info().commandLine().or(() -> one.info().command()))
              .map(line -> line.replaceAll("\\p{Cntrl}", " "))
              .map(line ->
                  line.length() > COMMAND_CHARACTERS_MAX
                      ? "…" + line.substring(line.length() - COMMAND_CHARACTERS_MAX)
                      : line)
              .map(line -> " (" + line + ")")
              .orElse("");
      Optional<Instant> since = LockNote.since(path, pid);
      Optional<Instant> began = running.flatMap(one -> one.info().startInstant());
      return command
          + since
              .map(at -> ", since " + at)
              .or(() -> began.map(at -> ", which began " + at))
              .orElse("");
    } catch (NumberFormatException e) {
      return "";
    }
  }

  /// Another writer holds the lock.
  public static final class LockedException extends IOException {
    private static final long serialVersionUID = 1;

    LockedException(Path path, String holder) {
      super(path + ": held by " + holder);
    }
  }
}
