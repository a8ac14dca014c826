package org.annals.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.logging.LogManager;
import org.annals.config.Section;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    versionProvider = Main.Version.class,
    subcommands = {
      InitCommand.class,
      ImportCommand.class,
      MirrorCommand.class,
      FetchCommand.class,
      TakeOverCommand.class,
      DeliverCommand.class,
      TraceCommand.class,
      IndexCommand.class,
      SearchCommand.class,
      SeriesCommand.class,
      RangeDiffCommand.class,
      AmCommand.class,
      RemoveCommand.class,
      RedactCommand.class,
      EditCommand.class,
      PurgeCommand.class,
      LearnCommand.class,
      RemovalsCommand.class,
      VerifyCommand.class,
      RedirectsCommand.class,
      WatchCommand.class,
      ServeCommand.class,
      DemoCommand.class,
      TrainCommand.class,
      ConfigCommand.class
    })
public final class Main implements Runnable {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  /// What computes for long keeps its carrier from all other virtual threads. With more carriers
  /// than cores the system shares the cores among them, so a search does not keep a page waiting.
  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";

  private static final int CARRIERS_PER_CORE = 4;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "where everything lives; default: $ANNALS_DIR, else ~/.local/share/annals")
  private @Nullable Path directory;

  private Main() {}

  /// Whether the directory was named on the command line.
  boolean namesDirectory() {
    return directory != null;
  }

  /// Where everything lives.
  Path directory() {
    if (directory != null) {
      return directory;
    }
    String named = System.getenv("ANNALS_DIR");
    return named != null && !named.isEmpty()
        ? Path.of(named)
        : Path.of(System.getProperty("user.home"), ".local", "share", "annals");
  }

  Workspace workspace() throws IOException {
    return Workspace.open(directory());
  }

  /// The inbox of this name; not to know it is wrong usage.
  InboxName existingInbox(CommandSpec command, String name) throws IOException {
    Workspace workspace = workspace();
    for (Section one : workspace.config().leftOut()) {
      if (one.name().equals(name)) {
        throw new ParameterException(command.commandLine(), ConfiguredInboxes.leftOut(one));
      }
    }
    if (workspace.config().inbox(name).isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "no inbox is named '" + name + "' in " + workspace.config().file());
    }
    return new InboxName(name);
  }

  public static void main(String[] args) throws IOException {
    // an operator's own settings win
    if (System.getProperty("java.util.logging.config.file") == null) {
      try (InputStream in = Main.class.getResourceAsStream("logging.properties")) {
        LogManager.getLogManager().readConfiguration(in);
      }
    }
    if (System.getProperty(CARRIERS) == null) {
      int cores = Runtime.getRuntime().availableProcessors();
      System.setProperty(CARRIERS, Integer.toString(CARRIERS_PER_CORE * cores));
    }
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
    err.println("annals: " + what + ": " + why(e));
    err.flush();
  }

  /// What to tell people of a failure: one line.
  static String why(Exception e) {
    String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    boolean bare = e instanceof FileSystemException && !message.contains(" ");
    String text = bare ? message + ": " + e.getClass().getSimpleName() : message;
    return text.replaceAll("\\s*\\R\\s*", " ");
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
