package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// Log records as lines: time, level, who, what. Named in `logging.properties`. Thread-safe.
///
/// What failed outside (`IOException`) is one line; a fault of ours has its stack trace below. What
/// a client or a mail could have written is made harmless: control characters are escaped, so that
/// it forges no lines and steers no terminal.
public final class LogLines extends Formatter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder();
    TIME.formatTo(record.getInstant().atZone(ZoneId.systemDefault()), line);
    line.append(' ').append(record.getLevel().getName());
    line.append(' ').append(record.getLoggerName()).append(": ");
    appendEscaped(line, formatMessage(record));
    Throwable thrown = record.getThrown();
    if (thrown instanceof IOException) {
      appendEscaped(line.append(": "), thrown.toString());
    } else if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      trace.toString().lines().forEach(each -> appendEscaped(line.append("\n  "), each));
    }
    return line.append(System.lineSeparator()).toString();
  }

  private static void appendEscaped(StringBuilder line, String text) {
    text.codePoints()
        .forEach(c -> {
          int type = Character.getType(c);
          boolean harmless =
              type != Character.CONTROL
                  && type != Character.FORMAT
                  && type != Character.SURROGATE
                  && type != Character.LINE_SEPARATOR
                  && type != Character.PARAGRAPH_SEPARATOR;
          if (harmless || c == '\t') {
            line.appendCodePoint(c);
          } else {
            line.append(String.format("\\u%04x", c));
          }
        });
  }
}
