package org.annals.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/// What a reader notices of a crawl: 64 connections over random old pages, four heavy searches a
/// second, and one reader who asks for one thread after the other.
///
/// Each of the three has an address of its own, as the server shares fairly between addresses.
final class Crawl {
  private static final int CONNECTIONS = 64;
  private static final int SEARCHES_PER_SECOND = 4;
  private static final int SEARCHERS = 16;

  private static final String READER = "127.0.0.2";
  private static final String CRAWLER = "127.0.0.3";
  private static final String SEARCHER = "127.0.0.4";

  /// What matches most of the archive, by rank, by a wildcard, and with phrases.
  private static final String[] HEAVY = {
    "?r=1&q=the+patch+",
    "?q=f%3Aa*+",
    "?q=%22linux+kernel%22+OR+s%3Apatch+OR+",
    "?r=1&q=b%3Aerror+",
  };

  private final Sample sample;
  private final double seconds;
  private final long seed;
  private final Table table =
      new Table(
          "who", "asked/s", "200", "refused (429, 503)", "lost", "p50 ms", "p99 ms", "most ms");

  Crawl(Sample sample, boolean quick, long seed) {
    this.sample = sample;
    this.seconds = quick ? 5 : 60;
    this.seed = seed;
  }

  /// What one client, or several of one kind, got: answers by status, those that never came, and the
  /// times of the good ones.
  private record Got(Map<Integer, Integer> statuses, int lost, long[] nanos) {
    static Got sum(List<Got> parts) {
      Map<Integer, Integer> statuses = new TreeMap<>();
      parts.forEach(
          part -> part.statuses.forEach((s, count) -> statuses.merge(s, count, Integer::sum)));
      return new Got(
          statuses,
          parts.stream().mapToInt(Got::lost).sum(),
          parts.stream().flatMapToLong(part -> Arrays.stream(part.nanos)).sorted().toArray());
    }

    int count(int... wanted) {
      return Arrays.stream(wanted).map(status -> statuses.getOrDefault(status, 0)).sum();
    }

    int all() {
      return lost + statuses.values().stream().mapToInt(Integer::intValue).sum();
    }

    double millis(double part) {
      return nanos.length == 0
          ? Double.NaN
          : nanos[(int) Math.min(nanos.length - 1L, (long) (part * nanos.length))]
              / Numbers.MILLION;
    }
  }

  static String conditions(boolean quick) {
    return "%d connections over random old pages, %d heavy searches a second, and a reader of threads with 5 to 60 messages, gzip, each from an address of its own; %d s, the load generator on the same cores."
        .formatted(CONNECTIONS, SEARCHES_PER_SECOND, quick ? 5 : 60);
  }

  String measure(Target target) throws IOException, InterruptedException {
    List<String> threads = threads();
    run(target, threads, seconds / 2); // the JVM compiles
    long cpu = target.cpuMillis();
    List<Got> got = run(target, threads, seconds);
    double used = (target.cpuMillis() - cpu) / 1e3 / seconds;
    row("reader, `MID/T/`", got.get(0));
    row("crawler", got.get(1));
    row("searcher", got.get(2));
    return table
        + "\nThe server used %s cores; its highest RSS was %s.%n"
            .formatted(Numbers.of(used), Numbers.megabytes(ProcFs.memory(target.pid(), "VmHWM")));
  }

  private void row(String who, Got got) {
    table.row(
        who,
        Numbers.of(got.all() / seconds),
        got.count(200),
        got.count(429, 503),
        got.all() - got.count(200, 404, 429, 503),
        Numbers.of(got.millis(0.5)),
        Numbers.of(got.millis(0.99)),
        Numbers.of(got.millis(1)));
    Main.progress(
        "crawl: %s: %s, p99 %s ms, lost %d",
        who, got.statuses(), Numbers.of(got.millis(0.99)), got.lost());
  }

