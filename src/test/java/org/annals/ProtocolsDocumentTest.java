package org.annals;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.annals.testing.ProtocolTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `docs/protocols.md` and the other documents name tests that there are, and each command of each
/// RFC has a row. That rows are true of the servers is held beside the transcripts of each.
class ProtocolsDocumentTest {
  private static final Path TESTS = Path.of("src", "test");

  /// The commands of RFC 3977, 4642, 8054 and 2980; the kinds of LIST as the table has them.
  private static final List<String> NNTP =
      List.of(
          "CAPABILITIES",
          "MODE READER",
          "QUIT",
          "GROUP",
          "LISTGROUP",
          "LAST",
          "NEXT",
          "ARTICLE",
          "HEAD",
          "BODY",
          "STAT",
          "POST",
          "IHAVE",
          "DATE",
          "HELP",
          "NEWGROUPS",
          "NEWNEWS",
          "LIST ACTIVE",
          "ACTIVE.TIMES",
          "LIST DISTRIB.PATS",
          "NEWSGROUPS",
          "OVER",
          "LIST OVERVIEW.FMT",
          "HDR",
          "LIST HEADERS",
          "STARTTLS",
          "COMPRESS DEFLATE",
          "XHDR",
          "XOVER",
          "XPAT",
          "XROVER");

  /// The commands of RFC 3501 and 9051, and of 2177, 4978, 7162, 4731, 5256 and 8474 the commands
  /// and extensions.
  private static final List<String> IMAP =
      List.of(
          "CAPABILITY",
          "NOOP",
          "LOGOUT",
          "STARTTLS",
          "AUTHENTICATE",
          "LOGIN",
          "ENABLE",
          "SELECT",
          "EXAMINE",
          "CREATE",
          "DELETE",
          "RENAME",
          "SUBSCRIBE",
          "UNSUBSCRIBE",
          "LIST",
          "LSUB",
          "NAMESPACE",
          "STATUS",
          "APPEND",
          "IDLE",
          "CHECK",
          "CLOSE",
          "UNSELECT",
          "EXPUNGE",
          "SEARCH",
          "FETCH",
          "STORE",
          "COPY",
          "MOVE",
          "UID",
          "UID FETCH",
          "UID SEARCH",
          "UID STORE",
          "UID COPY",
          "UID MOVE",
          "UID EXPUNGE",
          "COMPRESS",
          "COMPRESS=DEFLATE",
          "CONDSTORE",
          "QRESYNC",
          "ESEARCH",
          "SORT",
          "UID SORT",
          "THREAD",
          "UID THREAD",
          "THREAD=REFERENCES",
          "THREAD=ORDEREDSUBJECT",
          "OBJECTID");

  /// The commands of RFC 1939 and 2449.
  private static final List<String> POP3 =
      List.of(
          "USER", "PASS", "APOP", "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE", "RSET", "NOOP",
          "QUIT", "CAPA");

  private static final Map<String, List<String>> COMMANDS =
      Map.of("NNTP", NNTP, "IMAP", IMAP, "POP3", POP3);

  private static Set<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NNTP", "IMAP", "POP3"})
  void eachCommandOfTheRfcsHasARow(String protocol) throws IOException {
    assertThat(ProtocolTable.of(protocol).names()).containsAll(COMMANDS.get(protocol));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NNTP", "IMAP", "POP3"})
  void eachRowNamesItsStatusAndATestThatThereIs(String protocol) throws IOException {
    Set<String> files = files();
    ProtocolTable table = ProtocolTable.of(protocol);
    assertThat(table.rows()).hasSizeGreaterThan(8);
    for (ProtocolTable.Row row : table.rows()) {
      assertThat(row.status()).as(row.line()).isIn("Yes", "Partial", "No");
      assertThat(row.tests()).as(row.line()).isNotEmpty();
      for (String test : row.tests()) {
        String file = test.endsWith("Test") ? test + ".java" : transcript(test);
        assertThat(files).as(row.line()).contains(file);
      }
    }
  }

  private static String transcript(String name) {
    return name.endsWith(".transcript") ? name : name + ".transcript";
  }

  @Test
  void documentsNameTestsThatThereAre() throws IOException {
    Set<String> files = files();
    try (Stream<Path> documents = Files.walk(Path.of("docs"))) {
      for (Path document :
          Stream.concat(Stream.of(Path.of("CONTRIBUTING.md"), Path.of("README.md")), documents)
              .filter(file -> file.toString().endsWith(".md"))
              .toList()) {
        for (String test : ProtocolTable.testsNamedIn(document)) {
          assertThat(files).as(document.toString()).contains(test + ".java");
        }
      }
    }
  }
}
