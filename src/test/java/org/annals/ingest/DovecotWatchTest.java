package org.annals.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A mailbox on Dovecot, as Debian has it, with files of its own. Only root can start it.
@ResourceLock("log of watches")
class DovecotWatchTest {
  @TempDir private Path directory;
  private Path maildir;
  private int port;
  private Process dovecot;

  @BeforeEach
  void serve() throws Exception {
    Assumptions.assumeTrue(
        Shell.has("dovecot") && Files.isWritable(Path.of("/")),
        "skipped: no dovecot, or not root; tools/clients.sh installs dovecot-imapd");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    // its processes are those of other users
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    maildir = WatchFixture.maildir(directory.resolve("mail"));
    Path run = Files.createDirectories(directory.resolve("run"));
    Path state = Files.createDirectories(directory.resolve("state"));
    Path config = directory.resolve("dovecot.conf");
    Files.writeString(
        config,
        """
        base_dir = %1$s
        state_dir = %2$s
        log_path = %3$s
        protocols = imap
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        first_valid_uid = 1
        mail_location = maildir:%4$s
        passdb {
          driver = static
          args = password=s3cret
        }
        userdb {
          driver = static
          args = uid=65534 gid=65534 home=%4$s
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = %5$d
          }
          inet_listener imaps {
            port = 0
          }
        }
        service anvil {
          chroot =
        }
        service stats {
          chroot =
        }
        """
            .formatted(run, state, directory.resolve("log"), maildir, port));
    Shell.run("chown", "-R", "65534:65534", maildir.toString()).succeeded();
    dovecot =
        new ProcessBuilder("dovecot", "-F", "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    Eventually.holds(Duration.ofSeconds(30), "listens", this::listens);
  }

  private boolean listens() throws IOException {
    if (!dovecot.isAlive()) {
      throw new IOException("dovecot ended: " + Files.readString(directory.resolve("out")));
    }
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (dovecot != null) {
      dovecot.destroy();
      assertThat(dovecot.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void deliver(int number) throws IOException {
    Path made = Files.write(maildir.resolve("tmp/" + number), MailText.number(number).bytes());
    Files.move(made, maildir.resolve("new/" + (1_000_000 + number) + ".x"));
  }

  @Test
  void mailboxIsTakenFollowedAndGoneOnWith() throws Exception {
    WatchUrl.Remote place =
        (WatchUrl.Remote) WatchUrl.parse("imap://ann@127.0.0.1:" + port + "/INBOX", Path::of);
    try (WatchFixture archive = new WatchFixture(directory.resolve("archive"))) {
      Files.writeString(archive.netrc(), "machine 127.0.0.1 login ann password s3cret\n");
      for (int number = 1; number <= 120; number++) {
        deliver(number);
      }
      archive.watch(place);
      archive.await("dev", 120);
      assertThat(archive.raw("dev", 1)).isEqualTo(MailText.number(1).bytes());
      deliver(121); // Dovecot tells of it, as it was asked to by IDLE
      archive.await("dev", 121);
      Eventually.holds(
          Duration.ofSeconds(20), "position", () -> archive.position(place).number() == 121);
      archive.unwatch();
      deliver(122);
      archive.watch(place);
      archive.await("dev", 122);
      assertThat(archive.ids("dev")).hasSize(122).doesNotHaveDuplicates();
    }
  }
}
