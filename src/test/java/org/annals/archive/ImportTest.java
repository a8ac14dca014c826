package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.annals.index.Posting;
import org.annals.mail.Message;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.annals.testing.V1Fixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of source, good and bad. Doing it twice adds nothing.
class ImportTest {
  private static final InboxName DEV = new InboxName("dev");

  @TempDir Path temporary;
  private ArchiveFixture fixture;

  @BeforeEach
  void makeArchive() throws IOException {
    fixture = ArchiveFixture.in(temporary.resolve("home"), "dev");
  }

  @Test
  void mboxIsTaken() throws Exception {
    Path mbox =
        ArchiveFixture.mbox(
            temporary.resolve("a.mbox"),
            MailText.number(1),
            MailText.number(2),
            MailText.number(3));
    takenTwice(mbox, 3);
    assertThat(raw(2)).isEqualTo(MailText.number(2).bytes());
  }

  @Test
  void gzippedMboxIsTaken() throws Exception {
    Path mbox = ArchiveFixture.mbox(temporary.resolve("a"), MailText.number(1), MailText.number(2));
    takenTwice(gzip(Files.readAllBytes(mbox)), 2);
  }

  @Test
  void maildirIsTakenInTheOrderOfDelivery() throws Exception {
    Path maildir = temporary.resolve("Maildir");
    for (String part : List.of("cur", "new", "tmp")) {
      Files.createDirectories(maildir.resolve(part));
    }
    Files.write(maildir.resolve("new/1002.b.host"), MailText.number(2).bytes());
    Files.write(maildir.resolve("cur/1001.a.host:2,S"), MailText.number(1).bytes());
    Files.write(maildir.resolve("tmp/1000.c.host"), MailText.number(9).bytes());
    takenTwice(maildir, 2);
    assertThat(ids()).containsExactly("n1@example.org", "n2@example.org");
  }

  @Test
  void emlFileIsTaken() throws Exception {
    takenTwice(Files.write(temporary.resolve("a.eml"), MailText.number(1).bytes()), 1);
  }

  @Test
  void directoryOfEmlFilesIsTakenByName() throws Exception {
    Path directory = Files.createDirectories(temporary.resolve("mails"));
    Files.write(directory.resolve("0002.eml"), MailText.number(2).bytes());
    Files.write(directory.resolve("0001.eml"), MailText.number(1).bytes());
    Files.writeString(directory.resolve("README"), "not a mail");
    takenTwice(directory, 2);
    assertThat(ids()).containsExactly("n1@example.org", "n2@example.org");
  }

  @Test
  void v2DirectoryIsAdoptedWithItsEpochsAndTheirGap() throws Exception {
    Path theirs = temporary.resolve("theirs");
    try (EpochFixture one = EpochFixture.create(theirs.resolve("git/1.git"));
        EpochFixture four = EpochFixture.create(theirs.resolve("git/4.git"))) {
      one.add(MailText.number(1), MailText.number(2));
      four.add(MailText.number(3));
      takenTwice(theirs, 3);
      assertThat(tip(1)).isEqualTo(one.tip());
      assertThat(tip(4)).isEqualTo(four.tip());
      four.add(MailText.number(4));
      assertThat(fixture.importFrom("dev", theirs).added()).isEqualTo(1);
      assertThat(tip(4)).isEqualTo(four.tip());
    }
  }

  @Test
  void newestEpochMayStillBeEmpty() throws Exception {
    Path theirs = temporary.resolve("theirs");
    EpochFixture.create(theirs.resolve("git/1.git")).close();
    try (EpochFixture zero = EpochFixture.create(theirs.resolve("git/0.git"))) {
      zero.add(MailText.number(1));
    }
    takenTwice(theirs, 1);
  }

