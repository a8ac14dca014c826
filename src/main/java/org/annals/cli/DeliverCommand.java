package org.annals.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.InboxSettings;
import org.annals.archive.Intake;
import org.annals.archive.Intake.Outcome;
import org.annals.archive.Progress;
import org.annals.archive.Refusal;
import org.annals.ingest.Delivery;
import org.annals.ingest.Emergency;
import org.annals.ingest.Router;
import org.annals.mail.Message;
import org.annals.store.BlobReader;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals deliver [NAME]`
///
/// Exit codes are those of `sysexits.h`, as mail servers understand them.
@Command(
    name = "deliver",
    description = {
      "File one mail from standard input, as a mail server pipes it.",
      "The inbox is NAME, else that of $ORIGINAL_RECIPIENT, of the mail's List-Id, or of an",
      "address in To or Cc. Exit codes are those of sysexits.h: 0 filed, there already, or put",
      "aside; 65 the mail is refused; 67 it is for no inbox; 69 there is no inbox at all;",
      "75 try again later. What is not filed is kept in $PI_EMERGENCY or DIR/emergency, but for",
      "67 and 69."
    },
    mixinStandardHelpOptions = true)
final class DeliverCommand implements Callable<Integer> {
  private static final int DATA_WRONG = 65;
  private static final int NO_USER = 67;
  private static final int UNAVAILABLE = 69;
  private static final int TRY_AGAIN = 75;

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "the inbox")
  private @Nullable String name;

  @Option(
      names = "--no-precheck",
      description = "take also what does not look like written by a person to this list")
  private boolean unchecked;

  @Override
  public Integer call() throws IOException {
    byte[] mail;
    try (InputStream in = System.in) {
      mail = in.readNBytes(BlobReader.MESSAGE_BYTES_MAX + 1);
    }
    Emergency emergency = emergency();
    try {
      return deliver(mail, emergency);
    } catch (IOException | RuntimeException e) {
      tell(Main.why(e) + "; kept in " + emergency.keep(mail));
      return TRY_AGAIN;
    }
  }

  /// As public-inbox-mda has it, if `PI_EMERGENCY` names one.
  private Emergency emergency() {
    String named = System.getenv("PI_EMERGENCY");
    return new Emergency(
        named == null || named.isEmpty() ? main.directory().resolve("emergency") : Path.of(named));
  }

  private int deliver(byte[] mail, Emergency emergency) throws IOException {
    Workspace workspace = main.workspace();
    List<InboxSettings> inboxes = workspace.settings();
    if (inboxes.isEmpty()) {
      tell(workspace.config().file() + ": no inboxes yet; make one with 'annals init'");
      return UNAVAILABLE;
    }
    ConfiguredDelivery rules = new ConfiguredDelivery(workspace.config());
    try (Archive archive = workspace.archive(Progress.QUIET);
        Intake intake = new Intake(archive)) {
      Delivery delivery = new Delivery(intake, inboxes, rules.fromPipe(!unchecked));
      Optional<InboxName> inbox = inbox(delivery.router(), inboxes, mail);
      if (inbox.isEmpty()) {
        intake.unknown(mail, "deliver", wanted());
        tell("no inbox is for this mail: it " + wanted());
        return NO_USER;
      }
      if (mail.length > BlobReader.MESSAGE_BYTES_MAX) {
        String words = "is larger than the largest taken";
        intake.refuse(inbox.get(), mail, "deliver", Refusal.TOO_LARGE, words);
        tell(inbox.get() + ": the mail " + words);
        return DATA_WRONG;
      }
      Outcome outcome = Intake.await(delivery.submit(inbox.get(), mail, "deliver"));
      int code = code(outcome, mail, emergency);
      index(archive, inbox.get());
      return code;
    }
  }

  private Optional<InboxName> inbox(Router router, List<InboxSettings> inboxes, byte[] mail) {
    if (name != null) {
      return inboxes.stream()
          .map(InboxSettings::name)
          .filter(inbox -> inbox.value().equals(name))
          .findFirst();
    }
    String recipient = System.getenv("ORIGINAL_RECIPIENT");
    Optional<InboxName> named = recipient == null ? Optional.empty() : router.recipient(recipient);
    return named.or(() -> router.of(Message.parse(mail)));
  }

  /// Where the mail was meant to go; the mail is the subject.
  private String wanted() {
    String recipient = System.getenv("ORIGINAL_RECIPIENT");
    return name != null
        ? "was to go to an inbox named " + name
        : recipient != null
            ? "was to go to ORIGINAL_RECIPIENT " + recipient
            : "names none in List-Id, To or Cc";
  }

  private int code(Outcome outcome, byte[] mail, Emergency emergency) throws IOException {
    return switch (outcome) {
      case Outcome.Filed _, Outcome.Duplicate _ -> {
        emergency.drop(mail);
        yield 0;
      }
      case Outcome.Refused(InboxName inbox, Refusal refusal, String words) -> {
        Path kept = emergency.keep(mail);
        tell(inbox + ": the mail " + words + "; kept in " + kept);
        boolean aside = refusal == Refusal.PRECHECK || refusal == Refusal.SPAM;
        yield aside ? 0 : DATA_WRONG;
      }
    };
  }

  /// The mail is safe whatever comes of this.
  private void index(Archive archive, InboxName inbox) {
    try {
      archive.bringUp(inbox);
    } catch (IOException | RuntimeException e) {
      tell("the mail is filed, but not to be found yet: " + Main.why(e));
    }
  }

  private void tell(String what) {
    spec.commandLine().getErr().println("annals: deliver: " + what);
    spec.commandLine().getErr().flush();
  }
}
