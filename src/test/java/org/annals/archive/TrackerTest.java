package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.series.Proof;
import org.annals.series.Standing;
import org.annals.series.State;
import org.annals.series.Version;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Series follow what becomes of their mails in git.
class TrackerTest {
  private static final InboxName DEV = new InboxName("dev");
  @TempDir Path temporary;
  private int days = 2;

  private static MailText patch(int number, String subject, String line) {
    return MailText.number(number).subject(subject).body("Why.\n" + diff(line));
  }

  private static String diff(String line) {
    return "---\ndiff --git a/ring.c b/ring.c\n--- a/ring.c\n+++ b/ring.c\n@@ -1 +1 @@\n-old\n+"
        + line
        + "\n";
  }

  private static MessageId id(int number) {
    return new MessageId("n" + number + "@example.org");
  }

  private static List<TrackedSeries> tracked(Archive archive) throws IOException {
    archive.bringUp(DEV);
    return archive.tracking().find(new Scope.All(), SeriesFilter.ALL, true, null, 10).found();
  }

  @Test
  void aRemovedPatchIsTrackedNoMoreAndFreesTheVersionBefore() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    MailText first = patch(1, "[PATCH] ring: grow", "one");
    MailText second = patch(2, "[PATCH v2] ring: grow", "two");
    try (Archive archive = fixture.open();
        EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(first, second);
      assertThat(tracked(archive))
          .extracting(TrackedSeries::head, TrackedSeries::state)
          .containsExactly(tuple(id(2), State.NEW), tuple(id(1), State.SUPERSEDED));
      epoch.remove(second);
      assertThat(tracked(archive))
          .extracting(TrackedSeries::head, TrackedSeries::state)
          .containsExactly(tuple(id(1), State.NEW));
      assertThat(archive.tracking().mails(id(2))).isEmpty();
      epoch.remove(first);
      assertThat(tracked(archive)).isEmpty();
      assertThat(archive.tracking().holding(new Scope.All(), id(1))).isEmpty();
    }
  }

  @Test
  void versionThatIsOnlyLinkedIsTiedWhicheverComesFirst() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    MailText first = patch(1, "[PATCH] ring: grow", "one");
    MailText second =
        MailText.number(2)
            .subject("[PATCH v2] pool: swell")
            .body("v1: https://lore.example/r/" + id(1).value() + "\n" + diff("two"));
    try (Archive archive = fixture.open();
        EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(second);
      assertThat(tracked(archive)).hasSize(1);
      epoch.add(first);
      assertThat(tracked(archive))
          .extracting(TrackedSeries::head, TrackedSeries::state)
          .containsExactly(tuple(id(2), State.NEW), tuple(id(1), State.SUPERSEDED));
      epoch.remove(second);
      assertThat(tracked(archive))
          .extracting(TrackedSeries::head, TrackedSeries::state)
          .containsExactly(tuple(id(1), State.NEW));
    }
  }

  /// The parts do not refer to one another: they are tied by the version after them.
  @Test
  void partOfAMailingDoesNotSupersedeTheOtherPart() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    try (Archive archive = fixture.open();
        EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(
          patch(1, "[PATCH 1/2] ring: grow", "one"),
          patch(2, "[PATCH 2/2] ring: shrink", "two"),
          patch(3, "[PATCH v2 1/2] ring: grow", "three"),
          patch(4, "[PATCH v2 2/2] ring: shrink", "four")
              .header("In-Reply-To", "<n3@example.org>"));
      assertThat(tracked(archive))
          .extracting(TrackedSeries::head, TrackedSeries::state)
          .containsExactly(
              tuple(id(3), State.NEW),
              tuple(id(2), State.SUPERSEDED),
              tuple(id(1), State.SUPERSEDED));
      assertThat(archive.tracking().holding(new Scope.All(), id(1)).orElseThrow().patches())
          .flatExtracting(patch -> patch.standing().evidence())
          .filteredOn(proof -> proof.state() == State.SUPERSEDED)
          .extracting(Proof::message)
          .containsExactly(id(3));
    }
  }

  @Test
  void aPatchThatOnlyAnswersTellOfIsFoundByThemAndInNoList() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    fixture.importMails(
        "dev",
        MailText.number(2)
            .subject("Re: [PATCH v3 1/8] ring: grow")
            .inReplyTo("n1@example.org")
            .body("Why?\n"));
    try (Archive archive = fixture.open()) {
      Tracking tracking = archive.tracking();
      assertThat(tracked(archive)).isEmpty();
      assertThat(tracking.posted(new Scope.All(), SeriesFilter.ALL, true, 0, 10).found()).isEmpty();
      assertThat(tracking.about(new Scope.All(), id(2)))
          .hasValueSatisfying(series -> {
            assertThat(series.ghost()).isTrue();
            assertThat(series.head()).isEqualTo(id(1));
            assertThat(series.patches().getFirst().standing().state())
                .isEqualTo(State.UNDER_REVIEW);
          });
    }
  }

  private String commit(Path code, String... message) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-C", code.toString(), "commit", "-qa", "--allow-empty"));
    for (String paragraph : message) {
      command.addAll(List.of("-m", paragraph));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    String date = "2026-03-0" + days++ + "T12:00:00Z";
    builder.environment().putAll(Map.of("GIT_COMMITTER_DATE", date, "GIT_AUTHOR_DATE", date));
    assertThat(builder.inheritIO().start().waitFor()).isZero();
    return Shell.git(code, "rev-parse", "HEAD").succeeded().out().strip();
  }

  @Test
  void aCommitUpstreamIsMainlinedAndItsRevertIsTold() throws Exception {
    Path code = Files.createDirectories(temporary.resolve("ring"));
    Shell.git(code, "init", "-q", "-b", "main").succeeded();
    Shell.git(code, "config", "user.name", "Ann").succeeded();
    Shell.git(code, "config", "user.email", "ann@example.org").succeeded();
    Files.writeString(code.resolve("ring.c"), "old\n");
    Shell.git(code, "add", "ring.c").succeeded();
    commit(code, "begin");
    Files.writeString(code.resolve("ring.c"), "one\n");
    String link = "Link: https://lore.example/r/" + id(1).value();
    String landed = commit(code, "ring: grow", link);
    ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve("archive"), "dev");
    fixture.about("ring", code).importMails("dev", patch(1, "[PATCH] ring: grow", "one"));
    assertThat(standing(fixture).state()).isEqualTo(State.ACCEPTED);
    fixture.about(new CodeSettings("ring", code, List.of(), true));
    assertThat(standing(fixture))
        .satisfies(now -> assertThat(now.state()).isEqualTo(State.MAINLINED))
        .satisfies(now -> assertThat(now.evidence().getFirst().commit()).isEqualTo(landed));
    String revert = commit(code, "Revert \"ring: grow\"", "This reverts commit " + landed + ".");
    Standing reverted = standing(fixture);
    assertThat(reverted.state()).isEqualTo(State.MAINLINED);
    assertThat(reverted.evidence())
        .filteredOn(proof -> proof.rule() == Proof.Rule.REVERTED)
        .extracting(Proof::commit)
        .containsExactly(revert);
  }

  private static Standing standing(ArchiveFixture fixture) throws IOException {
    try (Archive archive = fixture.open()) {
      return tracked(archive).getFirst().patches().getFirst().standing();
    }
  }

  private static MailText order(int number, int about, String order) {
    return MailText.number(number)
        .header("From", "Mo <mo@maint.example>")
        .subject("Re: [PATCH] ring: grow")
        .inReplyTo(id(about).value())
        .body("annals: " + order + "\n");
  }

  private static List<String> topics(Archive archive) throws IOException {
    return tracked(archive).stream().map(TrackedSeries::topic).distinct().toList();
  }

  @Test
  void ordersOfMaintainersTieAndPartVersions() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    Policy policy = new Policy(Set.of(), Set.of("mo@maint.example"), Set.of("mx.example"), false);
    fixture.change("dev", one -> one.withPolicy(policy));
    String signed = "mx.example; dkim=pass header.d=maint.example";
    MailText tie =
        order(4, 2, "same-topic <" + id(1).value() + ">").header("Authentication-Results", signed);
    MailText part =
        order(5, 1, "not-topic " + id(3).value()).header("Authentication-Results", signed);
    try (Archive archive = fixture.open();
        EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(
          patch(1, "[PATCH] ring: grow", "one"),
          patch(2, "[PATCH] pool: swell", "two"),
          patch(3, "[PATCH v2] ring: grow", "three"));
      assertThat(topics(archive)).hasSize(2);
      epoch.add(part);
      assertThat(topics(archive)).hasSize(3);
      epoch.add(tie);
      assertThat(topics(archive)).hasSize(2);
      assertThat(tracked(archive))
          .filteredOn(one -> one.head().equals(id(2)))
          .extracting(TrackedSeries::evidence)
          .containsExactly(Version.Evidence.ORDER);
      epoch.remove(tie);
      epoch.remove(part);
      assertThat(topics(archive)).hasSize(2);
    }
  }

  @Test
  void ordersOfUnknownOriginAreShownAndNotObeyed() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(temporary, "dev");
    Policy policy = new Policy(Set.of(), Set.of("mo@maint.example"), Set.of("mx.example"), false);
    fixture.change("dev", one -> one.withPolicy(policy));
    fixture.importMails(
        "dev",
        patch(1, "[PATCH] ring: grow", "one"),
        patch(2, "[PATCH] pool: swell", "two"),
        order(3, 2, "same-topic " + id(1).value()),
        order(4, 2, "state rejected")
            .header("Authentication-Results", "forged.example; dkim=pass header.d=maint.example"));
    try (Archive archive = fixture.open()) {
      assertThat(topics(archive)).hasSize(2);
      Standing standing =
          archive
              .tracking()
              .holding(new Scope.All(), id(2))
              .orElseThrow()
              .patches()
              .getFirst()
              .standing();
      assertThat(standing.state()).isEqualTo(State.UNDER_REVIEW);
      assertThat(standing.ignored())
          .extracting(Standing.Ignored::why)
          .hasSize(2)
          .containsOnly("it is not known that the sender wrote it");
    }
  }
}