  private List<Got> run(Target target, List<String> threads, double time)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + (long) (time * Numbers.BILLION);
    List<List<Future<Got>>> kinds =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (ExecutorService clients = Executors.newFixedThreadPool(1 + CONNECTIONS + SEARCHERS)) {
      kinds.get(0).add(clients.submit(() -> ask(target, READER, threads, 0, end)));
      for (int i = 0; i < CONNECTIONS; i++) {
        List<String> pages = oldPages(new Random(seed + i));
        kinds.get(1).add(clients.submit(() -> ask(target, CRAWLER, pages, 0, end)));
      }
      for (int i = 0; i < SEARCHERS; i++) {
        int first = i;
        kinds.get(2).add(clients.submit(() -> search(target, first, end)));
      }
    }
    List<Got> got = new ArrayList<>();
    for (List<Future<Got>> kind : kinds) {
      got.add(Got.sum(finished(kind)));
    }
    return got;
  }

  private static List<Got> finished(List<Future<Got>> clients)
      throws IOException, InterruptedException {
    List<Got> got = new ArrayList<>();
    for (Future<Got> client : clients) {
      try {
        got.add(client.get());
      } catch (ExecutionException e) {
        throw new IOException("a client of the crawl failed", e.getCause());
      }
    }
    return got;
  }

  /// Each searcher takes its part of the searches, so that slow answers delay no other search.
  private Got search(Target target, int first, long end) throws IOException {
    List<String> searches = new ArrayList<>();
    Random random = new Random(seed + first);
    for (int i = 0; i < 1_000; i++) {
      String heavy = HEAVY[(first + i) % HEAVY.length];
      searches.add("/all/" + heavy + sample.entries().get(random.nextInt(1_000)).id().charAt(0));
    }
    long pause = TimeUnit.SECONDS.toNanos(1) * SEARCHERS / SEARCHES_PER_SECOND;
    LockSupport.parkNanos(pause / SEARCHERS * first);
    return ask(target, SEARCHER, searches, pause, end);
  }

  /// One request after the other, begun `pause` nanoseconds apart where the answers allow it.
  private static Got ask(Target target, String from, List<String> paths, long pause, long end)
      throws IOException {
    Map<Integer, Integer> statuses = new TreeMap<>();
    LongStream.Builder nanos = LongStream.builder();
    int lost = 0;
    try (Connection connection = target.connect(from)) {
      for (int i = 0; System.nanoTime() < end; i++) {
        long start = System.nanoTime();
        try {
          byte[] request = connection.request(paths.get(i % paths.size()), true);
          int status = connection.exchange(request, OutputStream.nullOutputStream()).status();
          statuses.merge(status, 1, Integer::sum);
          if (status == 200) {
            nanos.add(System.nanoTime() - start);
          }
        } catch (IOException e) {
          lost++;
        }
        LockSupport.parkNanos(Math.min(start + pause, end) - System.nanoTime());
      }
    }
    return new Got(statuses, lost, nanos.build().toArray());
  }

  private List<String> threads() {
    List<String> paths = new ArrayList<>();
    for (List<Sample.Entry> thread : sample.threads().values()) {
      if (thread.size() >= 5 && thread.size() <= 60) {
        paths.add(sample.path(thread.getLast().id(), "T/"));
      }
    }
    Collections.shuffle(paths, new Random(seed));
    return paths;
  }

  /// Messages, threads, mboxes and pages of the newest, as a crawler follows links.
  private List<String> oldPages(Random random) {
    String[] what = {"", "", "T/", "t/", "raw", "t.mbox.gz", "new.html"};
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      Sample.Entry entry = sample.entries().get(random.nextInt(sample.entries().size()));
      String page = what[random.nextInt(what.length)];
      paths.add(
          page.equals("new.html")
              ? "/" + sample.inbox() + "/new.html?t=" + entry.received().replaceAll("[^0-9]", "")
              : sample.path(entry.id(), page));
    }
    return paths;
  }
}
