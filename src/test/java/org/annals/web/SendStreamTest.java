package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendStreamTest {
  private final List<Integer> pieces = new ArrayList<>();
  private final SendStream out =
      new SendStream(Turns.Turn.FREE, (last, bytes) -> pieces.add(bytes.remaining()));

  @Test
  void smallAnswersGoAtOnce() throws IOException {
    out.write(new byte[10]);
    out.write(1);
    assertThat(pieces).isEmpty();
    out.finish();
    assertThat(pieces).containsExactly(11);
  }

  @Test
  void flushingSendsWhatThereIs() throws IOException {
    out.flush();
    out.write(new byte[10]);
    out.flush();
    out.finish();
    assertThat(pieces).containsExactly(10, 0);
  }
}
