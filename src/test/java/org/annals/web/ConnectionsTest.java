package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.annals.archive.InboxSettings;
import org.annals.archive.InboxSettings.Limit;
import org.annals.archive.Policy;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that are slow on purpose, or too many.
@Timeout(120)
class ConnectionsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int NEVER = 3_600_000;
  private static final int SOON = 200;
  private static final String GET = "GET /dev/root@x/raw HTTP/1.1\r\nHost: a\r\n\r\n";

  private static WebLimits.Times patient() {
    return new WebLimits.Times(NEVER, NEVER, NEVER, NEVER, NEVER, 5_000);
  }

  private static RunningSite site(Path directory, WebLimits limits) throws IOException {
    return site(directory, new SiteSettings("", ""), limits);
  }

  private static RunningSite site(Path directory, SiteSettings settings, WebLimits limits)
      throws IOException {
    RunningSite site = RunningSite.of(ArchiveFixture.in(directory, "dev"), settings, limits);
    site.add(
        "dev",
        MailText.of("root@x").body("it is long\n".repeat(50_000)).bytes(),
        MailText.of("small@x").bytes());
    return site;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Whether the server has hung up; looks for a moment only.
  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(10);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private static boolean isClosedOverAnother(Socket socket, String text) throws IOException {
    try {
      send(socket, text);
    } catch (SocketException e) {
      return true;
    }
    return isClosed(socket);
  }

  private static void assertAllGone(RunningSite site) throws Exception {
    Eventually.holds(DEADLINE, "all connections are closed", () -> site.connections() == 0);
    Eventually.holds(DEADLINE, "no answer is under way", () -> site.answers() == 0);
  }

  @Test
  void aRequestThatDripsIsCutOff(@TempDir Path directory) throws Exception {
    WebLimits.Times times = new WebLimits.Times(SOON, NEVER, NEVER, NEVER, NEVER, 5_000);
    try (RunningSite site = site(directory, WebLimits.DEFAULT.with(times));
        Socket socket = site.connect()) {
      send(socket, "GET / HTTP/1.1\r\nX: ");
      Eventually.holds(DEADLINE, "the server hangs up", () -> isClosedOverAnother(socket, "x"));
      assertAllGone(site);
    }
  }

  @Test
  void whoRestsBetweenRequestsDoesNotDrip(@TempDir Path directory) throws Exception {
    WebLimits.Times times = new WebLimits.Times(SOON, NEVER, NEVER, NEVER, NEVER, 5_000);
    try (RunningSite site = site(directory, WebLimits.DEFAULT.with(times));
        Socket resting = site.connect();
        Socket dripping = site.connect()) {
      send(resting, "HEAD /-/health HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(resting.getInputStream().read()).isEqualTo('H');
      send(dripping, "GET / HT");
      Eventually.holds(DEADLINE, "the server hangs up", () -> isClosedOverAnother(dripping, "x"));
      Eventually.holds(DEADLINE, "the other one is open", () -> site.connections() == 1);
      send(resting, "HEAD /-/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      assertThat(new String(resting.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .contains("HTTP/1.1 200 OK");
    }
  }

  @Test
  void whoSaysNothingIsClosed(@TempDir Path directory) throws Exception {
    WebLimits.Times times = new WebLimits.Times(NEVER, NEVER, NEVER, SOON, NEVER, 5_000);
    try (RunningSite site = site(directory, WebLimits.DEFAULT.with(times));
        Socket silent = site.connect()) {
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertAllGone(site);
    }
  }

  @Test
  void whoDoesNotReadIsClosedAndHoldsNoTurn(@TempDir Path directory) throws Exception {
    WebLimits.Times times = new WebLimits.Times(NEVER, NEVER, 2_000, NEVER, NEVER, 5_000);
    WebLimits limits =
        WebLimits.DEFAULT
            .with(times)
            .with(Route.Cost.PAGE, new WebLimits.Share(1, 64, 64, 64, NEVER));
    try (RunningSite site = site(directory, limits)) {
      List<Socket> slow = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Socket socket = site.connect();
        slow.add(socket);
        send(socket, GET.repeat(100)); // far more than buffers on the way hold
      }
      for (Socket socket : slow) {
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      assertThat(site.get("/dev/root@x/").statusCode()).isEqualTo(200);
      Eventually.holds(DEADLINE, "the slow ones are gone", () -> site.answers() == 0);
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void anAddressHasOnlySoManyConnections(@TempDir Path directory) throws Exception {
    WebLimits limits = WebLimits.DEFAULT.with(patient()).with(new WebLimits.Connecting(100, 2));
    try (RunningSite site = site(directory, trustingNobody(), limits)) {
      List<Socket> open = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Socket socket = site.connect();
        open.add(socket);
        int opened = Math.min(i + 1, 4);
        Eventually.holds(DEADLINE, "it is known", () -> site.connections() == opened);
      }
      for (int i = 0; i < 5; i++) {
        String request = "GET /-/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        String answer = i == 4 ? "" : answer(open.get(i), request);
        assertThat(answer).startsWith(i < 2 ? "HTTP/1.1 200 " : i < 4 ? "HTTP/1.1 429 " : "");
        assertThat(answer.contains("Retry-After: 30")).isEqualTo(i == 2 || i == 3);
      }
      assertThat(isClosed(open.get(4))).isTrue();
      for (Socket socket : open) {
        socket.close();
      }
      assertAllGone(site);
      assertThat(site.get("/-/health").statusCode()).isEqualTo(200);
    }
  }

  private static SiteSettings trustingNobody() {
    return new SiteSettings(
        "",
        "",
        new TrustedProxies(List.of()),
        SiteSettings.Listing.ALL,
        SiteSettings.Listing.ALL,
        List.of(),
        List.of(),
        List.of(),
        SiteSettings.AllInboxes.DEFAULT,
        "");
  }

  private static String answer(Socket socket, String request) throws IOException {
    send(socket, request);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  /// HEAD sends nothing but headers, on a way of its own.
  @Test
  void whoGoesAwayIsNoFaultOfOursWhateverWasAsked(@TempDir Path directory) throws Exception {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Logger web = Logger.getLogger(WebServer.class.getName());
    web.setFilter(record -> {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        logged.add(record.getMessage());
      }
      return true;
    });
    try (RunningSite site = site(directory, WebLimits.DEFAULT)) {
      for (int i = 0; i < 50; i++) {
        try (Socket socket = site.connect()) {
          socket.setSoLinger(true, 0);
          send(socket, (i % 2 == 0 ? GET.replace("GET", "HEAD") : GET).repeat(3));
        }
      }
      assertAllGone(site);
    } finally {
      web.setFilter(null);
    }
    assertThat(logged).isEmpty();
  }

  @Test
  void aTrustedProxyMayHaveMany(@TempDir Path directory) throws Exception {
    WebLimits limits = WebLimits.DEFAULT.with(new WebLimits.Connecting(100, 1));
    try (RunningSite site = site(directory, limits);
        Socket one = site.connect();
        Socket two = site.connect();
        Socket three = site.connect()) {
      for (Socket socket : List.of(one, two, three)) {
        assertThat(answer(socket, "GET /-/health HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void clientsBehindAProxyAreToldApart(@TempDir Path directory) throws Exception {
    WebLimits limits =
        WebLimits.DEFAULT
            .with(patient())
            .with(Route.Cost.PAGE, new WebLimits.Share(4, 64, 1, 64, NEVER));
    try (RunningSite site = site(directory, limits);
        Socket slow = site.connect()) {
      String header =
          "GET /dev/root@x/raw HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n";
      send(slow, header.repeat(100));
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      // Between two of its answers the slow client has no turn, so one refusal is looked at whole.
      AtomicReference<HttpResponse<byte[]>> refused = new AtomicReference<>();
      Eventually.holds(
          DEADLINE,
          "its answer is stuck on the way",
          () -> {
            refused.set(get(site, "192.0.2.1"));
            return refused.get().statusCode() == 429 && site.answers() == 1;
          });
      assertThat(get(site, "192.0.2.2").statusCode()).isEqualTo(200);
      assertThat(header(refused.get(), "Retry-After")).isEqualTo("30");
      assertThat(header(refused.get(), "Content-Type")).startsWith("text/plain");
    }
  }

  private static InboxSettings clonedBy(InboxSettings one, Limit limit) {
    List<String> none = List.of();
    return new InboxSettings(
        one.name(),
        one.directory(),
        one.addresses(),
        one.urls(),
        one.listIds(),
        one.newsgroup(),
        one.coderepos(),
        one.hidden(),
        one.pages(),
        new InboxSettings.Servers(none, none, none, none, none, limit),
        one.intake(),
        Policy.NONE);
  }

  private static HttpResponse<byte[]> cloned(RunningSite site, String inbox) throws Exception {
    String path = "/" + inbox + "/0/git-upload-pack";
    return site.post(path, new byte[0], "X-Forwarded-For", "192.0.2.2");
  }

  @Test
  void theOperatorLimitsHowManyClone(@TempDir Path directory) throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users");
    fixture.change("dev", one -> clonedBy(one, new Limit("dev", 1, 0)));
    fixture.importMails("dev", MailText.of("root@x"));
    fixture.importMails("users", MailText.of("root@x"));
    try (RunningSite site = RunningSite.of(fixture, new SiteSettings("", ""));
        Socket slow = site.connect()) {
      send(slow, "POST /dev/0/git-upload-pack HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n");
      send(slow, "Content-Type: application/x-git-upload-pack-request\r\n\r\n");
      Eventually.holds(
          DEADLINE, "nobody else may clone it", () -> cloned(site, "dev").statusCode() == 503);
      assertThat(cloned(site, "users").statusCode()).isEqualTo(415);
      assertThat(site.get("/dev/0/HEAD").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whoIsRefusedIsToldTheBulkRoad(@TempDir Path directory) throws Exception {
    WebLimits limits =
        WebLimits.DEFAULT
            .with(patient())
            .with(Route.Cost.PAGE, new WebLimits.Share(1, 1, 64, 64, 0));
    try (RunningSite site = site(directory, limits);
        Socket slow = site.connect()) {
      send(slow, GET.repeat(200));
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      assertThat(refusal(site, "/dev/small@x/raw"))
          .startsWith("503 Service Unavailable\n")
          .contains("  git clone --mirror " + site.base() + "/dev/0\n")
          .contains("  " + site.base() + "/dev/all.mbox.gz\n");
      assertThat(refusal(site, "/all/small@x/raw")).contains(site.base() + "/manifest.js.gz\n");
    }
  }

  /// What is said when there is no turn to be had, now or soon.
  private static String refusal(RunningSite site, String path) throws Exception {
    AtomicReference<HttpResponse<byte[]>> refused = new AtomicReference<>();
    Eventually.holds(
        DEADLINE,
        "an answer is stuck on the way",
        () -> {
          refused.set(site.get(path, "X-Forwarded-For", "192.0.2.2"));
          return refused.get().statusCode() == 503;
        });
    assertThat(header(refused.get(), "Retry-After")).isEqualTo("10");
    return RunningSite.text(refused.get());
  }

  private static HttpResponse<byte[]> get(RunningSite site, String client) throws Exception {
    return site.get("/dev/small@x/raw", "X-Forwarded-For", client);
  }
}
