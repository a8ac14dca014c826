package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.annals.archive.Archive;
import org.annals.archive.Importer;
import org.annals.archive.InboxSettings;
import org.annals.archive.Policy;
import org.annals.archive.Progress;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Server-sent events, read as a browser reads them.
@Timeout(120)
class AnnouncementsTest {
  /// Makes events that no socket buffer holds.
  private static final String LONG = "x".repeat(900);

  private static final int STREAMS = 3;
  private static final int IDLE_MILLIS = 6_000;
  private static final int SEND_MILLIS = 2_000;
  private static final String DEV = "/-/events?i=dev";

  @TempDir Path directory;

  private HttpClient client;
  private Archive archive;
  private WebServer web;

  @BeforeEach
  void serve() throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "hidden");
    List<InboxSettings> settings =
        fixture.settings().stream().map(AnnouncementsTest::hiddenByName).toList();
    archive = Archive.open(fixture.layout(), settings, List.of(), Progress.QUIET);
    add("dev", MailText.of("first@x"));
    web = start(IDLE_MILLIS);
    client = HttpClient.newHttpClient();
  }

  private static InboxSettings hiddenByName(InboxSettings s) {
    return new InboxSettings(
        s.name(),
        s.directory(),
        s.addresses(),
        s.urls(),
        s.listIds(),
        s.newsgroup(),
        s.coderepos(),
        s.name().value().equals("hidden") ? Set.of(InboxSettings.Hide.WWW) : Set.of(),
        s.pages(),
        s.servers(),
        s.intake(),
        Policy.NONE);
  }

  /// Few streams, and times that a test can wait for.
  private WebServer start(int idleMillis) throws IOException {
    WebLimits.Times usual = WebLimits.DEFAULT.times();
    WebLimits limits =
        WebLimits.DEFAULT
            .with(
                new WebLimits.Times(
                    usual.headerMillis(),
                    usual.bodyMillis(),
                    SEND_MILLIS,
                    idleMillis,
                    usual.crowdedMillis(),
                    usual.stopMillis()))
            .with(Route.Cost.STREAM, new WebLimits.Share(STREAMS, STREAMS, STREAMS, 0, 0));
    return WebServer.start(
        archive,
        new WebServer.Place("127.0.0.1", 0),
        new SiteSettings("test", ""),
        limits,
        Annex.NONE);
  }

  @AfterEach
  void stop() throws IOException {
    client.shutdownNow();
    web.close();
    archive.close();
  }

  private void add(String inbox, MailText... mails) throws IOException {
    List<byte[]> bytes = new ArrayList<>();
    for (MailText mail : mails) {
      bytes.add(mail.bytes());
    }
    new Importer(archive, new InboxName(inbox)).importMails(bytes);
  }

  /// One open stream.
  private final class Listener implements AutoCloseable {
    private final HttpResponse<java.io.InputStream> response;
    private final BufferedReader lines;

    Listener(String path, String... headers) throws Exception {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path));
      if (headers.length > 0) {
        request.headers(headers);
      }
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    String header(String name) {
      return RunningSite.header(response, name);
    }

    /// The next line that says something; null at the end.
    String line() throws IOException {
      String line = lines.readLine();
      while (line != null && line.isEmpty()) {
        line = lines.readLine();
      }
      return line;
    }

    /// `id data` of the next event.
    String event() throws IOException {
      String id = "";
      for (String line = line(); ; line = line()) {
        assertThat(line).as("the stream goes on").isNotNull();
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          return id + " " + line.substring(6);
        }
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private static String told(String id, String subject, String from) {
    return "{\"anchor\":\"%s\",\"subject\":\"%s\",\"from\":\"%s\"}"
        .formatted(new MessageId(id).sha1Hex(), subject, from);
  }

  @Test
  void whoListensIsToldOfNewMail() throws Exception {
    try (Listener listener = new Listener(DEV)) {
      assertThat(listener.response.statusCode()).isEqualTo(200);
      assertThat(listener.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(listener.header("Cache-Control")).isEqualTo("no-store");
      assertThat(listener.line()).isEqualTo("retry: 10000");
      add("dev", MailText.of("second@x").subject("a \"quote\" & <b>").from("Bo <bo@x>"));
      assertThat(listener.event())
          .isEqualTo("2 [" + told("second@x", "a \\\"quote\\\" & <b>", "Bo") + "]");
    }
  }

  @Test
  void whatCameSinceThePageWasMadeIsTold() throws Exception {
    add("dev", MailText.of("second@x"), MailText.of("third@x"));
    try (Listener listener = new Listener(DEV + "&n=1")) {
      assertThat(listener.event()).startsWith("3 [").contains("second@x", "third@x");
    }
    try (Listener back = new Listener(DEV + "&n=1", "Last-Event-ID", "2")) {
      assertThat(back.event()).startsWith("3 [").contains("third@x").doesNotContain("second@x");
    }
  }

  @Test
  void whoFollowsAThreadHearsOfNothingElse() throws Exception {
    try (Listener listener = new Listener(DEV + "&m=first@x")) {
      assertThat(listener.line()).startsWith("retry");
      add("dev", MailText.of("other@x"));
      add("dev", MailText.of("reply@x").header("In-Reply-To", "<first@x>"));
      assertThat(listener.event())
          .isEqualTo("3 [" + told("reply@x", "about reply@x", "Ann Author") + "]");
    }
  }

  @Test
  void manyMessagesComeInSeveralEvents() throws Exception {
    MailText[] mails = new MailText[450];
    for (int i = 0; i < mails.length; i++) {
      mails[i] = MailText.number(i);
    }
    add("dev", mails);
    try (Listener listener = new Listener(DEV + "&n=1")) {
      assertThat(listener.event()).startsWith("201 ");
      assertThat(listener.event()).startsWith("401 ");
      assertThat(listener.event()).startsWith("451 ");
    }
  }

  @Test
  void hiddenInboxesAreNotAnnounced() throws Exception {
    add("hidden", MailText.of("secret@x"));
    for (String path :
        List.of(
            "/-/events?i=hidden&n=0",
            "/-/events?i=hidden&m=secret@x",
            "/-/events?i=nobody",
            "/-/events?i=_x",
            "/-/events?i=all",
            "/-/events",
            "/-/events?i=dev&m=secret@x")) {
      try (Listener refused = new Listener(path)) {
        assertThat(refused.response.statusCode()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void numbersThatAreNoneAreRefused() throws Exception {
    for (String number : List.of("-1", "x", "1.5", "9".repeat(19), "")) {
      try (Listener byUrl = new Listener(DEV + "&n=" + number)) {
        assertThat(byUrl.response.statusCode()).as(number).isEqualTo(400);
      }
      try (Listener byHeader = new Listener(DEV, "Last-Event-ID", number)) {
        assertThat(byHeader.response.statusCode()).as(number).isEqualTo(400);
      }
    }
  }

  @Test
  void streamsAreNotCompressed() throws Exception {
    try (Listener listener = new Listener(DEV, "Accept-Encoding", "gzip")) {
      assertThat(listener.header("Content-Encoding")).isEmpty();
      assertThat(listener.line()).isEqualTo("retry: 10000");
    }
  }

  @Test
  void silenceIsBrokenBeforeTheConnectionIsTakenForDead() throws Exception {
    long begin = System.nanoTime();
    try (Listener listener = new Listener(DEV)) {
      assertThat(listener.line()).startsWith("retry");
      while (System.nanoTime() - begin < 1_250_000L * IDLE_MILLIS) {
        assertThat(listener.line()).isEqualTo(":");
      }
      add("dev", MailText.of("late@x"));
      assertThat(listener.event()).contains("late@x");
    }
  }

  @Test
  void streamsAreLimitedAndComeFreeAgain() throws Exception {
    List<Listener> listeners = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      listeners.add(new Listener(DEV));
    }
    try (Listener refused = new Listener(DEV)) {
      assertThat(refused.response.statusCode()).isIn(429, 503);
      assertThat(refused.header("Retry-After")).isNotEmpty();
    }
    listeners.removeFirst().close();
    awaitPlace();
    for (Listener listener : listeners) {
      listener.close();
    }
  }

  private void awaitPlace() throws Exception {
    Eventually.holds(
        Duration.ofSeconds(30),
        "another one may listen",
        () -> {
          try (Listener next = new Listener(DEV)) {
            return next.response.statusCode() == 200;
          }
        });
  }

  /// Its socket fills up, and a write that stands still ends it, long before idleness would.
  @Test
  void clientsThatDoNotReadAreDropped() throws Exception {
    MailText[] mails = new MailText[2_000];
    for (int i = 0; i < mails.length; i++) {
      mails[i] = MailText.number(i).subject(LONG).from(LONG + " <a@x>");
    }
    add("dev", mails);
    web.close();
    web = start(WebLimits.DEFAULT.times().idleMillis());
    List<Socket> stuck = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4 << 10);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), web.port()));
      String request = "GET " + DEV + "&n=0 HTTP/1.1\r\nHost: a\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      stuck.add(socket);
    }
    for (Socket socket : stuck) {
      assertThat(socket.getInputStream().read()).isEqualTo('H'); // it has begun
    }
    awaitPlace();
    for (Socket socket : stuck) {
      socket.close();
    }
  }

  @Test
  void stopDoesNotWaitForStreams() throws Exception {
    try (Listener listener = new Listener(DEV)) {
      assertThat(listener.line()).startsWith("retry");
      long begin = System.nanoTime();
      web.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isLessThan(Duration.ofMillis(WebLimits.DEFAULT.times().stopMillis()));
      assertThat(listener.line()).as("the stream is whole").isNull();
    }
  }
}
