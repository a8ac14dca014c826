package org.annals.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The sample bundles, which are not part of the project. A test that wants one is skipped, with a
/// message that names what is missing, where there is none.
public final class Samples {
  private Samples() {}

  /// `data/NAME.bundle` below `$ANNALS_SAMPLES`, by default `../shared`.
  public static Path bundle(String name) {
    return file("data/" + name + ".bundle");
  }

  public static Path file(String name) {
    Path file = directory().resolve(name).toAbsolutePath().normalize();
    Assumptions.assumeTrue(
        Files.exists(file), () -> "skipped: no " + file + "; ANNALS_SAMPLES names its directory");
    return file;
  }

  private static Path directory() {
    String named = System.getProperty("annals.samples", System.getenv("ANNALS_SAMPLES"));
    return Path.of(named == null || named.isEmpty() ? "../shared" : named);
  }
}
