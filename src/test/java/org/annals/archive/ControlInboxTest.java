package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.archive.ControlRecord.ArchivedSet;
import org.annals.archive.ControlRecord.BundleDeleted;
import org.annals.archive.ControlRecord.BundleSet;
import org.annals.archive.ControlRecord.CheckGiven;
import org.annals.archive.ControlRecord.CommitSet;
import org.annals.archive.ControlRecord.DelegateSet;
import org.annals.archive.ControlRecord.InboxCreated;
import org.annals.archive.ControlRecord.NumberKept;
import org.annals.archive.ControlRecord.NumbersBurnt;
import org.annals.archive.ControlRecord.RemovalDone;
import org.annals.archive.ControlRecord.RemovalLifted;
import org.annals.archive.ControlRecord.Removed;
import org.annals.archive.ControlRecord.Replaced;
import org.annals.archive.ControlRecord.StateSet;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.CorruptInboxException;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.testing.EpochFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlInboxTest {
  private static final InboxName DEV = new InboxName("dev");
  private static final MessageId PATCH = new MessageId("p 1/x=y@example.org");
  private static final BlobId BLOB = new BlobId("9c1185a5c5e9fc54612808977ee8f548b2258d31");

  private static final List<ControlRecord> ONE_OF_EACH =
      List.of(
          new InboxCreated(DEV, 17),
          new NumbersBurnt(DEV, List.of(5L, 17L)),
          new NumberKept(DEV, BLOB, 42),
          new StateSet(DEV, PATCH, "under-review", "ann", 100),
          new CheckGiven(DEV, PATCH, "build", "fail", "https://x/?a=b c", "zu gro\u00df", "bot", 1),
          new CheckGiven(DEV, PATCH, "build", "success", "", "", "bot", 2),
          new DelegateSet(DEV, PATCH, "bea", "ann", 103),
          new DelegateSet(DEV, PATCH, "", "ann", 104),
          new ArchivedSet(DEV, PATCH, true, "ann", 105),
          new CommitSet(DEV, PATCH, BLOB.toString(), "ann", 106),
          new BundleSet(DEV, 1, "next: it", true, List.of(PATCH, new MessageId("q@x")), "ann", 107),
          new BundleSet(DEV, 2, "empty", false, List.of(), "ann", 108),
          new BundleDeleted(DEV, 1, "ann", 109),
          new Removed(
              DEV,
              1,
              RemovalAction.REDACT,
              RemovalReason.PERSONAL_DATA,
              List.of(PATCH),
              List.of(),
              List.of("00ff"),
              List.of(new Replaced(BLOB, BlobId.EMPTY), new Replaced(BlobId.EMPTY, null)),
              true,
              "ann of the operators",
              110,
              "ticket 5"),
          new Removed(
              DEV,
              2,
              RemovalAction.PURGE,
              RemovalReason.SPAM,
              List.of(),
              List.of("aa"),
              List.of(),
              List.of(),
              false,
              "ann",
              111,
              ""),
          new RemovalDone(DEV, 1),
          new RemovalLifted(DEV, 2, "ann", 112));

  @TempDir Path directory;

  @Test
  void everyRecordIsReadAsItWasWritten() throws Exception {
    ControlInbox.open(directory.resolve("control")).append(ONE_OF_EACH);
    ControlInbox again = ControlInbox.open(directory.resolve("control"));
    assertThat(again.records()).isEqualTo(ONE_OF_EACH);
    assertThat(again.of(DEV, PATCH)).isEqualTo(ONE_OF_EACH.subList(3, 10));
    assertThat(again.of(DEV, new MessageId("q@x"))).isEmpty();
    assertThat(again.of(new InboxName("users"), PATCH)).isEmpty();
  }

  @Test
  void examplesInTheDocumentAreRecords() throws Exception {
    String page = Files.readString(Path.of("docs/formats/control-inbox.md"));
    Matcher example =
        Pattern.compile("Annals-Record: (\\S+)\nAnnals-Inbox: (\\S+)\n\n(.*?)```", Pattern.DOTALL)
            .matcher(page);
    List<String> types = new ArrayList<>();
    while (example.find()) {
      ControlRecord entry =
          ControlText.parse(
              example.group(1), new InboxName(example.group(2)), example.group(3).lines().toList());
      assertThat(ControlText.print(entry)).isEqualTo(example.group(3));
      types.add(ControlText.type(entry));
    }
    assertThat(types).isEqualTo(ONE_OF_EACH.stream().map(ControlText::type).distinct().toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patch-mood|patch p@x\nactor ann\nat 1\nmood good",
        "patch-state|actor ann\nat 1\nstate new",
        "patch-state|patch p@x\nactor ann\nat soon\nstate new",
        "patch-state|patch p@x\nactor ann\nat 1\nstate new\nstate queued",
        "patch-state|patch p@x\nactor ann\nat 1\nstate new\ncolour red",
        "patch-archived|patch p@x\nactor ann\nat 1\narchived perhaps",
        "bundle|number 1\nname x\nactor ann\nat 1",
        "inbox-created|created-at",
        "number-kept|number 1"
      })
  void whatIsNoRecordIsAnErrorThatNamesItsCommit(String text) throws Exception {
    String type = text.substring(0, text.indexOf('|'));
    String body = text.substring(text.indexOf('|') + 1);
    String mail = "Annals-Record: " + type + "\nAnnals-Inbox: dev\n\n" + body + "\n";
    Path control = directory.resolve("control");
    Inbox.create(DEV, control, "").close();
    String commit;
    try (EpochFixture epoch = EpochFixture.create(control.resolve("git/0.git"))) {
      commit = epoch.add(mail.getBytes(StandardCharsets.UTF_8));
    }
    assertThatThrownBy(() -> ControlInbox.open(control))
        .isInstanceOf(CorruptInboxException.class)
        .hasMessageContaining("commit " + commit + ": not a control record: ");
  }

  @Test
  void aValueOfSeveralLinesIsNoRecord() {
    assertThatThrownBy(() -> new StateSet(DEV, PATCH, "new\nactor eve", "ann", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DelegateSet(DEV, PATCH, " bea", "ann", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
