package org.annals.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Paths of one kind, asked for in rotation; if `known`, as by a client that has the pages already
/// and wants to hear 304. Thread-safe.
record UrlSet(String label, Form form, boolean known, List<String> paths, AtomicInteger asked) {
  /// What is compared between two servers, and whether compression is up to the client.
  enum Form {
    MESSAGE,
    THREAD,
    NEWEST,
    TOPICS,
    RAW,
    MBOX,
    /// hits of a search
    FOUND
  }

  private static final int MESSAGES = 500;
  private static final int WINDOWS = 100;
  private static final int THREADS = 60;

  UrlSet(String label, Form form, List<String> paths) {
    this(label, form, false, List.copyOf(paths), new AtomicInteger());
  }

  private UrlSet askedAgain() {
    return new UrlSet(label + ", 304", form, true, paths, new AtomicInteger());
  }

  int status() {
    return known ? 304 : 200;
  }

  /// Whether the answer is the same whatever encodings the client takes.
  boolean oneEncoding() {
    return known || form == Form.MBOX;
  }

  int next() {
    return Math.floorMod(asked.getAndIncrement(), paths.size());
  }

  /// What the benchmark asks for, drawn by seed.
  static List<UrlSet> draw(Sample sample, long seed) {
    Random random = new Random(seed);
    List<Sample.Entry> shuffled = new ArrayList<>(sample.entries());
    Collections.shuffle(shuffled, random);
    List<Sample.Entry> some = shuffled.subList(0, Math.min(MESSAGES, shuffled.size()));
    List<String> messages = some.stream().map(e -> sample.path(e.id(), "")).toList();
    List<String> raws = some.stream().map(e -> sample.path(e.id(), "raw")).toList();
    List<String> windows =
        some.stream()
            .limit(WINDOWS)
            .map(e -> "/" + sample.inbox() + "/new.html?t=" + e.received().replaceAll("[^0-9]", ""))
            .toList();
    List<UrlSet> sets = new ArrayList<>();
    sets.add(new UrlSet("message `MID/`", Form.MESSAGE, messages));
    sets.add(threads(sample, 5, 5, "T/", Form.THREAD, random));
    sets.add(threads(sample, 40, 60, "T/", Form.THREAD, random));
    sets.add(threads(sample, 85, 125, "T/", Form.THREAD, random));
    sets.add(new UrlSet("`new.html`", Form.NEWEST, List.of("/" + sample.inbox() + "/new.html")));
    sets.add(new UrlSet("`new.html?t=`, older", Form.NEWEST, windows));
    sets.add(new UrlSet("inbox `/{inbox}/`", Form.TOPICS, List.of("/" + sample.inbox() + "/")));
    sets.add(new UrlSet("`MID/raw`", Form.RAW, raws));
    sets.add(threads(sample, 40, 60, "t.mbox.gz", Form.MBOX, random));
    sets.add(sets.getFirst().askedAgain());
    return sets;
  }

  private static UrlSet threads(
      Sample sample, int least, int most, String what, Form form, Random random) {
    List<List<Sample.Entry>> threads = new ArrayList<>();
    for (Map.Entry<String, List<Sample.Entry>> thread : sample.threads().entrySet()) {
      if (thread.getValue().size() >= least && thread.getValue().size() <= most) {
        threads.add(thread.getValue());
      }
    }
    Collections.shuffle(threads, random);
    List<List<Sample.Entry>> drawn = threads.subList(0, Math.min(THREADS, threads.size()));
    double mean = drawn.stream().mapToInt(List::size).average().orElse(0);
    String label = "thread of " + Math.round(mean) + " `MID/" + what + "`";
    return new UrlSet(
        label, form, drawn.stream().map(t -> sample.path(t.getLast().id(), what)).toList());
  }
}
