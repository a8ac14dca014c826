package org.annals.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The stage `search`: the engine alone, result pages beside the peer, hostile queries, new mail.
final class Searches {
  private final Options options;
  private final Product product;
  private final Optional<Target> peer;

  Searches(Options options, Product product, Optional<Target> peer) {
    this.options = options;
    this.product = product;
    this.peer = peer;
  }

  /// Takes sections with their tables as they come.
  interface Sections {
    void add(String title, String conditions, String tables) throws IOException;
  }

  void measure(Sections sections) throws IOException, InterruptedException {
    boolean quick = options.quick();
    Sample sample = Sample.read(product, "linux-erofs", options.work().resolve("messages.json"));
    Queries queries = Queries.read(sample, options.seed());
    Engine engine = new Engine(options);
    sections.add("Searches, the engine", Engine.conditions(quick), engine.times(product, queries));
    sections.add(
        "The index by field",
        "Of three lists, written once more as one segment with files for each field.",
        engine.sizes(product));
    Findable findable = new Findable(product, quick);
    findable.prepare();
    try (Served served = Served.start(product)) {
      pages(served.target(), sample, queries, sections);
      sections.add(
          "Hostile searches",
          Hostile.conditions(quick),
          new Hostile(sample, quick).measure(served.target()));
      sections.add("New mail", "On the served archive.", findable.measure(served.target()));
    }
  }

  /// Of the queries those that both servers answer with a page.
  private void pages(Target ours, Sample sample, Queries queries, Sections sections)
      throws IOException, InterruptedException {
    List<String> paths = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Queries.Query query : queries.all()) {
      if (query.inOneInbox()) {
        boolean both = answers(ours, query) && (peer.isEmpty() || answers(peer.get(), query));
        (both ? paths : others).add(query.path());
      }
    }
    List<UrlSet> sets =
        List.of(new UrlSet(paths.size() + " searches `?q=`", UrlSet.Form.FOUND, paths));
    String tables = new Duel(ours, peer, options.quick()).over(sets);
    if (peer.isPresent()) {
      tables +=
          "\nThe peer refuses, or finds nothing for, %d of the queries for one inbox.\n\n"
                  .formatted(others.size())
              + new Agreement(sample, paths.size()).of(ours, peer.get(), sets);
    }
    sections.add(
        "Searches, the pages",
        "Pages of at most 200 hits, those queries that both servers answer. "
            + Duel.conditions(options.quick()),
        tables);
  }

  private static boolean answers(Target target, Queries.Query query) throws IOException {
    try (Connection connection = target.connect()) {
      byte[] request = connection.request(query.path(), true);
      return connection.exchange(request, OutputStream.nullOutputStream()).status() == 200;
    }
  }
}
