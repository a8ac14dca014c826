package org.annals.store;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.annals.mail.MessageId;
import org.sqlite.SQLiteConfig;

/// Numbers that an older archive gave messages, in an SQLite file as public-inbox has it: a table
/// `msgmap` of `num` and `mid`. Only read. Thread-safe: each call opens the file for itself, so one
/// that is replaced is followed.
public record SerialNumbers(Path file) {
  /// Tables and indexes that a dump holds.
  private static final int TABLES_MAX = 1_000;

  /// The message that had this number; empty if there was none.
  public List<MessageId> find(long number) throws IOException {
    try (Connection connection = open();
        PreparedStatement query =
            connection.prepareStatement("SELECT mid FROM msgmap WHERE num = ?")) {
      query.setLong(1, number);
      List<MessageId> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(new MessageId(rows.getString(1)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /// Writes all of it as SQL that makes it anew, as `.dump` of the program `sqlite3` does.
  public void dump(Writer out) throws IOException {
    try (Connection connection = open()) {
      out.write("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n");
      for (Made table : made(connection, "type = 'table'")) {
        if (table.name.equals("sqlite_sequence")) {
          out.write("DELETE FROM sqlite_sequence;\n");
        } else if (!table.name.startsWith("sqlite_")) {
          out.write(table.sql + ";\n");
        } else {
          continue; // SQLite's own, which it makes by itself
        }
        writeRows(connection, table.name, out);
      }
      for (Made other : made(connection, "type <> 'table' AND sql IS NOT NULL")) {
        out.write(other.sql + ";\n");
      }
      out.write("COMMIT;\n");
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  private record Made(String name, String sql) {}

  private static List<Made> made(Connection connection, String which) throws SQLException {
    List<Made> all = new ArrayList<>();
    String query =
        "SELECT name, sql FROM sqlite_master WHERE "
            + which
            + " ORDER BY name = 'sqlite_sequence', rowid LIMIT "
            + TABLES_MAX;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        all.add(new Made(rows.getString(1), rows.getString(2)));
      }
    }
    return all;
  }

  private static void writeRows(Connection connection, String table, Writer out)
      throws SQLException, IOException {
    String name = quoted(table);
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet columns = statement.executeQuery("PRAGMA table_info(" + name + ")")) {
        while (columns.next()) {
          values.add("quote(" + quoted(columns.getString("name")) + ")");
        }
      }
      String query = "SELECT " + String.join(" || ',' || ", values) + " FROM " + name;
      try (ResultSet rows = statement.executeQuery(query)) {
        while (rows.next()) {
          String row = rows.getString(1);
          out.write("INSERT INTO " + (isPlain(table) ? table : name) + " VALUES(" + row + ");\n");
        }
      }
    }
  }

  private static boolean isPlain(String name) {
    return name.chars().allMatch(c -> c == '_' || Character.isLetter(c));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private Connection open() throws IOException, SQLException {
    if (!Files.isReadable(file)) {
      throw new IOException(file + ": is no file that can be read");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private IOException unreadable(SQLException e) {
    return new IOException(file + ": is no SQLite file of numbers: " + e.getMessage(), e);
  }
}
