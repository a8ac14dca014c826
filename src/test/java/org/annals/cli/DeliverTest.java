package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `annals deliver` as a mail server's pipe runs it, and what `annals trace` tells afterwards.
class DeliverTest {
  @TempDir private Path directory;
  private Path home;
  private ArchiveFixture fixture;

  @BeforeEach
  void makeArchive() throws IOException {
    home = directory.resolve("home");
    fixture = ArchiveFixture.in(home, "dev", "users");
    Files.writeString(
        home.resolve("config"),
        Files.readString(home.resolve("config"))
            + "[publicinbox \"users\"]\n\tlistid = users.example.org\n");
  }

  @Test
  void mailIsFiledByRecipientListIdAddressAndName() throws Exception {
    assertThat(deliver(MailText.number(1), Map.of("ORIGINAL_RECIPIENT", "DEV@example.org")))
        .isEqualTo(0);
    MailText list = MailText.number(2).header("List-Id", "Users <users.example.org>");
    assertThat(deliver(list, Map.of(), "--no-precheck")).isEqualTo(0);
    assertThat(deliver(MailText.number(3), Map.of())).isEqualTo(0);
    assertThat(deliver(MailText.number(4), Map.of(), "users", "--no-precheck")).isEqualTo(0);
    assertThat(deliver(MailText.number(3), Map.of())).isEqualTo(0);
    assertThat(fixture.snapshot().toString())
        .contains("n1@example.org", "n2@example.org", "n3@example.org", "n4@example.org");
    assertThat(fixture.problems()).isEmpty();
    assertThat(trace("n3@example.org"))
        .contains(" UTC by deliver, inbox dev: was filed\n")
        .contains("is the same as a mail that was there already")
        .endsWith("is in dev as number 2\n");
    assertThat(kept()).isEmpty();
  }

  @Test
  void whatIsNotFiledHasItsExitCodeAndIsKept() throws Exception {
    assertThat(deliver(MailText.number(1).header("To", "other@example.org"), Map.of()))
        .isEqualTo(67);
    assertThat(deliver(MailText.number(2).header("Content-Type", "text/html"), Map.of()))
        .isEqualTo(65);
    assertThat(kept()).hasSize(1);
    assertThat(deliver(MailText.number(3).subject("x"), Map.of())).isEqualTo(0);
    assertThat(kept()).hasSize(2);
    assertThat(trace("n1@example.org")).contains("it is for no list that is archived here");
    assertThat(trace("n2@example.org")).contains("was refused by the filter of the list");
    assertThat(trace("n3@example.org")).contains("was put aside for the operator");
    assertThat(trace("n9@example.org")).startsWith("unknown: ");
    Path own = directory.resolve("own");
    MailText html = MailText.number(4).header("Content-Type", "text/html");
    assertThat(deliver(html, Map.of("PI_EMERGENCY", own.toString()))).isEqualTo(65);
    assertThat(own.resolve("new")).isNotEmptyDirectory();
    assertThat(kept()).hasSize(2);
  }

  @Test
  void mailIsKeptAndAskedForAgainWhileAnotherWritesAndGoesWhenItIsFiled() throws Exception {
    try (var _ = org.annals.testing.Flock.take(fixture.inbox("dev").resolve("inbox.lock"))) {
      assertThat(deliver(MailText.number(1), Map.of())).isEqualTo(75);
      assertThat(kept()).hasSize(1);
      assertThat(trace("n1@example.org")).contains("whoever brought it was asked to try again");
    }
    assertThat(deliver(MailText.number(1), Map.of())).isEqualTo(0);
    assertThat(kept()).isEmpty();
  }

  private int deliver(MailText mail, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new java.util.ArrayList<>(List.of("deliver"));
    all.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(Launch.on(home).command(all.toArray(String[]::new)))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile());
    builder.environment().remove("ORIGINAL_RECIPIENT");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(mail.bytes());
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String trace(String id) throws Exception {
    return Launch.on(home).run("trace", "<" + id + ">").out();
  }

  private List<String> kept() throws IOException {
    Path kept = home.resolve("emergency/new");
    if (!Files.isDirectory(kept)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(kept)) {
      return files.map(file -> read(file)).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
