package org.annals.cli;

import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/// The `annals` command.
///
/// Exit codes are a contract: 0 done, 1 the work failed, 2 wrong usage. Errors are one line on
/// standard error, `annals: <what>: <why>`.
@Command(
    name = "annals",
    description = "A public mailing-list archive.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main implements Runnable {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /// The whole command tree; tests give it writers of their own.
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed);
  }

  /// Without a command there is nothing to do.
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given; see annals --help");
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    report(command, "usage", e);
    return WRONG_USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    report(command, command.getCommandName(), e);
    return FAILED;
  }

  private static void report(CommandLine command, String what, Exception e) {
    PrintWriter err = command.getErr();
    String why = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    err.println("annals: " + what + ": " + why);
    err.flush();
  }

  /// Reads the version that the build wrote into the jar.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"annals " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
  }
}
