package org.annals.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.annals.config.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals serve`
@Command(
    name = "serve",
    description = "Serve the archive, and index new mail as it comes.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  static final String DEFAULT_HTTP = "127.0.0.1:8080";

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      converter = HostPort.Converter.class,
      description = "where to listen for HTTP; port 0 picks a free one; default " + DEFAULT_HTTP)
  private @Nullable HostPort http;

  @Mixin private ListenOptions listen = new ListenOptions();

  @Override
  public Integer call() throws IOException {
    Workspace workspace = main.workspace();
    if (workspace.config().inboxes().isEmpty()) {
      throw new IOException(
          workspace.config().file() + ": no inboxes yet; make one with 'annals init'");
    }
    ConfiguredListeners listeners = new ConfiguredListeners(workspace.config());
    Serving.run(
        workspace, address(workspace), listen.places(listeners), spec.commandLine().getOut());
    return 0;
  }

  private HostPort address(Workspace workspace) throws IOException {
    return http != null ? http : address(workspace.config());
  }

  /// Where the config says to listen.
  static HostPort address(Config config) throws IOException {
    String configured = config.ours().text("http");
    try {
      return HostPort.parse(configured.isEmpty() ? DEFAULT_HTTP : configured);
    } catch (IllegalArgumentException e) {
      throw config.ours().wrong("http", String.valueOf(e.getMessage()));
    }
  }
}
