package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.annals.testing.V1Fixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A config of public-inbox with a v1 inbox in it, included.
class V1InboxTest {
  @TempDir Path directory;
  private ArchiveFixture fixture;
  private V1Fixture old;

  private CommandRun annals(String... arguments) {
    return CommandRun.in(fixture.layout().directory(), arguments);
  }

  @BeforeEach
  void include() throws Exception {
    fixture = ArchiveFixture.in(directory.resolve("archive"), "dev");
    fixture.importMails("dev", MailText.number(1));
    old = V1Fixture.create(directory.resolve("old.git"));
    old.add("n2@example.org", MailText.number(2));
    Files.writeString(
        directory.resolve("theirs"),
        "[publicinbox \"old\"]\n\tinboxdir = %s\n\taddress = old@example.org\n"
            .formatted(old.path()));
    Path config = fixture.layout().config();
    Files.writeString(config, "[include]\n\tpath = ../theirs\n" + Files.readString(config));
  }

  @Test
  void itIsLeftOutWithAWarningAndTheOthersAreServed() throws Exception {
    String told = "publicinbox.old.inboxdir: " + old.path() + " is a v1 inbox";
    try (LogRecords log = LogRecords.listen("cli.Workspace")) {
      CommandRun found = annals("search", "", "--format", "json");
      assertThat(found.exit()).as(found.err()).isZero();
      assertThat(found.out()).contains("n1@example.org");
      assertThat(log.lines()).hasSize(1).first().asString().startsWith(told);
    }
    assertThat(annals("index").exit()).isZero();
    assertThat(annals("verify").exit()).isZero();
    CommandRun check = annals("config", "check");
    assertThat(check.exit()).isZero();
    assertThat(check.err()).contains("warning: " + told, "docs/migration.md");
    CommandRun named = annals("index", "old");
    assertThat(named.exit()).isEqualTo(Main.WRONG_USAGE);
    assertThat(named.err()).contains(told);
  }

  @Test
  void anInboxOfItsNameCanBeMadeAndItsMailImported() throws Exception {
    assertThat(annals("init", "old", "--address", "old@example.org").err()).isEmpty();
    CommandRun imported = annals("import", "old", old.path().toString());
    assertThat(imported.err()).isEmpty();
    assertThat(annals("config", "check").err()).isEmpty();
    assertThat(annals("search", "", "--inbox", "old", "--format", "json").out())
        .contains("n2@example.org");
  }
}
