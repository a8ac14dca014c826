package org.annals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The search engine without the server: programs of `bench/engine`, each run with the product's
/// classes in a process of its own, with the heap that the product has.
final class Engine {
  /// As many as a result page shows.
  private static final int HITS = 200;

  private static final int SLOWEST_SHOWN = 15;

  private static final String[] KINDS = {"terms", "documents", "positions", "values"};

  private final Options options;

  Engine(Options options) {
    this.options = options;
  }

  /// The times of one query, in nanoseconds, and how much it finds.
  private record Timed(Queries.Query query, long total, long[] ascending) {
    double millis(double part) {
      return percentile(ascending, part);
    }
  }

  private static double percentile(long[] ascending, double part) {
    int at = (int) Math.min(ascending.length - 1L, (long) (part * ascending.length));
    return ascending[at] / Numbers.MILLION;
  }

  static String conditions(boolean quick) {
    return "In one thread of a process with `-Xmx512m`: the query parsed, its newest %d hits loaded, all counted; %d runs of each query, in rounds over all of them, after %d that do not count."
        .formatted(HITS, rounds(quick), warmUp(quick));
  }

  private static int rounds(boolean quick) {
    return quick ? 20 : 200;
  }

  private static int warmUp(boolean quick) {
    return quick ? 10 : 100;
  }

  String times(Product product, Queries queries) throws IOException, InterruptedException {
    List<Timed> timed = ask(product, queries, true);
    Table summary = new Table(queries.all().size() + " queries", "p50 ms", "p99 ms", "most ms");
    row(summary, "the first page and the total", timed);
    row(summary, "the first page alone", ask(product, queries, false));
    Table slowest = new Table("the slowest of them", "hits", "p50 ms", "p99 ms", "most ms");
    timed.stream()
        .sorted((a, b) -> Double.compare(b.millis(0.5), a.millis(0.5)))
        .limit(SLOWEST_SHOWN)
        .forEach(t ->
            slowest.row(
                t.query().inbox() + ": `" + t.query().text() + "`",
                Numbers.of((double) t.total()),
                Numbers.of(t.millis(0.5)),
                Numbers.of(t.millis(0.99)),
                Numbers.of(t.millis(1))));
    return summary + "\n" + slowest;
  }

  private static void row(Table table, String what, List<Timed> timed) {
    long[] all = timed.stream().flatMapToLong(t -> LongStream.of(t.ascending())).sorted().toArray();
    table.row(
        what,
        Numbers.of(percentile(all, 0.5)),
        Numbers.of(percentile(all, 0.99)),
        Numbers.of(percentile(all, 1)));
  }

  /// The same queries on a small archive and a large one. A query counts by its median, as what else
  /// the machine does meets both alike.
  String growth(Product small, Product large, Queries queries)
      throws IOException, InterruptedException {
    Table table =
        new Table(
            queries.all().size() + " queries, median of each",
            "p50 ms, small",
            "p50 ms, large",
            "p99 ms, small",
            "p99 ms, large",
            "ratio of p99");
    for (boolean total : new boolean[] {false, true}) {
      long[] before = medians(ask(small, queries, total));
      long[] after = medians(ask(large, queries, total));
      table.row(
          total ? "the first page and the total" : "the first page alone",
          Numbers.of(percentile(before, 0.5)),
          Numbers.of(percentile(after, 0.5)),
          Numbers.of(percentile(before, 0.99)),
          Numbers.of(percentile(after, 0.99)),
          Numbers.of(percentile(after, 0.99) / percentile(before, 0.99)));
    }
    return table.toString();
  }

  private static long[] medians(List<Timed> timed) {
    return timed.stream()
        .mapToLong(t -> t.ascending()[t.ascending().length / 2])
        .sorted()
        .toArray();
  }

  private List<Timed> ask(Product product, Queries queries, boolean total)
      throws IOException, InterruptedException {
    Path file = options.work().resolve("queries");
    Files.write(file, queries.all().stream().map(q -> q.inbox() + " " + q.text()).toList());
    List<String> lines =
        run(
            "SearchTimes.java",
            product.directory().resolve("index"),
            file,
            HITS,
            warmUp(options.quick()),
            rounds(options.quick()),
            total ? "total" : "page");
    List<Timed> timed = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String[] columns = lines.get(i).split("\t", -1);
      long[] nanos = Stream.of(columns[1].split(" ", -1)).mapToLong(Long::parseLong).toArray();
      Arrays.sort(nanos);
      timed.add(new Timed(queries.all().get(i), Long.parseLong(columns[0]), nanos));
    }
    return timed;
  }

  /// The bytes of each field on disk, the largest first.
  String sizes(Product product) throws IOException, InterruptedException {
    Path apart = options.work().resolve("fields-apart");
    Ingest.delete(apart);
    Files.createDirectories(apart);
    List<String> lines = run("FieldSizes.java", product.directory().resolve("index"), apart);
    Ingest.delete(apart);
    double documents = Double.parseDouble(lines.getFirst());
    Table table = new Table("field", "bytes/message", KINDS[0], KINDS[1], KINDS[2], KINDS[3]);
    List<String[]> rows =
        new ArrayList<>(lines.stream().skip(1).map(l -> l.split("\t", -1)).toList());
    rows.sort((a, b) -> Long.compare(sum(b), sum(a)));
    long all = 0;
    for (String[] row : rows) {
      all += sum(row);
      table.row(
          row[0].equals("norms") || row[0].equals("stored") ? row[0] : "`" + row[0] + "`",
          Numbers.of(sum(row) / documents),
          part(row[1], documents),
          part(row[2], documents),
          part(row[3], documents),
          part(row[4], documents));
    }
    table.row("all", Numbers.of(all / documents), "", "", "", "");
    return table.toString();
  }

  private static long sum(String[] row) {
    return Stream.of(row).skip(1).mapToLong(Long::parseLong).sum();
  }

  private static String part(String bytes, double documents) {
    return bytes.equals("0") ? "" : Numbers.of(Long.parseLong(bytes) / documents);
  }

  private List<String> run(String program, Object... arguments)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                options.engine().resolve(program).toString()));
    Stream.of(arguments).map(String::valueOf).forEach(line::add);
    Path output = Files.createTempFile("annals-bench-", ".out");
    Path errors = options.work().resolve("engine.stderr");
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    int code = process.waitFor();
    List<String> lines = Files.readAllLines(output);
    Files.delete(output);
    if (code != 0) {
      throw new IOException(program + ": exit code " + code + ", see " + errors);
    }
    return lines;
  }

  /// Beside the launcher: a source tree, or an installed copy.
  private String classPath() {
    Path home = options.launcher().toAbsolutePath().getParent();
    Path built = home.resolve("target/annals.jar");
    return Files.exists(built)
        ? built.toString()
        : home.resolveSibling("lib").resolve("*").toString();
  }
}
