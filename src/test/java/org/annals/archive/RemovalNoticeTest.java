package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.Epoch;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one archive signs of its removals another does after it, and nobody else can say.
class RemovalNoticeTest {
  private static final InboxName DEV = new InboxName("dev");
  private static final MailText TOLD = MailText.of("told@x").body("a secret\n");

  @TempDir Path temporary;

  private static String tip(ArchiveFixture fixture) throws IOException {
    try (Epoch epoch = Epoch.open(0, fixture.epoch("dev", 0))) {
      return epoch.tip().orElseThrow();
    }
  }

  /// Two archives of the same epoch.
  private ArchiveFixture copy(String name) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve(name), "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(MailText.number(1), TOLD, MailText.number(2));
    }
    fixture.index();
    return fixture;
  }

  private static RemovalNotice redact(ArchiveFixture fixture, String id) throws IOException {
    Remover.Order order =
        new Remover.Order(
            RemovalAction.REDACT, RemovalReason.SECRET, false, "upstream", "never to be told");
    try (Archive archive = fixture.open()) {
      ControlRecord.Removed entry =
          new Remover(archive, DEV).remove(new MessageId(id), order).orElseThrow();
      return RemovalNotice.of(entry, archive.control().siteKey().orElseThrow());
    }
  }

  private static String key(ArchiveFixture fixture) throws IOException {
    try (Archive archive = fixture.open()) {
      return archive.control().siteKey().orElseThrow().shown();
    }
  }

  @Test
  void mirrorThatAppliesANoticeHasTheHistoryOfItsUpstream() throws Exception {
    ArchiveFixture upstream = copy("up");
    ArchiveFixture mirror = copy("mirror");
    String before = tip(mirror);
    RemovalNotice notice = redact(upstream, "told@x");
    assertThat(notice.print()).doesNotContain("never to be told");
    List<RemovalNotice> read = RemovalNotice.parseAll("# a comment\n\n" + notice.print() + "\n");
    assertThat(read).containsExactly(notice);
    ControlRecord.Removed said = read.getFirst().verified(key(upstream)).orElseThrow();
    try (Archive archive = mirror.open()) {
      assertThat(new Remover(archive, DEV).apply(said, "by notice")).isPresent();
      assertThat(new Remover(archive, DEV).apply(said, "by notice")).isEmpty();
    }
    assertThat(tip(mirror)).isNotEqualTo(before).isEqualTo(tip(upstream));
    assertThat(mirror.snapshot().numbers()).isEqualTo(upstream.snapshot().numbers());
    assertThat(mirror.importMails("dev", TOLD).refusals()).isEqualTo(1);
  }

  @Test
  void noticeOfWhatTheMirrorNeverHadKeepsItOut() throws Exception {
    ArchiveFixture upstream = copy("up");
    ArchiveFixture mirror = ArchiveFixture.in(temporary.resolve("mirror"), "dev");
    mirror.importMails("dev", MailText.number(1));
    RemovalNotice notice = redact(upstream, "told@x");
    try (Archive archive = mirror.open()) {
      new Remover(archive, DEV).apply(notice.verified(key(upstream)).orElseThrow(), "by notice");
    }
    assertThat(mirror.importMails("dev", TOLD).refusals()).isEqualTo(1);
    assertThat(mirror.snapshot().numbers()).hasSize(1);
  }

  @Test
  void whatAnotherKeySignedOrSomebodyChangedIsNoNotice() throws Exception {
    ArchiveFixture upstream = copy("up");
    ArchiveFixture other = copy("other");
    RemovalNotice notice = redact(upstream, "told@x");
    redact(other, "n1@example.org");
    assertThat(notice.verified(key(other))).isEmpty();
    String forged = notice.text().replace("told@x", "n1@example.org");
    assertThat(new RemovalNotice(forged, notice.signature()).verified(key(upstream))).isEmpty();
    assertThat(new RemovalNotice(notice.text(), "c29tZQ==").verified(key(upstream))).isEmpty();
    assertThat(new RemovalNotice(notice.text(), "*").verified(key(upstream))).isEmpty();
    assertThatThrownBy(() -> notice.verified("no key"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RemovalNotice.parseAll("<html>"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RemovalNotice.parseAll(notice.text()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no signature");
  }

  @Test
  void onlyTheOwnerMayReadTheKey() throws Exception {
    ArchiveFixture upstream = copy("up");
    redact(upstream, "told@x");
    Path file = temporary.resolve("up/keys/removals");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String key = key(upstream);
    redact(upstream, "n1@example.org");
    assertThat(key(upstream)).isEqualTo(key);
  }

  @Test
  void noteIsTheSameForTheSameMail() {
    Message mail = Message.parse(TOLD.bytes());
    Message one = Tombstone.of(mail, RemovalReason.SPAM, "ann", 1_795_435_200L);
    Message other = Tombstone.of(mail, RemovalReason.SPAM, "ann", 1_795_435_200L);
    assertThat(one.raw()).isEqualTo(other.raw());
  }
}
