package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.Deletion;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.annals.testing.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to an inbox over the years, and that deleting `index/` never changes anything.
class LifeTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Scope ALL = new Scope.All();

  @TempDir Path temporary;

  @Test
  void mailThatArrivesWhileServingBecomesVisible() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev", "users");
    try (Archive archive = fixture.open();
        Follower _ = Follower.start(archive);
        Archive other = fixture.open()) {
      List<InboxName> changed = new ArrayList<>();
      archive.onChange(name -> {
        synchronized (changed) {
          changed.add(name);
        }
      });
      Importer importer = new Importer(other, new InboxName("dev"));
      importer.importMails(List.of(MailText.number(1).bytes()));
      assertThat(ArchiveFixture.postings(archive, "dev")).hasSize(1);
      importer.importMails(List.of(MailText.number(2).bytes(), MailText.number(1).bytes()));
      assertThat(ArchiveFixture.postings(archive, "dev")).hasSize(2);
      synchronized (changed) {
        assertThat(changed).contains(new InboxName("dev")).doesNotContain(new InboxName("users"));
      }
    }
    assertThat(fixture.problems()).isEmpty();
  }

  @Test
  void commitsThatOthersFetchBecomeVisibleWithAndWithoutAnnouncement() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (Archive archive = fixture.open();
        Follower _ = Follower.start(archive);
        EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(MailText.number(1));
      EpochFixture.announce(fixture.inbox("dev"));
      Eventually.holds(SOON, "the announced mail", () -> count(archive) == 1);
      epoch.add(MailText.number(2));
      Eventually.holds(SOON, "the mail nobody announced", () -> count(archive) == 2);
    }
  }

  @Test
  void inboxThatCannotBeReadDoesNotKeepTheOthersWaiting() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "aaa", "dev");
    try (Archive archive = fixture.open();
        EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      Files.createDirectories(fixture.epoch("aaa", 0)); // half-made
      try (Follower _ = Follower.start(archive)) {
        epoch.add(MailText.number(1));
        EpochFixture.announce(fixture.inbox("dev"));
        Eventually.holds(SOON, "mail of the sound inbox", () -> count(archive) == 1);
      }
    }
  }

  @Test
  void secondBundleFastForwardsWithTheSameCommits() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve("a"), "dev");
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(MailText.number(1), MailText.number(2));
      Path first = theirs.bundle(temporary.resolve("1.bundle"));
      theirs.remove(MailText.number(1));
      theirs.add(MailText.number(3));
      Path second = theirs.bundle(temporary.resolve("2.bundle"));

      assertThat(fixture.importFrom("dev", first).added()).isEqualTo(2);
      ImportReport report = fixture.importFrom("dev", second);
      assertThat(report.added()).isEqualTo(1);
      assertThat(tip(fixture, 0)).isEqualTo(theirs.tip());
      assertThat(fixture.importFrom("dev", first).added()).isZero();
      assertThat(tip(fixture, 0)).isEqualTo(theirs.tip());
    }
    assertThat(numbers(fixture)).containsExactly(2L, 3L);
    survivesRebuild(fixture);
  }

  @Test
  void bundleOfAnotherHistoryIsTakenAsMail() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve("a"), "dev");
    fixture.importMails("dev", MailText.number(1));
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(MailText.number(1), MailText.number(2), MailText.number(3));
      theirs.remove(MailText.number(2));
      Path bundle = theirs.bundle(temporary.resolve("b.bundle"));
      ImportReport report = fixture.importFrom("dev", bundle);
      assertThat(report.added()).isEqualTo(1);
      assertThat(report.duplicates()).isEqualTo(1);
    }
    assertThat(numbers(fixture)).containsExactly(1L, 2L);
    survivesRebuild(fixture);
  }

  @Test
  void removalLeavesAGapThatIsNotFilled() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(mails(1, 4));
      fixture.index();
      epoch.remove(MailText.number(2));
      epoch.remove(MailText.number(4));
      fixture.index();
      assertThat(numbers(fixture)).containsExactly(1L, 3L);
      epoch.add(MailText.number(5));
      fixture.index();
      assertThat(numbers(fixture)).containsExactly(1L, 3L, 5L);
      epoch.add(MailText.number(2)); // comes back, as a new article
      fixture.index();
    }
    assertThat(numbers(fixture)).containsExactly(1L, 3L, 5L, 6L);
    survivesRebuild(fixture);
  }

  @Test
  void messageThatCameBackKeepsItsNewNumberThroughARewrite() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(mails(1, 4));
      epoch.remove(MailText.number(2));
      epoch.add(MailText.number(2), MailText.number(5));
      fixture.index();
      assertThat(numbers(fixture)).containsExactly(1L, 3L, 4L, 5L, 6L);
      epoch.purge(MailText.number(3));
      fixture.index();
      assertThat(numbers(fixture)).containsExactly(1L, 4L, 5L, 6L);
      survivesRebuild(fixture);
      epoch.add(MailText.number(7));
      fixture.index();
    }
    assertThat(numbers(fixture)).containsExactly(1L, 4L, 5L, 6L, 7L);
    survivesRebuild(fixture);
  }

  @Test
  void removalInOneRunWithTheAdditionLeavesTheSameGap() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(mails(1, 3));
      epoch.remove(MailText.number(3));
      epoch.remove(MailText.number(9)); // never was here
    }
    fixture.index();
    assertThat(numbers(fixture)).containsExactly(1L, 2L);
    try (Archive archive = fixture.open()) {
      new Importer(archive, new InboxName("dev")).importMails(List.of(MailText.number(4).bytes()));
      assertThat(ArchiveFixture.postings(archive, "dev"))
          .extracting(Posting::number)
          .containsExactly(1L, 2L, 4L);
    }
    survivesRebuild(fixture);
  }

  @Test
  void commitsThatAreNotOfTheFormatAreLeftOut() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(MailText.number(1));
      epoch.addForeign();
      epoch.add(MailText.of("x").header("Message-ID", null).bytes()); // the peer skips it as well
      epoch.add(new byte[0]);
      epoch.add(MailText.number(2));
    }
    fixture.index();
    assertThat(numbers(fixture)).containsExactly(1L, 2L);
  }

  @Test
  void numbersGoOnInTheNextEpochAndAfterAGapOfEpochs() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture zero = EpochFixture.create(fixture.epoch("dev", 0))) {
      zero.add(mails(1, 2));
      fixture.index();
      try (EpochFixture one = EpochFixture.create(fixture.epoch("dev", 1));
          EpochFixture four = EpochFixture.create(fixture.epoch("dev", 4))) {
        one.add(mails(3, 4));
        fixture.index();
        four.add(MailText.number(1)); // known: a duplicate
        four.add(MailText.number(5));
        four.remove(MailText.number(3)); // of another epoch
        fixture.index();
      }
    }
    assertThat(numbers(fixture)).containsExactly(1L, 2L, 4L, 5L);
    survivesRebuild(fixture);
  }

  @Test
  void ourOwnEpochsRotateAndAreOneInbox() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (Archive archive = fixture.open()) {
      Importer importer = new Importer(archive, new InboxName("dev"), 10_000);
      for (int i = 0; i < 4; i++) {
        List<byte[]> batch = new ArrayList<>();
        for (int n = 1; n <= 30; n++) {
          String text = "line of message " + n + "\n";
          batch.add(MailText.number(30 * i + n).body(text.repeat(100)).bytes());
        }
        importer.importMails(batch);
      }
      assertThat(archive.inbox("dev").orElseThrow().epochs()).containsExactly(0, 1, 2, 3);
    }
    assertThat(numbers(fixture)).hasSize(120).last().isEqualTo(120L);
    survivesRebuild(fixture);
  }

  @Test
  void purgeInTheMiddleBurnsItsNumber() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(mails(1, 6));
      fixture.index();
      Snapshot before = fixture.snapshot();
      epoch.purge(MailText.number(3));
      fixture.index();
      assertThat(numbers(fixture)).containsExactly(1L, 2L, 4L, 5L, 6L);
      before.numbers().remove("dev/3");
      assertThat(fixture.snapshot().numbers()).isEqualTo(before.numbers());
      assertThat(control(fixture).burnt(new InboxName("dev"))).containsExactly(3L);
      survivesRebuild(fixture);
      epoch.add(MailText.number(7));
      fixture.index();
    }
    assertThat(numbers(fixture)).containsExactly(1L, 2L, 4L, 5L, 6L, 7L);
    survivesRebuild(fixture);
  }

  @Test
  void purgeOfTheLastMessageBurnsItsNumberToo() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(mails(1, 3));
      fixture.index();
      epoch.purge(MailText.number(3));
      fixture.index();
      survivesRebuild(fixture);
      epoch.add(MailText.number(4));
      fixture.index();
    }
    assertThat(numbers(fixture)).containsExactly(1L, 2L, 4L);
    survivesRebuild(fixture);
  }

  @Test
  void editedMessageKeepsItsNumber() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    MailText edited = MailText.number(2).body("the telephone number is gone\n");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(mails(1, 4));
      fixture.index();
      epoch.edit(MailText.number(2), edited);
      fixture.index();
      assertThat(numbers(fixture)).containsExactly(1L, 2L, 3L, 4L);
      assertThat(fixture.snapshot().numbers().get("dev/2"))
          .isEqualTo("n2@example.org " + EpochFixture.blobOf(edited.bytes()));
      survivesRebuild(fixture);
      epoch.add(MailText.number(5));
      fixture.index();
    }
    assertThat(numbers(fixture)).containsExactly(1L, 2L, 3L, 4L, 5L);
    survivesRebuild(fixture);
  }

  @Test
  void purgesEditsRemovalsAndNewMailInOneRewrite() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(mails(1, 5));
      epoch.add(MailText.number(2)); // a duplicate that takes no number
      epoch.remove(MailText.number(4));
      epoch.add(mails(6, 9));
      fixture.index();
      Snapshot before = fixture.snapshot();
      assertThat(numbers(fixture)).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L);

      epoch.purge(MailText.number(3));
      epoch.edit(MailText.number(6), MailText.number(6).body("edited\n"));
      epoch.purge(MailText.number(8));
      epoch.remove(MailText.number(7));
      epoch.add(mails(10, 11));
      fixture.index();
      assertThat(numbers(fixture)).containsExactly(1L, 2L, 5L, 6L, 9L, 10L, 11L);
      Snapshot after = fixture.snapshot();
      for (String same : List.of("dev/1", "dev/2", "dev/5", "dev/9")) {
        assertThat(after.numbers().get(same)).isEqualTo(before.numbers().get(same));
      }
      assertThat(control(fixture).burnt(new InboxName("dev"))).contains(3L, 8L);
      survivesRebuild(fixture);
      epoch.add(MailText.number(12));
      fixture.index();
    }
    assertThat(numbers(fixture)).containsExactly(1L, 2L, 5L, 6L, 9L, 10L, 11L, 12L);
    survivesRebuild(fixture);
  }

  @Test
  void secondRewriteOfARewrittenHistoryKeepsNumbers() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(mails(1, 8));
      fixture.index();
      for (int gone : new int[] {5, 2, 8, 1}) {
        epoch.purge(MailText.number(gone));
        fixture.index();
      }
      epoch.add(MailText.number(9));
      fixture.index();
    }
    assertThat(numbers(fixture)).containsExactly(3L, 4L, 6L, 7L, 9L);
    survivesRebuild(fixture);
  }

  @Test
  void rewriteOfAnOlderEpochKeepsTheNumbersOfTheNewer() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (EpochFixture zero = EpochFixture.create(fixture.epoch("dev", 0));
        EpochFixture one = EpochFixture.create(fixture.epoch("dev", 1))) {
      zero.add(mails(1, 3));
      one.add(mails(4, 6));
      fixture.index();
      zero.purge(MailText.number(2));
      one.add(MailText.number(7));
      fixture.index();
      assertThat(numbers(fixture)).containsExactly(1L, 3L, 4L, 5L, 6L, 7L);
      survivesRebuild(fixture);
      one.add(MailText.number(8));
      fixture.index();
    }
    assertThat(numbers(fixture)).containsExactly(1L, 3L, 4L, 5L, 6L, 7L, 8L);
    survivesRebuild(fixture);
  }

  @Test
  void purgedRootLeavesTheRestOfItsThreadTogether() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    MailText root = MailText.of("root@x");
    MailText one = MailText.of("one@x").references("root@x").sent(MailText.START + 1);
    MailText two = MailText.of("two@x").references("root@x").sent(MailText.START + 2);
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(root, one, two);
      fixture.index();
      epoch.purge(root);
      fixture.index();
    }
    assertThat(fixture.snapshot().threads()).containsExactly(Set.of("dev/2", "dev/3"));
    survivesRebuild(fixture);
  }

  @Test
  void messageThatGitLostIsReportedAndTheRestIsIndexed() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    String blob = EpochFixture.blobOf(MailText.number(2).bytes());
    String commit;
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(MailText.number(1));
      commit = epoch.add(MailText.number(2));
      epoch.add(MailText.number(3));
    }
    EpochFixture.loseObject(fixture.epoch("dev", 0), blob);
    try (Archive archive = fixture.open()) {
      IndexReport report = archive.bringUp(new InboxName("dev"));
      assertThat(report.added()).isEqualTo(2);
      assertThat(report.warnings())
          .singleElement()
          .asString()
          .contains(commit)
          .contains(blob)
          .contains(fixture.inbox("dev").toString());
    }
    assertThat(fixture.problems()).anyMatch(line -> line.contains(commit) && line.contains(blob));
  }

  /// A stored message that git loses later must not stop the mail that comes after it.
  @Test
  void threadsStillMergeWhenAnOldMessageCannotBeReadAgain() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    MailText lost = MailText.of("lost@x").references("missing-1@x");
    MailText other = MailText.of("other@x").references("missing-2@x");
    MailText link = MailText.of("link@x").references("missing-1@x", "missing-2@x");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(other, lost);
      fixture.index();
      EpochFixture.loseObject(fixture.epoch("dev", 0), EpochFixture.blobOf(lost.bytes()));
      epoch.add(link);
      fixture.index();
    }
    assertThat(fixture.snapshot().threads()).containsExactly(Set.of("dev/1", "dev/2", "dev/3"));
  }

  @Test
  void crossPostIsTwoPostingsAndOneMessage() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev", "users");
    MailText mail = MailText.of("cross@x");
    fixture.importMails("dev", MailText.number(1), mail);
    fixture.importMails("users", mail.header("List-Id", "<users.example.org>"));
    try (Archive archive = fixture.open()) {
      List<Posting> found = archive.find(ALL, new MessageId("cross@x"));
      assertThat(found).hasSize(2);
      assertThat(found).extracting(Posting::first).containsExactly(true, false);
      assertThat(found.getFirst().inbox()).hasToString("dev");
      assertThat(found.getFirst().blob()).isNotEqualTo(found.getLast().blob());
      assertThat(ArchiveFixture.total(archive)).isEqualTo(2);
      assertThat(archive.list(ALL, TimeWindow.NEWEST, 10)).hasSize(2);
      assertThat(archive.thread(ALL, found.getFirst().thread(), 10).total()).isEqualTo(1);
    }
    survivesRebuild(fixture);
  }

  @Test
  void removalOfTheFirstPromotesTheOther() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev", "users");
    MailText mail = MailText.of("cross@x");
    try (EpochFixture dev = EpochFixture.create(fixture.epoch("dev", 0));
        EpochFixture users = EpochFixture.create(fixture.epoch("users", 0))) {
      dev.add(mail);
      users.add(mail);
      fixture.index();
      dev.remove(mail);
      fixture.index();
    }
    try (Archive archive = fixture.open()) {
      assertThat(archive.find(ALL, new MessageId("cross@x")))
          .singleElement()
          .satisfies(posting -> {
            assertThat(posting.inbox()).hasToString("users");
            assertThat(posting.first()).isTrue();
          });
      assertThat(ArchiveFixture.total(archive)).isEqualTo(1);
    }
    survivesRebuild(fixture);
  }

  @Test
  void purgeOfTheFirstPromotesTheOther() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev", "users");
    MailText mail = MailText.of("cross@x");
    try (EpochFixture dev = EpochFixture.create(fixture.epoch("dev", 0));
        EpochFixture users = EpochFixture.create(fixture.epoch("users", 0))) {
      dev.add(mail, MailText.number(1));
      users.add(mail);
      fixture.index();
      dev.purge(mail);
      fixture.index();
    }
    assertThat(fixture.snapshot().firsts()).containsExactlyInAnyOrder("dev/2", "users/1");
    survivesRebuild(fixture);
  }

  private static MailText[] mails(int from, int to) {
    MailText[] mails = new MailText[to - from + 1];
    for (int i = 0; i < mails.length; i++) {
      mails[i] = MailText.number(from + i);
    }
    return mails;
  }

  private static long count(Archive archive) throws IOException {
    return ArchiveFixture.postings(archive, "dev").size();
  }

  private static List<Long> numbers(ArchiveFixture fixture) throws IOException {
    try (Archive archive = fixture.open()) {
      return ArchiveFixture.postings(archive, "dev").stream().map(Posting::number).toList();
    }
  }

  private static String tip(ArchiveFixture fixture, int epoch) throws Exception {
    return Shell.git(fixture.epoch("dev", epoch), "rev-parse", "HEAD").succeeded().out().strip();
  }

  private static ControlInbox control(ArchiveFixture fixture) throws IOException {
    return ControlInbox.open(fixture.layout().control());
  }

  /// An index made anew says the same, both ways of making it.
  private static void survivesRebuild(ArchiveFixture fixture) throws IOException {
    assertThat(fixture.problems()).isEmpty();
    Snapshot before = fixture.snapshot();
    Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
    assertThat(fixture.snapshot()).isEqualTo(before);
    Deletion.tree(fixture.layout().index());
    fixture.index();
    assertThat(fixture.snapshot()).isEqualTo(before);
    assertThat(fixture.problems()).isEmpty();
  }
}
