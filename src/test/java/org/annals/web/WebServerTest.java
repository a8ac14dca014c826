package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Statuses, headers and what is not HTTP, over loopback.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebServerTest {
  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(directory, "dev", "users");
    String longReply = "> " + "so it is\n> ".repeat(20) + "\nYes.\n";
    site.add(
        "dev",
        MailText.of("root@x").subject("[PATCH v2 0/2] ring: grow").bytes(),
        MailText.number(1).inReplyTo("root@x").subject("[PATCH v2 1/2] ring: name it").bytes(),
        MailText.number(2)
            .inReplyTo("root@x")
            .subject("Re: [PATCH v2 0/2] ring: grow")
            .from("Tomas Brandt <tomas@brook.example>")
            .body(longReply)
            .bytes(),
        MailText.number(3).inReplyTo("nowhere@x").subject("Re: something gone").bytes(),
        MailText.of("with/slash@x").bytes(),
        MailText.of("per%cent@x").body("From here\n>From there\n").bytes());
    site.add("users", MailText.of("root@x").subject("[PATCH v2 0/2] ring: grow").bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, 200, text/html; charset=UTF-8",
    "/dev/, 200, text/html; charset=UTF-8",
    "/all/, 200, text/html; charset=UTF-8",
    "/dev/?t=20200101, 404, text/html; charset=UTF-8",
    "/dev/?t=nonsense, 400, text/plain; charset=UTF-8",
    "/dev/new.html, 200, text/html; charset=UTF-8",
    "/dev/new.html?t=20260301000000-, 200, text/html; charset=UTF-8",
    "/dev/new.html?t=20200101, 404, text/plain; charset=UTF-8",
    "/dev/new.atom, 200, application/atom+xml; charset=UTF-8",
    "/dev/atom.xml, 200, application/atom+xml; charset=UTF-8",
    "/dev/description, 200, text/plain; charset=UTF-8",
    "/dev/root@x/, 200, text/html; charset=UTF-8",
    "/dev/root%40x/, 200, text/html; charset=UTF-8",
    "/all/root@x/, 200, text/html; charset=UTF-8",
    "/all/root@x/T/, 200, text/html; charset=UTF-8",
    "/all/root@x/raw, 200, text/plain; charset=UTF-8",
    "/all/root@x/t.mbox.gz, 200, application/gzip",
    "/dev/root@x/T/, 200, text/html; charset=UTF-8",
    "/dev/root@x/t/, 200, text/html; charset=UTF-8",
    "/dev/root@x/raw, 200, text/plain; charset=UTF-8",
    "/dev/root@x/t.mbox.gz, 200, application/gzip",
    "/dev/root@x/t.atom, 200, application/atom+xml; charset=UTF-8",
    "/dev/root@x/1-a.txt, 200, text/plain; charset=UTF-8",
    "/dev/root@x/7-a.txt, 404, text/plain; charset=UTF-8",
    "/dev/with/slash@x/, 200, text/html; charset=UTF-8",
    "/dev/with%2Fslash@x/, 200, text/html; charset=UTF-8",
    "/dev/with%2Fslash@x/raw, 200, text/plain; charset=UTF-8",
    "/dev/per%25cent@x/t/, 200, text/html; charset=UTF-8",
    "/dev/nobody@x/, 300, text/html; charset=UTF-8",
    "/dev/nobody/, 404, text/html; charset=UTF-8",
    "/dev/nobody@x/raw, 404, text/plain; charset=UTF-8",
    "/dev/nobody@x/t.mbox.gz, 404, text/plain; charset=UTF-8",
    "/dev/?q=ring, 200, text/html; charset=UTF-8",
    "/all/?q=ring, 200, text/html; charset=UTF-8",
    "/dev/?q=ring&x=A, 200, application/atom+xml; charset=UTF-8",
    "/dev/?q=xylophone, 404, text/html; charset=UTF-8",
    "/dev/?q=ring&o=100, 200, text/html; charset=UTF-8",
    "/dev/?q=ring&o=999999999, 400, text/plain; charset=UTF-8",
    "/dev/?q=d:nonsense, 400, text/html; charset=UTF-8",
    "/nothing/, 404, text/plain; charset=UTF-8",
    "/nothing/root@x/, 404, text/plain; charset=UTF-8",
    "/-/health, 200, text/plain; charset=UTF-8",
    "/-/static/annals.css, 200, text/css; charset=UTF-8",
    "/-/static/other.css, 404, text/plain; charset=UTF-8",
  })
  void statuses(String path, int status, String type) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo(type);
    assertThat(header(response, "Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(response, "Referrer-Policy")).isNotEmpty();
    assertThat(header(response, "Set-Cookie")).isEmpty();
    HttpResponse<byte[]> head = site.send("HEAD", path);
    assertThat(head.statusCode()).isEqualTo(status);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Type")).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "/dev, /dev/",
    "/dev?q=a+b, /dev/?q=a+b",
    "/dev/root@x, /dev/root@x/",
    "/dev/root@x/T, /dev/root@x/T/#u",
    "/dev/root@x/t, /dev/root@x/t/#u",
    "/dev/%3Croot%40x%3E/, /dev/root@x/",
    "/dev/%3Croot@x%3E/raw, /dev/root@x/raw",
  })
  void redirects(String from, String to) throws Exception {
    HttpResponse<byte[]> response = site.get(from);
    assertThat(response.statusCode()).isEqualTo(301);
    assertThat(header(response, "Location")).isEqualTo(site.base() + to);
  }

  @Test
  void messagesUnderOneIdAreAllShown(@TempDir Path directory) throws Exception {
    try (RunningSite other = RunningSite.of(directory, "dev")) {
      other.add("dev", MailText.of("same@x").body("one text\n").bytes());
      other.add("dev", MailText.of("same@x").body("another text\n").bytes());
      for (String path : new String[] {"/dev/same@x/", "/dev/same@x/t/", "/dev/new.html"}) {
        String page = other.text(path);
        assertThat(page).as(path).contains("one text").contains("another text");
        assertThat(ids(page)).as(path).doesNotHaveDuplicates();
      }
      assertThat(other.text("/dev/same@x/")).contains("2 messages bear this Message-ID");
      assertThat(other.text("/dev/same@x/raw").split("From mboxrd@z", -1)).hasSize(3);
    }
  }

  private static List<String> ids(String page) {
    return Pattern.compile(" id=\"([^\"]*)\"")
        .matcher(page)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void redirectsLeadToTheProxy() throws Exception {
    HttpResponse<byte[]> response =
        site.get(
            "/dev",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "lists.example.org",
            "X-Forwarded-Prefix",
            "/mail");
    assertThat(header(response, "Location")).isEqualTo("https://lists.example.org/mail/dev/");
  }

  @Test
  void aPastedIdLeadsToItsMessage() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/?q=%3Croot@x%3E");
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(header(response, "Location")).isEqualTo(site.base() + "/dev/root@x/");
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing/, 404, Not found",
    "/nothing, 404, Not found",
    "/dev/new.html?t=20200101, 404, Not found",
    "/dev/_/text/nope/, 404, Not found",
    "/dev/?t=nonsense, 400, Bad request",
    "/dev/?q=%zz, 400, Bad request",
    "/dev/root@x/7-a.txt, 404, Not found",
  })
  void peopleGetAPageOfIt(String path, int status, String title) throws Exception {
    String request =
        "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept: text/html,*/*;q=0.8\r\n\r\n";
    String answer = site.raw(request.formatted("GET", path));
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: " + Answer.HTML)
        .contains("Cache-Control: no-cache")
        .contains("<h1>" + title + "</h1>")
        .contains(">all inboxes</a>");
    assertThat(answer.contains("Search dev")).isEqualTo(path.startsWith("/dev/"));
    String head = site.raw(request.formatted("HEAD", path));
    assertThat(head).startsWith("HTTP/1.1 " + status + " ").doesNotContain("<h1>");
  }

  @Test
  void programsGetALineOfText() throws Exception {
    for (String accept : new String[] {"*/*", "application/json", "text/plain"}) {
      HttpResponse<byte[]> response = site.get("/nothing/", "Accept", accept);
      assertThat(header(response, "Content-Type")).isEqualTo(Answer.TEXT);
      assertThat(text(response)).startsWith("404 Not Found\n");
    }
    HttpResponse<byte[]> refused = site.send("PUT", "/dev/", "Accept", "text/html");
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
    assertThat(text(refused)).contains("<h1>Method not allowed</h1>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"})
  void onlyReading(String method) throws Exception {
    HttpResponse<byte[]> response = site.send(method, "/dev/new.html");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(header(response, "Allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/dev/",
        "/dev/new.html",
        "/dev/root@x/",
        "/dev/root@x/t/",
        "/dev/root@x/raw",
        "/dev/root@x/1-a.txt",
        "/dev/new.atom",
        "/dev/?q=ring",
        "/-/static/annals.css"
      })
  void validators(String path) throws Exception {
    HttpResponse<byte[]> first = site.get(path);
    String tag = header(first, "ETag");
    assertThat(tag).startsWith("W/\"");
    for (String known : new String[] {tag, tag.substring(2), "\"other\", " + tag, "*"}) {
      HttpResponse<byte[]> second = site.get(path, "If-None-Match", known);
      assertThat(second.statusCode()).as(known).isEqualTo(304);
      assertThat(second.body()).isEmpty();
    }
    assertThat(site.get(path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/new.html", "/dev/root@x/t/", "/dev/new.atom", "/dev/root@x/raw"})
  void compression(String path) throws Exception {
    HttpResponse<byte[]> plain = site.get(path);
    HttpResponse<byte[]> zipped = site.get(path, "Accept-Encoding", "br, gzip;q=0.5");
    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(zipped, "Content-Encoding")).isEqualTo("gzip");
    var unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
    assertThat(unzipped).isEqualTo(plain.body());
    for (String broken : new String[] {"", "gzip;\"q=0.001, *;q=", "\"", ",;gzip"}) {
      HttpResponse<byte[]> answer = site.get(path, "Accept-Encoding", broken, "Accept", broken);
      assertThat(answer.statusCode()).as(broken).isEqualTo(200);
    }
    HttpResponse<byte[]> refused = site.get(path, "Accept-Encoding", "gzip;q=0");
    assertThat(header(refused, "Content-Encoding")).isEmpty();
  }

  @Test
  void mboxIsNeverCompressedTwice() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/root@x/t.mbox.gz", "Accept-Encoding", "gzip");
    assertThat(header(response, "Content-Encoding")).isEmpty();
    String mbox =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(mbox.split("From mboxrd@z Thu Jan  1 00:00:00 1970\n", -1)).hasSize(4);
    assertThat(header(response, "Content-Disposition"))
        .isEqualTo("inline; filename=PATCH-v2-0-2-ring-grow.mbox.gz");
  }

  @Test
  void rawIsMboxrd() throws Exception {
    String raw = site.text("/dev/per%25cent@x/raw");
    assertThat(raw).startsWith("From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: Ann Author");
    assertThat(raw).endsWith("\n\n>From here\n>>From there\n\n");
  }

  @Test
  void threadPages() throws Exception {
    String nested = site.text("/dev/n2@example.org/t/");
    String root = new org.annals.mail.MessageId("root@x").sha1Hex();
    String own = new org.annals.mail.MessageId("n2@example.org").sha1Hex();
    assertThat(nested)
        .contains("<article class=\"msg\" id=\"m" + root + "\">")
        .contains("<article class=\"msg now\" id=\"m" + own + "\">")
        .contains("<u id=\"u\">Re: <span class=\"pfx\">[PATCH v2 0/2]</span> ring: grow</u>")
        .contains("<a href=\"#m" + own + "\" id=\"r" + own + "\" aria-current=\"true\">")
        .contains("<span>1/2 ring: name it</span>")
        .contains("<span>Tomas Brandt</span>")
        .contains("<summary>17 quoted lines</summary>")
        .contains("<a href=\"#m" + root + "\">parent</a>");
  }

  @Test
  void ghostsAreNamed() throws Exception {
    assertThat(site.text("/dev/n3@example.org/"))
        .contains(
            "<a class=\"quiet\" rel=\"nofollow\" href=\"../nowhere@x/\">"
                + "<span>[not found] &lt;nowhere@x&gt;</span></a>")
        .contains("<a href=\"../nowhere@x/\">nowhere@x</a>");
  }

  @Test
  void searchAllNamesTheInbox() throws Exception {
    assertThat(site.text("/all/?q=ring"))
        .contains("<mark>ring</mark>: grow")
        .contains("in <a href=\"../dev/\">dev</a>");
  }

  @Test
  void newMailChangesTheValidator(@TempDir Path directory) throws Exception {
    try (RunningSite other = RunningSite.of(directory, "dev")) {
      assertThat(other.get("/dev/new.html").statusCode()).isEqualTo(404);
      other.add("dev", MailText.number(1).bytes());
      String tag = header(other.get("/dev/new.html"), "ETag");
      other.add("dev", MailText.number(2).bytes());
      HttpResponse<byte[]> after = other.get("/dev/new.html", "If-None-Match", tag);
      assertThat(after.statusCode()).isEqualTo(200);
      assertThat(text(after)).contains("about n2@example.org");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /dev/ HTTP/1.1%n%n                             | 400",
        "GET /dev/ HTTP/1.1%nHost: a%nHost: b%n%n            | 400",
        "GET dev HTTP/1.1%nHost: a%n%n                       | 400",
        "GET /%00 HTTP/1.1%nHost: a%n%n                      | 400",
        "GET /dev/%zz/ HTTP/1.1%nHost: a%n%n                 | 400",
        "GET /dev/%C0%AF/ HTTP/1.1%nHost: a%n%n              | 400",
        "GET /dev/../../etc/passwd HTTP/1.1%nHost: a%n%n     | 400",
        "GET /dev////x HTTP/1.1%nHost: a%n%n                 | 404",
        "GET /\u00e9 HTTP/1.1%nHost: a%n%n                   | 404",
        "GARBAGE%n%n                                         | 400",
        "GET / HTTP/9.9%n%n                                  | 505",
        "GET /dev/ HTTP/1.1%nHost: a%nContent-Length: x%n%n  | 400",
        "POST /dev/ HTTP/1.1%nHost: a%nTransfer-Encoding: chunked%nContent-Length: 5%n%n | 400",
        "OPTIONS * HTTP/1.1%nHost: a%n%n                     | 405",
        "TRACE / HTTP/1.1%nHost: a%n%n                       | 405",
      })
  void whatIsNotHttp(String request, int status) throws Exception {
    String answer = site.raw(request.strip().replace("%n", "\r\n"));
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer).doesNotContain("<").doesNotContain("at org.").doesNotContain("Jetty");
    assertThat(site.get("/-/health").statusCode()).isEqualTo(200);
  }

  @Test
  void headersAreLimited() throws Exception {
    String answer = site.raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("431 The request is too long.");
    String uri = site.raw("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(uri).startsWith("HTTP/1.1 414 ");
  }

  @Test
  void halfARequestIsClosed() throws Exception {
    assertThat(site.raw("GET /dev/ HTTP/1.1\r\nHo")).doesNotContain("at org.");
  }

  @Test
  void aClientThatGoesAwayIsNoError() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (Socket socket =
          new Socket(
              InetAddress.getLoopbackAddress(), java.net.URI.create(site.base()).getPort())) {
        socket.setSoLinger(true, 0);
        socket
            .getOutputStream()
            .write(
                "GET /dev/new.html HTTP/1.1\r\nHost: a\r\n\r\n"
                    .repeat(3)
                    .getBytes(StandardCharsets.US_ASCII));
      }
    }
    assertThat(site.get("/dev/new.html").statusCode()).isEqualTo(200);
  }

  @Test
  void longIds() throws Exception {
    assertThat(site.get("/dev/" + "x".repeat(2_000) + "@y/").statusCode()).isEqualTo(300);
    assertThat(site.get("/dev/" + "%22".repeat(2_000) + "@y/raw").statusCode()).isEqualTo(404);
  }
}
