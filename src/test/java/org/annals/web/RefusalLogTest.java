package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.annals.net.ClientAddress;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private static final long START = 1_000;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final RefusalLog log = new RefusalLog();

  @Test
  void aStormIsOneLineAMinute() {
    for (int i = 0; i < 100; i++) {
      log.note(Refusal.Reason.TOO_MANY, new ClientAddress("192.0.2.1"), START + i);
    }
    log.note(Refusal.Reason.TOO_BUSY, new ClientAddress("192.0.2.2"), START + 200);
    assertThat(log.line(START + MINUTE - 1)).isEmpty();
    assertThat(log.line(START + MINUTE))
        .hasValue(
            "refused in the last minute: 1 busy (503), 100 too many of one client (429),"
                + " from 2 addresses, 100 of them from 192.0.2.1");
    assertThat(log.line(START + 2 * MINUTE)).isEmpty();
  }

  @Test
  void otherRefusalsAreNotTold() {
    log.note(Refusal.Reason.NOT_FOUND, new ClientAddress("192.0.2.1"), START);
    log.note(Refusal.Reason.MALFORMED, new ClientAddress("192.0.2.1"), START);
    assertThat(log.line(START + 2 * MINUTE)).isEmpty();
  }

  @Test
  void itsMemoryIsBounded() {
    for (int i = 0; i < 100_000; i++) {
      log.note(Refusal.Reason.TOO_BUSY, new ClientAddress("client " + i), START);
    }
    assertThat(log.line(START + MINUTE).orElseThrow())
        .contains("100000 busy (503)")
        .contains("from more than 4096 addresses");
  }
}
