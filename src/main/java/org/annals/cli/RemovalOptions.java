package org.annals.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord;
import org.annals.archive.Progress;
import org.annals.archive.RemovalAction;
import org.annals.archive.RemovalReason;
import org.annals.archive.Remover;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.ImportFilter;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.BlobReader;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// What the commands that take messages out of the archive have in common: which messages, from
/// which inboxes, why, and by whom.
final class RemovalOptions {
  @Parameters(
      paramLabel = "[NAME] MSGID",
      arity = "0..*",
      description = {
        "an inbox and Message-IDs; without MSGID the message is read from standard input,",
        "without NAME and --all it must be in one inbox only"
      })
  private List<String> words = List.of();

  @Option(names = "--all", description = "from every inbox")
  private boolean all;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      converter = ReasonConverter.class,
      description = {
        "why: spam, abuse, personal-data, secret, legal, copyright, court-order, mistake or other",
        "(default); is published"
      })
  private RemovalReason reason = RemovalReason.OTHER;

  @Option(names = "--note", paramLabel = "TEXT", description = "for the audit log only")
  private String note = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "who removes it; is published; default: the user of the system")
  private @Nullable String by;

  @Option(
      names = "--hide-id",
      description = "do not even keep the Message-ID: only its SHA-256 is recorded")
  private boolean hidesIds;

  @Option(
      names = "--thorough",
      description = {
        "read every message of the inbox for further copies, also those of which the index knows",
        "that they have another Message-ID"
      })
  private boolean thorough;

  static final class ReasonConverter implements ITypeConverter<RemovalReason> {
    @Override
    public RemovalReason convert(String value) {
      try {
        return RemovalReason.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  Remover.Order order(RemovalAction action) {
    return new Remover.Order(action, reason, hidesIds, actor(by), oneLine(note));
  }

  static String actor(@Nullable String named) {
    return oneLine(named == null ? System.getProperty("user.name", "somebody") : named);
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  /// Removes what was asked for. Exit code 1 names what is not there.
  int run(Main main, CommandSpec spec, RemovalAction action) throws IOException {
    Workspace workspace = main.workspace();
    Words asked = words(workspace, spec);
    Remover.Order order = order(action);
    boolean complete = true;
    try (Archive archive = workspace.archive(Progress.QUIET)) {
      if (asked.ids().isEmpty()) {
        Message mail = fromStandardInput();
        complete = removeEverywhere(archive, spec, asked, mail, order);
      }
      for (MessageId id : asked.ids()) {
        boolean found = false;
        for (InboxName inbox : inboxes(archive, spec, asked, List.of(id))) {
          Optional<ControlRecord.Removed> done =
              new Remover(archive, inbox, thorough).remove(id, order);
          done.ifPresent(entry -> print(spec, entry, "<" + id + ">"));
          found |= done.isPresent();
        }
        complete &= found || missing(spec, asked, "<" + id + ">");
      }
    }
    return complete ? 0 : Main.FAILED;
  }

  private boolean removeEverywhere(
      Archive archive, CommandSpec spec, Words asked, Message mail, Remover.Order order)
      throws IOException {
    boolean found = false;
    String what = mail.ids().isEmpty() ? "this message" : "<" + mail.ids().getFirst() + ">";
    for (InboxName inbox : inboxes(archive, spec, asked, mail.ids())) {
      Optional<ControlRecord.Removed> done =
          new Remover(archive, inbox, thorough).remove(mail, order);
      done.ifPresent(entry -> print(spec, entry, what));
      found |= done.isPresent();
    }
    return found || missing(spec, asked, what);
  }

  static void print(CommandSpec spec, ControlRecord.Removed entry, String what) {
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %s: %s (%s), removal %d%n",
            entry.inbox(), what, entry.action().told(), entry.reason().code(), entry.number());
    spec.commandLine().getOut().flush();
  }

  private static boolean missing(CommandSpec spec, Words asked, String what) {
    InboxName named = asked.inbox();
    String where = (named == null ? "no inbox has a" : named + " has no") + " message ";
    spec.commandLine().getErr().printf("annals: %s: %s%s%n", spec.name(), where, what);
    spec.commandLine().getErr().flush();
    return false;
  }

  /// What the words on the command line name.
  record Words(@Nullable InboxName inbox, List<MessageId> ids) {}

  Words words(Workspace workspace, CommandSpec spec) throws IOException {
    List<String> left = new ArrayList<>(words);
    InboxName inbox = null;
    if (!left.isEmpty() && workspace.config().inbox(left.getFirst()).isPresent()) {
      inbox = new InboxName(left.removeFirst());
    }
    if (inbox != null && all) {
      throw new ParameterException(spec.commandLine(), "give an inbox or --all, not both");
    }
    Set<MessageId> ids = new LinkedHashSet<>();
    for (String word : left) {
      if (word.indexOf('@') < 0 && inbox == null) {
        throw new ParameterException(
            spec.commandLine(), "'" + word + "' is neither an inbox nor a Message-ID");
      }
      ids.addAll(MessageId.parseAll(word));
    }
    return new Words(inbox, List.copyOf(ids));
  }

  /// Where to look: in the inbox that was named, in all, or in the one that has it.
  List<InboxName> inboxes(Archive archive, CommandSpec spec, Words asked, List<MessageId> ids)
      throws IOException {
    InboxName named = asked.inbox();
    if (named != null) {
      return List.of(named);
    }
    if (all) {
      return archive.names();
    }
    Set<InboxName> holding = new LinkedHashSet<>();
    for (MessageId id : ids) {
      for (InboxName name : archive.names()) {
        archive.find(Scope.of(name), id).stream().map(Posting::inbox).forEach(holding::add);
      }
    }
    if (holding.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "it is in several inboxes: name one of " + holding + " or say --all");
    }
    return List.copyOf(holding);
  }

  static Message fromStandardInput() throws IOException {
    return read(System.in, "standard input");
  }

  static Message read(InputStream in, String where) throws IOException {
    byte[] bytes = in.readNBytes(BlobReader.MESSAGE_BYTES_MAX + 1);
    if (bytes.length > BlobReader.MESSAGE_BYTES_MAX) {
      throw new IOException(where + ": larger than the largest message there may be");
    }
    Message mail = Message.parse(ImportFilter.strip(bytes));
    if (mail.headers().isEmpty()) {
      throw new IOException(where + ": holds no message");
    }
    return mail;
  }
}
