package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.annals.index.ContentKey;
import org.annals.index.Overview;
import org.annals.index.Posting;
import org.annals.index.QueryParser;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.InboxName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lines that fit a terminal.
class TextResultsTest {
  private static String line(Terminal terminal, String subject) throws Exception {
    Overview overview =
        new Overview(
            subject,
            "Ann Author <ann@example.org>",
            "",
            "",
            List.of(new MessageId("m@x")),
            List.of(),
            1,
            1);
    InboxName inbox = new InboxName("dev");
    BlobId blob = BlobId.of(new byte[BlobId.BYTES]);
    Posting posting =
        new Posting(inbox, 1, blob, 1_772_323_200L, 0, 1, true, new ContentKey(0, 0), overview);
    StringWriter out = new StringWriter();
    new TextResults(new PrintWriter(out), terminal, 5, QueryParser.parse("ring", Instant.EPOCH))
        .write(posting);
    return out.toString().strip();
  }

  @Test
  void aLineIsAsWideAsTheTerminal() throws Exception {
    String line = line(new Terminal(60, false), "a ring that is long, so that it does not fit");
    assertThat(line)
        .hasSize(60)
        .isEqualTo("2026-03-01 00:00  dev    Ann Author            a ring that …");
  }

  @Test
  void whatWasSearchedForIsMarked() throws Exception {
    assertThat(line(new Terminal(80, true), "two rings"))
        .endsWith("two \u001b[1;33mrings\u001b[0m")
        .startsWith("\u001b[2m2026-03-01 00:00\u001b[0m");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 3, abc",
    "abcd, 3, ab…",
    "日本語, 6, 日本語",
    "日本語, 5, 日本…",
    "日本語, 4, 日…",
    "a, 0, ''"
  })
  void textIsCutByColumns(String text, int columns, String cut) {
    assertThat(TextResults.cut(text, columns)).isEqualTo(cut);
    assertThat(TextResults.width(cut)).isLessThanOrEqualTo(columns);
  }

  @Test
  void theEnvironmentDecidesOnColoursAndWidth() {
    assertThat(Terminal.of(Map.of("COLUMNS", "132"))).isEqualTo(new Terminal(132, true));
    assertThat(Terminal.of(Map.of("COLUMNS", "1", "NO_COLOR", "1")))
        .isEqualTo(new Terminal(40, false));
    assertThat(Terminal.of(Map.of("COLUMNS", "100", "TERM", "dumb")).colours()).isFalse();
    assertThat(Terminal.of(Map.of("COLUMNS", "100", "NO_COLOR", "")).colours()).isTrue();
  }
}
