package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.annals.series.Version.Evidence;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private static final long DAY = 86_400;

  private static List<String> versions(Mail own, Mail... others) {
    Series asked = Assembly.of(List.of(own.read())).getFirst();
    List<Series> all = new ArrayList<>(List.of(asked));
    for (Mail mail : others) {
      all.addAll(Assembly.of(List.of(mail.read())));
    }
    List<List<Version>> topics = Topics.of(all);
    Collections.reverse(all);
    assertThat(Topics.of(all)).isEqualTo(topics);
    return topics.stream()
        .filter(topic -> topic.stream().anyMatch(one -> one.series().equals(asked)))
        .flatMap(List::stream)
        .map(one -> one.series().head().id() + " " + one.evidence())
        .toList();
  }

  private static Mail with(String id, String subject, String changeId) {
    return Mail.of(id, subject).body("Text.\n\nchange-id: " + changeId + "\n" + Mail.DIFF);
  }

  private static Mail other(String id, String subject, String line) {
    return Mail.patch(id, subject).body("Why.\n" + Mail.DIFF.replace("+new", "+" + line));
  }

  @Test
  void changeIdDecidesWhateverTheTitle() {
    assertThat(
            versions(
                with("a", "[PATCH] ring: grow", "x-1"),
                with("b", "[PATCH v2] ring: grow faster", "x-1").at(2_000),
                with("c", "[PATCH v2] ring: grow", "y-2").at(3_000)))
        .containsExactly("a " + Evidence.FIRST, "b " + Evidence.CHANGE_ID);
  }

  @Test
  void sameTitleOfTheSameAuthorIsAVersionForAYear() {
    assertThat(
            versions(
                other("a", "[PATCH] ring: grow", "1"),
                other("b", "[PATCH v2] ring: grow", "2").at(1_000 + 300 * DAY),
                other("c", "[PATCH] ring: grow", "3").by("J <j@x.example>"),
                other("d", "[PATCH AUTOSEL] ring: grow", "4")))
        .containsExactly("a " + Evidence.FIRST, "b " + Evidence.TITLE);
    assertThat(
            versions(
                other("a", "[PATCH] ring: grow", "1"),
                other("b", "[PATCH v2] ring: grow", "2").at(1_000 + 500 * DAY)))
        .hasSize(1);
  }

  @Test
  void equalDiffUnderAnotherTitleIsAVersion() {
    assertThat(
            versions(
                other("a", "[PATCH] ring: grow", "1"),
                other("b", "[PATCH v2] ring: grow without stopping", "1").at(2_000)))
        .containsExactly("a " + Evidence.FIRST, "b " + Evidence.PATCH_ID);
  }

  @Test
  void versionsAreFoundByWayOfOthers() {
    assertThat(
            versions(
                other("a", "[PATCH] ring: grow", "1"),
                other("c", "[PATCH v3] ring: grow for good", "3").at(3_000),
                other("b", "[PATCH v2] ring: grow for good", "1").at(2_000)))
        .containsExactly("a " + Evidence.FIRST, "b " + Evidence.PATCH_ID, "c " + Evidence.TITLE);
  }

  @Test
  void anotherPersonMayGoOnInAnswer() {
    assertThat(
            versions(
                other("a", "[PATCH] ring: grow", "1"),
                other("b", "[PATCH v2] ring: grow", "2").by("J <j@x.example>").to("a").at(2_000)))
        .containsExactly("a " + Evidence.FIRST, "b " + Evidence.ANSWER);
  }

  @Test
  void authorIsKnownByNameWhereListTookTheAddress() {
    Mail via = other("b", "[PATCH v2] ring: grow", "2").at(2_000);
    assertThat(
            versions(
                other("a", "[PATCH] ring: grow", "1"),
                via.by("Ines Okafor via Ring <ring@lists.example>"),
                other("c", "[PATCH v2] ring: grow", "3").by("J via Ring <ring@lists.example>")))
        .containsExactly("a " + Evidence.FIRST, "b " + Evidence.TITLE);
  }

  private static Mail linking(String id, String subject, String line, String link) {
    Mail mail = other(id, subject, line);
    return mail.body(link + ": https://lore.example/r/a@x.example\n" + mail.body());
  }

  @Test
  void linkToAVersionBeforeTiesWhateverTheTitleAndTheYear() {
    Mail first = other("a@x.example", "[PATCH] ring: grow", "1");
    Mail second = linking("b", "[PATCH v2] pool: swell", "2", "v1").at(1_000 + 900 * DAY);
    assertThat(versions(first, second))
        .containsExactly("a@x.example " + Evidence.FIRST, "b " + Evidence.LINK);
    Mail early = linking("b", "[PATCH v2] pool: swell", "2", "v1").at(500);
    assertThat(versions(first, early)).hasSize(1);
  }

  @Test
  void numberThatALinkSaysMustFitBothVersions() {
    Mail first = other("a@x.example", "[PATCH v3] ring: grow", "1");
    assertThat(versions(first, linking("b", "[PATCH v4] pool: swell", "2", "v2").at(2_000)))
        .hasSize(1);
    assertThat(versions(first, linking("b", "[PATCH v3] pool: swell", "2", "v3").at(2_000)))
        .hasSize(1);
    assertThat(versions(first, linking("b", "[PATCH v4] pool: swell", "2", "v3").at(2_000)))
        .hasSize(2);
  }

  @Test
  void versionsOfAnotherPersonMustChangeAFileOfIt() {
    Mail first = other("a@x.example", "[PATCH] ring: grow", "1");
    Mail second = linking("b", "[PATCH v2] pool: swell", "2", "v1").by("J <j@x.example>").at(2_000);
    assertThat(versions(first, second))
        .containsExactly("a@x.example " + Evidence.FIRST, "b " + Evidence.LINK);
    Mail elsewhere = second.body(second.body().replace("ring.c", "pool.c"));
    assertThat(versions(first, elsewhere)).hasSize(1);
  }

  @Test
  void linkOutweighsAnotherChangeId() {
    Mail second =
        with("b", "[PATCH v2] ring: grow", "y-2")
            .body("v1: https://lore.example/r/a@x.example\n\nchange-id: y-2\n" + Mail.DIFF);
    assertThat(versions(with("a@x.example", "[PATCH] ring: grow", "x-1"), second.at(2_000)))
        .containsExactly("a@x.example " + Evidence.FIRST, "b " + Evidence.LINK);
  }

  @Test
  void backportsToOtherTreesAreNoVersions() {
    assertThat(
            versions(
                other("a", "[PATCH 6.1.y] ring: grow", "1"),
                other("b", "[PATCH 5.10.y] ring: grow", "1").at(1_001),
                other("c", "[PATCH] ring: grow", "1").at(1_002),
                other("d", "[PATCH stable] ring: grow", "1").at(1_003),
                other("e", "[PATCH v2 6.1] ring: grow", "1").at(1_004)))
        .containsExactly("a " + Evidence.FIRST, "e " + Evidence.TITLE);
  }

  /// Of many patches one that is there again, too, does not make the others so.
  @Test
  void onePatchOfManyDoesNotTieTheSeries() {
    List<Series> all = new ArrayList<>();
    for (String title : List.of("ring", "pool")) {
      long at = title.equals("ring") ? 1_000 : 90_000;
      List<SeriesMail> mails = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        String line = i == 1 ? "same" : title + i;
        Mail mail = other(title + i, "[PATCH " + i + "/4] " + title + ": step " + i, line);
        mails.add((i == 1 ? mail : mail.to(title + 1)).at(at).read());
      }
      all.addAll(Assembly.of(mails));
    }
    assertThat(Topics.of(all)).hasSize(2);
  }

  @Test
  void partsOfOneMailingAreNoVersionsOfOneAnother() {
    Mail first = other("a", "[PATCH 1/2] ring: grow", "1");
    Mail second = other("b", "[PATCH 2/2] ring: grow", "1").at(1_060);
    assertThat(versions(first, second)).hasSize(1);
    assertThat(versions(first, second.at(1_000 + 2 * 3_600))).hasSize(2);
  }

  /// A maintainer who takes a patch over gives it another title.
  @Test
  void higherVersionInAnswerThatChangesTheSameFileGoesOn() {
    Mail first = other("a", "[PATCH v2] ring: grow", "1");
    Mail taken = other("b", "[PATCH v3] pool: swell", "2").by("J <j@x.example>").to("a").at(2_000);
    assertThat(versions(first, taken))
        .containsExactly("a " + Evidence.FIRST, "b " + Evidence.ANSWER);
    assertThat(versions(first, taken.body(taken.body().replace("ring.c", "pool.c")))).hasSize(1);
    Mail same = other("b", "[PATCH v2] pool: swell", "2").by("J <j@x.example>").to("a").at(2_000);
    assertThat(versions(first, same)).hasSize(1);
    Mail uncounted = other("b", "[PATCH] pool: swell", "2").to("a").at(2_000);
    assertThat(versions(first, uncounted)).hasSize(1);
  }
}
