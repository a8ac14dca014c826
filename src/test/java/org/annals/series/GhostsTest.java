package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.annals.mail.MessageId;
import org.annals.series.Weighing.Mailing;
import org.junit.jupiter.api.Test;

/// Patches that are not here, but answers to them are.
class GhostsTest {
  private static final Authority APPLIER =
      new Authority() {
        @Override
        public boolean applies(SeriesMail mail) {
          return true;
        }

        @Override
        public boolean maintains(SeriesMail mail) {
          return false;
        }

        @Override
        public boolean isAuthentic(SeriesMail mail) {
          return false;
        }
      };

  private static SeriesMail reply(String id, String subject, String text) {
    return Mail.of(id, subject).by("M <m@x.example>").to("lost@x.example").body(text).read();
  }

  @Test
  void anAnswerGivesItsLostPatchAState() {
    List<SeriesMail> mails =
        List.of(
            reply("r@x.example", "Re: [PATCH v3 1/8] ring: grow", "Queued for v7.2-rc, thanks.\n"));
    Series ghost = Assembly.of(mails).getFirst();
    assertThat(ghost.ghost()).isTrue();
    assertThat(ghost.version()).isEqualTo(3);
    assertThat(ghost.total()).isEqualTo(8);
    assertThat(ghost.patches().get(1).subject().title()).isEqualTo("ring: grow");
    Map<MessageId, Standing> states =
        Weighing.of(List.of(new Mailing(ghost, FollowUps.of(ghost, mails))), Map.of(), APPLIER);
    Standing standing = states.get(new MessageId("lost@x.example"));
    assertThat(standing.state()).isEqualTo(State.QUEUED);
    assertThat(standing.evidence().getFirst().message()).isEqualTo(new MessageId("r@x.example"));
  }

  @Test
  void aPatchThatIsHereUnderTheSameSubjectNeedsNoGhost() {
    List<SeriesMail> mails =
        List.of(
            Mail.patch("p@x.example", "[PATCH v3 1/8] ring: grow").read(),
            reply("r@x.example", "Re: [PATCH v3 1/8] ring: grow", "Good.\n"));
    assertThat(Assembly.of(mails)).hasSize(1).noneMatch(Series::ghost);
  }

  @Test
  void severalAnswersTellOfOneSeries() {
    List<SeriesMail> mails =
        List.of(
            reply("r@x.example", "Re: [PATCH 1/2] ring: grow", "Why?\n"),
            reply("s@x.example", "Re: [PATCH 1/2] ring: grow", "Because.\n"));
    assertThat(Assembly.of(mails)).hasSize(1);
    assertThat(FollowUps.of(Assembly.of(mails).getFirst(), mails).replies().get(1)).hasSize(2);
  }

  @Test
  void anAnswerToWhatIsNoPatchTellsOfNone() {
    assertThat(Assembly.of(List.of(reply("r@x.example", "Re: ring: grow", "Queued.\n")))).isEmpty();
  }
}
