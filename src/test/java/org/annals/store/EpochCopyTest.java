package org.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bundles and repositories of others, good and bad. After a bad one nothing is left.
class EpochCopyTest {
  private static final MailText A = MailText.of("a@x").body("x".repeat(3_000));
  private static final MailText B = MailText.of("b@x").body("y".repeat(3_000));

  @TempDir Path temporary;

  @Test
  void adoptedEpochHasTheSameCommits() throws Exception {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(A, B);
      Path bundle = theirs.bundle(temporary.resolve("b.bundle"));
      try (Inbox inbox = inbox();
          InboxWriter writer = writer(inbox);
          EpochCopy copy = writer.copy(bundle)) {
        assertThat(copy.tip()).isEqualTo(theirs.tip());
        assertThat(copy.isV1()).isFalse();
        copy.adopt(0);
        assertThat(inbox.epochs().getFirst().tip()).contains(theirs.tip());
      }
      Path epoch = temporary.resolve("dev/git/0.git");
      Shell.git(epoch, "fsck", "--strict").succeeded();
      assertThat(epoch.resolve("info/refs")).hasContent(theirs.tip() + "\trefs/heads/master");
      assertThat(Shell.git(epoch, "config", "include.path").out())
          .isEqualTo("../../all.git/config\n");
      assertThat(temporary.resolve("dev/all.git/objects/info/alternates"))
          .hasContent("../../git/0.git/objects");
    }
  }

  @Test
  void epochMovesForwardToALaterBundle() throws Exception {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(A);
      Path first = theirs.bundle(temporary.resolve("1.bundle"));
      theirs.add(B);
      Path second = theirs.bundle(temporary.resolve("2.bundle"));
      try (Inbox inbox = inbox();
          InboxWriter writer = writer(inbox)) {
        try (EpochCopy copy = writer.copy(first)) {
          copy.adopt(0);
        }
        try (EpochCopy copy = writer.copy(second)) {
          copy.advance(inbox.epochs().getFirst());
        }
        assertThat(inbox.epochs().getFirst().tip()).contains(theirs.tip());
      }
      assertThat(temporary.resolve("dev/git/0.git/info/refs"))
          .hasContent(theirs.tip() + "\trefs/heads/master");
    }
    onlyEpochsAreLeft("0.git");
  }

  @Test
  void bundleWithoutHeadIsTaken() throws Exception {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(A);
      Path bundle = temporary.resolve("b.bundle");
      Shell.git(theirs.path(), "bundle", "create", "-q", bundle.toString(), "master").succeeded();
      try (Inbox inbox = inbox();
          InboxWriter writer = writer(inbox);
          EpochCopy copy = writer.copy(bundle)) {
        assertThat(copy.tip()).isEqualTo(theirs.tip());
      }
    }
    onlyEpochsAreLeft();
  }

  @Test
  void truncatedBundleIsNamed() throws Exception {
    byte[] bundle = bundle();
    refused(Arrays.copyOf(bundle, bundle.length - 100));
    refused(Arrays.copyOf(bundle, 60));
  }

  @Test
  void bundleWithABadPackIsNamed() throws Exception {
    byte[] bundle = bundle();
    bundle[bundle.length - 60] ^= 0x55;
    refused(bundle);
  }

  @Test
  void bundleThatNeedsAnotherIsNamedWithWhatItNeeds() throws Exception {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      String needed = theirs.add(A);
      theirs.add(B);
      Path bundle = temporary.resolve("b.bundle");
      Shell.git(theirs.path(), "bundle", "create", "-q", bundle.toString(), needed + "..master")
          .succeeded();
      assertThatThrownBy(() -> copy(bundle))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(bundle + ": ")
          .hasMessageContaining(needed);
    }
    onlyEpochsAreLeft();
  }

  @Test
  void emptyBundleIsNamed() throws Exception {
    refused("# v2 git bundle\n\n".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void bundleThatLacksACommitIsNamed() throws Exception {
    refused(bundleWithout("commit"));
  }

  @Test
  void bundleThatLacksAMessageIsTakenWithoutIt() throws Exception {
    Path bundle = Files.write(temporary.resolve("b.bundle"), bundleWithout("blob"));
    try (Inbox inbox = inbox();
        InboxWriter writer = writer(inbox);
        EpochCopy copy = writer.copy(bundle)) {
      Epoch epoch = copy.adopt(0);
      try (BlobReader blobs = BlobReader.of(epoch)) {
        assertThat(blobs.read(new BlobId(EpochFixture.blobOf(B.bytes())))).isEqualTo(B.bytes());
        assertThatThrownBy(() -> blobs.read(new BlobId(EpochFixture.blobOf(A.bytes()))))
            .isInstanceOf(MissingMessageException.class);
      }
    }
  }

  @Test
  void repositoryWithoutCommitsIsNamed() throws Exception {
    Path empty = temporary.resolve("their.git");
    EpochFixture.create(empty).close();
    assertThatThrownBy(() -> copy(empty))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(empty + ": ");
    onlyEpochsAreLeft();
  }

  @Test
  void leftoversOfAKilledProcessAreRemoved() throws Exception {
    inbox().close();
    Files.createDirectories(temporary.resolve("dev/git/.incoming-1/objects"));
    Path bundle = Files.write(temporary.resolve("b.bundle"), bundle());
    copy(bundle);
    onlyEpochsAreLeft();
  }

  private void refused(byte[] bytes) throws Exception {
    Path bundle = Files.write(temporary.resolve("bad.bundle"), bytes);
    assertThatThrownBy(() -> copy(bundle))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(bundle + ": ");
    onlyEpochsAreLeft();
  }

  private void copy(Path source) throws IOException {
    try (Inbox inbox = inbox();
        InboxWriter writer = writer(inbox)) {
      writer.copy(source).close();
    }
  }

  private void onlyEpochsAreLeft(String... names) throws IOException {
    try (var files = Files.list(temporary.resolve("dev/git"))) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly(names);
    }
  }

  private byte[] bundle() throws IOException {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("good.git"))) {
      theirs.add(A, B);
      return Files.readAllBytes(theirs.bundle(temporary.resolve("good.bundle")));
    }
  }

  /// A bundle whose pack lacks the first object of a type.
  private byte[] bundleWithout(String type) throws Exception {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(A, B);
      String missing =
          type.equals("blob") ? EpochFixture.blobOf(A.bytes()) : theirs.commits().getFirst();
      String kept =
          Shell.git(theirs.path(), "cat-file", "--batch-check=%(objectname)", "--batch-all-objects")
              .succeeded()
              .out()
              .replace(missing + "\n", "");
      Path list = Files.writeString(temporary.resolve("objects.txt"), kept);
      Path pack = temporary.resolve("some.pack");
      Process process =
          new ProcessBuilder(
                  "git", "-C", theirs.path().toString(), "pack-objects", "-q", "--stdout")
              .redirectInput(list.toFile())
              .redirectOutput(pack.toFile())
              .start();
      assertThat(process.waitFor()).isZero();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      String head = "# v2 git bundle\n" + theirs.tip() + " refs/heads/master\n\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(Files.readAllBytes(pack));
      return out.toByteArray();
    }
  }

  private Inbox inbox() throws IOException {
    return Inbox.create(new InboxName("dev"), temporary.resolve("dev"), "");
  }

  private static InboxWriter writer(Inbox inbox) throws IOException {
    return InboxWriter.open(inbox, "dev@x", Duration.ofSeconds(2), InboxWriter.EPOCH_BYTES_MAX);
  }
}
