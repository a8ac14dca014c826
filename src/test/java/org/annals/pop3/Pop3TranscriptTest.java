package org.annals.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.annals.testing.LogRecords;
import org.annals.testing.ProtocolTable;
import org.annals.testing.Transcript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the server says to each command, word by word.
class Pop3TranscriptTest {
  @TempDir private static Path directory;
  private static PopFixture pop;

  @BeforeAll
  static void serve() throws IOException {
    pop = PopFixture.serve(PopFixture.make(directory), null);
  }

  @AfterAll
  static void stop() throws IOException {
    pop.close();
  }

  @Test
  void documentKnowsTheCommandsThatTheServerKnows() throws IOException {
    ProtocolTable table = ProtocolTable.of("POP3");
    assertThat(table.names(status -> !status.equals("No"))).isEqualTo(Commands.ALL.keySet());
  }

  static Stream<Transcript> transcripts() throws IOException {
    return Transcript.in("pop3");
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void serverAnswersAsWritten(Transcript transcript) throws IOException {
    try (LogRecords log = LogRecords.listen("pop3")) {
      transcript.playTo(pop.port());
      assertThat(log.lines()).isEmpty();
    }
  }
}
