package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which messages of a history a removal by Message-ID finds: with the index the same as by reading
/// them all.
class RemovedCopiesTest {
  private static final InboxName DEV = new InboxName("dev");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void copiesWithoutANumberGoAndOthersStay(boolean thorough) throws Exception {
    MailText numbered = MailText.of("a@x").body("the first\n");
    MailText sameIdOtherText = MailText.of("a@x").body("never numbered\n");
    MailText second = MailText.of("b@x").header("Message-ID", "<b@x> <a@x>");
    MailText hidden = MailText.of("a@x").body("hidden later\n");
    List<MailText> gone = List.of(numbered, sameIdOtherText, second, hidden);
    List<MailText> staying = List.of(MailText.number(1), MailText.number(2), MailText.number(3));
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(hidden);
      epoch.remove(hidden);
      epoch.add(staying.get(0), numbered, sameIdOtherText, staying.get(1), second, staying.get(2));
      epoch.remove(staying.get(2));
    }
    fixture.index();
    Remover.Order order =
        new Remover.Order(RemovalAction.PURGE, RemovalReason.SECRET, false, "us", "");
    try (Archive archive = fixture.open()) {
      ControlRecord.Removed entry =
          new Remover(archive, DEV, thorough).remove(new MessageId("a@x"), order).orElseThrow();
      assertThat(entry.blobs()).hasSize(gone.size());
      assertThat(new Remover(archive, DEV, thorough).remove(new MessageId("a@x"), order)).isEmpty();
    }
    for (MailText mail : gone) {
      assertThat(holds(fixture, mail)).as(mail.toString()).isFalse();
    }
    for (MailText mail : staying) {
      assertThat(holds(fixture, mail)).as(mail.toString()).isTrue();
    }
    assertThat(fixture.problems()).isEmpty();
  }

  private static boolean holds(ArchiveFixture fixture, MailText mail) throws Exception {
    String blob = EpochFixture.blobOf(mail.bytes());
    return Shell.git(fixture.epoch("dev", 0), "cat-file", "-e", blob).exit() == 0;
  }
}