  @Test
  void gitRepositoryOfOneEpochIsAdopted() throws Exception {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(MailText.number(1), MailText.number(2));
      takenTwice(theirs.path(), 2);
      assertThat(tip(0)).isEqualTo(theirs.tip());
    }
  }

  @Test
  void bundleIsAdopted() throws Exception {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(MailText.number(1), MailText.number(2));
      takenTwice(theirs.bundle(temporary.resolve("b.bundle")), 2);
      assertThat(tip(0)).isEqualTo(theirs.tip());
    }
  }

  @Test
  void v1InboxIsReplayedAsMail() throws Exception {
    V1Fixture v1 = V1Fixture.create(temporary.resolve("v1.git"));
    v1.add("n1@example.org", MailText.number(1));
    v1.add("n2@example.org", MailText.number(2));
    v1.add("n3@example.org", MailText.number(3));
    v1.remove("n2@example.org");
    takenTwice(v1.path(), 2);
    assertThat(ids()).containsExactly("n1@example.org", "n3@example.org");
  }

  @Test
  void mailWithoutMessageIdGetsOneAndIsKnownAgain() throws Exception {
    Path eml =
        Files.write(
            temporary.resolve("a.eml"), MailText.number(1).header("Message-ID", null).bytes());
    takenTwice(eml, 1);
    assertThat(ids()).singleElement().asString().matches("20260301\\d{6}\\.[\\w-]{43}@z");
  }

  @Test
  void otherContentUnderAKnownIdGetsASecondId() throws Exception {
    MailText other = MailText.number(1).body("something else\n");
    Path first = Files.write(temporary.resolve("1.eml"), MailText.number(1).bytes());
    Path second = Files.write(temporary.resolve("2.eml"), other.bytes());
    takenTwice(first, 1);
    takenTwice(second, 1);
    takenTwice(first, 0);
    assertThat(postings()).hasSize(2);
    assertThat(ids().getLast()).endsWith("@z");
    byte[] stored = raw(2);
    assertThat(Message.parse(stored).ids())
        .extracting(Object::toString)
        .containsExactly("n1@example.org", ids().getLast());
    assertThat(new String(stored, StandardCharsets.UTF_8)).endsWith("\n\nsomething else\n");
  }

  @Test
  void twoContentsUnderOneIdInOneImportAreBothKept() throws Exception {
    MailText other = MailText.number(1).body("something else\n");
    takenTwice(
        ArchiveFixture.mbox(temporary.resolve("a.mbox"), MailText.number(1), other, other), 2);
  }

  @Test
  void headersThatAreNotForAnArchiveAreRemoved() throws Exception {
    Files.writeString(
        temporary.resolve("a.eml"),
        "Status: RO\nDelivered-To: me\n" + MailText.number(1) + "Status: in the body\n");
    fixture.importFrom("dev", temporary.resolve("a.eml"));
    assertThat(new String(raw(1), StandardCharsets.UTF_8))
        .isEqualTo(MailText.number(1) + "Status: in the body\n");
  }

  @Test
  void truncatedMboxGivesWhatIsThere() throws Exception {
    Path mbox = ArchiveFixture.mbox(temporary.resolve("a"), MailText.number(1), MailText.number(2));
    byte[] bytes = Files.readAllBytes(mbox);
    takenTwice(Files.write(mbox, Arrays.copyOf(bytes, bytes.length - 12)), 2);
  }

  @Test
  void truncatedGzipIsNamedAndWhatCameBeforeIsKept() throws Exception {
    StringBuilder text = new StringBuilder();
    java.util.Random random = new java.util.Random(5);
    for (int i = 0; i < 50; i++) {
      text.append(
          MailText.number(i).body(Long.toHexString(random.nextLong()).repeat(50) + "\n").inMbox());
    }
    Path file = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    ImportReport report = fixture.importFrom("dev", file);
    assertThat(report.added()).isBetween(10L, 40L);
    assertThat(report.refused())
        .singleElement()
        .asString()
        .startsWith(file + ": ends early or is damaged");
    assertThat(fixture.problems()).isEmpty();
  }

  @Test
  void damagedGzipIsNamed() throws Exception {
    Path file = gzip(MailText.number(1).inMbox().repeat(2_000).getBytes(StandardCharsets.UTF_8));
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 20; i++) {
      bytes[i] ^= 0x3c;
    }
    Files.write(file, bytes);
    assertThat(fixture.importFrom("dev", file).refused())
        .singleElement()
        .asString()
        .startsWith(file + ": ends early or is damaged");
  }

  @Test
  void fileThatIsNoMailboxIsNamed() throws Exception {
    refused(Files.writeString(temporary.resolve("x.txt"), "Dear diary\n"), "not a mailbox");
    refused(Files.write(temporary.resolve("x.bin"), new byte[4096]), "not a mailbox");
    refused(Files.createFile(temporary.resolve("empty")), "not a mailbox");
    refused(gzip("Dear diary\n".getBytes(StandardCharsets.UTF_8)), "not a mailbox");
  }

  @Test
  void absentSourceIsNamed() {
    refused(temporary.resolve("absent"), "no such file");
  }

  @Test
  void emptyDirectoryIsNamed() throws Exception {
    refused(Files.createDirectories(temporary.resolve("empty")), "holds no mail");
  }

  @Test
  void damagedBundleIsNamedAndChangesNothing() throws Exception {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      theirs.add(MailText.number(1));
      Path bundle = theirs.bundle(temporary.resolve("b.bundle"));
      byte[] bytes = Files.readAllBytes(bundle);
      Files.write(bundle, Arrays.copyOf(bytes, bytes.length - 30));
      refused(bundle, "cannot be copied");
    }
    assertThat(fixture.inbox("dev").resolve("git")).isEmptyDirectory();
  }

  @Test
  void bundleWithoutOneMessageIsAdoptedAndTheMessageNamed() throws Exception {
    try (EpochFixture theirs = EpochFixture.create(temporary.resolve("their.git"))) {
      String commit = theirs.add(MailText.number(1));
      theirs.add(MailText.number(2), MailText.number(3));
      String blob = EpochFixture.blobOf(MailText.number(1).bytes());
      EpochFixture.loseObject(theirs.path(), blob);
      // JGit's local transport wants every object; a clone made by copying files does not
      Path copied = fixture.epoch("dev", 0);
      Shell.run("cp", "-r", theirs.path().toString(), copied.toString()).succeeded();
      try (Archive archive = fixture.open()) {
        IndexReport report = archive.bringUp(DEV);
        assertThat(report.added()).isEqualTo(2);
        assertThat(report.warnings()).singleElement().asString().contains(commit).contains(blob);
      }
    }
  }

  @Test
  void emlThatIsNoMailIsRefusedAndTheOthersTaken() throws Exception {
    Path directory = Files.createDirectories(temporary.resolve("mails"));
    Files.writeString(directory.resolve("1.eml"), "\n\nno headers\n");
    Files.createFile(directory.resolve("2.eml"));
    Files.write(directory.resolve("3.eml"), MailText.number(3).bytes());
    Files.createSymbolicLink(directory.resolve("4.eml"), temporary.resolve("absent"));
    ImportReport report = fixture.importFrom("dev", directory);
    assertThat(report.added()).isEqualTo(1);
    assertThat(report.refused())
        .hasSize(3)
        .anyMatch(line -> line.startsWith(directory.resolve("1.eml") + ": "))
        .anyMatch(line -> line.startsWith(directory.resolve("2.eml") + ": "))
        .anyMatch(line -> line.startsWith(directory.resolve("4.eml") + ": "));
  }

  @Test
  void mailWithFiveThousandPartsIsTaken() throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      body.append("--b\nContent-Type: text/plain\n\npart ").append(i).append('\n');
    }
    body.append("--b--\n");
    taken(
        MailText.number(1)
            .header("Content-Type", "multipart/mixed; boundary=b")
            .body(body.toString()));
  }

  @Test
  void mailNestedTwoHundredDeepIsTaken() throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      body.append("--b")
          .append(i)
          .append("\nContent-Type: multipart/mixed; boundary=b")
          .append(i + 1)
          .append("\n\n");
    }
    body.append("--b200\n\ninnermost\n--b200--\n");
    taken(
        MailText.number(1)
            .header("Content-Type", "multipart/mixed; boundary=b0")
            .body(body.toString()));
  }

  @Test
  void embeddedMessagesTwoHundredDeepAreTaken() throws Exception {
    String head = "Content-Type: message/rfc822\n\n";
    taken(
        MailText.number(1)
            .header("Content-Type", "message/rfc822")
            .body(head.repeat(200) + "Subject: in\n\nx\n"));
  }

  @Test
  void headerLineOfTenMegabytesIsTaken() throws Exception {
    taken(MailText.number(1).header("X-Long", "x".repeat(10 << 20)));
    assertThat(ids()).containsExactly("n1@example.org");
  }

  @Test
  void foldedHeaderOfTenMegabytesBeforeTheMessageIdIsTaken() throws Exception {
    String text = "X-Long: " + "x\n ".repeat(3 << 20) + "\n" + MailText.number(1);
    Path eml = Files.writeString(temporary.resolve("a.eml"), text);
    takenTwice(eml, 1);
  }

  @Test
  void tenThousandReferencesAndRecipientsAreTaken() throws Exception {
    StringBuilder references = new StringBuilder();
    StringBuilder to = new StringBuilder("a@example.org");
    for (int i = 0; i < 10_000; i++) {
      references.append(" <r").append(i).append("@x>");
      to.append(",a").append(i).append("@example.org");
    }
    taken(
        MailText.number(1).header("References", references.toString()).header("To", to.toString()));
  }

  @Test
  void nulBytesAreKept() throws Exception {
    taken(MailText.number(1).subject("a\0b").body("one\0two\n\0\0\n"));
    assertThat(postings().getFirst().overview().subject()).doesNotContain("\0");
  }

  @Test
  void oddMessageIdsAreKeptAsTheyAre() throws Exception {
    List<String> odd =
        List.of(
            "a/b%2Fc\"d'@x",
            "<script>alert(1)</script>".replace('>', ' ').replace('<', ' ') + "@x",
            "../../etc/passwd",
            "ünï@x",
            "?#&;=+@x",
            "%00@x",
            "-",
            "x".repeat(2_000));
    Path mbox = temporary.resolve("odd.mbox");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < odd.size(); i++) {
      text.append(MailText.number(i).header("Message-ID", "<" + odd.get(i) + ">").inMbox());
    }
    takenTwice(Files.writeString(mbox, text), odd.size());
    assertThat(ids().getFirst()).isEqualTo("a/b%2Fc\"d'@x");
    assertThat(ids().getLast()).hasSize(244);
    try (Archive archive = fixture.open()) {
      for (Posting posting : ArchiveFixture.postings(archive, "dev")) {
        assertThat(archive.find(org.annals.index.Scope.of(DEV), posting.id())).hasSize(1);
      }
    }
  }

  @Test
  void messageIdWithMarkupInsideIsOneId() throws Exception {
    taken(MailText.number(1).header("Message-ID", "x<script>alert(1)</script>@x"));
    assertThat(ids()).hasSize(1);
  }

  @Test
  void crlfMailIsKeptByteForByte() throws Exception {
    byte[] crlf =
        MailText.number(1).toString().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    takenTwice(Files.write(temporary.resolve("a.eml"), crlf), 1);
    assertThat(raw(1)).isEqualTo(crlf);
  }

  /// The message itself, and the same one through an mbox.
  private void taken(MailText mail) throws IOException {
    Path eml = Files.write(temporary.resolve("a.eml"), mail.bytes());
    takenTwice(eml, 1);
    assertThat(raw(1)).isEqualTo(mail.bytes());
    assertThat(fixture.problems()).isEmpty();
    takenTwice(ArchiveFixture.mbox(temporary.resolve("a.mbox"), mail), 0);
  }

  private void takenTwice(Path source, int messages) throws IOException {
    ImportReport first = fixture.importFrom("dev", source);
    assertThat(first.added()).as("added").isEqualTo(messages);
    assertThat(first.refused()).isEmpty();
    ImportReport second = fixture.importFrom("dev", source);
    assertThat(second.added()).as("added by the second import").isZero();
    assertThat(second.refused()).isEmpty();
    assertThat(fixture.problems()).isEmpty();
  }

  private void refused(Path source, String why) {
    assertThatThrownBy(() -> fixture.importFrom("dev", source))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(source + ": ")
        .hasMessageContaining(why);
  }

  private Path gzip(byte[] bytes) throws IOException {
    Path file = temporary.resolve("a.mbox.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
    return file;
  }

  private List<Posting> postings() throws IOException {
    try (Archive archive = fixture.open()) {
      return ArchiveFixture.postings(archive, "dev");
    }
  }

  private List<String> ids() throws IOException {
    return postings().stream().map(posting -> posting.id().value()).toList();
  }

  private byte[] raw(long number) throws IOException {
    try (Archive archive = fixture.open()) {
      return archive.raw(archive.byNumber(DEV, number).orElseThrow());
    }
  }

  private String tip(int epoch) throws Exception {
    return Shell.git(fixture.epoch("dev", epoch), "rev-parse", "HEAD").succeeded().out().strip();
  }
}
