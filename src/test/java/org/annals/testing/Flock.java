package org.annals.testing;

import java.io.IOException;
import java.nio.file.Path;

/// Another program that holds an inbox's lock, until closed.
public final class Flock implements AutoCloseable {
  private final Process process;

  private Flock(Process process) {
    this.process = process;
  }

  /// Returns when the lock is held.
  public static Flock take(Path file) throws IOException {
    Process process =
        new ProcessBuilder("flock", "-x", file.toString(), "sh", "-c", "echo held; read x || :")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != 'h') {
      throw new IOException("flock did not take " + file);
    }
    return new Flock(process);
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}
