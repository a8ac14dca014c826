package org.annals.imap;

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
class ImapTranscriptTest {
  @TempDir private static Path directory;
  private static MailFixture mail;

  @BeforeAll
  static void serve() throws IOException {
    mail = MailFixture.serve(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    mail.close();
  }

  @Test
  void documentKnowsTheCommandsThatTheServerKnows() throws IOException {
    ProtocolTable table = ProtocolTable.of("IMAP");
    assertThat(table.names()).containsAll(Commands.BY_NAME.keySet());
    List<String> extensions;
    try (ImapClient client = ImapClient.to(mail.port())) {
      extensions = List.of(client.told("CAPABILITY").getFirst().split(" ", -1));
    }
    for (String name : table.names(status -> !status.equals("No"))) {
      boolean known = Commands.BY_NAME.containsKey(name) || extensions.contains(name);
      assertThat(known || name.equals("UID")).as(name).isTrue();
    }
  }

  static Stream<Transcript> transcripts() throws IOException {
    return Transcript.in("imap");
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void serverAnswersAsWritten(Transcript transcript) throws IOException {
    try (LogRecords log = LogRecords.listen("imap")) {
      transcript.playTo(mail.port());
      assertThat(log.lines()).isEmpty();
    }
  }
}
