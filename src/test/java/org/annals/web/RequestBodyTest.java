package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private static final int LONG = 3_600_000;

  private static InputStream failing(IOException failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }

      @Override
      public int read(byte[] into, int offset, int count) throws IOException {
        throw failure;
      }
    };
  }

  private static void assertRefused(InputStream body, Refusal.Reason reason) {
    assertThatThrownBy(body::readAllBytes)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }

  @Test
  void isReadWhole() throws IOException {
    byte[] bytes = new byte[1_000];
    assertThat(new RequestBody(new ByteArrayInputStream(bytes), 1_000, LONG).readAllBytes())
        .isEqualTo(bytes);
  }

  @Test
  void hasALimit() {
    byte[] bytes = new byte[1_001];
    assertRefused(
        new RequestBody(new ByteArrayInputStream(bytes), 1_000, LONG), Refusal.Reason.TOO_LARGE);
    InputStream byByte = new RequestBody(new ByteArrayInputStream(bytes), 0, LONG);
    assertThatThrownBy(byByte::read).isInstanceOf(Refusal.class);
  }

  @Test
  void mustNotBreakOff() {
    assertRefused(
        new RequestBody(failing(new IOException("early EOF")), 1_000, LONG),
        Refusal.Reason.MALFORMED);
  }

  @Test
  void mustComeInTime() {
    assertRefused(
        new RequestBody(failing(new IOException(new TimeoutException())), 1_000, LONG),
        Refusal.Reason.TIMEOUT);
    assertRefused(
        new RequestBody(new ByteArrayInputStream(new byte[9]), 1_000, -1), Refusal.Reason.TIMEOUT);
  }
}
