package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.annals.archive.InboxSettings.Intake;
import org.annals.index.Order;
import org.annals.index.OwnPrefix;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.QueryText;
import org.annals.index.Scope;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.annals.testing.SerialFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Prefixes that the config gives an inbox: `altid` and `indexheader`.
class SearchPrefixesTest {
  private static final Scope DEV = Scope.of(new InboxName("dev"));
  private static final Scope USERS = Scope.of(new InboxName("users"));

  @TempDir Path temporary;
  private ArchiveFixture fixture;

  @BeforeEach
  void makeArchive() throws IOException {
    fixture = ArchiveFixture.in(temporary.resolve("home"), "dev", "users");
    configure(
        "dev",
        List.of("serial:gmane:file=gmane.sqlite3"),
        List.of(
            "boolean_term:bug:X-Bug",
            "boolean_term:rawbug:X-Bug:raw=1",
            "text:note:X-Note",
            "phrase:exactly:X-Note"));
    fixture.importMails(
        "dev",
        MailText.of("a@example.org").header("X-Bug", "Bug-17").header("X-Note", "fixing the pump"),
        MailText.of("b@example.org")
            .header("X-Bug", "=?utf-8?q?Bug-18?=")
            .header("X-Note", "the pump was fixed"),
        MailText.of("c@example.org").body("Bug-17 pump, fixed\n"));
    fixture.importMails("users", MailText.of("d@example.org").header("X-Bug", "Bug-17"));
  }

  private void configure(String inbox, List<String> altIds, List<String> headers) {
    Intake intake =
        new Intake(
            altIds.stream().map(AltId::parse).toList(),
            headers.stream().map(IndexHeader::parse).toList(),
            "",
            List.of(),
            List.of());
    fixture.change(inbox, one -> one.withIntake(intake));
  }

  private static Query parse(Archive archive, Scope scope, String query) throws Exception {
    return QueryParser.parse(query, Instant.EPOCH, archive.prefixes(scope));
  }

  /// The ids found, by their first letters.
  private String found(Scope scope, String query) throws Exception {
    try (Archive archive = fixture.open()) {
      Query parsed = parse(archive, scope, query);
      assertThat(parse(archive, scope, QueryText.of(parsed))).as("printed").isEqualTo(parsed);
      StringBuilder letters = new StringBuilder();
      for (Posting posting : archive.search(scope, parsed, Order.OLDEST_FIRST, 0, 100).hits()) {
        letters.append(posting.id().value().charAt(0));
      }
      return letters.toString();
    }
  }

  @Test
  void aWholeValueIsFoundAsItStands() throws Exception {
    assertThat(found(DEV, "bug:Bug-17")).isEqualTo("a");
    assertThat(found(DEV, "bug:bug-17")).isEmpty();
    assertThat(found(DEV, "bug:Bug")).isEmpty();
    assertThat(found(DEV, "bug:Bug-18")).isEqualTo("b");
    assertThat(found(DEV, "rawbug:Bug-18")).isEmpty();
    assertThat(found(DEV, "rawbug:\"=?utf-8?q?Bug-18?=\"")).isEqualTo("b");
    assertThat(found(DEV, "bug:Bug-17 bug:Bug-18")).as("alternatives").isEqualTo("ab");
    assertThat(found(DEV, "s:about -bug:Bug-17")).isEqualTo("bc");
  }

  @Test
  void wordsOfAHeaderAreFoundThereAndNowhereElse() throws Exception {
    assertThat(found(DEV, "note:fix")).as("stemmed").isEqualTo("ab");
    assertThat(found(DEV, "exactly:fixed")).as("as they stand").isEqualTo("b");
    assertThat(found(DEV, "exactly:\"the pump\"")).isEqualTo("ab");
    assertThat(found(DEV, "exactly:\"pump the\"")).isEmpty();
    assertThat(found(DEV, "note:(pump NOT was)")).isEqualTo("a");
    assertThat(found(DEV, "note:(s:about fixing)")).isEqualTo("ab");
    assertThat(found(DEV, "note:pum*")).isEqualTo("ab");
  }

  @Test
  void aNumberOfAnOlderArchiveLeadsToItsMessage() throws Exception {
    SerialFile.write(
        fixture.inbox("dev").resolve("gmane.sqlite3"),
        Map.of(5L, "c@example.org", 6L, "elsewhere@example.org"));
    assertThat(found(DEV, "gmane:5")).isEqualTo("c");
    assertThat(found(DEV, "gmane:6")).isEmpty();
    assertThat(found(DEV, "gmane:7 OR bug:Bug-17")).isEqualTo("a");
    assertThat(found(new Scope.All(), "gmane:5")).isEqualTo("c");
    try (Archive archive = fixture.open()) {
      assertThatThrownBy(() -> parse(archive, DEV, "x gmane:five"))
          .isInstanceOf(QueryException.class)
          .hasMessage("'gmane:' needs a number");
    }
  }

  @Test
  void aMissingFileOfNumbersIsAnErrorOfTheQuery() throws Exception {
    try (Archive archive = fixture.open()) {
      assertThatThrownBy(() -> parse(archive, DEV, "gmane:5"))
          .isInstanceOf(QueryException.class)
          .hasMessage("numbers of 'gmane:' cannot be read here");
    }
  }

  @Test
  void otherInboxesHaveNoSuchPrefix() throws Exception {
    try (Archive archive = fixture.open()) {
      assertThat(archive.prefixes(USERS).names()).isEmpty();
      assertThat(archive.prefixes(new Scope.All()).names())
          .containsExactlyInAnyOrder("gmane", "bug", "rawbug", "note", "exactly");
    }
    assertThat(found(USERS, "bug:Bug-17")).as("a phrase").isEmpty();
    assertThat(found(new Scope.All(), "bug:Bug-17")).as("indexed only for dev").isEqualTo("a");
  }

  @Test
  void anotherConfigCountsFromTheNextRebuildOn() throws Exception {
    configure("dev", List.of(), List.of("boolean_term:bug:X-Bug", "text:why:X-Note"));
    fixture.importMails("dev", MailText.of("e@example.org").header("X-Note", "late"));
    try (Archive archive = fixture.open()) {
      assertThatThrownBy(() -> parse(archive, DEV, "why:pump"))
          .isInstanceOf(QueryException.class)
          .hasMessage("'why:' cannot be searched yet: the index was made without X-Note");
      assertThat(archive.prefixes(DEV).all()).contains(new OwnPrefix.Unindexed("why", "X-Note"));
    }
    assertThat(found(DEV, "bug:Bug-17")).isEqualTo("a");
    Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
    assertThat(found(DEV, "why:pump OR why:late")).isEqualTo("abe");
    assertThat(found(DEV, "note:pump")).as("a phrase").isEmpty();
  }

  @Test
  void aPrefixThatTheLanguageHasIsRefused() {
    assertThatThrownBy(() -> IndexHeader.parse("text:s:X-Note"))
        .hasMessage("'s:' has a meaning in searches already");
    assertThatThrownBy(() -> AltId.parse("serial:mid:file=x"))
        .hasMessage("'mid:' has a meaning in searches already");
  }
}
