package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowUpsTest {
  private static final String TOMAS = "Tomas Brandt <tomas@brandt.example>";

  private static FollowUps followUps(Mail... answers) {
    Mail[] all = Arrays.copyOf(answers, answers.length + 3);
    all[answers.length] = Mail.of("c", "[PATCH 0/2] ring: grow");
    all[answers.length + 1] = Mail.patch("a", "[PATCH 1/2] one").to("c");
    all[answers.length + 2] = Mail.patch("b", "[PATCH 2/2] two").to("c");
    List<SeriesMail> mails = Arrays.stream(all).map(Mail::read).toList();
    return FollowUps.of(Assembly.of(mails).getFirst(), mails);
  }

  private static Mail reply(String id, String to, String body) {
    return Mail.of(id, "Re: [PATCH 1/2] one").to(to).by(TOMAS).body(body).at(2_000);
  }

  private static List<String> given(FollowUps all, int number) {
    return all.endorsements().getOrDefault(number, List.of()).stream()
        .map(one ->
            one.trailer().key()
                + ": "
                + one.trailer().value()
                + (one.matches() ? "" : " (of another)"))
        .toList();
  }

  @Test
  void trailerInAnAnswerIsForThePatch() {
    FollowUps all = followUps(reply("r", "a", "> quoted\n\nReviewed-by: " + TOMAS + "\n"));
    assertThat(given(all, 1)).containsExactly("Reviewed-by: " + TOMAS);
    assertThat(given(all, 2)).isEmpty();
    assertThat(all.replies().get(1)).hasSize(1);
  }

  @Test
  void trailerForTheCoverLetterIsForAllPatches() {
    FollowUps all = followUps(reply("r", "c", "Acked-by: " + TOMAS + "\n"));
    assertThat(given(all, 1)).containsExactly("Acked-by: " + TOMAS);
    assertThat(given(all, 2)).containsExactly("Acked-by: " + TOMAS);
    assertThat(all.endorsements().get(2).getFirst().via()).isEqualTo(Endorsement.Via.COVER);
  }

  @Test
  void noticeOfABotIsAnAnswerWithoutTrailers() {
    String body =
        """
        The following commit has been merged into the core/ring branch of tip:

        Commit-ID:     0123456789abcdef0123456789abcdef01234567

        Link: https://x.example/r/a
        Reviewed-by: Tomas Brandt <tomas@brandt.example>
        """;
    Mail notice = Mail.of("t", "[tip: core/ring] one").to("a").by("tip-bot2 <tip-bot2@x.example>");
    FollowUps all = followUps(notice.body(body + Mail.DIFF).at(2_000));
    assertThat(all.replies().get(1)).extracting(mail -> mail.id().value()).containsExactly("t");
    assertThat(given(all, 1)).isEmpty();
  }

  @Test
  void answerToAnAnswerIsAboutThePatch() {
    FollowUps all =
        followUps(
            reply("r", "a", "Is this right?\n"),
            reply("s", "r", "It is.\n\nTested-by: " + TOMAS + "\n").at(3_000));
    assertThat(given(all, 1)).containsExactly("Tested-by: " + TOMAS);
  }

  @Test
  void whatIsQuotedOrSaidBeforeDoesNotCount() {
    FollowUps all =
        followUps(
            reply("r", "a", "> Reviewed-by: " + TOMAS + "\n\nNo, not yet.\n"),
            reply("s", "a", "Signed-off-by: Ines <ines@okafor.example>\n"));
    assertThat(given(all, 1)).isEmpty();
  }

  @Test
  void sameTrailerTwiceCountsOnce() {
    FollowUps all =
        followUps(
            reply("r", "a", "Reviewed-by: " + TOMAS + "\n"),
            reply("s", "a", "reviewed-by: tomas brandt <TOMAS@brandt.example>\n").at(3_000));
    assertThat(given(all, 1)).containsExactly("Reviewed-by: " + TOMAS);
  }

  @Test
  void trailerInTheNameOfAnotherIsMarked() {
    FollowUps all = followUps(reply("r", "a", "Reviewed-by: Jun Takeda <jun@t.example>\n"));
    assertThat(given(all, 1))
        .containsExactly("Reviewed-by: Jun Takeda <jun@t.example> (of another)");
  }

  @Test
  void signatureUnderAPatchInAnAnswerIsForThatPatch() {
    FollowUps all =
        followUps(reply("r", "a", "Rather this:\n\nSigned-off-by: " + TOMAS + "\n" + Mail.DIFF));
    assertThat(given(all, 1)).isEmpty();
  }

  @Test
  void answersInACircleEnd() {
    FollowUps all =
        followUps(reply("r", "s", "Reviewed-by: " + TOMAS + "\n"), reply("s", "r", "Nonsense.\n"));
    assertThat(all.replies()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Tomas Brandt <tomas@brandt.example>, true",
    "T <tomas+lists@brandt.example>, true",
    "T <TOMAS@linux.brandt.example>, true",
    "T <tomas@a.linux.brandt.example>, false",
    "Tomas Brandt <other@x.example>, true",
    "'\"Brandt, Tomas\" <other@x.example>', true",
    "Tomas <other@x.example>, false",
  })
  void personIsKnownByAddressOrName(String named, boolean same) {
    FollowUps all = followUps(reply("r", "a", "Reviewed-by: " + named + "\n"));
    assertThat(all.endorsements().get(1)).singleElement().matches(one -> one.matches() == same);
  }

  /// A list that rewrites From leaves the name; of the same trailer that counts whose sender is known.
  @Test
  void trailerCountsWhicheverCopyOfTheAnswerComesFirst() {
    Mail first = reply("r", "a", "Tested-by: " + TOMAS + "\n");
    assertThat(given(followUps(first.by("Tomas Brandt via Ring <ring@lists.example>")), 1))
        .containsExactly("Tested-by: " + TOMAS);
    Mail second = reply("s", "a", "Tested-by: " + TOMAS + "\n").at(3_000);
    assertThat(given(followUps(first.by("Ring <ring@lists.example>"), second), 1))
        .containsExactly("Tested-by: " + TOMAS);
    assertThat(given(followUps(first, second.by("J <j@x.example>")), 1))
        .containsExactly("Tested-by: " + TOMAS);
  }
}
