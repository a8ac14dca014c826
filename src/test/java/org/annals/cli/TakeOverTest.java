package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Home;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A directory and a config that public-inbox's own programs made, taken over in place.
class TakeOverTest {
  private static final String SETUP =
      """
      git config --global user.name x
      git config --global user.email x@example.org
      git config --global init.defaultBranch master
      public-inbox-init -V2 -L basic --skip-artnum=%d -j1 dev "$PWD/box" \\
        http://127.0.0.1/dev dev@example.org
      git config -f config publicinbox.dev.newsgroup inbox.dev
      git config -f config publicinboxmda.spamcheck none
      git config -f config publicinboxlearn.spamcheck none
      """;

  /// Reads what public-inbox keeps its article numbers in.
  private static final String NUMBERS =
      """
      import sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      for row in db.execute(sys.argv[2]):
          print(*row)
      """;

  @TempDir Path directory;
  private Home home;

  private CommandRun annals(String... arguments) {
    return CommandRun.in(directory.resolve("archive"), arguments);
  }

  @BeforeEach
  void needPrograms() throws Exception {
    Path place = directory.resolve("home");
    home =
        Home.with(
                place,
                "public-inbox-init",
                "public-inbox-mda",
                "public-inbox-learn",
                "public-inbox-purge",
                "git",
                "python3")
            .with("PI_CONFIG", place.resolve("config").toString())
            .with("ORIGINAL_RECIPIENT", "dev@example.org");
    Files.createDirectories(directory.resolve("archive"));
    Files.writeString(
        directory.resolve("archive/config"),
        "[include]\n\tpath = " + place.resolve("config") + "\n");
  }

  private void shell(String script) throws Exception {
    home.run("sh", "-e", "-c", script).succeeded();
  }

  private void give(String program, MailText mail) throws Exception {
    Files.write(home.resolve("mail"), mail.bytes());
    shell(program + " < mail");
  }

  private List<String> query(String sql) throws Exception {
    return home.run("python3", "-c", NUMBERS, "box/msgmap.sqlite3", sql)
        .succeeded()
        .out()
        .lines()
        .toList();
  }

  private List<String> numbers() throws IOException {
    Workspace workspace = Workspace.open(directory.resolve("archive"));
    try (Archive archive = Archive.openForReading(workspace.layout(), workspace.settings())) {
      return ArchiveFixture.postings(archive, "dev").stream()
          .map(posting -> posting.slot().number() + " " + posting.id())
          .toList();
    }
  }

  /// Numbers that begin late, that were given to mail which is removed, purged, or came twice.
  private void makeHardInbox() throws Exception {
    shell(SETUP.formatted(1_000));
    for (int i = 1; i <= 8; i++) {
      give("public-inbox-mda", MailText.number(i));
    }
    give("public-inbox-learn rm --all", MailText.number(3));
    give("public-inbox-purge --all", MailText.number(5));
    give("public-inbox-mda", MailText.number(3));
    give("public-inbox-mda", MailText.number(2).body("another text\n"));
    give("public-inbox-mda", MailText.number(9));
    give("public-inbox-learn rm --all", MailText.number(9));
    give("public-inbox-purge --all", MailText.number(8));
  }

