package org.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {
  private static final InboxName NAME = new InboxName("dev");

  @TempDir Path temporary;

  @Test
  void newInboxHasEverythingButAnEpoch() throws IOException {
    try (Inbox inbox = Inbox.create(NAME, temporary, "  what \n it\tis ")) {
      assertThat(inbox.epochs()).isEmpty();
      assertThat(inbox.description()).isEqualTo("what it is");
      assertThat(inbox.changeCount()).isZero();
    }
    assertThat(temporary.resolve("inbox.lock")).isEmptyFile();
    assertThat(temporary.resolve("all.git/HEAD")).isRegularFile();
  }

  @Test
  void creatingAgainKeepsWhatIsThere() throws IOException {
    Inbox.create(NAME, temporary, "first").close();
    try (EpochFixture epoch = EpochFixture.create(temporary.resolve("git/0.git"))) {
      epoch.add(MailText.of("a@x"));
    }
    try (Inbox inbox = Inbox.create(NAME, temporary, "")) {
      assertThat(inbox.description()).isEqualTo("first");
      assertThat(inbox.epochs()).hasSize(1);
    }
  }

  @Test
  void epochsMayHaveGapsAndComeOldestFirst() throws IOException {
    Inbox.create(NAME, temporary, "").close();
    for (int number : new int[] {10, 2, 5}) {
      EpochFixture.create(temporary.resolve("git/" + number + ".git")).close();
    }
    Files.createDirectories(temporary.resolve("git/other.git"));
    Files.createDirectories(temporary.resolve("git/.3.git"));
    try (Inbox inbox = Inbox.open(NAME, temporary)) {
      assertThat(inbox.epochs()).extracting(Epoch::number).containsExactly(2, 5, 10);
    }
  }

  @Test
  void refreshFindsNewEpochsAndNewCommits() throws IOException {
    try (Inbox inbox = Inbox.create(NAME, temporary, "");
        EpochFixture epoch = EpochFixture.create(temporary.resolve("git/0.git"))) {
      assertThat(inbox.epochs()).isEmpty();
      inbox.refresh();
      Epoch ours = inbox.epochs().getFirst();
      assertThat(ours.tip()).isEmpty();
      String tip = epoch.add(MailText.of("a@x"));
      inbox.refresh();
      assertThat(inbox.epochs()).first().isSameAs(ours);
      assertThat(ours.tip()).contains(tip);
    }
  }

  @Test
  void directoryWithoutLockFileIsNoInbox() {
    assertThatThrownBy(() -> Inbox.open(NAME, temporary))
        .isInstanceOf(CorruptInboxException.class)
        .hasMessageStartingWith(temporary + ": is not a v2 inbox");
  }

  @Test
  void absentGitDirectoryIsNamed() throws IOException {
    Files.createFile(temporary.resolve("inbox.lock"));
    assertThatThrownBy(() -> Inbox.open(NAME, temporary))
        .isInstanceOf(CorruptInboxException.class)
        .hasMessageStartingWith(temporary.resolve("git") + ": is missing");
  }

  @Test
  void fileInPlaceOfTheGitDirectoryIsNamed() throws IOException {
    Files.createFile(temporary.resolve("inbox.lock"));
    Files.createFile(temporary.resolve("git"));
    assertThatThrownBy(() -> Inbox.open(NAME, temporary))
        .isInstanceOf(CorruptInboxException.class)
        .hasMessageStartingWith(temporary.resolve("git") + ": ")
        .hasMessageContaining("not a directory");
  }

  @Test
  void fileInPlaceOfAnEpochIsNamed() throws IOException {
    Inbox.create(NAME, temporary, "").close();
    Files.createFile(temporary.resolve("git/0.git"));
    assertThatThrownBy(() -> Inbox.open(NAME, temporary))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(temporary.resolve("git/0.git").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-", "+", "all", "api", "r", "_x", "", ".x", "a/b", "a b", "é", "x.", "..", "a\n"})
  void nameIsRefused(String name) {
    assertThatThrownBy(() -> new InboxName(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linux-kernel", "git", "a", "9p", "c++", "x.y", "ALL", "R"})
  void nameIsTaken(String name) {
    assertThat(new InboxName(name)).hasToString(name);
  }

  @Test
  void nameHasALimit() {
    assertThat(new InboxName("x".repeat(InboxName.CHARACTERS_MAX))).isNotNull();
    assertThatThrownBy(() -> new InboxName("x".repeat(InboxName.CHARACTERS_MAX + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
