package org.annals.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/// A user's home in which programs of others run: no setting of the machine's user counts, and
/// nothing of theirs is touched. Immutable.
public record Home(Path directory, Map<String, String> environment) {
  private static final String DEADLINE_SECONDS = "120";

  public Home {
    environment = Map.copyOf(environment);
  }

  /// Skips the test, with a message, when one of the programs is not there.
  public static Home with(Path directory, String... programs)
      throws IOException, InterruptedException {
    for (String program : programs) {
      Assumptions.assumeTrue(
          Shell.has(program), () -> "skipped: no " + program + "; tools/clients.sh installs it");
    }
    Files.createDirectories(directory);
    return new Home(directory, Map.of());
  }

  public Home with(String variable, String value) {
    Map<String, String> with = new TreeMap<>(environment);
    with.put(variable, value);
    return new Home(directory, with);
  }

  /// With settings of git's, which come before those in files.
  public Home git(String... keysAndValues) {
    Map<String, String> with = new TreeMap<>(environment);
    with.put("GIT_CONFIG_COUNT", Integer.toString(keysAndValues.length / 2));
    for (int i = 0; i < keysAndValues.length; i++) {
      with.put("GIT_CONFIG_" + (i % 2 == 0 ? "KEY_" : "VALUE_") + i / 2, keysAndValues[i]);
    }
    return new Home(directory, with);
  }

  /// In the home directory.
  public Shell.Result run(String... command) throws IOException, InterruptedException {
    List<String> all = begun();
    all.addAll(List.of("timeout", "-k", "5", DEADLINE_SECONDS));
    all.addAll(List.of(command));
    return Shell.run(all.toArray(String[]::new));
  }

  /// One that stays until the caller ends it; what it says is in the file `log`.
  public Process start(String... command) throws IOException {
    List<String> all = begun();
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(resolve("log").toFile()))
        .start();
  }

  private List<String> begun() {
    List<String> all = new ArrayList<>(List.of("env", "-i", "-C", directory.toString()));
    all.add("HOME=" + directory);
    all.add("PATH=/usr/bin:/bin"); // where packages are, not what a user put before them
    all.add("LC_ALL=C.UTF-8");
    all.add("GIT_CONFIG_NOSYSTEM=1");
    all.add("GIT_TERMINAL_PROMPT=0");
    environment.forEach((name, value) -> all.add(name + "=" + value));
    return all;
  }

  public Path resolve(String file) {
    return directory.resolve(file);
  }
}
