package org.annals.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.annals.testing.Eventually;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Assumptions;

/// A spam filter of Debian's, with files of its own, on ports of this machine, that asks no
/// network. Close it.
record SpamDaemon(Process process, int port, int second) implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);

  static SpamDaemon spamd(Path directory) throws Exception {
    require("spamd");
    int port = freePort();
    return start(
        directory,
        port,
        0,
        List.of(
            "spamd",
            "--local",
            "--allow-tell",
            "--listen=127.0.0.1:" + port,
            "--max-children=1",
            "--syslog=stderr",
            "--nouser-config",
            "--helper-home-dir=" + directory));
  }

  /// `second` is the port of its controller, the password of which is `let me learn`.
  static SpamDaemon rspamd(Path directory) throws Exception {
    require("rspamd");
    int port = freePort();
    int controller = freePort();
    Path config = directory.resolve("rspamd.conf");
    Files.writeString(
        config,
        """
        options { pidfile = "%1$s/pid"; tempdir = "%1$s"; filters = ""; }
        logging { type = "file"; filename = "%1$s/log"; }
        actions { reject = 15; add_header = 6; }
        worker "normal" { bind_socket = "127.0.0.1:%2$d"; count = 1; }
        worker "controller" {
          bind_socket = "127.0.0.1:%3$d";
          count = 1;
          password = "let me learn";
          enable_password = "let me learn";
        }
        """
            .formatted(directory, port, controller));
    return start(
        directory, port, controller, List.of("rspamd", "-f", "-i", "-c", config.toString()));
  }

  private static void require(String program) throws Exception {
    Assumptions.assumeTrue(
        Shell.has(program), () -> "skipped: no " + program + "; install Debian's package");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SpamDaemon start(Path directory, int port, int second, List<String> command)
      throws Exception {
    Path log = directory.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    SpamDaemon daemon = new SpamDaemon(process, port, second);
    try {
      Eventually.holds(
          START, "listens", () -> !process.isAlive() || (listens(port) && listens(second)));
      if (!process.isAlive()) {
        throw new IOException(command.getFirst() + " ended: " + Files.readString(log));
      }
      return daemon;
    } catch (Exception | Error e) {
      daemon.close();
      throw e;
    }
  }

  private static boolean listens(int port) {
    if (port == 0) {
      return true;
    }
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
