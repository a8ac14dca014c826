package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void versionGoesToStandardOutput() {
    assertThat(run("--version")).isEqualTo(0);
    assertThat(out.toString()).startsWith("annals ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void missingCommandIsWrongUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).startsWith("annals: usage: no command given").endsWith("\n");
  }

  /// The list of commands has but the first piece of each description.
  @Test
  void eachCommandIsSummedUpInWholeSentences() {
    assertThat(Main.commandLine().getSubcommands().values())
        .hasSizeGreaterThan(20)
        .allSatisfy(command -> {
          String[] description = command.getCommandSpec().usageMessage().description();
          assertThat(description[0]).matches("[A-Z].*\\.").hasSizeLessThan(95);
        });
  }

  @Test
  void unknownOptionIsWrongUsage() {
    assertThat(run("--nope")).isEqualTo(2);
    assertThat(err.toString()).startsWith("annals: usage: ").contains("--nope");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... args) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(args);
  }
}
