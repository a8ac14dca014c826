package org.annals.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord;
import org.annals.archive.ImportReport;
import org.annals.archive.Importer;
import org.annals.archive.InboxSettings;
import org.annals.archive.Progress;
import org.annals.archive.RemovalAction;
import org.annals.archive.RemovalReason;
import org.annals.archive.Remover;
import org.annals.mail.Address;
import org.annals.mail.Message;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals learn spam|ham|rm < MESSAGE`
@Command(
    name = "learn",
    description = {
      "Say of the message on standard input whether it is spam.",
      "spam hides it in every inbox; ham lets it come back, and adds it where it was sent to; rm",
      "only hides it where it was sent to."
    },
    mixinStandardHelpOptions = true)
final class LearnCommand implements Callable<Integer> {
  enum Lesson {
    SPAM,
    HAM,
    RM
  }

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "spam|ham|rm", description = "what it is")
  private String lesson;

  @Option(names = "--all", description = "rm: in every inbox")
  private boolean all;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "who says so; is published; default: the user of the system")
  private @Nullable String by;

  @Override
  public Integer call() throws IOException {
    Lesson said = said();
    Message mail = RemovalOptions.fromStandardInput();
    Workspace workspace = main.workspace();
    List<InboxSettings> inboxes = workspace.settings();
    List<InboxName> addressed = addressed(inboxes, mail);
    List<InboxName> everywhere = inboxes.stream().map(InboxSettings::name).toList();
    try (Archive archive = workspace.archive(Progress.QUIET)) {
      int code =
          switch (said) {
            case SPAM -> hide(archive, everywhere, mail, RemovalReason.SPAM);
            case RM -> hide(archive, all ? everywhere : addressed, mail, RemovalReason.OTHER);
            case HAM -> bringBack(archive, addressed, mail);
          };
      return said == Lesson.RM || taught(workspace, mail, said == Lesson.SPAM) ? code : Main.FAILED;
    }
  }

  /// The archive is as it is to be whatever comes of this.
  private boolean taught(Workspace workspace, Message mail, boolean spam) {
    try {
      new ConfiguredDelivery(workspace.config()).taught().learn(mail.raw(), spam);
      return true;
    } catch (IOException e) {
      spec.commandLine().getErr().println("annals: learn: not learnt: " + Main.why(e));
      return false;
    }
  }

  private Lesson said() {
    for (Lesson one : Lesson.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(lesson)) {
        return one;
      }
    }
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "'" + lesson + "' is neither spam nor ham nor rm");
  }

  /// Inboxes that the mail was sent to, by address or List-Id.
  private static List<InboxName> addressed(List<InboxSettings> inboxes, Message mail) {
    Set<String> names = new LinkedHashSet<>();
    for (List<Address> addresses : List.of(mail.to(), mail.cc())) {
      addresses.forEach(address -> names.add(address.mailbox().toLowerCase(Locale.ROOT)));
    }
    String list = mail.listId().orElse("");
    List<InboxName> found = new ArrayList<>();
    for (InboxSettings inbox : inboxes) {
      boolean named =
          inbox.addresses().stream()
              .anyMatch(address -> names.contains(address.toLowerCase(Locale.ROOT)));
      if (named || inbox.listIds().stream().anyMatch(list::equalsIgnoreCase)) {
        found.add(inbox.name());
      }
    }
    return found;
  }

  private int hide(Archive archive, List<InboxName> inboxes, Message mail, RemovalReason reason)
      throws IOException {
    boolean found = false;
    for (InboxName inbox : inboxes) {
      Remover.Order order =
          new Remover.Order(RemovalAction.REMOVE, reason, false, RemovalOptions.actor(by), "");
      Optional<ControlRecord.Removed> done = new Remover(archive, inbox).remove(mail, order);
      done.ifPresent(entry -> RemovalOptions.print(spec, entry, name(mail)));
      found |= done.isPresent();
    }
    if (!found) {
      spec.commandLine().getErr().println("annals: learn: no inbox has " + name(mail));
    }
    return found ? 0 : Main.FAILED;
  }

  private int bringBack(Archive archive, List<InboxName> inboxes, Message mail) throws IOException {
    int code = 0;
    for (InboxName inbox : inboxes) {
      new Remover(archive, inbox).lift(mail, RemovalOptions.actor(by));
      ImportReport report = new Importer(archive, inbox).importMails(List.of(mail.raw()));
      report.refused().forEach(why -> spec.commandLine().getErr().println("annals: learn: " + why));
      code = report.refusals() > 0 ? Main.FAILED : code;
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %s: %s%n",
              inbox, name(mail), report.added() > 0 ? "added" : "is there already or refused");
    }
    if (inboxes.isEmpty()) {
      throw new IOException(name(mail) + ": was sent to no inbox here");
    }
    return code;
  }

  private static String name(Message mail) {
    return mail.ids().isEmpty() ? "this message" : "<" + mail.ids().getFirst() + ">";
  }
}
