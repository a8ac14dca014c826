package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.index.Stretch;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `Scope.All` when inboxes are hidden: nothing that only they have, everything else once.
///
/// Three inboxes: `dev` and `users` are shown, `secret` is hidden unless a test says otherwise.
class HiddenInboxTest {
  private static final Scope ALL = new Scope.All();
  private static final MailText CROSS = MailText.of("cross@x").subject("about rings");
  private static final MailText OWN =
      MailText.of("own@x").subject("Re: about rings").inReplyTo("cross@x");

  @TempDir Path directory;
  private ArchiveFixture fixture;

  @BeforeEach
  void makeInboxes() throws IOException {
    fixture = ArchiveFixture.in(directory, "dev", "users", "secret");
    fixture.hide("secret");
  }

  /// What every way of asking says that everybody may see, `inbox/id`, newest first.
  private List<String> everything() throws IOException {
    try (Archive archive = fixture.open()) {
      List<Posting> listed = archive.list(ALL, TimeWindow.NEWEST, 100);
      List<String> names = names(listed);
      List<Posting> oldestFirst = archive.list(ALL, TimeWindow.since(0), 100);
      assertThat(names(oldestFirst.reversed())).isEqualTo(names);
      List<Posting> scanned = new ArrayList<>();
      archive.scan(ALL, new Query.All(), 100, scanned::add);
      assertThat(names(scanned)).isEqualTo(names);
      var found = archive.search(ALL, new Query.All(), Order.NEWEST_FIRST, 0, 100);
      assertThat(names(found.hits())).isEqualTo(names);
      assertThat(found.total()).isEqualTo(names.size());
      Query words = new Query.Word(Query.Field.SUBJECT, "about", false);
      var matches = archive.search(ALL, words, Order.RELEVANCE, 0, 100);
      assertThat(names(matches.hits())).containsExactlyInAnyOrderElementsOf(names);
      List<Posting> threads = new ArrayList<>();
      archive.scanThreads(ALL, words, threads::add);
      assertThat(names(threads)).containsExactlyInAnyOrderElementsOf(names);
      assertThat(
              names(
                  archive.searchThreads(ALL, words, Order.NEWEST_FIRST, Stretch.of(0, 100)).hits()))
          .isSubsetOf(names);
      assertThat(names(archive.recentThreads(ALL, TimeWindow.NEWEST, 100))).isSubsetOf(names);
      List<Posting> received = new ArrayList<>();
      archive.scanReceived(ALL, TimeWindow.NEWEST, received::add);
      assertThat(names(received)).isEqualTo(names);
      assertThat(archive.activity(ALL).months().values().stream().mapToInt(i -> i).sum())
          .isEqualTo(names.size());
      for (Posting posting : listed) {
        assertThat(archive.find(ALL, posting.id()).getFirst()).isEqualTo(posting);
        assertThat(archive.findByHash(ALL, posting.id().sha1Hex())).contains(posting);
        List<Posting> thread = archive.thread(ALL, posting.thread(), 100).messages();
        assertThat(names(thread)).isSubsetOf(names).contains(name(posting));
        assertThat(archive.threadSizes(ALL, List.of(posting.thread())))
            .containsEntry(posting.thread(), thread.size());
        assertThat(names(archive.sameSubject(ALL, posting, 100))).isSubsetOf(names);
      }
      return names;
    }
  }

  private static List<String> names(List<Posting> postings) {
    return postings.stream().map(HiddenInboxTest::name).toList();
  }

  private static String name(Posting posting) {
    return posting.inbox() + "/" + posting.id().value();
  }

  /// The index once more, in this process and from nothing.
  private void isTheSameAfterARebuild() throws IOException {
    List<String> before = everything();
    Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
    assertThat(everything()).isEqualTo(before);
    assertThat(fixture.problems()).isEmpty();
  }

  @Test
  void whatOnlyAHiddenInboxHasIsNowhere() throws Exception {
    fixture.importMails("secret", OWN);
    fixture.importMails("dev", MailText.number(1));
    assertThat(everything()).containsExactly("dev/n1@example.org");
    try (Archive archive = fixture.open()) {
      assertThat(archive.find(ALL, new MessageId("own@x"))).isEmpty();
      assertThat(archive.findByHash(ALL, new MessageId("own@x").sha1Hex())).isEmpty();
      assertThat(archive.find(Scope.of(new InboxName("secret")), new MessageId("own@x")))
          .hasSize(1);
    }
    isTheSameAfterARebuild();
  }

