package org.annals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Mail in: import of one list into a fresh directory, and a rebuild of the index of three.
final class Ingest {
  private static final Pattern ADDED = Pattern.compile("([0-9,]+) added");

  /// What an earlier, longer measurement of the peer gave; `--peer-index` measures it again.
  private static final double PEER_RATE_STATED = 70;

  private final Options options;
  private final Table table =
      new Table(
          "task",
          "messages",
          "wall s (least–most)",
          "CPU s",
          "messages/s",
          "messages/CPU-s",
          "peak RSS",
          "index bytes/message");

  Ingest(Options options) {
    this.options = options;
  }

  /// Measures, and leaves an archive of the three lists in `directory`.
  String measure(Path directory) throws IOException, InterruptedException {
    List<Product.Run> runs = new ArrayList<>();
    double indexBytes = 0;
    for (int i = 0; i < repetitions(options.quick()); i++) {
      delete(directory);
      Product product = new Product(options.launcher(), directory);
      product.makeInbox("linux-erofs");
      Product.Run run =
          product.run("import", "linux-erofs", options.bundle("linux-erofs").toString());
      Main.progress(
          "import: %s s, %s CPU s", Numbers.of(run.seconds()), Numbers.of(run.cpuSeconds()));
      runs.add(run);
      indexBytes = product.indexBytes();
    }
    row("`import linux-erofs`", runs, indexBytes);
    Product product = new Product(options.launcher(), directory);
    addOthers(product);
    List<Product.Run> rebuilds = new ArrayList<>();
    for (int i = 0; i < repetitions(options.quick()); i++) {
      Product.Run run = product.run("index", "--rebuild");
      Main.progress(
          "rebuild: %s s, %s CPU s", Numbers.of(run.seconds()), Numbers.of(run.cpuSeconds()));
      rebuilds.add(run);
    }
    row("`index --rebuild`, three lists", rebuilds, (double) product.indexBytes());
    peerRow();
    return table.toString();
  }

  static int repetitions(boolean quick) {
    return quick ? 1 : 3;
  }

  /// An archive of the three lists, for the other stages.
  void makeArchive(Path directory) throws IOException, InterruptedException {
    delete(directory);
    Product product = new Product(options.launcher(), directory);
    product.makeInbox("linux-erofs");
    product.run("import", "linux-erofs", options.bundle("linux-erofs").toString());
    addOthers(product);
  }

  private void addOthers(Product product) throws IOException, InterruptedException {
    for (String list : Options.LISTS.subList(1, Options.LISTS.size())) {
      product.makeInbox(list);
      product.run("import", list, options.bundle(list).toString());
    }
  }

  private void row(String task, List<Product.Run> runs, double indexBytes) {
    double messages = added(runs.getFirst().output());
    double[] seconds = runs.stream().mapToDouble(Product.Run::seconds).toArray();
    double cpu = Numbers.median(runs.stream().mapToDouble(Product.Run::cpuSeconds).toArray());
    long peak = runs.stream().mapToLong(Product.Run::peakBytes).max().orElse(0);
    table.row(
        task,
        Numbers.of(messages),
        Numbers.spread(seconds),
        Numbers.of(cpu),
        Numbers.of(messages / Numbers.median(seconds)),
        Numbers.of(messages / cpu),
        Numbers.megabytes(peak),
        Numbers.of(indexBytes / messages));
  }

  static double added(String output) {
    Matcher added = ADDED.matcher(output);
    if (!added.find()) {
      throw new IllegalArgumentException("how many were added is not in: " + output);
    }
    return Double.parseDouble(added.group(1).replace(",", ""));
  }

  private void peerRow() throws IOException, InterruptedException {
    Optional<Path> indexed = options.peerDirectory().map(dir -> dir.resolve("linux-erofs"));
    if (options.peerIndex()) {
      Path directory = options.work().resolve("peer-index");
      delete(directory);
      PeerIndex.Run run =
          PeerIndex.measure("linux-erofs", options.bundle("linux-erofs"), directory);
      table.row(
          "peer: `public-inbox-index`",
          Numbers.of(PeerIndex.LINUX_EROFS_MESSAGES),
          Numbers.of(run.seconds()),
          Numbers.of(run.cpuSeconds()),
          Numbers.of(PeerIndex.LINUX_EROFS_MESSAGES / run.seconds()),
          Numbers.of(PeerIndex.LINUX_EROFS_MESSAGES / run.cpuSeconds()),
          "–",
          Numbers.of(PeerIndex.indexBytes(directory) / PeerIndex.LINUX_EROFS_MESSAGES));
      return;
    }
    String bytes = "–";
    if (indexed.isPresent() && Files.isDirectory(indexed.get())) {
      bytes = Numbers.of(PeerIndex.indexBytes(indexed.get()) / PeerIndex.LINUX_EROFS_MESSAGES);
    }
    String rate = "about " + Numbers.of(PEER_RATE_STATED) + ", measured earlier";
    table.row("peer: `public-inbox-index`", "15,168", "–", "–", rate, "–", "–", bytes);
  }

  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
