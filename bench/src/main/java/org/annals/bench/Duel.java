package org.annals.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Requests a second of both servers, in short slices that alternate, so that what else the machine
/// does meets both alike. Each pair of slices gives one ratio; their median counts.
final class Duel {
  private static final int CONNECTIONS = 8;

  private final Target ours;
  private final Optional<Target> peer;
  private final boolean quick;
  private double generatorMillis;
  private int requests;
  private final Table speed =
      new Table(
          "page",
          "gzip",
          "Annals req/s",
          "peer req/s",
          "ratio (least–most)",
          "Annals p50 / p99 ms",
          "peer p50 / p99 ms",
          "errors");
  private final Table cost =
      new Table(
          "page",
          "gzip",
          "Annals CPU ms/req",
          "peer CPU ms/req",
          "ratio",
          "Annals kB/req",
          "peer kB/req");

  Duel(Target ours, Optional<Target> peer, boolean quick) {
    this.ours = ours;
    this.peer = peer;
    this.quick = quick;
  }

  /// The tables over all sets of URLs, as Markdown.
  String over(List<UrlSet> sets) throws IOException, InterruptedException {
    for (UrlSet set : sets) {
      slice(ours, set, true, compiling(quick) / sets.size() / 2);
      slice(ours, set, false, compiling(quick) / sets.size() / 2);
    }
    Main.progress("pages: warmed up");
    for (UrlSet set : sets) {
      row(set, false);
      if (!set.oneEncoding()) {
        row(set, true);
      }
    }
    return speed + "\n" + cost + "\n" + generator();
  }

  private String generator() {
    return "The load generator, on the same cores, took %s ms of CPU a request.%n"
        .formatted(Numbers.of(generatorMillis / requests));
  }

  static String conditions(boolean quick) {
    return "%d connections, kept alive; %s s over all pages first, so that the JVM has compiled; then %d rounds of %s s each and row, the servers in turn."
        .formatted(
            CONNECTIONS,
            Numbers.of(compiling(quick)),
            rounds(quick),
            Numbers.of(sliceSeconds(quick)));
  }

  private static double compiling(boolean quick) {
    return quick ? 6 : 24;
  }

  private static int rounds(boolean quick) {
    return quick ? 2 : 3;
  }

  private static double sliceSeconds(boolean quick) {
    return quick ? 0.7 : 2.5;
  }

  private static double warmUp(boolean quick) {
    return quick ? 0.3 : 1;
  }

  private void row(UrlSet set, boolean gzip) throws IOException, InterruptedException {
    // The peer's pages bear no validator.
    boolean both = peer.isPresent() && !set.known();
    slice(ours, set, gzip, warmUp(quick));
    if (both) {
      slice(peer.get(), set, gzip, warmUp(quick));
    }
    List<Slice> mine = new ArrayList<>();
    List<Slice> theirs = new ArrayList<>();
    for (int round = 0; round < rounds(quick); round++) {
      boolean first = round % 2 == 0;
      if (first) {
        mine.add(slice(ours, set, gzip, sliceSeconds(quick)));
      }
      if (both) {
        theirs.add(slice(peer.get(), set, gzip, sliceSeconds(quick)));
      }
      if (!first) {
        mine.add(slice(ours, set, gzip, sliceSeconds(quick)));
      }
    }
    print(set, gzip, mine, theirs);
  }

  private Slice slice(Target target, UrlSet set, boolean gzip, double seconds)
      throws IOException, InterruptedException {
    long before = ProcFs.cpuMillis(ProcessHandle.current().pid());
    Slice slice = Slice.run(target, set, gzip, CONNECTIONS, seconds);
    generatorMillis += ProcFs.cpuMillis(ProcessHandle.current().pid()) - before;
    requests += slice.nanos().length;
    return slice;
  }

  private void print(UrlSet set, boolean gzip, List<Slice> mine, List<Slice> theirs) {
    Slice we = Slice.joined(mine);
    Slice they = Slice.joined(theirs);
    double[] ratios = new double[theirs.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = mine.get(i).rate() / theirs.get(i).rate();
    }
    String ratio = ratios.length == 0 ? "–" : Numbers.spread(ratios);
    String zipped = set.known() ? "–" : set.oneEncoding() ? "file" : gzip ? "yes" : "no";
    speed.row(
        set.label(),
        zipped,
        Numbers.of(we.rate()),
        Numbers.of(they.rate()),
        ratio,
        times(we),
        times(they),
        we.errors() + " / " + they.errors());
    cost.row(
        set.label(),
        zipped,
        Numbers.of(we.cpuMillisEach()),
        Numbers.of(they.cpuMillisEach()),
        Numbers.of(they.cpuMillisEach() / we.cpuMillisEach()),
        Numbers.of(we.kilobytesEach()),
        Numbers.of(they.kilobytesEach()));
    Main.progress(
        "%s gzip=%s: %s req/s, peer %s, ratio %s",
        set.label(), zipped, Numbers.of(we.rate()), Numbers.of(they.rate()), ratio);
  }

  private static String times(Slice slice) {
    return Numbers.of(slice.percentileMillis(0.5))
        + " / "
        + Numbers.of(slice.percentileMillis(0.99));
  }
}