  @Test
  void theOperatorSeesHiddenOnesToo() throws Exception {
    fixture.importMails("secret", OWN);
    fixture.importMails("dev", MailText.number(1));
    try (Archive archive = fixture.open().withHidden()) {
      assertThat(archive.find(ALL, new MessageId("own@x"))).hasSize(1);
      assertThat(ArchiveFixture.total(archive)).isEqualTo(2);
    }
  }

  @Test
  void crossPostIsShownFromTheInboxThatIs() throws Exception {
    fixture.importMails("secret", CROSS, OWN);
    fixture.importMails("dev", CROSS);
    assertThat(everything()).containsExactly("dev/cross@x");
    fixture.importMails("users", CROSS);
    assertThat(everything()).containsExactly("dev/cross@x");
    try (Archive archive = fixture.open()) {
      assertThat(names(archive.find(ALL, new MessageId("cross@x"))))
          .containsExactly("dev/cross@x", "users/cross@x");
    }
    isTheSameAfterARebuild();
  }

  @Test
  void crossPostThatCameToTheHiddenInboxLast() throws Exception {
    fixture.importMails("dev", CROSS);
    fixture.importMails("secret", CROSS);
    assertThat(everything()).containsExactly("dev/cross@x");
    isTheSameAfterARebuild();
  }

  @Test
  void hidingShowsTheOtherCopyAndShowingAgainDoublesNothing() throws Exception {
    fixture.show("secret");
    fixture.importMails("secret", CROSS, OWN);
    fixture.importMails("dev", CROSS);
    fixture.importMails("users", CROSS);
    assertThat(everything()).containsExactlyInAnyOrder("secret/cross@x", "secret/own@x");
    fixture.hide("secret");
    fixture.index();
    assertThat(everything()).containsExactly("dev/cross@x");
    fixture.hide("dev");
    fixture.index();
    assertThat(everything()).containsExactly("users/cross@x");
    fixture.show("secret");
    fixture.show("dev");
    fixture.index();
    assertThat(everything()).containsExactlyInAnyOrder("users/cross@x", "secret/own@x");
    isTheSameAfterARebuildUpToTheCopy();
  }

  /// A rebuild may let another shown copy stand for the message.
  private void isTheSameAfterARebuildUpToTheCopy() throws IOException {
    Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
    assertThat(everything())
        .extracting(name -> name.substring(name.indexOf('/')))
        .containsExactlyInAnyOrder("/cross@x", "/own@x");
  }

  /// What was hidden alone stands for itself once it is shown beside a hidden copy.
  @Test
  void showingOneOfTwoHiddenCopies() throws Exception {
    fixture.hide("dev");
    fixture.importMails("secret", CROSS);
    fixture.importMails("dev", CROSS);
    assertThat(everything()).isEmpty();
    fixture.show("dev");
    fixture.index();
    assertThat(everything()).containsExactly("dev/cross@x");
  }

  @Test
  void removalPromotesACopyThatIsShown() throws Exception {
    try (EpochFixture dev = EpochFixture.create(fixture.epoch("dev", 0));
        EpochFixture users = EpochFixture.create(fixture.epoch("users", 0));
        EpochFixture secret = EpochFixture.create(fixture.epoch("secret", 0))) {
      secret.add(CROSS);
      dev.add(CROSS);
      users.add(CROSS);
      fixture.index();
      assertThat(everything()).containsExactly("dev/cross@x");
      dev.remove(CROSS);
      fixture.index();
      assertThat(everything()).containsExactly("users/cross@x");
      users.remove(CROSS);
      fixture.index();
      assertThat(everything()).isEmpty();
    }
    fixture.show("secret");
    fixture.index();
    assertThat(everything()).containsExactly("secret/cross@x");
  }

  /// Taking an inbox out of the config hides it, and nothing fails for lack of its git.
  @Test
  void inboxThatTheConfigNoLongerNames() throws Exception {
    fixture.importMails("users", CROSS, MailText.number(1));
    fixture.importMails("dev", CROSS);
    assertThat(everything()).containsExactly("users/n1@example.org", "users/cross@x");
    List<InboxSettings> all = List.copyOf(fixture.settings());
    fixture.settings().removeIf(one -> one.name().value().equals("users"));
    fixture.index();
    assertThat(everything()).containsExactly("dev/cross@x");
    fixture.settings().clear();
    fixture.settings().addAll(all);
    fixture.index();
    assertThat(everything()).hasSize(2).contains("users/n1@example.org");
  }
}
