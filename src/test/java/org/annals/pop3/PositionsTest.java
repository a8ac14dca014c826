package org.annals.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import org.annals.store.InboxName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered of users, and what a crash leaves of it.
class PositionsTest {
  private static final InboxName DEV = new InboxName("dev");
  private static final int POSITIONS = 3;
  private static final int DAYS = 10;
  private static final Pop3Limits LIMITS =
      new Pop3Limits(Pop3Limits.DEFAULT.lines(), POSITIONS, DAYS, 1);

  @TempDir private Path directory;
  private long today = 20_000;

  private Path file() {
    return directory.resolve("pop3-positions");
  }

  private Positions open() throws IOException {
    return Positions.open(file(), LIMITS, () -> today);
  }

  private static Login user(int n) {
    return new Login(new UUID(0, n), DEV, Login.NEWEST);
  }

  @Test
  void highestPositionOfEachUserAndSliceOutlivesARestart() throws IOException {
    Login slice = new Login(new UUID(0, 1), DEV, 0);
    try (Positions positions = open()) {
      positions.advance(user(1), 7);
      positions.advance(user(1), 5);
      positions.advance(slice, 2);
      positions.advance(user(2), 0);
    }
    try (Positions positions = open()) {
      assertThat(positions.find(user(1))).hasValue(7);
      assertThat(positions.find(slice)).hasValue(2);
      assertThat(positions.find(user(2))).isEmpty();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void positionIsInTheFileBeforeItIsAnswered() throws IOException {
    try (Positions positions = open()) {
      positions.advance(user(1), 7);
      assertThat(Files.readAllLines(file()))
          .hasSize(2)
          .last()
          .asString()
          .startsWith("00000000-0000-0000-0000-000000000001 dev -1 7 20000 ");
    }
  }

  @Test
  void whoWasNotHereForLongestIsForgottenFirst() throws IOException {
    try (Positions positions = open()) {
      for (int n = 1; n <= POSITIONS; n++) {
        positions.advance(user(n), n);
      }
      today++;
      positions.advance(user(1), 0);
      positions.advance(user(9), 9);
      assertThat(positions.find(user(2))).isEmpty();
    }
    try (Positions positions = open()) {
      assertThat(positions.find(user(1))).hasValue(1);
      assertThat(positions.find(user(2))).isEmpty();
      assertThat(positions.find(user(3))).hasValue(3);
      assertThat(positions.find(user(9))).hasValue(9);
    }
  }

  @Test
  void whoStaysAwayIsForgotten() throws IOException {
    try (Positions positions = open()) {
      positions.advance(user(1), 1);
    }
    today += DAYS + 1;
    try (Positions positions = open()) {
      assertThat(positions.find(user(1))).isEmpty();
    }
  }

  @Test
  void fileStaysSmallHoweverOftenOneUserComes() throws IOException {
    try (Positions positions = open()) {
      for (int n = 1; n <= 3_000; n++) {
        positions.advance(user(1), n);
      }
      assertThat(Files.readAllLines(file()).size()).isLessThan(1_100);
      assertThat(positions.find(user(1))).hasValue(3_000);
    }
    try (Positions positions = open()) {
      assertThat(positions.find(user(1))).hasValue(3_000);
    }
  }

  @Test
  void lineTornByACrashIsDroppedWhereverItWasTorn() throws IOException {
    try (Positions positions = open()) {
      positions.advance(user(1), 1);
      positions.advance(user(2), 2);
    }
    String whole = Files.readString(file());
    int last = whole.lastIndexOf('\n', whole.length() - 2) + 1;
    for (int length = last; length < whole.length() - 1; length++) {
      Files.writeString(file(), whole.substring(0, length));
      try (Positions positions = open()) {
        assertThat(positions.find(user(1))).hasValue(1);
        assertThat(positions.find(user(2))).isEmpty();
        positions.advance(user(3), 3);
      }
      try (Positions positions = open()) {
        assertThat(positions.find(user(3))).hasValue(3);
      }
    }
  }

  @Test
  void damageBeforeTheEndIsAnErrorThatNamesTheLine() throws IOException {
    try (Positions positions = open()) {
      positions.advance(user(1), 1);
      positions.advance(user(2), 2);
    }
    List<String> lines = Files.readAllLines(file());
    Files.write(file(), List.of(lines.get(0), lines.get(1).replace(" 1 ", " 4 "), lines.get(2)));
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessage(file() + ":2: is damaged; without this line it can be read");
    Files.writeString(file(), "something else\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file() + ":1: ");
  }

  @Test
  void onlyOneServerHasTheFile() throws IOException {
    try (Positions first = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file().toString());
      first.advance(user(1), 1);
    }
    Files.writeString(file(), "rest of a line", StandardOpenOption.APPEND);
    try (Positions positions = open()) {
      assertThat(positions.find(user(1))).hasValue(1);
    }
  }
}
