package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.series.State;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Series follow what becomes of their mails in git.
class TrackerTest {
  private static final InboxName DEV = new InboxName("dev");
  @TempDir Path temporary;

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
}
