package org.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who shares the memory of packs, and whose fault it is when one does not come.
class PackUploadsTest {
  private static final String PACK = "0008NAK\nPACK";

  @TempDir Path directory;
  private Epoch epoch;
  private byte[] request;
  private String lost;

  @BeforeEach
  void fill() throws Exception {
    try (EpochFixture fixture = EpochFixture.create(directory.resolve("0.git"))) {
      for (int i = 0; i < 5; i++) {
        MailText mail = MailText.number(i);
        fixture.add(mail);
        lost = EpochFixture.blobOf(mail.bytes());
      }
      String want = "want " + fixture.tip() + "\n";
      request =
          "%04x%s00000009done\n"
              .formatted(want.length() + 4, want)
              .getBytes(StandardCharsets.US_ASCII);
    }
    epoch = Epoch.open(0, directory.resolve("0.git"));
  }

  @AfterEach
  void close() {
    epoch.close();
  }

  /// With memory for so many objects; who needs more waits a moment.
  private static PackUploads limitedTo(int objects) {
    return new PackUploads(new GitLimits(objects, 50, 1));
  }

  /// Notes when it waits.
  private static final class Noting implements PackUploads.Waiting {
    private final List<String> notes = new ArrayList<>();

    @Override
    public void begin() {
      notes.add("begin");
    }

    @Override
    public void end() {
      notes.add("end");
    }
  }

  /// The first bytes of what is sent.
  private String answer(PackUploads uploads) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Noting waiting = new Noting();
    uploads.send(epoch, "", request, out, waiting);
    assertThat(waiting.notes).containsExactly("begin", "end");
    return new String(out.toByteArray(), 0, Math.min(100, out.size()), StandardCharsets.ISO_8859_1);
  }

  /// A clone whose client takes nothing of the pack until it is closed.
  private final class Stuck implements AutoCloseable {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch may = new CountDownLatch(1);
    private final CompletableFuture<Void> sent;

    Stuck(PackUploads uploads) throws InterruptedException {
      sent = CompletableFuture.runAsync(() -> send(uploads), Thread::startVirtualThread);
      asked.await();
    }

    private void send(PackUploads uploads) {
      try {
        uploads.send(epoch, "", request, new Client(), new Noting());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private final class Client extends OutputStream {
      @Override
      public void write(int b) {}

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        if (new String(bytes, offset, count, StandardCharsets.ISO_8859_1).startsWith("0008NAK")) {
          return;
        }
        asked.countDown();
        try {
          may.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }

    @Override
    public void close() {
      may.countDown();
      sent.join();
    }
  }

  private void repack(boolean bitmap) throws Exception {
    Shell.git(epoch.path(), "-c", "repack.writeBitmaps=" + bitmap, "repack", "-q", "-a", "-d")
        .succeeded();
  }

  @Test
  void whoFindsNoMemoryIsToldToComeLater() throws Exception {
    repack(false);
    PackUploads uploads = limitedTo(1); // which each of two takes whole
    try (Stuck other = new Stuck(uploads)) {
      assertThat(other).isNotNull();
      assertThat(answer(uploads)).contains("ERR too many clones at once, try again later");
    }
    assertThat(answer(uploads)).startsWith(PACK);
  }

  @Test
  void smallClonesShareTheMemory() throws Exception {
    repack(false);
    PackUploads uploads = limitedTo(1_000);
    try (Stuck other = new Stuck(uploads)) {
      assertThat(other).isNotNull();
      assertThat(answer(uploads)).startsWith(PACK);
    }
  }

  @Test
  void whereThereIsABitmapNoMemoryIsTaken() throws Exception {
    repack(true);
    PackUploads uploads = limitedTo(1);
    try (Stuck other = new Stuck(uploads)) {
      assertThat(other).isNotNull();
      assertThat(answer(uploads)).startsWith(PACK);
    }
  }

  @Test
  void aClientThatWentAwayFreesItsMemory() throws Exception {
    repack(false);
    PackUploads uploads = limitedTo(1);
    IOException gone = new IOException("broken pipe");
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw gone;
          }
        };
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> uploads.send(epoch, "", request, out, new Noting())).isSameAs(gone);
    }
    assertThat(answer(uploads)).startsWith(PACK);
  }

  @Test
  void aDamagedEpochIsOurError() throws Exception {
    EpochFixture.loseObject(epoch.path(), lost);
    assertThatThrownBy(() -> answer(limitedTo(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(epoch.path().toString())
        .hasMessageContaining(lost);
  }

  @Test
  void aWrongQuestionIsTheClientsError() throws Exception {
    String unknown = "0032want " + "0123456789".repeat(4) + "\n00000009done\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    limitedTo(1).send(epoch, "", unknown.getBytes(StandardCharsets.US_ASCII), out, new Noting());
    assertThat(out.toString(StandardCharsets.US_ASCII)).contains("ERR ");
  }
}
