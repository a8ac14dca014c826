package org.annals.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Searches meant to do harm, one kind after the other, and what a reader of message pages notices.
final class Hostile {
  private static final String ATTACKER = "127.0.0.5";
  private static final String READER = "127.0.0.6";
  private static final int TIMES = 10;
  private static final int TIMES_QUICK = 2;

  private static final String[] COMMON =
      "the to of and is in it for that this on be not we if as with patch by are".split(" ", -1);

  private final List<String> pages;
  private final int times;

  Hostile(Sample sample, boolean quick) {
    this.pages = sample.entries().stream().limit(500).map(e -> sample.path(e.id(), "")).toList();
    this.times = quick ? TIMES_QUICK : TIMES;
  }

  static String conditions(boolean quick) {
    return "Each %d times in turn on a warm server, beside a reader of message pages from another address."
        .formatted(quick ? TIMES_QUICK : TIMES);
  }

  /// Most are as large as the limits of the language and of a request allow.
  private static Map<String, String> queries() {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put("10,000 words with `OR`", words(10_000, " OR ", "w"));
    queries.put("360 words with `OR`, as many as may be", words(360, " OR ", "e"));
    queries.put("360 common words", common(360, " "));
    queries.put("900 common words with `OR` in one field", "nq:(" + common(900, " OR ") + ")");
    queries.put("`a*`", "a*");
    queries.put("each letter with `*`, in one field", letters("nq:%c*", " OR "));
    queries.put("`a/b*`, five such", "a/b* OR c/d* OR e/f* OR s/t* OR the/p*");
    queries.put("1,200 parentheses", "(".repeat(1_200) + "a" + ")".repeat(1_200));
    queries.put("groups, 50 deep", "(a OR ".repeat(50) + "b" + ")".repeat(50));
    queries.put("300 common words with `NEAR/1000`", "nq:(" + common(300, " NEAR/1000 ") + ")");
    queries.put("100 common words with `ADJ/1000`", "nq:(" + common(100, " ADJ/1000 ") + ")");
    queries.put("a phrase of 1,500 common words", "\"" + common(1_500, " ") + "\"");
    queries.put("300 common words with `XOR`", "nq:(" + common(300, " XOR ") + ")");
    queries.put("`thread:{…}` of everything, ten times", times(10, "thread:{z:%d..}", " "));
    queries.put("`thread:{…}`, 30 in each other", "thread:{".repeat(30) + "e" + "}".repeat(30));
    queries.put("500 ranges with `OR`", times(500, "z:%d..", " OR "));
    queries.put("like an expression", "/(a+)+$|[^x]{1,99}.*?(.*)*\\1/ \\\\(((*?:+--\"\" .*.*.*");
    return queries;
  }

  private static String letters(String form, String between) {
    return IntStream.rangeClosed('a', 'z')
        .mapToObj(c -> form.formatted((char) c))
        .collect(Collectors.joining(between));
  }

  private static String times(int count, String form, String between) {
    return IntStream.range(0, count).mapToObj(form::formatted).collect(Collectors.joining(between));
  }

  private static String words(int count, String between, String begin) {
    return IntStream.range(0, count).mapToObj(i -> begin + i).collect(Collectors.joining(between));
  }

  private static String common(int count, String between) {
    return IntStream.range(0, count)
        .mapToObj(i -> COMMON[i % COMMON.length])
        .collect(Collectors.joining(between));
  }

  String measure(Target target) throws IOException, InterruptedException {
    Table table =
        new Table("search", "answers", "p50 ms", "most ms", "reader p99 ms", "reader most ms");
    read(target, new AtomicBoolean(true), 2 * pages.size()); // warm
    for (Map.Entry<String, String> query : queries().entrySet()) {
      AtomicBoolean going = new AtomicBoolean(true);
      try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
        Future<long[]> reader = threads.submit(() -> read(target, going, Integer.MAX_VALUE));
        Map<Integer, Integer> statuses = new TreeMap<>();
        long[] nanos = attack(target, query.getValue(), statuses);
        going.set(false);
        long[] reads = reader.get();
        table.row(
            query.getKey(),
            statuses.keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")),
            millis(nanos, 0.5),
            millis(nanos, 1),
            millis(reads, 0.99),
            millis(reads, 1));
        Main.progress("hostile: %s: %s, most %s ms", query.getKey(), statuses, millis(nanos, 1));
      } catch (ExecutionException e) {
        throw new IOException("the reader beside a hostile search failed", e.getCause());
      }
    }
    return table.toString();
  }

  private long[] attack(Target target, String query, Map<Integer, Integer> statuses)
      throws IOException {
    long[] nanos = new long[times];
    String path = "/linux-erofs/?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    for (int i = 0; i < times; i++) {
      try (Connection connection = target.connect(ATTACKER)) {
        long start = System.nanoTime();
        byte[] request = connection.request(path, true);
        int status = connection.exchange(request, OutputStream.nullOutputStream()).status();
        nanos[i] = System.nanoTime() - start;
        statuses.merge(status, 1, Integer::sum);
      }
    }
    return nanos;
  }

  private long[] read(Target target, AtomicBoolean going, int most) throws IOException {
    LongStream.Builder nanos = LongStream.builder();
    try (Connection connection = target.connect(READER)) {
      for (int i = 0; going.get() && i < most; i++) {
        long start = System.nanoTime();
        byte[] request = connection.request(pages.get(i % pages.size()), true);
        if (connection.exchange(request, OutputStream.nullOutputStream()).status() != 200) {
          throw new IOException(pages.get(i % pages.size()) + ": not 200");
        }
        nanos.add(System.nanoTime() - start);
      }
    }
    return nanos.build().toArray();
  }

  private static String millis(long[] nanos, double part) {
    long[] sorted = LongStream.of(nanos).sorted().toArray();
    return sorted.length == 0
        ? "–"
        : Numbers.of(
            sorted[(int) Math.min(sorted.length - 1L, (long) (part * sorted.length))]
                / Numbers.MILLION);
  }
}
