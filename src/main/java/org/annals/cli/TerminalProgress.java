package org.annals.cli;

import java.io.Console;
import java.io.PrintStream;
import org.annals.archive.Progress;

/// A line on the terminal that is written over as work goes on.
final class TerminalProgress implements Progress {
  private static final long INTERVAL_NANOS = 100_000_000;

  private final PrintStream out;
  private String what = "";
  private long total;
  private long begun;
  private long shown;

  private TerminalProgress(PrintStream out) {
    this.out = out;
  }

  /// Quiet when standard error is not a terminal.
  @SuppressWarnings("SystemConsoleNull") // older and newer JDKs disagree
  static Progress onStandardError() {
    Console console = System.console();
    return console != null && console.isTerminal()
        ? new TerminalProgress(System.err)
        : Progress.QUIET;
  }

  @Override
  public void begin(String what, long total) {
    this.what = what;
    this.total = total;
    this.begun = System.nanoTime();
    this.shown = 0;
  }

  @Override
  public void advance(long done) {
    long now = System.nanoTime();
    if (now - shown < INTERVAL_NANOS) {
      return;
    }
    shown = now;
    double seconds = Math.max(0.001, (now - begun) / 1e9);
    out.printf("\r%s: %,d of %,d, %,.0f a second ", what, done, total, done / seconds);
    out.flush();
  }

  @Override
  public void end() {
    if (shown != 0) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
