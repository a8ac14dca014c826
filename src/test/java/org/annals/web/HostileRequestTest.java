package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every byte that a client may send where HTTP wants others. In the tables `\r\n` ends the lines
/// that `%n` does, and other control characters are Java's escapes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HostileRequestTest {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d\\d\\d) ");

  /// What an attacker wants answered beside what was asked.
  private static final String SMUGGLED = "GET /-/health HTTP/1.1\r\nHost: a\r\n\r\n";

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(directory, "dev");
    site.add("dev", MailText.of("root@x").subject("ring: grow").bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  private static String bytes(String row) {
    return row.strip().replace("%n", "\r\n").translateEscapes();
  }

  private static List<String> statuses(String answer) {
    return STATUS.matcher(answer).results().map(result -> result.group(1)).toList();
  }

  private static void assertPlain(String answer) {
    assertThat(answer)
        .contains("Content-Type: text/plain")
        .doesNotContain("<", "at org.", "Jetty", "Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET /-/health HTTP/1.1%nHost: a%nX: a%n b%n%n               | 400",
        "GET /-/health HTTP/1.1\\nHost: a\\n\\n                      | 400",
        "GET /-/health HTTP/1.1\\rHost: a\\r\\r                      | 400",
        "GET /-/health HTTP/1.1%nHost: a%nX: a\\rb%n%n               | 400",
        "GET /-/health HTTP/1.1%nHost: a%nX: a\\0b%n%n               | 400",
        "GET /-/health HTTP/1.1%nHost: a%nX\\0: a%n%n                | 400",
        "GET /-/he\\0alth HTTP/1.1%nHost: a%n%n                      | 400",
        "GET /-/he\\033alth HTTP/1.1%nHost: a%n%n                    | 400",
        "GET /-/health HTTP/1.1%nHost : a%n%n                        | 400",
        "GET /-/health HTTP/1.1%nHost: a%nNonsense%n%n               | 400",
        "GET /-/health HTTP/1.1%nHost: a%n: x%n%n                    | 400",
        "GET /-/health HTTP/1.1%nHost: a%n\\377: x%n%n               | 400",
        "\\40GET /-/health HTTP/1.1%nHost: a%n%n                     | 400",
        "G<T /-/health HTTP/1.1%nHost: a%n%n                         | 400",
        "GET /-/health /x HTTP/1.1%nHost: a%n%n                      | 400",
        "GET * HTTP/1.1%nHost: a%n%n                                 | 400",
        "GET a:443 HTTP/1.1%nHost: a:443%n%n                         | 400",
        "GET http://b/-/health HTTP/1.1%nHost: a%n%n                 | 400",
        "GET http:///-/health HTTP/1.1%nHost: a%n%n                  | 400",
        "CONNECT a:443 HTTP/1.1%nHost: a:443%n%n                     | 405",
        "BREW /-/health HTTP/1.1%nHost: a%n%n                        | 405",
        "GET / HTTP/1.1%nHost:%n%n                                   | 400",
        "GET / HTTP/1.1%nHost: <b>%n%n                               | 400",
        "GET / HTTP/1.1%nHost: a\"b%n%n                              | 400",
        "GET / HTTP/1.1%nHost: a b%n%n                               | 400",
        "GET / HTTP/1.1%nHost: a/b?%n%n                              | 400",
        "GET / HTTP/1.1%nHost: u@a%n%n                               | 400",
        "GET / HTTP/1.1%nHost: a,b%n%n                               | 400",
        "GET / HTTP/1.1%nHost: [::1%n%n                              | 400",
        "GET / HTTP/1.1%nHost: a:99999999%n%n                        | 400",
        "GET / HTTP/1.1%nHost: \\303\\251%n%n                        | 400",
        "GET /%n                                                     | 505",
        "GET / HTTP/2.0%nHost: a%n%n                                 | 426",
        "GET / HTTP/1.2%nHost: a%n%n                                 | 505",
        "GET / HTTP/1.1%nHost: a%nExpect: 200-maybe%n%n              | 417",
        "\\26\\3\\1\\0\\272\\1\\0\\0\\266\\3\\3\\1\\2\\3\\4%n        | 400",
      })
  void whatIsNoRequest(String request, String status) throws Exception {
    String answer = site.raw(bytes(request));
    assertThat(statuses(answer)).containsExactly(status);
    assertPlain(answer);
  }

  @Test
  void thePrefaceOfHttp2IsRefused() throws Exception {
    assertThat(statuses(site.raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))).containsExactly("426");
  }

  /// Framings that a proxy in front may read in another way: never are they two requests.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 3%nContent-Length: 3%n%nabc       | 400",
        "Content-Length: 3%nContent-Length: 4%n%nabc       | 400",
        "Content-Length: 3, 3%n%nabc                       | 400",
        "Content-Length: -3%n%nabc                         | 400",
        "Content-Length: +3%n%nabc                         | 400",
        "Content-Length: 0x3%n%nabc                        | 400",
        "Content-Length: 99999999999999999999999%n%nabc    | 400",
        "Content-Length: 3%nTransfer-Encoding: chunked%n%n0%n%n | 400",
        "Transfer-Encoding: chunked%nContent-Length: 3%n%n0%n%n | 400",
        "Transfer-Encoding: xchunked%n%n0%n%n              | 400",
        "Transfer-Encoding: identity%n%n0%n%n              | 400",
        "Transfer-Encoding: chunked, gzip%n%n0%n%n         | 400",
        "Transfer-Encoding: chunked%nTransfer-Encoding: chunked%n%n0%n%n | 400",
        "Transfer-Encoding: \\13chunked%n%n0%n%n           | 400",
        "Transfer-Encoding : chunked%n%n0%n%n              | 400",
        "Transfer-Encoding: gzip, chunked%n%n0%n%n         | 501",
        "Transfer-Encoding: chunked%n%nFFFFFFFFFFFFFFFFF%n | 405",
        "Transfer-Encoding: chunked%n%n-1%nabc%n           | 405",
        "Transfer-Encoding: chunked%n%nxyz%nabc%n          | 405",
        "Transfer-Encoding: chunked%n%n3 ;%nabc%n          | 405",
        "Transfer-Encoding: chunked%n%n3\\nabc%n0%n%n      | 405",
      })
  void smuggling(String rest, String status) throws Exception {
    String head = "POST /dev/root@x/ HTTP/1.1\r\nHost: a\r\n";
    String answer = site.raw(head + bytes(rest) + SMUGGLED);
    assertThat(statuses(answer)).containsExactly(status);
    assertPlain(answer);
  }

  @Test
  void chunksInHttp10EndTheConnection() throws Exception {
    String head =
        "POST /dev/ HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked";
    String answer = site.raw(head + "\r\n\r\n0\r\n\r\n" + SMUGGLED);
    assertThat(statuses(answer)).containsExactly("501");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /-/health HTTP/1.0%n%n                                            | 200",
        "%n%nGET /-/health HTTP/1.1%nHost: a%n%n                               | 200",
        "GET http://a/-/health HTTP/1.1%nHost: a%n%n                           | 200",
        "GET /-/health HTTP/1.1%nHost: a%nX: \\377\\376%n%n                    | 200",
        "GET /-/health HTTP/1.1%nHost: a%nCookie: =;;\\200$%n%n                | 200",
        "GET /-/health HTTP/1.1%nHost: a%nUpgrade: h2c%nConnection: Upgrade%n%n| 200",
        "GET /-/health HTTP/1.1%nHost: a%nIf-Modified-Since: never%n%n         | 200",
        "GET /\\377\\376 HTTP/1.1%nHost: a%n%n                                 | 404",
        "GET /-/static/%2e%2e/annals.css HTTP/1.1%nHost: a%n%n                 | 404",
        "GET /-;x=1/health;y HTTP/1.1%nHost: a%n%n                             | 404",
        "GET /-\\134health HTTP/1.1%nHost: a%n%n                               | 404",
        "GET /dev/%c0%ae%c0%ae/ HTTP/1.1%nHost: a%n%n                          | 400",
        "GET /dev/%ed%a0%80/ HTTP/1.1%nHost: a%n%n                             | 400",
        "GET /dev/?q=%ff HTTP/1.1%nHost: a%n%n                                 | 400",
        "GET /dev/?t=99999999999999999999 HTTP/1.1%nHost: a%n%n                | 400",
      })
  void whatIsOddAndAllowed(String request, String status) throws Exception {
    assertThat(statuses(site.raw(bytes(request)))).containsExactly(status);
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    String get = "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n";
    String answers =
        site.raw(
            get.formatted("-/health")
                + get.formatted("nothing/")
                + "GET /-/health HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                + "POST /-/health HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nabc\r\n0\r\nHost: b\r\n\r\n"
                + get.formatted("-/health"));
    assertThat(statuses(answers)).containsExactly("200", "404", "200", "405", "200");
  }

  @Test
  void anExpectedBodyIsNotAskedForInVain() throws Exception {
    String answer =
        site.raw(
            "POST /-/health HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    assertThat(statuses(answer)).containsExactly("405");
    assertThat(answer).contains("Connection: close");
  }

  @Test
  void headersWithoutEndAreCutOff() throws Exception {
    try (Socket socket = site.connect()) {
      byte[] header = "X:\r\n".getBytes(StandardCharsets.US_ASCII);
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.US_ASCII));
      int sent = 0;
      try {
        for (; sent < 1_000_000; sent++) {
          socket.getOutputStream().write(header);
        }
      } catch (IOException e) {
        assertThat(sent).isPositive();
        return; // as it should: the server hung up while we sent
      }
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void linksTrustOnlyWhatIsAHost() throws Exception {
    String moved = site.raw("GET ftp://a/dev HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    MatchResult location =
        Pattern.compile("Location: (\\S+)").matcher(moved).results().findFirst().orElseThrow();
    assertThat(location.group(1)).isEqualTo("http://a/dev/");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    for (String half :
        List.of("", "G", "GET / HTTP/1.1\r\nHost: a", "POST /dev/ HTTP/1.1\r\nHost: a\r\n")) {
      try (Socket socket = site.connect()) {
        socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
      }
    }
    Eventually.holds(
        Duration.ofSeconds(60), "no connection is open", () -> site.connections() == 0);
    assertThat(site.answers()).isZero();
  }
}
