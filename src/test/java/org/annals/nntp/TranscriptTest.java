package org.annals.nntp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
class TranscriptTest {
  @TempDir private static Path directory;
  private static NewsFixture news;

  @BeforeAll
  static void serve() throws IOException {
    news = NewsFixture.serve(NewsFixture.make(directory));
  }

  @AfterAll
  static void stop() throws IOException {
    news.close();
  }

  @Test
  void documentKnowsTheCommandsThatTheServerKnows() throws IOException {
    ProtocolTable table = ProtocolTable.of("NNTP");
    List<String> firstWords =
        table.names().stream().map(name -> name.replaceAll(" .*", "")).toList();
    for (Command command : Commands.list()) {
      assertThat(firstWords).contains(command.syntax().replaceAll(" .*", ""));
    }
    for (String name : table.names(status -> !status.equals("No"))) {
      boolean kindOfList = List.of(ListCommands.KEYWORDS.split(" ", -1)).contains(name);
      boolean known = Commands.find(name.replaceAll(" .*", "")).isPresent();
      assertThat(known || kindOfList).as(name).isTrue();
    }
  }

  static Stream<Transcript> transcripts() throws IOException {
    return Transcript.in("nntp");
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void serverAnswersAsWritten(Transcript transcript) throws IOException {
    try (LogRecords log = LogRecords.listen("nntp")) {
      transcript.playTo(news.port());
      assertThat(log.lines()).isEmpty();
    }
  }
}
