package org.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.annals.mail.Message;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What our commits look like to git itself (public-inbox v2, "commit shape").
class InboxWriterTest {
  private static final InboxName NAME = new InboxName("dev");
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir Path temporary;

  @Test
  void commitHoldsTheMessageAloneUnderItsAuthorTimeAndZone() throws Exception {
    byte[] mail =
        MailText.of("a@example.org")
            .from("Zoë Author <zoe@example.org>")
            .header("Date", "Mon, 2 Mar 2026 10:00:00 +0530")
            .header("Received", "by x.example.org; Mon, 2 Mar 2026 04:31:00 -0800")
            .subject("=?UTF-8?Q?gr=C3=BC=C3=9Fe?= and\n  more")
            .bytes();
    write(mail);
    assertThat(tree()).containsExactly("100644 blob " + blob(mail) + "\tm");
    assertThat(git("show", "-s", "--format=%an|%ae|%ad|%cn|%ce|%cd", "--date=iso"))
        .isEqualTo(
            "Zoë Author|zoe@example.org|2026-03-02 10:00:00 +0530"
                + "|dev|dev@example.org|2026-03-02 04:31:00 -0800\n");
    assertThat(git("cat-file", "commit", "HEAD")).endsWith("\n\ngrüße and more\n");
    assertThat(git("cat-file", "blob", "HEAD:m")).isEqualTo(text(mail));
  }

  @Test
  void senderSignsWhereThereIsNoFrom() throws Exception {
    write(MailText.of("a@x").from(null).header("Sender", "Robot <bot@example.org>").bytes());
    assertThat(git("show", "-s", "--format=%an <%ae>")).isEqualTo("Robot <bot@example.org>\n");
  }

  @Test
  void authorMayBeEmptyAndAngleBracketsGo() throws Exception {
    write(MailText.of("a@x").from(null).bytes());
    assertThat(git("cat-file", "commit", "HEAD")).contains("\nauthor  <> 1772323200 +0000\n");
    write(MailText.of("b@x").from("\"<Odd> Name\" <odd@example.org>").bytes());
    assertThat(git("show", "-s", "--format=%an|%ae")).isEqualTo("Odd Name|odd@example.org\n");
    assertThat(fsck()).isEmpty();
  }

  @Test
  void emptySubjectHasAPlaceholder() throws Exception {
    write(MailText.of("a@x").subject(null).bytes());
    assertThat(git("show", "-s", "--format=%B")).isEqualTo("(no subject)\n\n");
    write(MailText.of("b@x").subject("   ").bytes());
    assertThat(git("show", "-s", "--format=%B")).isEqualTo("(no subject)\n\n");
  }

  @Test
  void subjectIsOneLine() throws Exception {
    write(MailText.of("a@x").subject("=?UTF-8?Q?a=0Ab=09c=00d?=").bytes());
    assertThat(git("cat-file", "commit", "HEAD")).endsWith("\n\na b c d\n");
  }

  @Test
  void timeBefore1970AndZonesThatAreNoneAreClamped() throws Exception {
    write(MailText.of("a@x").header("Date", "Mon, 2 Mar 2026 10:00:00 +9999").bytes());
    write(MailText.of("b@x").header("Date", "Wed, 1 Jan 1969 00:00:00 +0000").bytes());
    assertThat(git("log", "--format=%ad", "--date=raw").lines().toList().getLast())
        .endsWith(" +0000");
    assertThat(fsck()).isEmpty();
  }

  @Test
  void removalIsACommitOfTheSameBytesUnderD() throws Exception {
    byte[] mail = MailText.of("a@x").bytes();
    try (Inbox inbox = inbox();
        InboxWriter writer = writer(inbox)) {
      BlobId blob = writer.append(messages(mail)).getFirst();
      writer.remove(blob, "spam");
    }
    assertThat(tree()).containsExactly("100644 blob " + blob(mail) + "\td");
    assertThat(git("show", "-s", "--format=%B|%ae|%ce"))
        .isEqualTo("spam\n|dev@example.org|dev@example.org\n");
    assertThat(git("rev-list", "--count", "HEAD")).isEqualTo("2\n");
  }

