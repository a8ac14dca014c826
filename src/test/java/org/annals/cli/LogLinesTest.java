package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private static String line(String message, Throwable thrown) {
    LogRecord record = new LogRecord(Level.WARNING, message);
    record.setLoggerName("org.annals.web.Site");
    record.setThrown(thrown);
    return new LogLines().format(record);
  }

  @Test
  void whatFailedOutsideIsOneLine() {
    assertThat(line("cannot read", new IOException("0.git: gone", new IOException("deeper"))))
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d WARNING org.annals.web.Site: cannot read:"
                + " java.io.IOException: 0.git: gone\\R");
  }

  @Test
  void aFaultOfOursHasItsTrace() {
    assertThat(line("cannot answer", new IllegalStateException("how so")).lines())
        .hasSizeGreaterThan(2)
        .element(1)
        .asString()
        .isEqualTo("  java.lang.IllegalStateException: how so");
  }

  @Test
  void nobodyForgesLinesOrSteersTerminals() {
    String line = line("GET /\r\nroot: all is well \u001b[2J\u009b1m \u202e\u2028", null);
    assertThat(line.strip().lines()).hasSize(1);
    assertThat(line)
        .contains("GET /\\u000d\\u000aroot: all is well \\u001b[2J\\u009b1m \\u202e\\u2028");
    String trace = line("cannot answer", new IllegalStateException("\u001b[2J"));
    assertThat(trace).contains("\\u001b[2J").doesNotContain("\u001b");
  }

  @Test
  void otherScriptsStayReadable() {
    assertThat(line("Grüße von 山田", null)).contains("Grüße von 山田");
  }
}
