package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TurnsTest {
  private static Turns turns(int answers, int workers) {
    return new Turns(new WebLimits(1, 1, 1, answers, workers, 10, 1));
  }

  @Test
  void aTurnTakenIsATurnLessForOthers() {
    Turns turns = turns(8, 1);
    Turns.Turn first = turns.take();
    assertThatThrownBy(turns::take).isInstanceOf(Refusal.class);
    first.close();
    turns.take().close();
    turns.take().close();
  }

  @Test
  void whoOnlySendsLetsOthersWork() {
    Turns turns = turns(8, 1);
    Turns.Turn slow = turns.take();
    slow.pause();
    turns.take().close();
    slow.resume();
    assertThatThrownBy(turns::take).isInstanceOf(Refusal.class);
    slow.close();
    turns.take().close();
  }

  @Test
  void answersUnderWayAreLimitedToo() {
    Turns turns = turns(2, 2);
    Turns.Turn one = turns.take();
    one.pause();
    Turns.Turn two = turns.take();
    two.pause();
    assertThatThrownBy(turns::take)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.TOO_BUSY));
    one.resume();
    one.close();
    turns.take().close();
    two.resume();
    two.close();
  }
}
