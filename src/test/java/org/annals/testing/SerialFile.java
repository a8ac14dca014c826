package org.annals.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// An SQLite file of numbers as public-inbox keeps them.
public final class SerialFile {
  private SerialFile() {}

  public static Path write(Path file, Map<Long, String> ids) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "CREATE TABLE msgmap (num INTEGER PRIMARY KEY AUTOINCREMENT,"
                + " mid VARCHAR(1000) NOT NULL, UNIQUE (mid))");
        statement.executeUpdate(
            "CREATE TABLE meta (key VARCHAR(32) PRIMARY KEY, val VARCHAR(255))");
        statement.executeUpdate("INSERT INTO meta VALUES ('version', '1')");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO msgmap (num, mid) VALUES (?, ?)")) {
        for (Map.Entry<Long, String> entry : ids.entrySet()) {
          insert.setLong(1, entry.getKey());
          insert.setString(2, entry.getValue());
          insert.executeUpdate();
        }
      }
    }
    return file;
  }
}
