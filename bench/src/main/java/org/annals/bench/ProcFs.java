package org.annals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What Linux tells about processes in `/proc`. A process that is gone has used nothing.
final class ProcFs {
  /// USER_HZ, the unit of times in `/proc/PID/stat`: 100 on every Linux.
  private static final long MILLIS_PER_TICK = 10;

  private static final int STAT_UTIME = 11; // counted after the command name and its parenthesis
  private static final int STAT_CSTIME = 14;

  private ProcFs() {}

  /// CPU time of a process, what runs below it, and what those have waited for.
  static long treeCpuMillis(long pid) {
    return cpuMillis(pid)
        + ProcessHandle.of(pid)
            .map(handle -> handle.descendants().mapToLong(child -> cpuMillis(child.pid())).sum())
            .orElse(0L);
  }

  /// User and system time of a process and of its children that ended.
  static long cpuMillis(long pid) {
    return read(pid, "stat")
        .map(stat -> {
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
          long ticks = 0;
          for (int i = STAT_UTIME; i <= STAT_CSTIME; i++) {
            ticks += Long.parseLong(fields[i]);
          }
          return ticks * MILLIS_PER_TICK;
        })
        .orElse(0L);
  }

  /// Resident memory, in bytes: `VmRSS` now, `VmHWM` at its highest, `RssAnon` without mapped files.
  static long memory(long pid, String field) {
    return read(pid, "status")
        .flatMap(status -> status.lines().filter(line -> line.startsWith(field + ":")).findFirst())
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .orElse(0L);
  }

  /// Load average of the last minute.
  static double load() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
  }

  private static Optional<String> read(long pid, String name) {
    try {
      return Optional.of(Files.readString(Path.of("/proc/" + pid + "/" + name)))
          .filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty(); // it ended
    }
  }
}
