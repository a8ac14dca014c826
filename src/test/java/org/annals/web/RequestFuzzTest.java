package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.annals.archive.InboxSettings;
import org.annals.archive.InboxSettings.Hide;
import org.annals.archive.Policy;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Requests made up at random, over real sockets that break off at random. `-Dannals.seed=N`
/// replays a run.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestFuzzTest {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d\\d\\d) ");
  private static final Set<String> ALLOWED_ABOVE = Set.of("501", "505");

  /// In every mail of the hidden inbox, and nowhere else.
  private static final String SECRET = "nobodymayseethis";

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Logger web = Logger.getLogger(WebServer.class.getName());
  private final Handler listening = new Listening();
  private RunningSite site;

  /// Keeps what is logged as a fault of ours.
  private final class Listening extends Handler {
    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        logged.add(record.getMessage() + ": " + record.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "secret");
    fixture.change("secret", RequestFuzzTest::hidden);
    site = RunningSite.of(fixture, new SiteSettings("Mail of the test", ""));
    for (int i = 0; i < 5; i++) {
      site.add("dev", MailText.number(i).subject("ring: grow").bytes());
      site.add("secret", MailText.of("s" + i + "@x").body(SECRET + " ring\n").bytes());
    }
    web.addHandler(listening);
  }

  @AfterAll
  void stop() throws IOException {
    web.removeHandler(listening);
    site.close();
  }

  private static InboxSettings hidden(InboxSettings inbox) {
    return new InboxSettings(
        inbox.name(),
        inbox.directory(),
        inbox.addresses(),
        inbox.urls(),
        inbox.listIds(),
        inbox.newsgroup(),
        inbox.coderepos(),
        Set.of(Hide.WWW),
        inbox.pages(),
        inbox.servers(),
        inbox.intake(),
        Policy.NONE);
  }

  @Test
  void everyRequestIsAnsweredOrRefused() throws Exception {
    fuzz(Duration.ofSeconds(8));
  }

  @Test
  @Tag("slow")
  void forLonger() throws Exception {
    fuzz(Duration.ofMinutes(3));
  }

  private void fuzz(Duration time) throws Exception {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    System.out.println("RequestFuzzTest: -Dannals.seed=" + seed);
    Random random = new Random(seed);
    HostileRequests requests = new HostileRequests(random);
    long end = System.nanoTime() + time.toNanos();
    int sent = 0;
    for (; System.nanoTime() < end; sent++) {
      byte[] request = requests.next();
      String answer = exchange(request, random);
      String shown = "seed " + seed + ", request " + sent + ": " + printable(request);
      assertWell(answer, shown);
      assertThat(logged).as(shown).isEmpty();
    }
    assertThat(sent).isPositive();
    assertThat(site.get("/-/health").statusCode()).isEqualTo(200);
    Eventually.holds(Duration.ofSeconds(60), "no answer is under way", () -> site.answers() == 0);
    Eventually.holds(
        Duration.ofSeconds(60), "only our own client is connected", () -> site.connections() <= 1);
  }

  private static void assertWell(String answer, String shown) {
    assertThat(answer.isEmpty() || answer.startsWith("HTTP/1.")).as(shown).isTrue();
    List<String> statuses = STATUS.matcher(answer).results().map(m -> m.group(1)).toList();
    for (String status : statuses) {
      assertThat(status.startsWith("5") && !ALLOWED_ABOVE.contains(status))
          .as("%s%nwas answered with %s", shown, status)
          .isFalse();
    }
    assertThat(answer)
        .as(shown)
        .doesNotContain(SECRET, "at org.", "at java.", "Exception", "Jetty", "Caused by");
  }

  /// What came back until the server hung up; empty when we did first.
  private String exchange(byte[] request, Random random) throws IOException {
    try (Socket socket = site.connect()) {
      socket.setSoTimeout((int) TimeUnit.MINUTES.toMillis(1));
      int way = random.nextInt(10);
      int cut = random.nextInt(request.length + 1);
      try {
        socket.getOutputStream().write(request, 0, cut);
        socket.getOutputStream().flush();
        if (way == 0) {
          socket.setSoLinger(true, 0); // closes with a reset
          return "";
        } else if (way == 1) {
          return "";
        } else if (way > 2) { // else it stays cut off
          socket.getOutputStream().write(request, cut, request.length - cut);
        }
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      } catch (SocketException e) {
        return ""; // the server hung up before it had read everything, as it may
      }
    }
  }

  private static String printable(byte[] request) {
    StringBuilder text = new StringBuilder();
    for (byte b : request) {
      text.append(b >= ' ' && b < 0x7f ? String.valueOf((char) b) : "\\x%02x".formatted(b));
    }
    return text.toString();
  }
}
