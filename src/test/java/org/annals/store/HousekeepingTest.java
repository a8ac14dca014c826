package org.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.annals.mail.Message;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail that comes singly does not fill the disk with small files, and stays readable meanwhile.
class HousekeepingTest {
  private static final InboxName NAME = new InboxName("dev");

  @TempDir private Path temporary;
  private int mails;

  private List<Message> mails(int count) {
    List<Message> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(Message.parse(MailText.number(++mails).bytes()));
    }
    return made;
  }

  private static Map<BlobId, byte[]> append(Inbox inbox, List<Message> mails) throws IOException {
    Map<BlobId, byte[]> written = new HashMap<>();
    try (InboxWriter writer =
        InboxWriter.open(
            inbox, "dev@example.org", Duration.ofSeconds(2), InboxWriter.EPOCH_BYTES_MAX)) {
      List<BlobId> blobs = writer.append(mails);
      for (int i = 0; i < blobs.size(); i++) {
        written.put(blobs.get(i), mails.get(i).raw());
      }
    }
    return written;
  }

  private Path objects() {
    return temporary.resolve("git/0.git/objects");
  }

  private long files(String form) throws IOException {
    try (Stream<Path> all = Files.walk(objects())) {
      return all.filter(file -> objects().relativize(file).toString().matches(form)).count();
    }
  }

  private void assertSound(Inbox inbox, Map<BlobId, byte[]> written, BlobReader earlier)
      throws Exception {
    for (Map.Entry<BlobId, byte[]> one : written.entrySet()) {
      assertThat(earlier.read(one.getKey())).isEqualTo(one.getValue());
    }
    try (BlobReader fresh = inbox.blobs()) {
      assertThat(fresh.read(written.keySet().iterator().next())).isNotEmpty();
    }
    String git = temporary.resolve("git/0.git").toString();
    assertThat(Shell.run("git", "-C", git, "fsck", "--strict").succeeded().err()).isEmpty();
    assertThat(Shell.run("git", "-C", git, "rev-list", "--count", "HEAD").out().strip())
        .isEqualTo(Integer.toString(written.size()));
    assertThat(inbox.staleFiles()).isEmpty();
  }

  @Test
  void looseObjectsArePacked() throws Exception {
    try (Inbox inbox = Inbox.create(NAME, temporary, "");
        BlobReader earlier = inbox.blobs()) {
      Map<BlobId, byte[]> written = new HashMap<>();
      do {
        written.putAll(append(inbox, mails(2))); // what is as small is not packed at once
      } while (files("17/.*") == 0);
      assertThat(files("pack/.*")).isZero();
      Housekeeping.tidy(inbox.epochs().getFirst(), 255, 100);
      assertThat(files("[0-9a-f]{2}/.*")).isZero();
      assertThat(files("pack/pack-.*\\.pack")).isEqualTo(1);
      assertSound(inbox, written, earlier);
    }
  }

  @Test
  void mostPacksAreCopiedSeldom() throws Exception {
    try (Inbox inbox = Inbox.create(NAME, temporary, "");
        BlobReader earlier = inbox.blobs()) {
      Map<BlobId, byte[]> written = new HashMap<>();
      for (int i = 0; i < 40; i++) {
        written.putAll(append(inbox, mails(3)));
        assertThat(files("pack/pack-.*\\.pack")).isBetween(1L, 17L + i / 17);
      }
      assertThat(files("pack/tmp_.*")).isZero();
      assertSound(inbox, written, earlier);
    }
  }

  @Test
  void damagedPackIsToldAndKept() throws Exception {
    try (Inbox inbox = Inbox.create(NAME, temporary, "")) {
      for (int i = 0; i < 3; i++) {
        append(inbox, mails(3));
      }
      Path pack;
      try (Stream<Path> packs = Files.list(objects().resolve("pack"))) {
        pack = packs.filter(file -> file.toString().endsWith(".pack")).findFirst().orElseThrow();
      }
      assertThat(pack.toFile().setWritable(true)).isTrue();
      byte[] bytes = Files.readAllBytes(pack);
      bytes[bytes.length / 2] ^= 1;
      Files.write(pack, bytes);
      assertThatThrownBy(() -> Housekeeping.tidy(inbox.epochs().getFirst(), 10_000, 2))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is damaged");
      assertThat(files("pack/pack-.*\\.pack")).isEqualTo(3);
      assertThat(files("pack/tmp_.*")).isZero();
    }
  }

  /// It is written anew under the name that it has.
  @Test
  void packThatIsJoinedAloneStays() throws Exception {
    try (Inbox inbox = Inbox.create(NAME, temporary, "");
        BlobReader earlier = inbox.blobs()) {
      Map<BlobId, byte[]> written = append(inbox, mails(20));
      for (int i = 0; i < 3; i++) {
        Housekeeping.tidy(inbox.epochs().getFirst(), 10_000, 0);
        assertThat(files("pack/pack-.*\\.pack")).isEqualTo(1);
        assertThat(files("pack/pack-.*\\.idx")).isEqualTo(1);
      }
      assertSound(inbox, written, earlier);
    }
  }

  @Test
  void smallPacksBecomeOne() throws Exception {
    try (Inbox inbox = Inbox.create(NAME, temporary, "");
        BlobReader earlier = inbox.blobs()) {
      Map<BlobId, byte[]> written = new HashMap<>();
      for (int i = 0; i < 6; i++) {
        written.putAll(append(inbox, mails(20)));
        earlier.read(written.keySet().iterator().next()); // holds packs open
      }
      Housekeeping.tidy(inbox.epochs().getFirst(), 10_000, 6);
      assertThat(files("pack/pack-.*\\.pack")).isEqualTo(6);
      Housekeeping.tidy(inbox.epochs().getFirst(), 10_000, 5);
      assertThat(files("pack/pack-.*\\.pack")).isEqualTo(1);
      assertThat(files("pack/pack-.*\\.idx")).isEqualTo(1);
      assertSound(inbox, written, earlier);
    }
  }
}
