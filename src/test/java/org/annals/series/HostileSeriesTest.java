package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.patch.Trailer;
import org.annals.series.RangeDiff.Pair;
import org.annals.series.RangeDiff.Patch;
import org.annals.series.SeriesMail.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Patches and series that lie: whatever they say, each stands somewhere and none disturbs another.
class HostileSeriesTest {
  private static final String HUGE_DIFF =
      "---\ndiff --git a/ring.c b/ring.c\n--- a/ring.c\n+++ b/ring.c\n"
          + "@@ -1,1 +1,1 @@\n-old\n+new\n".repeat(100_000);

  private static List<Series> assemble(List<Mail> mails) {
    return Assembly.of(mails.stream().map(Mail::read).toList());
  }

  private static Set<String> ids(Series series) {
    Set<String> ids = new TreeSet<>();
    if (series.cover() != null) {
      ids.add(series.cover().id().value());
    }
    series
        .patches()
        .forEach((number, patch) -> {
          if (!series.takenOver().contains(number)) {
            ids.add(patch.id().value());
          }
        });
    return ids;
  }

  @Test
  void numberThatIsGivenTwiceDropsNeitherPatch() {
    List<Mail> mails = new ArrayList<>();
    mails.add(Mail.of("c", "[PATCH 0/7] ring"));
    for (int number = 1; number <= 7; number++) {
      mails.add(
          Mail.patch("p" + number, "[PATCH " + number + "/7] part").to("c").at(1_000 + number));
    }
    mails.add(Mail.patch("again", "[PATCH 3/7] other part").to("c").at(1_010));
    List<Series> series = assemble(mails);
    assertThat(series).hasSize(2);
    assertThat(series.getFirst().isComplete()).isTrue();
    assertThat(ids(series.getFirst())).contains("p3").doesNotContain("again");
    assertThat(ids(series.getLast())).containsExactly("again");
    assertThat(series.getLast().missing()).containsExactly(1, 2, 4, 5, 6, 7);
  }

  @Test
  void laterVersionMayComeFirst() {
    List<Series> series =
        assemble(
            List.of(
                Mail.patch("three", "[PATCH v3] ring: grow").at(1_000),
                Mail.patch("two", "[PATCH v2] ring: grow").at(100_000),
                Mail.patch("one", "[PATCH] ring: grow").at(200_000)));
    List<List<Version>> topics = Topics.of(series);
    assertThat(topics).hasSize(1);
    assertThat(topics.getFirst())
        .extracting(one -> one.series().version())
        .containsExactly(3, 2, 1);
  }

  @Test
  void versionsMayAnswerEachOtherInACircle() {
    List<Series> series =
        assemble(
            List.of(
                Mail.patch("a", "[PATCH v1 1/2] ring: one").to("d"),
                Mail.patch("b", "[PATCH v1 2/2] ring: two").to("a"),
                Mail.patch("c", "[PATCH v2 1/2] ring: one").to("b").at(90_000),
                Mail.patch("d", "[PATCH v2 2/2] ring: two").to("c").at(90_000),
                Mail.patch("e", "[PATCH v3 2/2] ring: two").to("e").at(180_000)));
    assertThat(series.stream().map(HostileSeriesTest::ids))
        .containsExactly(Set.of("a", "b"), Set.of("c", "d"), Set.of("e"));
    assertThat(Topics.of(series)).hasSize(1);
  }

  @Test
  void numbersThatCannotBeAreKeptWhereTheyFit() {
    List<Series> series =
        assemble(
            List.of(
                Mail.patch("more", "[PATCH 9/7] ring: more"),
                Mail.patch("none", "[PATCH 0/0] ring: none"),
                Mail.patch("most", "[PATCH 1/9999] ring: most")));
    assertThat(series.stream().flatMap(one -> ids(one).stream()))
        .containsExactlyInAnyOrder("more", "none", "most");
    assertThat(series).allSatisfy(one -> assertThat(one.missing()).hasSizeLessThanOrEqualTo(1_000));
  }

