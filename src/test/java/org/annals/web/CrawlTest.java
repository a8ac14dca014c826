package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.Importer;
import org.annals.archive.InboxSettings;
import org.annals.archive.MessageReader;
import org.annals.archive.Progress;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.mail.MboxWriter;
import org.annals.mail.Message;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Walks the pages of the sample lists over HTTP: none answers 5xx, none holds markup or script of
/// a mail, and `raw` is byte for byte what git holds, after the mboxrd rule.
///
/// `./check` walks a sample drawn by a printed seed; `./check --all` walks every message.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrawlTest {
  private static final List<String> LISTS =
      List.of("linux-erofs", "linux-unionfs", "live-patching");
  private static final Path SAMPLES =
      Path.of(System.getProperty("annals.samples", "../shared")).resolve("data");
  private static final int CLIENTS = 4;
  private static final int SAMPLED = 400;

  private final HttpClient client = HttpClient.newHttpClient();
  private Archive archive;
  private WebServer web;
  private String base;

  @BeforeAll
  void serve(@TempDir Path directory) throws Exception {
    for (String list : LISTS) {
      Path bundle = SAMPLES.resolve(list + ".bundle");
      assumeTrue(Files.exists(bundle), "skipped: " + bundle + " is absent");
    }
    ArchiveLayout layout = new ArchiveLayout(directory);
    List<InboxSettings> settings = new ArrayList<>();
    for (String list : LISTS) {
      InboxName name = new InboxName(list);
      Inbox.create(name, layout.inbox(name), list).close();
      settings.add(InboxSettings.of(name, layout.inbox(name), List.of(list + "@lists.example")));
    }
    archive = Archive.open(layout, settings, List.of(), Progress.QUIET);
    for (String list : LISTS) {
      new Importer(archive, new InboxName(list)).importFrom(SAMPLES.resolve(list + ".bundle"));
    }
    web = WebServer.start(archive, "127.0.0.1", 0, new SiteSettings("", ""));
    base = "http://127.0.0.1:" + web.port() + "/";
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    if (web != null) {
      web.close();
      archive.close();
    }
  }

  @Test
  void sampledPagesAreWell() throws Exception {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    System.out.println("CrawlTest: -Dannals.seed=" + seed);
    List<Posting> all = all();
    java.util.Collections.shuffle(all, new Random(seed));
    crawl(all.subList(0, SAMPLED));
  }

  @Test
  @Tag("slow")
  void everyPageIsWell() throws Exception {
    crawl(all());
  }

  private List<Posting> all() throws Exception {
    List<Posting> all = new ArrayList<>();
    for (String list : LISTS) {
      archive.scan(Scope.of(new InboxName(list)), new Query.All(), Integer.MAX_VALUE, all::add);
    }
    return all;
  }

  private void crawl(List<Posting> postings) throws Exception {
    ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
    Map<String, Posting> raws = new LinkedHashMap<>();
    Set<String> pages = new LinkedHashSet<>(List.of("", "-/health"));
    for (String list : LISTS) {
      for (String page : List.of("", "new.html", "new.atom", "description", "?q=mount&r")) {
        pages.add(list + "/" + page);
      }
    }
    Set<String> threads = new LinkedHashSet<>();
    for (Posting posting : postings) {
      String message = posting.inbox() + "/" + Percent.segment(posting.id().value()) + "/";
      raws.put(message + "raw", posting);
      pages.add(message);
      if (threads.add(posting.inbox() + " " + posting.thread())) {
        List.of("T/", "t/", "t.atom", "t.mbox.gz").forEach(form -> pages.add(message + form));
      }
    }
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      each(clients, List.copyOf(pages), page -> checkPage(page, problems));
      each(clients, List.copyOf(raws.entrySet()), raw -> checkRaw(raw, problems));
      clients.shutdown();
      assertThat(clients.awaitTermination(1, TimeUnit.HOURS)).isTrue();
    }
    System.out.println("CrawlTest: " + pages.size() + " pages, " + raws.size() + " raw messages");
    assertThat(problems).isEmpty();
  }

  private static <T> void each(ExecutorService clients, List<T> items, Consumer<T> check)
      throws Exception {
    List<Future<?>> done = new ArrayList<>();
    items.forEach(item -> done.add(clients.submit(() -> check.accept(item))));
    for (Future<?> one : done) {
      one.get();
    }
  }

  private void checkPage(String page, ConcurrentLinkedQueue<String> problems) {
    HttpResponse<byte[]> response = get(page);
    if (response.statusCode() != 200) {
      problems.add(page + ": " + response.statusCode());
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("text/html")) {
      String html =
          RunningSite.withoutOurScript(
              new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
      if (!html.stripTrailing().endsWith("</html>")) {
        problems.add(page + ": ends early");
      }
      if (html.contains("<script") || html.contains("<img") || html.contains("<iframe")) {
        problems.add(page + ": holds markup that is not ours");
      }
    }
  }

  private void checkRaw(Map.Entry<String, Posting> raw, ConcurrentLinkedQueue<String> problems) {
    try (MessageReader reader = archive.open()) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      Posting posting = raw.getValue();
      for (Posting copy : archive.find(Scope.of(posting.inbox()), posting.id())) {
        MboxWriter.write(expected, Message.parse(reader.read(copy)));
      }
      HttpResponse<byte[]> response = get(raw.getKey());
      if (response.statusCode() != 200
          || !java.util.Arrays.equals(response.body(), expected.toByteArray())) {
        problems.add(raw.getKey() + ": " + response.statusCode() + ", not what git holds");
      }
    } catch (java.io.IOException e) {
      problems.add(raw.getKey() + ": " + e);
    }
  }

  private HttpResponse<byte[]> get(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(base + path)).build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
