package org.annals.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What the product logs while this is open, warnings and worse. Close it.
public final class LogRecords extends Handler implements AutoCloseable {
  private static final Logger OURS = Logger.getLogger("org.annals");

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private LogRecords() {}

  public static LogRecords listen() {
    LogRecords listening = new LogRecords();
    OURS.addHandler(listening);
    return listening;
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      records.add(record);
    }
  }

  /// One line each: what is logged, and the exception that came with it.
  public List<String> lines() {
    return records.stream()
        .map(one -> one.getMessage() + (one.getThrown() == null ? "" : ": " + one.getThrown()))
        .toList();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    OURS.removeHandler(this);
  }
}