  @Test
  void historyIsOneLineWithoutMergesAndFsckIsContent() throws Exception {
    List<byte[]> mails = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      mails.add(MailText.number(i).bytes());
    }
    write(mails.subList(0, 50).toArray(byte[][]::new)); // a pack
    write(mails.subList(50, 60).toArray(byte[][]::new)); // loose objects
    assertThat(git("rev-list", "--count", "HEAD")).isEqualTo("60\n");
    assertThat(git("rev-list", "--merges", "HEAD")).isEmpty();
    assertThat(git("log", "--reverse", "--format=%s").lines().limit(3))
        .containsExactly("about n0@example.org", "about n1@example.org", "about n2@example.org");
    assertThat(fsck()).isEmpty();
  }

  @Test
  void epochCanBeClonedByGit() throws Exception {
    write(MailText.number(1).bytes(), MailText.number(2).bytes());
    Path clone = temporary.resolve("clone.git");
    Shell.run("git", "clone", "-q", "--bare", epoch(0).toString(), clone.toString()).succeeded();
    assertThat(Shell.run("git", "-C", clone.toString(), "rev-parse", "master").succeeded().out())
        .isEqualTo(git("rev-parse", "HEAD"));
  }

  @Test
  void dumbClientsFindBranchAndPacks() throws Exception {
    byte[][] mails = new byte[30][];
    for (int i = 0; i < mails.length; i++) {
      mails[i] = MailText.number(i).bytes();
    }
    write(mails);
    assertThat(Files.readString(epoch(0).resolve("info/refs")))
        .isEqualTo(git("rev-parse", "HEAD").strip() + "\trefs/heads/master\n");
    List<String> packs;
    try (var files = Files.list(epoch(0).resolve("objects/pack"))) {
      packs =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".pack"))
              .toList();
    }
    assertThat(packs).hasSize(1);
    assertThat(Files.readString(epoch(0).resolve("objects/info/packs")))
        .isEqualTo("P " + packs.getFirst() + "\n\n");
  }

  @Test
  void epochIsSetUpAsTheFormatSays() throws Exception {
    write(MailText.number(1).bytes());
    assertThat(Files.readString(epoch(0).resolve("HEAD"))).isEqualTo("ref: refs/heads/master\n");
    assertThat(git("config", "core.bare")).isEqualTo("true\n");
    assertThat(git("config", "repack.writeBitmaps")).isEqualTo("true\n");
    assertThat(git("config", "include.path")).isEqualTo("../../all.git/config\n");
    assertThat(epoch(0).resolve("objects/info/alternates")).doesNotExist();
  }

  @Test
  void nextEpochBeginsWhenTheLastIsFullAndAllGitKnowsBothNewestFirst() throws Exception {
    try (Inbox inbox = inbox();
        InboxWriter writer = InboxWriter.open(inbox, "dev@example.org", PATIENCE, 300)) {
      for (int i = 0; i < 6; i++) {
        writer.append(messages(MailText.number(i).bytes()));
      }
      assertThat(inbox.epochs()).hasSize(3).extracting(Epoch::number).containsExactly(0, 1, 2);
    }
    assertThat(Files.readString(directory().resolve("all.git/objects/info/alternates")))
        .isEqualTo("../../git/2.git/objects\n../../git/1.git/objects\n../../git/0.git/objects\n");
    String everything =
        Shell.run(
                "git",
                "-C",
                directory().resolve("all.git").toString(),
                "cat-file",
                "--batch-check",
                "--batch-all-objects")
            .succeeded()
            .out();
    for (int i = 0; i < 6; i++) {
      assertThat(everything).contains(blob(MailText.number(i).bytes()) + " blob");
    }
  }

  @Test
  void alternatesAreMendedAfterADeathBetweenEpochAndAllGit() throws Exception {
    write(MailText.number(1).bytes());
    Path alternates = directory().resolve("all.git/objects/info/alternates");
    Files.delete(alternates);
    write(MailText.number(2).bytes());
    assertThat(alternates).hasContent("../../git/0.git/objects\n");
  }

  @Test
  void branchLockOfAKilledProcessIsNoObstacle() throws Exception {
    write(MailText.number(1).bytes());
    Files.writeString(epoch(0).resolve("refs/heads/master.lock"), "");
    write(MailText.number(2).bytes());
    assertThat(git("rev-list", "--count", "HEAD")).isEqualTo("2\n");
  }

  @Test
  void halfMadeEpochOfAKilledProcessIsNoObstacle() throws Exception {
    inbox().close();
    Files.createDirectories(directory().resolve("git/.0.new/objects"));
    write(MailText.number(1).bytes());
    assertThat(fsck()).isEmpty();
    assertThat(directory().resolve("git/.0.new")).doesNotExist();
  }

  private void write(byte[]... mails) throws IOException {
    try (Inbox inbox = inbox();
        InboxWriter writer = writer(inbox)) {
      writer.append(messages(mails));
    }
  }

  private Inbox inbox() throws IOException {
    return Inbox.create(NAME, directory(), "about dev");
  }

  private static InboxWriter writer(Inbox inbox) throws IOException {
    return InboxWriter.open(inbox, "dev@example.org", PATIENCE, InboxWriter.EPOCH_BYTES_MAX);
  }

  private static List<Message> messages(byte[]... mails) {
    return java.util.Arrays.stream(mails).map(Message::parse).toList();
  }

  private Path directory() {
    return temporary.resolve("dev");
  }

  private Path epoch(int number) {
    return directory().resolve("git").resolve(number + ".git");
  }

  private String git(String... arguments) throws Exception {
    return Shell.git(epoch(0), arguments).succeeded().out();
  }

  private List<String> tree() throws Exception {
    return git("ls-tree", "HEAD").lines().toList();
  }

  private String fsck() throws Exception {
    Shell.Result result = Shell.git(epoch(0), "fsck", "--strict", "--no-progress").succeeded();
    return result.out() + result.err();
  }

  private static String blob(byte[] mail) {
    return org.annals.testing.EpochFixture.blobOf(mail);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
