package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The contract of the command line: exit codes, one-line errors, the JSON of `search`.
class CommandsTest {
  @TempDir Path directory;

  private record Result(int exit, String out, String err) {}

  private Result annals(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 2];
    all[0] = "--dir";
    all[1] = directory.resolve("archive").toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    int exit = command.execute(all);
    return new Result(exit, out.toString(), err.toString());
  }

  @BeforeEach
  void makeInbox() {
    assertThat(annals("init", "dev", "--address", "dev@example.org").exit()).isZero();
  }

  @Test
  void importTellsWhatItDidAndIsIdempotent() throws Exception {
    Path mbox =
        ArchiveFixture.mbox(directory.resolve("a.mbox"), MailText.number(1), MailText.number(2));
    assertThat(annals("import", "dev", mbox.toString()).out())
        .contains("dev: a.mbox: 2 added, 0 duplicates skipped, 0 refused")
        .contains("dev: 2 messages in 2 threads");
    assertThat(annals("import", "dev", mbox.toString()).out())
        .contains("dev: a.mbox: 0 added, 2 duplicates skipped, 0 refused");
    assertThat(annals("verify").exit()).isZero();
  }

  @Test
  void searchPrintsOneJsonObjectALine() throws Exception {
    Path mbox = ArchiveFixture.mbox(directory.resolve("a.mbox"), MailText.number(1));
    annals("import", "dev", mbox.toString());
    Result found = annals("search", "--format", "json", "--limit", "0", "--inbox", "dev");
    assertThat(found.exit()).isZero();
    assertThat(found.out().strip())
        .matches(
            "\\{\"messageId\":\"n1@example.org\",\"subject\":\"about n1@example.org\","
                + "\"from\":\"Ann Author <ann@example.org>\",\"to\":\\[\"dev@example.org\"\\],"
                + "\"cc\":\\[\\],\"date\":\"2026-03-01T00:01:00Z\","
                + "\"received\":\"2026-03-01T00:01:00Z\",\"references\":\\[\\],"
                + "\"thread\":\"[0-9a-f]{40}\",\"slots\":\\[\\{\"inbox\":\"dev\",\"number\":1,"
                + "\"blob\":\"[0-9a-f]{40}\"\\}\\]\\}");
  }

  /// The launcher makes its AOT cache with it and would hide its failure.
  @Test
  void trainingRunSucceeds() {
    Result trained = annals("train");
    assertThat(trained.exit()).as(trained.err()).isZero();
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(annals("import", "nobody", "x").exit()).isEqualTo(2);
    assertThat(annals("search", "--inbox", "nobody", "x").exit()).isEqualTo(2);
    assertThat(annals("init", "all", "--address", "a@example.org").exit()).isEqualTo(2);
    assertThat(annals("init", "_x", "--address", "a@example.org").exit()).isEqualTo(2);
    assertThat(annals("init", "../x", "--address", "a@example.org").exit()).isEqualTo(2);
    assertThat(annals("search", "AND a").err()).startsWith("annals: usage: query, column 1: ");
    assertThat(annals("nonsense").exit()).isEqualTo(2);
  }

  @Test
  void failedWorkIsOneAndNamesTheInput() throws Exception {
    Path absent = directory.resolve("absent.mbox");
    Result nothing = annals("import", "dev", absent.toString());
    assertThat(nothing.exit()).isEqualTo(1);
    assertThat(nothing.err()).startsWith("annals: import: ").contains(absent.toString());
    Path text = Files.writeString(directory.resolve("notes.txt"), "no mail at all\n");
    Result noMailbox = annals("import", "dev", text.toString());
    assertThat(noMailbox.exit()).isEqualTo(1);
    assertThat(noMailbox.err()).contains(text.toString());
    assertThat(annals("init", "dev", "--address", "x@example.org").exit()).isEqualTo(1);
  }

  @Test
  void oneBadSourceDoesNotKeepOutTheOthers() throws Exception {
    Path mbox = ArchiveFixture.mbox(directory.resolve("a.mbox"), MailText.number(1));
    Result both = annals("import", "dev", directory.resolve("absent").toString(), mbox.toString());
    assertThat(both.exit()).isEqualTo(1);
    assertThat(both.out()).contains("dev: a.mbox: 1 added");
  }
}
