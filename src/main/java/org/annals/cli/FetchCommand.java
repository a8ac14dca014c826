package org.annals.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.annals.archive.ControlInbox;
import org.annals.archive.StaleInboxes;
import org.annals.ingest.Mirror;
import org.annals.ingest.MirrorFetch;
import org.annals.store.RemoteEpoch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals fetch [NAME...]`
@Command(
    name = "fetch",
    description = {
      "Bring mirrored inboxes up to their servers.",
      "New mail comes, new epochs, and history that was rewritten there. Nothing new costs one",
      "answer of the server."
    },
    mixinStandardHelpOptions = true)
final class FetchCommand implements Callable<Integer> {
  /// As `public-inbox-fetch --exit-code` has it.
  private static final int NOTHING_NEW = 127;

  static final int PARALLEL_MAX = 64;

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "mirrors; default: all")
  private List<String> names = List.of();

  @Option(names = "--exit-code", description = "end with 127 when there was nothing new")
  private boolean exitCode;

  @Option(
      names = "--force",
      description = "follow rewritten history also where that loses what is only here")
  private boolean force;

  @Option(
      names = "--status",
      description = {
        "fetch nothing, but tell when each mirror was brought up last, and since when and why",
        "that fails; end with 1 if any does"
      })
  private boolean status;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "inboxes at a time; default 4")
  private int parallel = 4;

  @Override
  public Integer call() throws IOException {
    if (parallel < 1 || parallel > PARALLEL_MAX) {
      throw new ParameterException(spec.commandLine(), "-j: from 1 to " + PARALLEL_MAX);
    }
    Workspace workspace = main.workspace();
    for (String name : names) {
      main.existingInbox(spec, name);
    }
    List<Mirror> mirrors =
        new ConfiguredMirrors(workspace.config())
            .all().stream()
                .filter(mirror -> names.isEmpty() || names.contains(mirror.name().value()))
                .toList();
    for (String name : names) {
      if (mirrors.stream().noneMatch(mirror -> mirror.name().value().equals(name))) {
        throw new ParameterException(
            spec.commandLine(), "'" + name + "' is no mirror: its config has no 'mirror = URL'");
      }
    }
    if (mirrors.isEmpty()) {
      throw new IOException(
          workspace.config().file() + ": no mirrors; make one with 'annals mirror URL'");
    }
    if (status) {
      return tellStatus(mirrors);
    }
    ControlInbox control = ControlInbox.open(workspace.layout().control());
    try (MirrorFetch fetch = new MirrorFetch(RemoteEpoch.Bounds.DEFAULT, () -> false, control)) {
      Fetching.Outcome outcome =
          new Fetching(spec, fetch, parallel, force)
              .all(mirrors, workspace, TerminalProgress.onStandardError());
      if (outcome.failed()) {
        return Main.FAILED;
      }
      return exitCode && !outcome.changed() ? NOTHING_NEW : 0;
    }
  }

  private int tellStatus(List<Mirror> mirrors) throws IOException {
    boolean failing = false;
    for (Mirror mirror : mirrors) {
      Optional<StaleInboxes.Stale> stale = mirror.stale();
      failing |= stale.isPresent();
      spec.commandLine()
          .getOut()
          .printf(
              "%s  %s  %s%s%n",
              mirror.name(),
              mirror.url(),
              mirror.broughtUp().map(at -> "brought up " + at).orElse("never brought up"),
              stale.map(one -> ", fails since " + one.since() + ": " + one.why()).orElse(""));
    }
    return failing ? Main.FAILED : 0;
  }
}
