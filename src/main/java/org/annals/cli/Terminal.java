package org.annals.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Where results are written for people: `columns` is 0 where lines are not cut, as in a pipe.
record Terminal(int columns, boolean colours) {
  static final Terminal NONE = new Terminal(0, false);

  private static final int COLUMNS_DEFAULT = 80;
  private static final int COLUMNS_MIN = 40;
  private static final int SIZE_SECONDS = 2;

  /// Of standard output. `NO_COLOR` says that there be no colours (no-color.org).
  @SuppressWarnings("SystemConsoleNull") // older and newer JDKs disagree
  static Terminal ofStandardOutput() {
    Console console = System.console();
    return console != null && console.isTerminal() ? of(System.getenv()) : NONE;
  }

  static Terminal of(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    int width = columns.matches("\\d{1,4}") ? Integer.parseInt(columns) : size();
    boolean colours =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(Math.max(COLUMNS_MIN, width), colours);
  }

  /// What the terminal itself says.
  private static int size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
      boolean said = stty.waitFor(SIZE_SECONDS, TimeUnit.SECONDS);
      String[] both = size.strip().split(" ", -1);
      return said && both.length == 2 && both[1].matches("[1-9]\\d{0,3}")
          ? Integer.parseInt(both[1])
          : COLUMNS_DEFAULT;
    } catch (IOException e) {
      return COLUMNS_DEFAULT; // a system without stty
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return COLUMNS_DEFAULT;
    }
  }
}
