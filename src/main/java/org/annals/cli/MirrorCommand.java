package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.ingest.Mirror;
import org.annals.ingest.MirrorFetch;
import org.annals.ingest.MirrorRange;
import org.annals.ingest.MirrorSource;
import org.annals.ingest.MirroredConfig;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.RemoteEpoch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals mirror URL [NAME]`
@Command(
    name = "mirror",
    description = {
      "Copy an inbox of another server, or all of its inboxes, and remember where they come from.",
      "URL is that of an inbox or of a site. Doing it again goes on where it stopped;",
      "'annals fetch' and 'annals serve' then keep the mirrors up to date."
    },
    mixinStandardHelpOptions = true)
final class MirrorCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "URL", description = "an inbox or a site, http or https")
  private String url;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "what to call it here; only for one inbox")
  private @Nullable String name;

  @Option(
      names = "--epoch",
      paramLabel = "RANGE",
      description = "which epochs: 3, 0..3, 2.., ~0 for the newest, ~2.. for the newest three")
  private String epochs = "";

  @Option(
      names = {"-I", "--include"},
      paramLabel = "GLOB",
      description = "of a site only inboxes with such names")
  private List<String> included = List.of();

  @Option(names = "--exclude", paramLabel = "GLOB", description = "and none with such names")
  private List<String> excluded = List.of();

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "inboxes at a time; default 4")
  private int parallel = 4;

  @Override
  public Integer call() throws IOException {
    if (parallel < 1 || parallel > FetchCommand.PARALLEL_MAX) {
      throw new ParameterException(
          spec.commandLine(), "-j: from 1 to " + FetchCommand.PARALLEL_MAX);
    }
    URI address = address();
    Workspace workspace = main.workspace();
    List<Mirror> mirrors = new ArrayList<>();
    boolean failed = false;
    ControlInbox control = ControlInbox.open(workspace.layout().control());
    try (MirrorFetch fetch = new MirrorFetch(RemoteEpoch.Bounds.DEFAULT, () -> false, control)) {
      for (MirrorSource source : wanted(fetch.find(address))) {
        try {
          mirrors.add(mirror(workspace, fetch, source));
        } catch (IOException e) {
          failed = true; // the others may be well
          spec.commandLine()
              .getErr()
              .println("annals: mirror: " + source.name() + ": " + Main.why(e));
        }
      }
      Fetching.Outcome outcome =
          new Fetching(spec, fetch, parallel, false)
              .all(mirrors, main.workspace(), TerminalProgress.onStandardError());
      failed |= outcome.failed();
    }
    return failed ? Main.FAILED : 0;
  }

  private URI address() {
    try {
      if (!epochs.isEmpty()) {
        MirrorRange.parse(epochs, List.of());
      }
      if (name != null) {
        new InboxName(name);
      }
      return Mirror.address(url);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<MirrorSource> wanted(List<MirrorSource> found) throws IOException {
    List<MirrorSource> wanted =
        found.stream()
            .filter(one -> included.isEmpty() || isAny(included, one.name()))
            .filter(one -> !isAny(excluded, one.name()))
            .toList();
    if (wanted.isEmpty()) {
      throw new IOException(url + ": none of " + found.size() + " inboxes is wanted");
    }
    if (name != null && wanted.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), url + " has " + wanted.size() + " inboxes; give no NAME");
    }
    return wanted;
  }

  private boolean isAny(List<String> globs, InboxName inbox) {
    for (String glob : globs) {
      try {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        if (matcher.matches(Path.of(inbox.value()))) {
          return true;
        }
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            spec.commandLine(), "'" + glob + "' is no pattern: " + e.getMessage(), e);
      }
    }
    return false;
  }

  /// The mirror of a source: the one that there is, or a new one.
  private Mirror mirror(Workspace workspace, MirrorFetch fetch, MirrorSource source)
      throws IOException {
    InboxName inbox = name == null ? source.name() : new InboxName(name);
    Config config = main.workspace().config();
    Optional<Section> known = config.inbox(inbox.value());
    if (known.isEmpty()) {
      create(workspace, fetch, source, inbox);
      config = main.workspace().config();
      known = config.inbox(inbox.value());
    }
    Optional<Mirror> mirror = new ConfiguredMirrors(config).mirror(known.orElseThrow());
    if (mirror.isEmpty() || !mirror.get().url().equals(source.url())) {
      throw new IOException(
          config.file()
              + ": has an inbox "
              + inbox
              + " already, which is no mirror of "
              + source.url());
    }
    return mirror.get();
  }

  private void create(Workspace workspace, MirrorFetch fetch, MirrorSource source, InboxName inbox)
      throws IOException {
    List<Integer> held = fetch.epochs(source);
    MirrorRange range = epochs.isEmpty() ? MirrorRange.ALL : MirrorRange.parse(epochs, held);
    MirrorSource.Card card = fetch.card(source);
    Path directory = workspace.layout().inbox(inbox);
    Inbox.create(inbox, directory, card.description()).close();
    ControlInbox control = ControlInbox.open(workspace.layout().control());
    if (control.createdAt(inbox) == 0) {
      long created = card.createdAt() == 0 ? Instant.now().getEpochSecond() : card.createdAt();
      control.append(List.of(new ControlRecord.InboxCreated(inbox, created)));
    }
    MirroredConfig theirs = card.config();
    Path file = workspace.layout().config();
    Config.add(
        file,
        Section.empty(file, Config.INBOX, inbox.value())
            .with("inboxdir", directory)
            .with("address", theirs.addresses())
            .with("listid", theirs.listIds())
            .with("newsgroup", newsgroup(theirs))
            .with("infourl", theirs.infoUrls())
            .with("coderepo", coderepos(theirs, inbox))
            .with(ConfiguredMirrors.URL, source.url().toString())
            .with(ConfiguredMirrors.EPOCHS, epochs.isEmpty() ? "" : range.print())
            .with(ConfiguredMirrors.REMOVAL_KEY, card.removalKey()));
    PrintWriter out = spec.commandLine().getOut();
    out.println(inbox + ": a mirror of " + source.url() + " in " + directory);
    if (!card.removalKey().isEmpty()) {
      out.println(
          inbox
              + ": removals there are done here, too, if they are signed by "
              + card.removalKey()
              + "; ask its operator whether that is the key");
    }
  }

  private static String newsgroup(MirroredConfig theirs) {
    String group = theirs.newsgroups().isEmpty() ? "" : theirs.newsgroups().getLast();
    return ConfigReview.isNewsgroup(group) ? group : "";
  }

  /// Those that our config has; the others are named, for the operator to add.
  private List<String> coderepos(MirroredConfig theirs, InboxName inbox) throws IOException {
    List<String> here = main.workspace().config().coderepos().stream().map(Section::name).toList();
    List<String> absent = theirs.coderepos().stream().filter(one -> !here.contains(one)).toList();
    if (!absent.isEmpty()) {
      spec.commandLine()
          .getOut()
          .println(
              inbox
                  + ": is about code that is not here: "
                  + String.join(", ", absent)
                  + "; add [coderepo] sections, and coderepo keys to the inbox");
    }
    return theirs.coderepos().stream().filter(here::contains).toList();
  }
}
