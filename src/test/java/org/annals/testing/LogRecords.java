package org.annals.testing;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What a package, a class, or classes whose names begin alike log while this is open, warnings and
/// worse; of a line protocol also what `net` says of it. Tests run beside others: what those make be
/// logged is not theirs. Close it.
public final class LogRecords extends Handler implements AutoCloseable {
  private static final Logger OURS = Logger.getLogger("org.annals");
  private static final String NET = "org.annals.net.";

  private final String name;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private LogRecords(String name) {
    this.name = name;
  }

  /// To `org.annals.NAME`, or to what `net` says of the protocol with this name.
  public static LogRecords listen(String name) {
    LogRecords listening = new LogRecords(name);
    OURS.addHandler(listening);
    return listening;
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue() && isOwn(record)) {
      records.add(record);
    }
  }

  private boolean isOwn(LogRecord record) {
    String from = record.getLoggerName();
    String protocol = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return from.startsWith("org.annals." + name)
        || (from.startsWith(NET) && record.getMessage().contains(protocol));
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
