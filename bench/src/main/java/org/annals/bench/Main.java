package org.annals.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Runs the stages in order and prints what they measured, as Markdown. Progress goes to standard
/// error. Started by `bench/run`, which finds everything.
public final class Main {
  private static final int AGREE_URLS = 100;
  private static final int AGREE_URLS_QUICK = 20;
  private static final int FAILED = 1;

  private final Options options;
  private final StringBuilder tables = new StringBuilder();

  private Main(Options options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws InterruptedException {
    try {
      Options options = Options.parse(List.of(arguments));
      Main main = new Main(options);
      main.run();
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      out.print(main.tables);
      if (options.write()) {
        Document.write(options.document(), main.tables.toString(), options.whole());
      }
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  static void progress(String format, Object... values) {
    System.err.println("bench: " + String.format(Locale.ROOT, format, values));
  }

  private void run() throws IOException, InterruptedException {
    Files.createDirectories(options.work());
    Optional<Target> peer = Target.peer(options);
    head(peer);
    Product product = new Product(options.launcher(), archive());
    if (options.runs(Options.Stage.START)) {
      section("Start", "On the archive of three lists; files in the page cache, JVM cold.");
      tables.append(Start.measure(product, options.quick()));
    }
    if (options.runs(Options.Stage.HTTP)
        || options.runs(Options.Stage.AGREE)
        || options.runs(Options.Stage.CRAWL)) {
      pages(product, peer);
    }
    if (options.runs(Options.Stage.LONG)) {
      section("Long threads", "Invented ones. " + Duel.conditions(options.quick()));
      tables.append(new LongPages(options).measure());
    }
    if (options.runs(Options.Stage.UNKEPT) && options.archive().isEmpty()) {
      unkept(product, peer);
    }
    if (options.runs(Options.Stage.MEMORY)) {
      section("Memory", "A thread of 1,000 invented mails on one page, default heap (512 MB).");
      tables.append(new Memory(options).measure());
    }
    if (options.runs(Options.Stage.SEARCH)) {
      new Searches(options, product, peer).measure(this::section);
    }
    if (options.runs(Options.Stage.READERS)) {
      try (Served served = Served.start(product, Readers.SERVICES.toArray(String[]::new))) {
        section("Readers", Readers.conditions(options.quick()));
        tables.append(new Readers(served, options).measure());
      }
    }
    if (options.runs(Options.Stage.IDLE)) {
      section("Idle connections", Idle.conditions(options.quick()));
      tables.append(new Idle(options).measure());
    }
    if (options.runs(Options.Stage.MILLION)) {
      Million million = new Million(options);
      section("A million messages", Million.conditions(options.quick()));
      tables.append(million.mailIn());
      tables.append('\n').append(million.searches(product));
    }
    progress("load average at the end %.1f", ProcFs.load());
  }

  private void head(Optional<Target> peer) throws IOException {
    tables.append("Command: `").append(shownCommand()).append("`, on ");
    tables.append(today()).append(".\n");
    tables.append("Machine: ").append(Machine.describe()).append("; load average before: ");
    tables.append(Numbers.of(ProcFs.load())).append(".\n");
    tables.append("Data: the epochs of linux-erofs, linux-unionfs and live-patching. Peer: ");
    tables.append(
        peer.isPresent()
            ? "public-inbox, one worker process, as `reference-up` starts it"
            : "none");
    tables.append(".\n");
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /// Paths say nothing to others.
  private String shownCommand() {
    return options.commandLine().replaceAll("(--(?:peer-dir|annals|archive)) \\S+", "$1 …");
  }

  private void section(String title, String conditions) throws IOException {
    tables.append("\n### ").append(title).append("\n\n").append(conditions);
    if (!options.whole()) {
      tables.append(" Of `").append(shownCommand()).append("`, on ").append(today());
      tables.append(", load average ").append(Numbers.of(ProcFs.load())).append('.');
    }
    tables.append("\n\n");
  }

  private void section(String title, String conditions, String made) throws IOException {
    section(title, conditions);
    tables.append(made);
  }

  private Path archive() throws IOException, InterruptedException {
    if (options.archive().isPresent()) {
      return options.archive().get();
    }
    Path directory = options.work().resolve("archive");
    Ingest ingest = new Ingest(options);
    if (options.runs(Options.Stage.INGEST)) {
      section(
          "Mail in",
          "Whole processes with `-Xmx512m`, each import into a fresh directory; median of %d."
              .formatted(Ingest.repetitions(options.quick())));
      tables.append(ingest.measure(directory));
    } else {
      ingest.makeArchive(directory);
    }
    return directory;
  }

  /// With every part of a page made for each answer.
  private void unkept(Product product, Optional<Target> peer)
      throws IOException, InterruptedException {
    section(
        "Pages, nothing kept",
        "With `annals.fragmentMegabytes = 0`: every message read, rendered and compressed for each answer. "
            + Duel.conditions(options.quick()));
    product.configure("annals.fragmentMegabytes", "0");
    try (Served served = Served.start(product)) {
      Sample sample = Sample.read(product, "linux-erofs", options.work().resolve("messages.json"));
      List<UrlSet> sets =
          UrlSet.draw(sample, options.seed()).stream().filter(set -> !set.known()).toList();
      tables.append(new Duel(served.target(), peer, options.quick()).over(sets));
    } finally {
      product.configure("annals.fragmentMegabytes", "64");
    }
  }

  private void pages(Product product, Optional<Target> peer)
      throws IOException, InterruptedException {
    Sample sample = Sample.read(product, "linux-erofs", options.work().resolve("messages.json"));
    List<UrlSet> sets = UrlSet.draw(sample, options.seed());
    try (Served served = Served.start(product)) {
      if (options.runs(Options.Stage.HTTP)) {
        section("Pages", Duel.conditions(options.quick()));
        tables.append(new Duel(served.target(), peer, options.quick()).over(sets));
      }
      if (options.runs(Options.Stage.AGREE) && peer.isPresent()) {
        section(
            "The same messages", "Each URL asked of both servers, and what they show compared.");
        int urls = options.quick() ? AGREE_URLS_QUICK : AGREE_URLS;
        tables.append(new Agreement(sample, urls).of(served.target(), peer.get(), sets));
      }
      if (options.runs(Options.Stage.CRAWL)) {
        section("Under a crawl", Crawl.conditions(options.quick()));
        tables.append(new Crawl(sample, options.quick(), options.seed()).measure(served.target()));
      }
    }
  }
}
