package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.annals.index.Kinds;
import org.annals.index.Scope;
import org.annals.index.ThreadCount;
import org.annals.index.Unanswered;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CensusTest {
  private static final Scope DEV = Scope.of(new InboxName("dev"));
  private static final long DAY = 24 * 3600L;

  @TempDir Path directory;
  private ArchiveFixture fixture;

  private static MailText mail(int n, String from) {
    return MailText.number(n).from(from).sent(MailText.START + n * DAY);
  }

  /// Sunday 1 March 2026 and the days after.
  @BeforeEach
  void threeAuthors() throws Exception {
    fixture = ArchiveFixture.in(directory, "dev", "hidden");
    fixture.importMails(
        "dev",
        mail(0, "Ann <ann@example.org>"),
        mail(1, "Bob <BOB@example.org>").references("n0@example.org"),
        mail(2, "Ann Author <ann@example.org>").references("n0@example.org"),
        mail(3, "Robert <bob@work.example>"),
        mail(31, "Bob <bob@example.org>"));
    fixture.importMails("hidden", mail(90, "Hidden <h@example.org>"));
  }

  @Test
  void peopleAreRankedAndCounted() throws Exception {
    try (Archive archive = fixture.open()) {
      assertThat(archive.census().people(DEV, Long.MIN_VALUE))
          .extracting(Person::name, Person::address, Person::messages, Person::started)
          .containsExactlyInAnyOrder(
              tuple("Ann Author", "ann@example.org", 2, 1),
              tuple("Bob", "bob@example.org", 2, 1),
              tuple("Robert", "bob@work.example", 1, 1));
      assertThat(archive.census().find(DEV, "h@example.org")).isEmpty();
    }
  }

  @Test
  void aMailmapMakesOnePersonOfSeveralAddresses() throws Exception {
    Path mailmap = fixture.inbox("dev").resolve("mailmap");
    try (Archive archive = fixture.open()) {
      Files.writeString(mailmap, "Bob Brown <bob@example.org> <bob@work.example>\n");
      Person bob = archive.census().people(DEV, Long.MIN_VALUE).getFirst();
      assertThat(bob.name()).isEqualTo("Bob Brown");
      assertThat(bob.messages()).isEqualTo(3);
      assertThat(bob.addresses()).containsExactly("bob@example.org", "bob@work.example");
      assertThat(archive.census().find(DEV, "bob@work.example")).contains(bob);
      assertThat(archive.census().months(DEV, bob))
          .isEqualTo(Map.of(YearMonth.of(2026, 3), 2, YearMonth.of(2026, 4), 1));
      Files.writeString(mailmap, "Bobby Brown <bob@example.org> <bob@work.example>\n");
      assertThat(archive.census().people(DEV, Long.MIN_VALUE).getFirst().name())
          .isEqualTo("Bobby Brown");
    }
  }

  @Test
  void peopleSinceATime() throws Exception {
    try (Archive archive = fixture.open()) {
      assertThat(archive.census().people(DEV, MailText.START + 3 * DAY))
          .extracting(Person::address, Person::messages)
          .containsExactlyInAnyOrder(tuple("bob@work.example", 1), tuple("bob@example.org", 1));
    }
  }

  /// What counts is that the next one sees what came since, and all inboxes but the hidden.
  @Test
  void countsFollowTheIndex() throws Exception {
    try (Archive archive = fixture.open()) {
      Scope all = new Scope.All();
      assertThat(archive.census().people(all, Long.MIN_VALUE)).hasSize(4);
      new Importer(archive, new InboxName("dev"))
          .importMails(List.of(mail(40, "Eve <eve@example.org>").bytes()));
      assertThat(archive.census().people(all, Long.MIN_VALUE)).hasSize(5);
    }
    fixture.hide("hidden");
    try (Archive archive = fixture.open()) {
      Scope all = new Scope.All();
      assertThat(archive.census().people(all, Long.MIN_VALUE))
          .hasSize(4)
          .extracting(Person::address)
          .doesNotContain("h@example.org");
      assertThat(archive.census().find(all, "h@example.org")).isEmpty();
    }
  }

  @Test
  void messagesAreOfOneKind() throws Exception {
    fixture.importMails(
        "dev",
        mail(50, "Ann <ann@example.org>").subject("[PATCH v2 0/2] two things"),
        mail(51, "Ann <ann@example.org>")
            .subject("[PATCH v2 1/2] one thing")
            .references("n50@example.org"),
        mail(52, "Bob <bob@example.org>")
            .subject("Re: [PATCH v2 1/2] one thing")
            .references("n50@example.org", "n51@example.org"));
    try (Archive archive = fixture.open()) {
      YearMonth april = YearMonth.of(2026, 4);
      Kinds kinds = archive.census().kinds(DEV);
      assertThat(kinds.patches()).isEqualTo(Map.of(april, 2));
      assertThat(kinds.openings()).isEqualTo(Map.of(YearMonth.of(2026, 3), 2, april, 1));
      assertThat(kinds.replies()).isEqualTo(Map.of(YearMonth.of(2026, 3), 2, april, 1));
      Person ann = archive.census().find(DEV, "ann@example.org").orElseThrow();
      assertThat(ann.patches()).isEqualTo(2);
      assertThat(archive.census().people(DEV, Long.MIN_VALUE)).contains(ann);
    }
  }

  @Test
  void patchesThatNobodyElseAnswered() throws Exception {
    fixture.importMails(
        "dev",
        mail(50, "Ann <ann@example.org>").subject("[PATCH 0/1] alone"),
        mail(51, "ann@EXAMPLE.org").subject("[PATCH 1/1] too").references("n50@example.org"),
        mail(52, "Ann <ann@example.org>").subject("[PATCH] answered"),
        mail(53, "Bob <bob@example.org>").subject("[PATCH] later"),
        mail(54, "Bob <bob@example.org>")
            .subject("Re: [PATCH] answered")
            .references("n52@example.org"),
        mail(55, "Bob <bob@example.org>").subject("Re: [PATCH] whose patch is not here"),
        mail(56, "Bob <bob@example.org>").subject("[PATCH] too new"));
    try (Archive archive = fixture.open()) {
      long from = MailText.START + 49 * DAY;
      long to = MailText.START + 56 * DAY;
      Unanswered found = archive.census().unanswered(DEV, from, to, 10);
      assertThat(found.total()).isEqualTo(2);
      assertThat(found.newestFirst())
          .extracting(posting -> posting.id().value())
          .containsExactly("n53@example.org", "n50@example.org");
      assertThat(archive.census().unanswered(DEV, from, to, 1).newestFirst()).hasSize(1);
    }
  }

  @Test
  void daysHoursAndConversations() throws Exception {
    try (Archive archive = fixture.open()) {
      List<Integer> days = archive.census().days(DEV, YearMonth.of(2026, 3));
      assertThat(days).hasSize(31).startsWith(1, 1, 1, 1, 0);
      assertThat(days.stream().mapToInt(n -> n).sum()).isEqualTo(4);
      List<Integer> hours = archive.census().weekHours(DEV);
      assertThat(hours).hasSize(168);
      assertThat(hours.get(6 * 24)).as("Sunday, midnight").isEqualTo(1);
      assertThat(hours.get(0)).as("Monday, midnight").isEqualTo(1);
      assertThat(hours.stream().mapToInt(n -> n).sum()).isEqualTo(5);
      assertThat(archive.census().busiest(DEV, MailText.START, Long.MAX_VALUE))
          .extracting(ThreadCount::messages)
          .containsExactly(3, 1, 1);
      assertThat(archive.census().busiest(DEV, MailText.START + DAY, MailText.START + 3 * DAY))
          .extracting(ThreadCount::messages)
          .containsExactly(2);
    }
  }
}
