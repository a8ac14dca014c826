package org.annals.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.annals.mail.MessageId;
import org.sqlite.SQLiteConfig;

/// The article numbers of an inbox as public-inbox keeps them, in `msgmap.sqlite3`. Only read, also
/// while a Perl tool writes it. One thread; close it.
public final class NumberMap implements AutoCloseable {
  private static final int BUSY_MILLIS = 30_000;

  private final Path file;
  private final Connection connection;
  private final PreparedStatement byId;

  private NumberMap(Path file, Connection connection, PreparedStatement byId) {
    this.file = file;
    this.connection = connection;
    this.byId = byId;
  }

  /// Where it is in the directory of an inbox, of v2 or of v1, if it is there at all.
  public static Path in(Path inbox) {
    Path v1 = inbox.resolve("public-inbox/msgmap.sqlite3");
    return Files.exists(v1) ? v1 : inbox.resolve("msgmap.sqlite3");
  }

  public static NumberMap open(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(file + ": is no file that can be read");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try {
        return new NumberMap(
            file, connection, connection.prepareStatement("SELECT num FROM msgmap WHERE mid = ?"));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw unreadable(file, e);
    }
  }

  /// The number that the message has which claimed this id, or 0.
  public long find(MessageId id) throws IOException {
    try {
      byId.setString(1, id.value());
      try (ResultSet row = byId.executeQuery()) {
        return row.next() ? Math.max(0, row.getLong(1)) : 0;
      }
    } catch (SQLException e) {
      throw unreadable(file, e);
    }
  }

  /// When the inbox was made, in seconds since 1970: its IMAP UIDVALIDITY; 0 if it does not say.
  public long createdAt() throws IOException {
    return number("SELECT val FROM meta WHERE key = 'created_at'");
  }

  /// The highest number that was ever given.
  public long highest() throws IOException {
    return Math.max(
        number("SELECT val FROM meta WHERE key = 'num_highwater'"),
        number("SELECT MAX(num) FROM msgmap"));
  }

  private long number(String query) throws IOException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next() ? Math.max(0, row.getLong(1)) : 0;
    } catch (SQLException e) {
      throw unreadable(file, e);
    }
  }

  private static IOException unreadable(Path file, SQLException e) {
    return new IOException(file + ": is no SQLite file of numbers: " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      byId.close();
    } catch (SQLException e) {
      throw unreadable(file, e);
    }
  }
}
