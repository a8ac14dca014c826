package org.annals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The three lists multiplied to about a million messages: how they get in. Making them takes long,
/// so the bundles and the archive stay, with what was measured, for later runs of this stage.
final class Million {
  private static final int MESSAGES = 1_000_000;
  private static final int MESSAGES_QUICK = 100_000;
  private static final double SAMPLE_MESSAGES = 30_682;
  private static final String MEASURED = "mail-in.md";

  private final Options options;
  private final Path directory;

  Million(Options options) {
    this.options = options;
    this.directory = options.work().resolve(options.quick() ? "multiplied-quick" : "million");
  }

  private static int versions(boolean quick) {
    return (int) Math.ceil((quick ? MESSAGES_QUICK : MESSAGES) / SAMPLE_MESSAGES);
  }

  static String conditions(boolean quick) {
    return "Each message of the three lists in %d versions, see below; whole processes with `-Xmx512m`."
        .formatted(versions(quick));
  }

  Product product() {
    return new Product(options.launcher(), directory.resolve("archive"));
  }

  /// Makes the archive if it is not there; the table of how that went.
  String mailIn() throws IOException, InterruptedException {
    Path measured = directory.resolve(MEASURED);
    if (!Files.exists(measured)) {
      Files.createDirectories(directory);
      Ingest.delete(directory.resolve("archive"));
      Files.writeString(measured, make());
    }
    return Files.readString(measured);
  }

  /// The mixed queries here and in the archive of the three lists as they are.
  String searches(Product small) throws IOException, InterruptedException {
    Sample sample = Sample.read(small, "linux-erofs", options.work().resolve("messages.json"));
    return new Engine(options).growth(small, product(), Queries.read(sample, options.seed()));
  }

  private String make() throws IOException, InterruptedException {
    Table table =
        new Table(
            "task", "messages", "wall s", "CPU s", "messages/s", "messages/CPU-s", "peak RSS");
    Product product = product();
    long messages = 0;
    for (String list : Options.LISTS) {
      Path bundle = directory.resolve(list + ".bundle");
      if (!Files.exists(bundle)) {
        Multiplied.write(options.bundle(list), directory, bundle, versions(options.quick()));
      }
      product.makeInbox(list);
      Main.progress("importing %s", bundle);
      Product.Run run = product.run("import", list, bundle.toString());
      double added = Ingest.added(run.output());
      messages += (long) added;
      table.row(
          "`import " + list + "`",
          Numbers.of(added),
          Numbers.of(run.seconds()),
          Numbers.of(run.cpuSeconds()),
          Numbers.of(added / run.seconds()),
          Numbers.of(added / run.cpuSeconds()),
          Numbers.megabytes(run.peakBytes()));
    }
    return table
        + "\nThe index has %s bytes a message, the archive %s in all.%n"
            .formatted(
                Numbers.of((double) product.indexBytes() / messages),
                Numbers.megabytes(Product.bytesBelow(product.directory())));
  }
}
