package org.annals.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.annals.code.Commit.By;
import org.annals.code.CommitMatch.Kind;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import org.junit.jupiter.api.Test;

/// The rules one by one, on commits that are held in a list.
class CommitMatchingTest {
  private static final Address ANN = new Address("Ann", "ann@example.org");
  private static final Address BEN = new Address("Ben", "ben@example.org");
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final String DIFF = "d".repeat(40);
  private static final String OTHER = "e".repeat(40);

  private final List<Commit> commits = new ArrayList<>();

  private final CommitLookup lookup =
      new CommitLookup() {
        @Override
        public List<Commit> naming(MessageId message) {
          return where(c -> c.names().stream().anyMatch(n -> n.message().equals(message)));
        }

        @Override
        public List<Commit> withPatchId(String patchId) {
          return where(c -> c.patchId().equals(patchId));
        }

        @Override
        public List<Commit> by(Address author, String title) {
          return where(c ->
              Likeness.samePerson(c.author(), author)
                  && Likeness.title(c.title()).equals(Likeness.title(title)));
        }

        @Override
        public List<Commit> near(Address author, String title) {
          return where(c ->
              !Collections.disjoint(
                  CommitMatching.nearKeys(c.author(), c.title()),
                  CommitMatching.nearKeys(author, title)));
        }

        @Override
        public List<Commit> reverting(Commit commit) {
          return where(c -> c.reverts().stream().anyMatch(commit.id()::startsWith));
        }
      };

  private List<Commit> where(java.util.function.Predicate<Commit> wanted) {
    return commits.stream().filter(wanted).toList();
  }

  private Commit commit(String id, String patchId, String title, int day, List<Commit.Name> names) {
    return new Commit(
        "lib",
        id,
        patchId,
        title,
        ANN,
        DAY,
        BEN,
        DAY.plus(day, ChronoUnit.DAYS),
        names,
        List.of(),
        List.of(),
        List.of("a.c"),
        true);
  }

  private static List<Commit.Name> names(By by, String id) {
    return List.of(new Commit.Name(new MessageId(id), by));
  }

  private static MailedPatch patch(String id, String patchId, String title, int day) {
    return new MailedPatch(
        new MessageId(id),
        null,
        ANN,
        title,
        patchId,
        DAY.plus(day, ChronoUnit.DAYS),
        List.of("a.c"));
  }

  private List<String> matches(MailedPatch... postings) throws IOException {
    return new CommitMatching(lookup)
        .of(List.of(postings)).stream()
            .map(m ->
                m.patch().id()
                    + " "
                    + m.commit().id()
                    + " "
                    + m.kinds()
                    + (m.taken() ? "" : " other"))
            .toList();
  }

  @Test
  void eachKindOfEvidenceCounts() throws IOException {
    commits.add(commit("c1", DIFF, "lib: count to two", 3, names(By.LINK, "p1")));
    assertThat(matches(patch("p1", DIFF, "lib: count to two", 0)))
        .containsExactly("p1 c1 [MSGID, PATCH_ID, TITLE]");
    assertThat(matches(patch("p2", DIFF, "lib: another title", 0)))
        .containsExactly("p2 c1 [PATCH_ID]");
    assertThat(matches(patch("p2", OTHER, "Lib - count to two!", 0)))
        .containsExactly("p2 c1 [TITLE]");
    assertThat(matches(patch("p2", OTHER, "lib: another title", 0))).isEmpty();
    assertThat(Kind.MSGID.word()).isEqualTo("commit-msgid");
  }

  @Test
  void timeMustFit() throws IOException {
    commits.add(commit("c1", DIFF, "lib: count to two", 3, List.of()));
    assertThat(matches(patch("p1", DIFF, "lib: count to two", 4))).hasSize(1);
    assertThat(matches(patch("p1", DIFF, "lib: count to two", 6))).isEmpty();
    assertThat(matches(patch("p1", OTHER, "lib: count to two", -176))).hasSize(1);
    assertThat(matches(patch("p1", OTHER, "lib: count to two", -178))).isEmpty();
    assertThat(matches(patch("p1", DIFF, "lib: count to two", -178)))
        .containsExactly("p1 c1 [PATCH_ID]");
  }

  @Test
  void sameDiffOfSomebodyElseIsNotIt() throws IOException {
    commits.add(commit("c1", DIFF, "lib: count to two", 3, List.of()));
    MailedPatch bens =
        new MailedPatch(
            new MessageId("p"), null, BEN, "lib: count to two", DIFF, DAY, List.of("a.c"));
    assertThat(matches(bens)).isEmpty();
  }

