package org.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.annals.testing.Flock;
import org.annals.testing.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lock against `flock` of util-linux, which takes it as the Perl tools do.
class InboxLockTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path temporary;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.createFile(temporary.resolve("inbox.lock"));
  }

  @Test
  void flockCommandIsExcludedWhileWeHoldIt() throws Exception {
    try (InboxLock _ = InboxLock.take(file, SHORT)) {
      assertThat(Shell.run("flock", "-n", file.toString(), "true").exit()).isEqualTo(1);
    }
    assertThat(Shell.run("flock", "-n", file.toString(), "true").exit()).isZero();
  }

  @Test
  void weAreExcludedByFlockAndTheMessageNamesTheHolder() throws Exception {
    try (Flock holder = Flock.take(file)) {
      assertThatThrownBy(() -> InboxLock.take(file, SHORT))
          .isInstanceOf(InboxLock.LockedException.class)
          .hasMessageStartingWith(file + ": held by another writer")
          .hasMessageContaining("process " + holder.pid() + " (")
          .hasMessageContaining("flock -x " + file + " sh -c ")
          .hasMessageContaining(", which began ");
    }
    InboxLock.take(file, SHORT).close();
  }

  @Test
  void waitingEndsWhenTheHolderLetsGo() throws Exception {
    Flock holder = Flock.take(file);
    Thread release =
        Thread.ofVirtual()
            .start(() -> {
              try {
                holder.close();
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    InboxLock.take(file, Duration.ofSeconds(20)).close();
    release.join();
  }

  @Test
  void twoInOneProcessExcludeEachOther() throws IOException {
    try (InboxLock _ = InboxLock.take(file, SHORT)) {
      assertThatThrownBy(() -> InboxLock.take(file, SHORT))
          .isInstanceOf(InboxLock.LockedException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining(", since 2");
    }
    try (var files = Files.list(temporary)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void fileGrowsByAByteAChange() throws IOException {
    try (InboxLock lock = InboxLock.take(file, SHORT)) {
      lock.announce();
      lock.announce();
    }
    assertThat(file).hasContent("..");
  }

  @Test
  void absentFileIsNamed() {
    Path absent = temporary.resolve("absent");
    assertThatThrownBy(() -> InboxLock.take(absent, SHORT))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(absent + ": ");
    assertThat(absent).doesNotExist();
  }
}