  /// Mails of a few people about a few things, with numbers, versions, dates and answers as they
  /// come: each patch is in one series, each series in one topic, whatever the order of arrival.
  @Test
  void nothingIsDroppedAndNothingStandsTwice() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      List<SeriesMail> mails = new ArrayList<>();
      int count = 1 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        mails.add(any(random, i, count).read());
      }
      List<Series> series = Assembly.of(mails);
      List<String> placed = series.stream().flatMap(one -> ids(one).stream()).toList();
      List<String> posted =
          mails.stream()
              .filter(mail -> mail.kind() == Kind.PATCH || mail.kind() == Kind.COVER)
              .map(mail -> mail.id().value())
              .toList();
      String what = "seed " + seed + " round " + round;
      assertThat(placed).as(what).doesNotHaveDuplicates().containsAll(posted);
      List<List<Version>> topics = Topics.of(series);
      assertThat(topics.stream().flatMap(List::stream).map(Version::series))
          .as(what)
          .containsExactlyInAnyOrderElementsOf(series);
      assertRepliesStandOnce(series, mails, what);
      Collections.shuffle(mails, random);
      assertThat(Assembly.of(mails)).as(what).isEqualTo(series);
      List<Series> shuffled = new ArrayList<>(series);
      Collections.shuffle(shuffled, random);
      assertThat(shapes(Topics.of(shuffled))).as(what).isEqualTo(shapes(topics));
    }
  }

  private static void assertRepliesStandOnce(
      List<Series> series, List<SeriesMail> mails, String what) {
    Map<MessageId, Integer> places = new HashMap<>();
    for (Series one : series) {
      if (one.takenOver().isEmpty()) {
        FollowUps.of(one, mails).replies().values().stream()
            .flatMap(List::stream)
            .forEach(reply -> places.merge(reply.id(), 1, Integer::sum));
      }
    }
    assertThat(places.values()).as(what).allMatch(count -> count == 1);
  }

  private static Set<Set<Set<String>>> shapes(List<List<Version>> topics) {
    return topics.stream()
        .map(topic -> topic.stream().map(one -> ids(one.series())).collect(Collectors.toSet()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Mail any(Random random, int id, int count) {
    String[] prefixes = {
      "[PATCH]",
      "[PATCH v2]",
      "[PATCH 0/3]",
      "[PATCH 1/3]",
      "[PATCH 2/3]",
      "[PATCH 3/3]",
      "[PATCH v2 1/3]",
      "[PATCH v2 3/3]",
      "[PATCH v3 2/3]",
      "[PATCH v2 0/3]",
      "[PATCH 4/3]",
      "Re: [PATCH 1/3]",
      "Re:",
      "",
      "[RFC PATCH v1.5 1/2]"
    };
    String subject = prefixes[random.nextInt(prefixes.length)] + " ring: part " + random.nextInt(3);
    Mail mail = random.nextInt(4) == 0 ? Mail.of("m" + id, subject) : Mail.patch("m" + id, subject);
    return mail.to(random.nextInt(3) == 0 ? "" : "m" + random.nextInt(count))
        .by(random.nextInt(3) == 0 ? "Hanna <hanna@x.example>" : "Ines <ines@x.example>")
        .at(random.nextInt(5) * 1_000L);
  }

  /// Where a footnote is said of is looked for from the top, for each.
  @Test
  @Timeout(20)
  void footnotesWithoutEndAreRead() {
    String text =
        "words of no use\n".repeat(60_000)
            + "[1] https://lore.example/r/a@b.example\n".repeat(60_000);
    assertThat(BodyFacts.of(text).earlier()).isEmpty();
  }

  @Test
  @Timeout(20)
  void hundredThousandHunksAreRead() {
    SeriesMail patch = Mail.of("a", "[PATCH] ring: grow").body("Why.\n" + HUGE_DIFF).read();
    assertThat(patch.kind()).isEqualTo(Kind.PATCH);
    assertThat(patch.body().patchId()).hasSize(40);
    List<String> lines = PatchText.comparable(message(HUGE_DIFF), "ring: grow");
    assertThat(lines).hasSizeGreaterThan(200_000);
    List<Pair> pairs =
        RangeDiff.of(
            List.of(new Patch(1, "ring: grow", lines)),
            List.of(new Patch(1, "ring: grow", lines.subList(0, lines.size() - 1))));
    assertThat(pairs)
        .singleElement()
        .satisfies(pair -> {
          assertThat(pair.same()).isFalse();
          assertThat(pair.pieces()).isEmpty();
        });
    String made =
        new String(
            CollectedPatch.of(message(HUGE_DIFF), List.of(new Trailer("Acked-by", "A <a@x>"))),
            StandardCharsets.UTF_8);
    assertThat(made).contains("Acked-by: A <a@x>\n").endsWith("-old\n+new\n");
  }

  private static Message message(String body) {
    return Message.parse(
        ("Subject: [PATCH] ring: grow\nMessage-ID: <a@x>\n\n" + body)
            .getBytes(StandardCharsets.UTF_8));
  }

  /// Counts that are wrong, files that are cut, binaries and noise: each is a patch with its text.
  @Test
  void brokenDiffsStayPatches() {
    String[] bodies = {
      Mail.DIFF.replace("@@ -1 +1 @@", "@@ -1,99999 +1,99999999999999999999 @@"),
      Mail.DIFF.replace("@@ -1 +1 @@", "@@ -0,0 +0,0 @@"),
      Mail.DIFF.replace("+new\n", ""),
      Mail.DIFF.substring(0, Mail.DIFF.indexOf("@@")),
      "---\ndiff --git a/x b/x\nGIT binary patch\nliteral 99999999999\nzcmV\n\nliteral 0\nHcmV\n\n",
      "---\ndiff --git a/\u0000 b/../../x\nnew file mode 777777\n--- /dev/null\n+++ b/\u0000\n@@\n",
      "---\ndiff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n",
      Mail.DIFF + Mail.DIFF + "-- \n2.1\n" + Mail.DIFF,
    };
    for (String body : bodies) {
      SeriesMail mail = Mail.of("a", "[PATCH] ring: grow").body("Why.\n" + body).read();
      assertThat(mail.kind()).as("%s", body).isEqualTo(Kind.PATCH);
      assertThat(Assembly.of(List.of(mail))).as("%s", body).hasSize(1);
      assertThatCode(() -> PatchText.comparable(message(body), "ring: grow"))
          .doesNotThrowAnyException();
      assertThatCode(() -> CollectedPatch.of(message(body), List.of())).doesNotThrowAnyException();
    }
  }
}