  @Test
  void ofSeveralPostingsOneIsTaken() throws IOException {
    commits.add(commit("c1", DIFF, "lib: count to two", 5, List.of()));
    assertThat(
            matches(
                patch("p1", DIFF, "lib: count to two", 0),
                patch("p2", DIFF, "lib: count to two", 2),
                patch("p3", OTHER, "lib: count to two", 3),
                patch("p4", DIFF, "lib: count to two", 9)))
        .containsExactly(
            "p1 c1 [PATCH_ID, TITLE] other", "p2 c1 [PATCH_ID, TITLE]", "p3 c1 [TITLE] other");
    assertThat(
            matches(
                patch("p1", "", "lib: count to two", 0), patch("p2", "", "lib: count to two", 2)))
        .containsExactly("p1 c1 [TITLE] other", "p2 c1 [TITLE]");
    commits.set(0, commit("c1", DIFF, "lib: count to two", 5, names(By.MESSAGE_ID, "p1")));
    assertThat(
            matches(
                patch("p1", OTHER, "lib: count to 2", 0),
                patch("p2", DIFF, "lib: count to two", 2)))
        .containsExactly("p1 c1 [MSGID]", "p2 c1 [PATCH_ID, TITLE] other");
  }

  @Test
  void linkToADiscussionIsNoEvidence() throws IOException {
    commits.add(commit("c1", DIFF, "lib: repair the count", 5, names(By.LINK, "p1")));
    MailedPatch talk =
        new MailedPatch(
            new MessageId("p1"), null, BEN, "lib: count to two", OTHER, DAY, List.of("b.c"));
    assertThat(matches(talk)).isEmpty();
    assertThat(matches(patch("p1", OTHER, "lib: count to two", 0)))
        .as("the author changed the title of the same file")
        .containsExactly("p1 c1 [MSGID]");
    commits.set(0, commit("c1", OTHER, "lib: repair", 5, names(By.REFERENCE, "p1")));
    assertThat(matches(patch("p1", DIFF, "lib: count to two", 0))).isEmpty();
  }

  @Test
  void linkToTheCoverLetterMeansThePatchOfThatTitle() throws IOException {
    commits.add(commit("c1", DIFF, "lib: count to two", 5, names(By.LINK, "cover")));
    MailedPatch first = patch("p1", OTHER, "lib: count to two", 0);
    MailedPatch covered =
        new MailedPatch(
            first.id(),
            new MessageId("cover"),
            first.author(),
            first.title(),
            first.patchId(),
            first.sent(),
            first.paths());
    assertThat(matches(covered)).containsExactly("p1 c1 [MSGID, TITLE]");
  }

  @Test
  void titlesThatSayLittleNeedTheSameFiles() throws IOException {
    commits.add(commit("c1", DIFF, "fix typo", 5, List.of()));
    MailedPatch elsewhere =
        new MailedPatch(new MessageId("p"), null, ANN, "fix typo", OTHER, DAY, List.of("z.c"));
    assertThat(matches(elsewhere)).isEmpty();
    assertThat(matches(patch("p", OTHER, "fix typo", 0))).hasSize(1);
    commits.set(0, commit("c1", DIFF, "lib: fix many typos", 5, List.of()));
    commits.add(commit("c2", OTHER, "lib: fix many typos", 9, List.of()));
    MailedPatch repeated =
        new MailedPatch(
            new MessageId("p"), null, ANN, "lib: fix many typos", "", DAY, List.of("z.c"));
    assertThat(matches(repeated)).isEmpty();
  }

  @Test
  void changedTitlesNeedTheSameFilesAndGiveWayToNamedMails() throws IOException {
    commits.add(commit("c1", DIFF, "lib: ring: count to two again", 5, List.of()));
    assertThat(matches(patch("p", OTHER, "lib: count to two again", 0)))
        .containsExactly("p c1 [TITLE]");
    assertThat(matches(patch("p", OTHER, "lib: ring: counts to two again", 0))).isEmpty();
    assertThat(matches(patch("p", OTHER, "lib: ring: please count to two again", 0))).hasSize(1);
    assertThat(matches(patch("p", OTHER, "lib: ring: count 2 to two again", 0))).isEmpty();
    MailedPatch elsewhere =
        new MailedPatch(
            new MessageId("p"), null, ANN, "count to two again", OTHER, DAY, List.of("z.c"));
    assertThat(matches(elsewhere)).isEmpty();
    commits.set(0, commit("c1", DIFF, "lib: ring: count to two again", 5, names(By.LINK, "v2")));
    assertThat(matches(patch("p", OTHER, "lib: count to two again", 0)))
        .containsExactly("p c1 [TITLE] other");
  }

  @Test
  void revertsAreTold() throws IOException {
    Commit landed = commit("c1c1c1c1", DIFF, "lib: count to two", 5, List.of());
    commits.add(landed);
    commits.add(
        new Commit(
            "lib",
            "f00",
            OTHER,
            "Revert \"lib: count to two\"",
            BEN,
            DAY,
            BEN,
            DAY,
            List.of(),
            List.of("c1c1c1c"),
            List.of(),
            List.of(),
            true));
    assertThat(new CommitMatching(lookup).of(List.of(patch("p", DIFF, "lib: count to two", 0))))
        .singleElement()
        .satisfies(
            match -> assertThat(match.revertedBy()).extracting(Commit::id).containsExactly("f00"));
  }
}
