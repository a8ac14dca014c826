package org.annals.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import org.junit.jupiter.api.Test;

class CommitRecordTest {
  private static final Commit COMMIT =
      new Commit(
          "lib",
          "1".repeat(40),
          "2".repeat(40),
          "lib: größer " + "x".repeat(200),
          new Address("Ünal", "u@example.org"),
          Instant.ofEpochSecond(-5),
          new Address("", ""),
          Instant.ofEpochSecond(5_000_000_000L),
          List.of(new Commit.Name(new MessageId("a@b"), Commit.By.LINK)),
          List.of("abcdef0"),
          List.of(),
          List.of("a", "ä/b"),
          true);

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(CommitRecord.read(CommitRecord.of(COMMIT).value())).isEqualTo(COMMIT);
    assertThat(CommitRecord.of(COMMIT).terms())
        .contains("names:a@b", "wrote:<u@example.org> " + Likeness.title(COMMIT.title()));
  }

  @Test
  void damageIsRefused() {
    byte[] whole = CommitRecord.of(COMMIT).value();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> CommitRecord.read(cut)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> CommitRecord.read(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(IOException.class);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= (byte) 0x80;
      try {
        assertThat(CommitRecord.read(changed)).isNotEqualTo(COMMIT);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("damaged");
      }
    }
  }
}
