package org.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.annals.mail.MessageId;
import org.annals.testing.SerialFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialNumbersTest {
  @TempDir Path directory;

  private SerialNumbers numbers(Map<Long, String> ids) throws Exception {
    return new SerialNumbers(SerialFile.write(directory.resolve("numbers.sqlite3"), ids));
  }

  @Test
  void aNumberLeadsToItsMessage() throws Exception {
    SerialNumbers numbers = numbers(Map.of(7L, "seven@example.org", 9L, "nine@example.org"));
    assertThat(numbers.find(7)).containsExactly(new MessageId("seven@example.org"));
    assertThat(numbers.find(8)).isEmpty();
  }

  @Test
  void aFileThatIsMissingOrIsNoDatabaseIsNamed() throws Exception {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> new SerialNumbers(missing).find(1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(missing + ": ");
    assertThat(missing).doesNotExist();
    Path text = Files.writeString(directory.resolve("text"), "no database at all\n".repeat(100));
    assertThatThrownBy(() -> new SerialNumbers(text).find(1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(text + ": is no SQLite file of numbers");
    assertThatThrownBy(() -> new SerialNumbers(text).dump(new StringWriter()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(text + ": ");
  }

  @Test
  void aDumpReadsAsTheProgramOfSqliteWritesIt() throws Exception {
    StringWriter dump = new StringWriter();
    numbers(new TreeMap<>(Map.of(1L, "o'ne@example.org", 12L, "tw\u00f6@example.org"))).dump(dump);
    assertThat(dump.toString())
        .isEqualTo(
            """
            PRAGMA foreign_keys=OFF;
            BEGIN TRANSACTION;
            CREATE TABLE msgmap (num INTEGER PRIMARY KEY AUTOINCREMENT, mid VARCHAR(1000) NOT NULL, UNIQUE (mid));
            INSERT INTO msgmap VALUES(1,'o''ne@example.org');
            INSERT INTO msgmap VALUES(12,'tw\u00f6@example.org');
            CREATE TABLE meta (key VARCHAR(32) PRIMARY KEY, val VARCHAR(255));
            INSERT INTO meta VALUES('version','1');
            DELETE FROM sqlite_sequence;
            INSERT INTO sqlite_sequence VALUES('msgmap',12);
            COMMIT;
            """);
  }

  @Test
  void aDumpMakesTheSameNumbersAnew() throws Exception {
    Map<Long, String> ids = new TreeMap<>();
    for (long number = 1; number <= 500; number++) {
      ids.put(number * 3, "n" + number + ";\n'@example.org");
    }
    StringWriter dump = new StringWriter();
    numbers(ids).dump(dump);
    Path copy = directory.resolve("copy.sqlite3");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(dump.toString());
    }
    assertThat(new SerialNumbers(copy).find(3))
        .containsExactly(new MessageId("n1;\n'@example.org"));
    StringWriter again = new StringWriter();
    new SerialNumbers(copy).dump(again);
    assertThat(again.toString()).isEqualTo(dump.toString());
  }
}
