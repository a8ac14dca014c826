package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void escapesAcrossBufferEnds() {
    for (int lead = Markup.BUFFER_BYTES - 8; lead < Markup.BUFFER_BYTES + 2; lead++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Markup out = new Markup(bytes);
      out.text("x".repeat(lead)).text("<\"𝄞é…&>").raw("<b>").writeContent("ü\u0001<");
      out.writeBinaryContent("!".repeat(lead).getBytes(StandardCharsets.US_ASCII));
      out.drain();
      assertThat(bytes.toString(StandardCharsets.UTF_8))
          .isEqualTo("x".repeat(lead) + "&lt;&#34;𝄞é…&amp;&gt;<b>ü\\x01<" + "!".repeat(lead));
    }
  }

  @Test
  void holdsNoMoreThanItsBuffer() {
    long[] largest = {0};
    Markup out =
        new Markup(
            new java.io.OutputStream() {
              @Override
              public void write(int b) {}

              @Override
              public void write(byte[] bytes, int offset, int count) {
                largest[0] = Math.max(largest[0], count);
              }
            });
    for (int i = 0; i < 10_000; i++) {
      out.text("a mail of many words, and another one").raw("<p>");
    }
    out.drain();
    assertThat(largest[0]).isLessThanOrEqualTo(Markup.BUFFER_BYTES);
  }
}
