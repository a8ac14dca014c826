package org.annals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine in one line, without its name.
final class Machine {
  private Machine() {}

  static String describe() throws IOException {
    return "%d × %s, %s of memory, %s %s; %s %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            field("/proc/cpuinfo", "model name"),
            memory(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.vendor.version", "JDK"),
            System.getProperty("java.runtime.version"));
  }

  private static String memory() throws IOException {
    double kilobytes = Double.parseDouble(field("/proc/meminfo", "MemTotal").split(" ", 2)[0]);
    return Numbers.of(kilobytes / (1 << 20)) + " GB";
  }

  private static String field(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    }
  }
}
