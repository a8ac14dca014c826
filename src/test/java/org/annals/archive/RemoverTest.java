package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is removed is gone from git and index, stays gone, and the rest stays where it was.
class RemoverTest {
  private static final InboxName DEV = new InboxName("dev");
  private static final String PHRASE = "zebraquartzfinch";
  private static final String SECRET = PHRASE + " lives at 7 Hidden Lane";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private static MailText root() {
    return MailText.of("root@x").subject("a ring").received(MailText.START);
  }

  private static MailText told() {
    return MailText.of("told@x")
        .from("Zoe Zebraquartzfinch <zoe@example.org>")
        .subject(PHRASE + " in the subject")
        .references("root@x")
        .header("List-Id", "development <dev.example.org>")
        .sent(MailText.START + 60)
        .received(MailText.START + 61)
        .body(SECRET + "\n");
  }

  private static MailText answer() {
    return MailText.of("answer@x").references("root@x", "told@x").sent(MailText.START + 120);
  }

  private ArchiveFixture thread() throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve("a"), "dev");
    fixture.importMails("dev", root(), told(), answer(), MailText.number(9));
    return fixture;
  }

  private static Remover.Order order(RemovalAction action) {
    return new Remover.Order(
        action, RemovalReason.PERSONAL_DATA, false, "the operator", "ticket 5");
  }

  private static Optional<ControlRecord.Removed> remove(
      ArchiveFixture fixture, String id, RemovalAction action) throws IOException {
    try (Archive archive = fixture.open()) {
      return new Remover(archive, DEV).remove(new MessageId(id), order(action));
    }
  }

  @Test
  void redactionKeepsThePlaceAndNothingOfTheText() throws Exception {
    ArchiveFixture fixture = thread();
    ControlRecord.Removed entry = remove(fixture, "told@x", RemovalAction.REDACT).orElseThrow();
    try (Archive archive = fixture.open()) {
      Posting note = archive.byNumber(DEV, 2).orElseThrow();
      assertThat(note.id()).isEqualTo(new MessageId("told@x"));
      assertThat(note.received()).isEqualTo(MailText.START + 61);
      assertThat(note.sent()).isEqualTo(MailText.START + 60);
      Message mail = Message.parse(archive.raw(note));
      assertThat(mail.references()).containsExactly(new MessageId("root@x"));
      assertThat(mail.listId()).contains("dev.example.org");
      assertThat(new String(mail.raw(), StandardCharsets.UTF_8))
          .contains("the operator", "personal-data")
          .doesNotContain("zoe", PHRASE, "ticket");
      assertThat(archive.thread(Scope.of(DEV), note.thread(), 10).messages())
          .extracting(posting -> posting.id().value())
          .containsExactly("root@x", "told@x", "answer@x");
    }
    assertThat(entry.blobs()).hasSize(1);
    nothingIsLeft(fixture);
    comesNeverBack(fixture);
  }

  @Test
  void purgeLeavesAGapInNumbersAndTheThreadStands() throws Exception {
    ArchiveFixture fixture = thread();
    assertThat(indexed(fixture)).contains(PHRASE);
    assertThat(remove(fixture, "told@x", RemovalAction.PURGE)).isPresent();
    assertThat(fixture.snapshot().numbers()).containsOnlyKeys("dev/1", "dev/3", "dev/4");
    assertThat(fixture.snapshot().threads())
        .containsExactlyInAnyOrder(Set.of("dev/1", "dev/3"), Set.of("dev/4"));
    nothingIsLeft(fixture);
    comesNeverBack(fixture);
  }

  @Test
  void everyCopyInTheHistoryGoesAlsoDuplicatesAndHiddenOnes() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve("a"), "dev");
    MailText footer = told().body(SECRET + "\n-- \nfooter of the list\n");
    MailText secret = MailText.of("hidden@x").body(SECRET + "\n");
    try (EpochFixture zero = EpochFixture.create(fixture.epoch("dev", 0));
        EpochFixture one = EpochFixture.create(fixture.epoch("dev", 1))) {
      zero.add(root(), told(), footer, secret);
      zero.remove(secret);
      zero.add(answer());
      one.add(told(), MailText.number(9));
    }
    fixture.index();
    assertThat(fixture.snapshot().numbers()).containsOnlyKeys("dev/1", "dev/2", "dev/4", "dev/5");
    assertThat(remove(fixture, "told@x", RemovalAction.REDACT).orElseThrow().blobs()).hasSize(2);
    assertThat(remove(fixture, "hidden@x", RemovalAction.PURGE)).isPresent();
    assertThat(fixture.snapshot().numbers()).containsOnlyKeys("dev/1", "dev/2", "dev/4", "dev/5");
    nothingIsLeft(fixture);
    comesNeverBack(fixture);
  }

  @Test
  void idThatIsNotThereChangesNothing() throws Exception {
    ArchiveFixture fixture = thread();
    assertThat(remove(fixture, "nobody@x", RemovalAction.PURGE)).isEmpty();
    try (Archive archive = fixture.open()) {
      assertThat(archive.control().removals().of(DEV)).isEmpty();
    }
  }

  @Test
  void editKeepsNumberAndIdsAndTheOldTextIsGone() throws Exception {
    ArchiveFixture fixture = thread();
    Message edited = Message.parse(told().from("Zoe <z@x>").subject("s").body("cut\n").bytes());
    try (Archive archive = fixture.open()) {
      Remover remover = new Remover(archive, DEV);
      MessageId id = new MessageId("told@x");
      assertThatThrownBy(() ->
              remover.edit(
                  id, Message.parse(MailText.of("other@x").bytes()), order(RemovalAction.EDIT)))
          .hasMessageContaining("Message-ID");
      assertThatThrownBy(() ->
              remover.edit(
                  id,
                  Message.parse(told().references("else@x").bytes()),
                  order(RemovalAction.EDIT)))
          .hasMessageContaining("References");
      assertThat(remover.edit(id, edited, order(RemovalAction.EDIT))).isPresent();
      assertThat(archive.raw(archive.byNumber(DEV, 2).orElseThrow())).isEqualTo(edited.raw());
    }
    nothingIsLeft(fixture);
    comesNeverBack(fixture);
  }

  @Test
  void removedMailIsHiddenAndMayBeLiftedAgain() throws Exception {
    ArchiveFixture fixture = thread();
    assertThat(remove(fixture, "told@x", RemovalAction.REMOVE)).isPresent();
    assertThat(fixture.importMails("dev", told()).refused())
        .singleElement()
        .asString()
        .contains("removed on", "personal-data");
    try (Archive archive = fixture.open()) {
      assertThat(new Remover(archive, DEV).lift(Message.parse(told().bytes()), "ann")).isTrue();
    }
    assertThat(fixture.importMails("dev", told()).added()).isEqualTo(1);
    assertThat(fixture.snapshot().numbers()).containsOnlyKeys("dev/1", "dev/3", "dev/4", "dev/5");
  }

  @Test
  void hiddenIdIsRefusedByItsSum() throws Exception {
    ArchiveFixture fixture = thread();
    try (Archive archive = fixture.open()) {
      Remover.Order order =
          new Remover.Order(RemovalAction.PURGE, RemovalReason.LEGAL, true, "ann", "");
      ControlRecord.Removed entry =
          new Remover(archive, DEV).remove(new MessageId("told@x"), order).orElseThrow();
      assertThat(entry.ids()).isEmpty();
      assertThat(entry.idSums()).containsExactly(Removals.sum(new MessageId("told@x")));
    }
    assertThat(fixture.importMails("dev", told().body("another text\n")).refusals()).isEqualTo(1);
  }

  @Test
  void processThatServesForgetsThePacksThatAnotherDeleted() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve("a"), "dev");
    List<MailText> mails = new ArrayList<>(List.of(root(), told(), answer()));
    for (int n = 1; n <= 40; n++) {
      mails.add(MailText.number(n)); // so many are one pack
    }
    fixture.importMails("dev", mails.toArray(MailText[]::new));
    try (Archive serving = fixture.open();
        Follower _ = Follower.start(serving)) {
      Posting old = serving.byNumber(DEV, 2).orElseThrow();
      assertThat(serving.raw(old)).isEqualTo(told().bytes());
      Removals removals = serving.control().removals();
      try (Archive other = fixture.open()) {
        new Remover(other, DEV).remove(new MessageId("told@x"), order(RemovalAction.REDACT));
      }
      Eventually.holds(
          SOON,
          "the note",
          () -> !serving.byNumber(DEV, 2).orElseThrow().blob().equals(old.blob()));
      Eventually.holds(SOON, "the record", () -> !removals.of(DEV).isEmpty());
      Eventually.holds(SOON, "the end of the old blob", () -> isUnreadable(serving, old));
    }
    nothingIsLeft(fixture);
  }

  private static boolean isUnreadable(Archive archive, Posting posting) throws IOException {
    try {
      archive.raw(posting);
      return false;
    } catch (org.annals.store.MissingMessageException _) {
      return true;
    }
  }

  @Test
  void removalThatWasKilledIsGoneOnWith() throws Exception {
    ArchiveFixture fixture = thread();
    try (Archive archive = fixture.open()) {
      Posting told = archive.byNumber(DEV, 2).orElseThrow();
      archive
          .control()
          .append(
              List.of(
                  new ControlRecord.Removed(
                      DEV,
                      1,
                      RemovalAction.PURGE,
                      RemovalReason.SECRET,
                      List.of(told.id()),
                      List.of(),
                      List.of(Removals.sum(Message.parse(told().bytes()))),
                      List.of(
                          new ControlRecord.Replaced(told.blob(), org.annals.store.BlobId.EMPTY)),
                      false,
                      "ann",
                      MailText.START,
                      "")));
    }
    try (Archive archive = fixture.open()) {
      assertThat(new Remover(archive, DEV).resume()).isEqualTo(1);
      assertThat(new Remover(archive, DEV).resume()).isZero();
    }
    assertThat(fixture.snapshot().numbers()).containsOnlyKeys("dev/1", "dev/3", "dev/4");
    nothingIsLeft(fixture);
    comesNeverBack(fixture);
  }

  /// Neither a rebuild, nor the mail once more, nor a bundle of the old history.
  private void comesNeverBack(ArchiveFixture fixture) throws Exception {
    var before = fixture.snapshot().numbers();
    Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
    assertThat(fixture.snapshot().numbers()).isEqualTo(before);
    fixture.importMails("dev", told());
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(root(), told(), answer());
      fixture.importFrom("dev", theirs.bundle(temporary.resolve("old.bundle")));
    }
    assertThat(fixture.snapshot().numbers()).isEqualTo(before);
    nothingIsLeft(fixture);
    assertThat(fixture.problems()).isEmpty();
    for (Path epoch : epochs(fixture)) {
      assertThat(Shell.git(epoch, "fsck", "--strict").exit()).isZero();
      Path clone = temporary.resolve("clone-" + epoch.getFileName());
      Shell.git(temporary, "clone", "-q", "--mirror", epoch.toString(), clone.toString());
      assertThat(objects(clone)).doesNotContainIgnoringCase(PHRASE);
    }
  }

  private static List<Path> epochs(ArchiveFixture fixture) throws IOException {
    try (Stream<Path> all = Files.list(fixture.inbox("dev").resolve("git"))) {
      return all.toList();
    }
  }

  private static void nothingIsLeft(ArchiveFixture fixture) throws Exception {
    assertThat(indexed(fixture)).contains("answer@x").doesNotContainIgnoringCase(PHRASE);
    for (Path epoch : epochs(fixture)) {
      assertThat(objects(epoch)).contains("tree ").doesNotContainIgnoringCase(PHRASE);
    }
    try (Stream<Path> files = Files.walk(fixture.layout().directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContainIgnoringCase(PHRASE);
      }
    }
  }

  /// Every term and every stored value in the files of the indexes, also those of deleted documents.
  private static String indexed(ArchiveFixture fixture) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path index :
        List.of(fixture.layout().index(), fixture.layout().index().resolve("series"))) {
      if (!org.annals.index.LuceneIndex.exists(index)) {
        continue;
      }
      try (Directory directory = FSDirectory.open(index);
          DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          LeafReader segment = leaf.reader();
          for (FieldInfo field : segment.getFieldInfos()) {
            Terms terms = segment.terms(field.name);
            TermsEnum each = terms == null ? TermsEnum.EMPTY : terms.iterator();
            for (BytesRef term = each.next(); term != null; term = each.next()) {
              add(all, term);
            }
          }
          for (int document = 0; document < segment.maxDoc(); document++) {
            for (IndexableField field : segment.storedFields().document(document)) {
              BytesRef value = field.binaryValue();
              if (value != null) {
                add(all, value);
              }
            }
          }
        }
      }
    }
    return all.toString();
  }

  private static void add(StringBuilder all, BytesRef bytes) {
    all.append(new String(bytes.bytes, bytes.offset, bytes.length, StandardCharsets.ISO_8859_1))
        .append('\n');
  }

  /// Everything that git holds, reachable or not, inflated.
  private static String objects(Path repository) throws Exception {
    Process git =
        new ProcessBuilder("git", "cat-file", "--batch-all-objects", "--batch")
            .directory(repository.toFile())
            .start();
    try (InputStream out = git.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
