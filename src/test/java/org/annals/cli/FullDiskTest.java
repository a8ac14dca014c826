package org.annals.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.annals.testing.Samples;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills while mail is taken: the import says so and fails, what was there stays, and
/// with more space the next import goes on.
///
/// The disk is a small tmpfs, which needs root; without it the tests are skipped.
class FullDiskTest {
  private static final int MAILS = 2_500;
  private static final long MEBIBYTE = 1 << 20;
  private static final String ROOMY = "200m";
  private static final byte[] LF = {'\n'};

  @TempDir Path directory;
  private Path disk;

  @BeforeEach
  void mountDisk() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    Shell.Result mounted = mount("-t", "tmpfs", "-o", "size=" + ROOMY, "annals-test");
    Assumptions.assumeTrue(
        mounted.exit() == 0, () -> "skipped: no disk to fill: " + mounted.err().strip());
  }

  @AfterEach
  void unmountDisk() throws Exception {
    Shell.run("umount", disk.toString());
  }

  @Test
  void importIntoAFullDiskFailsAndTheNextGoesOn() throws Exception {
    Path source = mbox();
    fill(source, MAILS, 2, needed(source) / 2);
  }

  /// What was answered for is there, the rest is to come again, and comes when there is room.
  @Test
  void mailServerIsToldOfAFullDiskAndGoesOnWhenThereIsRoom() throws Exception {
    Launch annals = fresh("lmtp");
    String any = "127.0.0.1:0";
    Launch.Running serving = annals.start("serve", "--http", any, "--lmtp", any);
    Set<String> filed = new HashSet<>();
    try {
      Eventually.holds(
          Duration.ofSeconds(60), "it listens", () -> serving.out().contains("listening lmtp"));
      int port = Integer.parseInt(serving.out().strip().replaceAll("(?s).*:", ""));
      resize(Long.toString(used() + 2 * MEBIBYTE));
      try (Lmtp client = new Lmtp(port)) {
        String answer = "";
        int next = 0;
        for (; next < 400 && !answer.startsWith("4"); next++) {
          answer = client.send(large(next));
          if (answer.startsWith("250 ")) {
            filed.add("n" + next + "@example.org");
          }
        }
        assertThat(answer).isEqualTo("452 4.3.1 the disk is full, try again later");
        resize(ROOMY);
        for (int again = next - 1; again < next + 5; again++) {
          assertThat(client.send(large(again))).isEqualTo("250 2.1.5 filed in list");
          filed.add("n" + again + "@example.org");
        }
      }
    } finally {
      serving.kill();
      serving.await();
    }
    assertThat(held(annals)).isEqualTo(filed);
  }

  /// Some 30 kB that cannot be compressed.
  private static MailText large(int number) {
    byte[] noise = new byte[22_000];
    new Random(number).nextBytes(noise);
    return MailText.number(number).body(Base64.getMimeEncoder(76, LF).encodeToString(noise) + "\n");
  }

  /// A mail server with one connection.
  private static final class Lmtp implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Lmtp(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(60_000);
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      in.readLine();
      say("LHLO me\r\n");
      while (!in.readLine().startsWith("250 ")) {
        // one of several lines
      }
    }

    /// What is answered in the end.
    String send(MailText mail) throws IOException {
      say("MAIL FROM:<>\r\nRCPT TO:<list@example.org>\r\nDATA\r\n");
      in.readLine();
      in.readLine();
      assertThat(in.readLine()).startsWith("354 ");
      say(mail.toString().replace("\n", "\r\n") + ".\r\n");
      return in.readLine();
    }

    private void say(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  @Tag("slow")
  void whereverTheDiskIsFullNothingIsLost() throws Exception {
    Path mbox = mbox();
    fillAtManySizes(mbox, MAILS);
    fillAtManySizes(Samples.bundle("live-patching"), 7_133);
  }

  private void fillAtManySizes(Path source, int messages) throws Exception {
    long needed = needed(source);
    for (int eighths = 1; eighths < 8; eighths++) {
      fill(source, messages, eighths, needed * eighths / 8);
    }
  }

  private void fill(Path source, int messages, int round, long size) throws Exception {
    Launch annals = fresh(source.getFileName() + "." + round);
    resize(Long.toString(used() + size));
    Launch.Result first = annals.run("import", "list", source.toString());
    assertThat(first.exit()).as("%s bytes: %s%s", size, first.out(), first.err()).isEqualTo(1);
    assertThat(first.err())
        .as("with %s bytes", size)
        .contains("annals: import: ", "No space left on device")
        .doesNotContain("\tat ");
    resize(ROOMY);
    Set<String> held = held(annals);
    assertThat(annals.run("import", "list", source.toString()).exit()).isZero();
    assertThat(held(annals)).hasSize(messages).containsAll(held);
    Shell.run("rm", "-r", annals.directory().toString()).succeeded();
  }

  /// The Message-IDs of an archive that `verify` finds well.
  private static Set<String> held(Launch annals) throws Exception {
    Launch.Result indexed = annals.run("index");
    assertThat(indexed.exit()).as(indexed.err()).isZero();
    Launch.Result verified = annals.run("verify");
    assertThat(verified.exit()).as(verified.err()).isZero();
    Launch.Result all = annals.run("search", "--inbox", "list", "--limit", "0", "--format", "json");
    List<String> ids = all.out().lines().map(line -> line.split("\"", -1)[3]).toList();
    assertThat(ids).doesNotHaveDuplicates();
    return new HashSet<>(ids);
  }

  /// What an archive of this source takes.
  private long needed(Path source) throws Exception {
    long before = used();
    Launch annals = fresh("measured");
    assertThat(annals.run("import", "list", source.toString()).exit()).isZero();
    long after = used();
    Shell.run("rm", "-r", annals.directory().toString()).succeeded();
    assertThat(after - before).isGreaterThan(MEBIBYTE);
    return after - before;
  }

  private Launch fresh(String name) throws Exception {
    Launch annals = Launch.on(disk.resolve(name), "512m");
    assertThat(annals.run("init", "list", "--address", "list@example.org").exit()).isZero();
    return annals;
  }

  private Path mbox() throws IOException {
    MailText[] mails = new MailText[MAILS];
    for (int i = 0; i < MAILS; i++) {
      mails[i] = MailText.number(i).body(("line " + i + " of many\n").repeat(20));
    }
    return ArchiveFixture.mbox(directory.resolve("list.mbox"), mails);
  }

  private long used() throws IOException {
    var store = Files.getFileStore(disk);
    return store.getTotalSpace() - store.getUnallocatedSpace();
  }

  private void resize(String size) throws Exception {
    mount("-o", "remount,size=" + size, "annals-test").succeeded();
  }

  private Shell.Result mount(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    command.add(disk.toString());
    return Shell.run(command.toArray(String[]::new));
  }
}