  private Map<Path, String> files() throws IOException {
    Map<Path, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(home.resolve("box"))) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        all.put(path, HexFormat.of().formatHex(Files.readAllBytes(path)));
      }
    }
    return all;
  }

  @Test
  void theFirstIndexKeepsNumbersAndTimeAndTouchesNothing() throws Exception {
    makeHardInbox();
    Map<Path, String> before = files();
    assertThat(annals("index").err()).isEmpty();
    List<String> theirs = query("SELECT num, mid FROM msgmap ORDER BY num");
    assertThat(numbers()).isEqualTo(theirs).hasSize(7).first().isEqualTo("1001 n1@example.org");
    ControlInbox control =
        ControlInbox.open(new ArchiveLayout(directory.resolve("archive")).control());
    assertThat(Long.toString(control.createdAt(new InboxName("dev"))))
        .isEqualTo(query("SELECT val FROM meta WHERE key = 'created_at'").getFirst());
    assertThat(files()).isEqualTo(before);
    CommandRun told = annals("take-over", "--all");
    assertThat(told.err()).isEmpty();
    assertThat(told.out()).contains("dev: 7 messages have the numbers that they had; 0 had none");
    assertThat(annals("index", "--rebuild").exit()).isZero();
    assertThat(numbers()).isEqualTo(theirs);
    assertThat(annals("verify").err()).isEmpty();
  }

  @Test
  void newMailOfEitherSideGoesOnFromTheSameNumber() throws Exception {
    makeHardInbox();
    annals("index");
    give("public-inbox-mda", MailText.number(20));
    assertThat(annals("index").err()).isEmpty();
    assertThat(numbers())
        .isEqualTo(query("SELECT num, mid FROM msgmap ORDER BY num"))
        .last()
        .isEqualTo("1012 n20@example.org");
    Path mbox = ArchiveFixture.mbox(directory.resolve("a.mbox"), MailText.number(21));
    assertThat(annals("import", "dev", mbox.toString()).exit()).isZero();
    shell("public-inbox-index -j0 box");
    assertThat(numbers())
        .isEqualTo(query("SELECT num, mid FROM msgmap ORDER BY num"))
        .last()
        .isEqualTo("1013 n21@example.org");
  }

  @Test
  void anInboxThatWasNumberedByReplayBeforeIsNumberedAnew() throws Exception {
    makeHardInbox();
    ControlInbox control =
        ControlInbox.open(new ArchiveLayout(directory.resolve("archive")).control());
    control.append(List.of(new ControlRecord.InboxCreated(new InboxName("dev"), 1)));
    annals("index");
    assertThat(numbers()).first().isEqualTo("1 n1@example.org");
    CommandRun told = annals("take-over", "dev");
    assertThat(told.err()).isEmpty();
    assertThat(told.out()).contains("making it anew");
    assertThat(numbers()).isEqualTo(query("SELECT num, mid FROM msgmap ORDER BY num"));
  }

  @Test
  void numbersThatAreNoSqliteFileAreAnErrorThatNamesIt() throws Exception {
    shell(SETUP.formatted(0));
    Files.writeString(home.resolve("box/msgmap.sqlite3"), "no numbers at all, but text");
    CommandRun refused = annals("take-over", "dev");
    assertThat(refused.exit()).isEqualTo(Main.FAILED);
    assertThat(refused.err()).contains("msgmap.sqlite3: is no SQLite file of numbers");
  }

  @Test
  void mailThatTheirProgramsDeliverWhileWeImportIsNotLost() throws Exception {
    shell(SETUP.formatted(0));
    List<MailText> ours = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ours.add(MailText.number(100 + i));
    }
    CompletableFuture<Shell.Result> delivering =
        CompletableFuture.supplyAsync(() -> {
          try {
            return home.run(
                "sh",
                "-e",
                "-c",
                "for i in 1 2 3 4 5 6 7 8; do printf 'From: Ann Author <ann@example.org>\\n"
                    + "To: dev@example.org\\nSubject: theirs\\nMessage-ID: <p%s@example.org>\\n"
                    + "Date: Sun, 01 Mar 2026 00:00:00 +0000\\n\\ntext %s\\n' $i $i"
                    + " | public-inbox-mda; done");
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    for (int i = 0; i < ours.size(); i += 4) {
      Path mbox =
          ArchiveFixture.mbox(
              directory.resolve(i + ".mbox"), ours.subList(i, i + 4).toArray(MailText[]::new));
      CommandRun imported = annals("import", "dev", mbox.toString());
      assertThat(imported.err()).isEmpty();
    }
    delivering.join().succeeded();
    assertThat(annals("index").exit()).isZero();
    List<String> all = numbers();
    assertThat(all).hasSize(68);
    for (int i = 1; i <= 8; i++) {
      MessageId id = new MessageId("p" + i + "@example.org");
      assertThat(all).anyMatch(line -> line.endsWith(" " + id));
    }
    assertThat(annals("verify").err()).isEmpty();
  }
}
