package org.annals.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord;
import org.annals.archive.Progress;
import org.annals.archive.RemovalAction;
import org.annals.archive.Remover;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MboxReader;
import org.annals.mail.MboxWriter;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals edit [NAME|--all] MSGID`
@Command(
    name = "edit",
    description = {
      "Put another text in the place of a message, in history, git and index.",
      "Message-ID and References must stay. The text comes from FILE, or from the editor that",
      "$GIT_EDITOR, $VISUAL or $EDITOR names."
    },
    mixinStandardHelpOptions = true)
final class EditCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Mixin private RemovalOptions options = new RemovalOptions();

  @Option(
      names = {"-F", "--file"},
      paramLabel = "FILE",
      description = "the message as it is to be; MSGID may be left out then")
  private @Nullable Path file;

  @Option(
      names = "--raw",
      description = "edit the message as it is stored, not as an mbox of one message")
  private boolean raw;

  @Override
  public Integer call() throws IOException {
    Workspace workspace = main.workspace();
    RemovalOptions.Words asked = options.words(workspace, spec);
    Message given = file == null ? null : read(file);
    List<MessageId> ids = asked.ids().isEmpty() && given != null ? given.ids() : asked.ids();
    if (asked.ids().size() > 1 || ids.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "give one Message-ID");
    }
    MessageId id = ids.getFirst();
    boolean found = false;
    try (Archive archive = workspace.archive(Progress.QUIET)) {
      List<InboxName> inboxes = options.inboxes(archive, spec, asked, List.of(id));
      Message edited = given == null ? byHand(archive, inboxes, id) : given;
      for (InboxName inbox : inboxes) {
        found |= edit(new Remover(archive, inbox), id, edited);
      }
    }
    if (!found) {
      throw new IOException("there is no message <" + id + ">");
    }
    return 0;
  }

  private boolean edit(Remover remover, MessageId id, Message edited) throws IOException {
    try {
      Optional<ControlRecord.Removed> done =
          remover.edit(id, edited, options.order(RemovalAction.EDIT));
      done.ifPresent(entry -> RemovalOptions.print(spec, entry, "<" + id + ">"));
      return done.isPresent();
    } catch (IllegalArgumentException e) {
      throw new IOException("<" + id + ">: " + e.getMessage(), e);
    }
  }

  private static Message read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return RemovalOptions.read(in, file.toString());
    }
  }

  private Message byHand(Archive archive, List<InboxName> inboxes, MessageId id)
      throws IOException {
    for (InboxName inbox : inboxes) {
      for (Posting posting : archive.find(Scope.of(inbox), id)) {
        return byHand(archive.raw(posting));
      }
    }
    throw new IOException("there is no message <" + id + ">");
  }

  private Message byHand(byte[] stored) throws IOException {
    Path draft = Files.createTempFile("annals-edit-", raw ? ".eml" : ".mbox");
    try {
      ByteArrayOutputStream text = new ByteArrayOutputStream(stored.length);
      if (raw) {
        text.writeBytes(stored);
      } else {
        MboxWriter.write(text, stored);
      }
      Files.write(draft, text.toByteArray());
      runEditor(draft);
      byte[] after = Files.readAllBytes(draft);
      if (Arrays.equals(after, text.toByteArray())) {
        throw new IOException("nothing was changed");
      }
      return raw ? RemovalOptions.read(new ByteArrayInputStream(after), "the text") : one(after);
    } finally {
      Files.delete(draft);
    }
  }

  private static Message one(byte[] mbox) throws IOException {
    try (MboxReader reader = new MboxReader(new ByteArrayInputStream(mbox), "the edited mbox")) {
      MboxReader.RawMessage only = reader.next();
      if (only == null || only.oversize() || reader.next() != null) {
        throw new IOException("the edited mbox must hold one message");
      }
      return RemovalOptions.read(new ByteArrayInputStream(only.bytes()), "the edited mbox");
    }
  }

  private static void runEditor(Path draft) throws IOException {
    String editor = "vi";
    for (String name : List.of("EDITOR", "VISUAL", "GIT_EDITOR")) {
      String value = System.getenv(name);
      editor = value == null || value.isBlank() ? editor : value;
    }
    try {
      int code =
          new ProcessBuilder("/bin/sh", "-c", editor + " \"$1\"", "sh", draft.toString())
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IOException("the editor '" + editor + "' ended with exit code " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the editor ran", e);
    }
  }
}
