package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract of the command line: exit codes, one-line errors, the JSON of `search`.
class CommandsTest {
  @TempDir Path directory;

  private CommandRun annals(String... arguments) {
    return CommandRun.in(directory.resolve("archive"), arguments);
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
  void dryRunTellsWhatAnImportWouldDo() throws Exception {
    MailText undated = MailText.number(2).header("Date", null);
    Path mbox = ArchiveFixture.mbox(directory.resolve("a.mbox"), MailText.number(1), undated);
    assertThat(annals("import", "--dry-run", "dev", mbox.toString()).err())
        .contains("annals index");
    annals("index");
    CommandRun tried = annals("import", "--dry-run", "dev", mbox.toString());
    assertThat(tried.exit()).isZero();
    assertThat(tried.out())
        .contains("dev: a.mbox: would add 2, skip 0 duplicates, refuse 0")
        .contains("  1 missing-date: no Date; ")
        .contains("      " + mbox + " at byte ")
        .contains("dev: 0 messages in 0 threads");
    assertThat(annals("import", "dev", mbox.toString()).out())
        .contains("dev: a.mbox: 2 added")
        .contains("  1 missing-date: no Date; ");
    assertThat(annals("import", "--dry-run", "dev", directory.toString()).err())
        .contains("holds no mail");
  }

  @Test
  void searchPrintsOneJsonObjectALine() throws Exception {
    Path mbox = ArchiveFixture.mbox(directory.resolve("a.mbox"), MailText.number(1));
    annals("import", "dev", mbox.toString());
    CommandRun found = annals("search", "--format", "json", "--limit", "0", "--inbox", "dev");
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

  private void importSome() throws Exception {
    annals("init", "users", "--address", "users@example.org");
    Path mbox =
        ArchiveFixture.mbox(
            directory.resolve("b.mbox"),
            MailText.number(1).subject("a ring").from("Ann \u001b[31mLee <ann@example.org>"),
            MailText.number(2).subject("ring ring").inReplyTo("n1@example.org"),
            MailText.number(3).subject("other").inReplyTo("n1@example.org").body("ring\n"),
            MailText.number(4).subject("ring \u001b]0;title\u0007"));
    annals("import", "dev", mbox.toString());
  }

  private static List<String> ids(CommandRun found) {
    return Pattern.compile("<n(\\d)@example.org>")
        .matcher(found.out())
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void textIsALineForEachHit() throws Exception {
    importSome();
    CommandRun found = annals("search", "ring");
    assertThat(found.exit()).isZero();
    assertThat(found.out().lines())
        .hasSize(4)
        .last()
        .isEqualTo("2026-03-01 00:01  dev    Ann [31mLee           a ring  <n1@example.org>");
    assertThat(found.out()).doesNotContain("\u001b", "\u0007");
    assertThat(annals("search", "--inbox", "dev", "ring").out())
        .startsWith("2026-03-01 00:04  Ann Author");
  }

  @Test
  void hitsComeInTheOrderAskedFor() throws Exception {
    importSome();
    assertThat(ids(annals("search", "ring"))).containsExactly("4", "3", "2", "1");
    assertThat(ids(annals("search", "--reverse", "ring"))).containsExactly("1", "2", "3", "4");
    assertThat(ids(annals("search", "--reverse", "--limit", "2", "ring")))
        .containsExactly("1", "2");
    assertThat(ids(annals("search", "--threads", "ring"))).containsExactly("4", "3");
    assertThat(ids(annals("search", "--threads", "--reverse", "ring"))).containsExactly("1", "4");
    List<String> best = ids(annals("search", "--sort", "relevance", "--limit", "0", "ring"));
    assertThat(best)
        .containsExactlyInAnyOrder("1", "2", "3", "4")
        .isNotEqualTo(List.of("4", "3", "2", "1"));
    assertThat(ids(annals("search", "--sort", "relevance", "--threads", "ring"))).hasSize(2);
    assertThat(annals("search", "--sort", "relevance", "--reverse", "ring").exit()).isEqualTo(2);
    assertThat(annals("search", "--sort", "size", "ring").exit()).isEqualTo(2);
  }

  @Test
  void mistakesAreShownByColumn() throws Exception {
    importSome();
    CommandRun found = annals("search", "ring", "d:2026-99", "AND");
    assertThat(found.exit()).isEqualTo(2);
    assertThat(found.out()).isEmpty();
    assertThat(found.err().lines()).containsSubsequence("    ring d:2026-99 AND", "           ^");
  }

  @Test
  void theLanguageIsTold() {
    CommandRun help = annals("search", "--help-query");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("  dfn:fs/erofs", "  leak OR overflow", "paths in diffs");
  }

  /// The launcher makes its AOT cache with it and would hide its failure.
  @Test
  void trainingRunSucceeds() {
    CommandRun trained = annals("train");
    assertThat(trained.exit()).as(trained.err()).isZero();
  }

  @Test
  void wrongUsageIsTwo() throws Exception {
    importSome();
    assertThat(annals("import", "nobody", "x").exit()).isEqualTo(2);
    assertThat(annals("search", "--inbox", "nobody", "x").exit()).isEqualTo(2);
    assertThat(annals("init", "all", "--address", "a@example.org").exit()).isEqualTo(2);
    assertThat(annals("init", "_x", "--address", "a@example.org").exit()).isEqualTo(2);
    assertThat(annals("init", "../x", "--address", "a@example.org").exit()).isEqualTo(2);
    assertThat(annals("search", "AND a").err()).startsWith("annals: usage: query, column 1: ");
    assertThat(annals("series", "--state", "glad").exit()).isEqualTo(2);
    assertThat(annals("series", "--as-of", "soon").exit()).isEqualTo(2);
    assertThat(annals("nonsense").exit()).isEqualTo(2);
  }

  @Test
  void failedWorkIsOneAndNamesTheInput() throws Exception {
    Path absent = directory.resolve("absent.mbox");
    CommandRun nothing = annals("import", "dev", absent.toString());
    assertThat(nothing.exit()).isEqualTo(1);
    assertThat(nothing.err()).startsWith("annals: import: ").contains(absent.toString());
    Path text = Files.writeString(directory.resolve("notes.txt"), "no mail at all\n");
    CommandRun noMailbox = annals("import", "dev", text.toString());
    assertThat(noMailbox.exit()).isEqualTo(1);
    assertThat(noMailbox.err()).contains(text.toString());
    assertThat(annals("init", "dev", "--address", "x@example.org").exit()).isEqualTo(1);
  }

  @Test
  void oneBadSourceDoesNotKeepOutTheOthers() throws Exception {
    Path mbox = ArchiveFixture.mbox(directory.resolve("a.mbox"), MailText.number(1));
    CommandRun both =
        annals("import", "dev", directory.resolve("absent").toString(), mbox.toString());
    assertThat(both.exit()).isEqualTo(1);
    assertThat(both.out()).contains("dev: a.mbox: 1 added");
  }
}
