package org.annals.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What the server holds on to after long pages: a thread of 1,000 mails, again and again.
final class Memory {
  private static final int MESSAGES = 1_000;
  private static final int CLIENTS = 4;
  private static final int WARM_UP = 40;
  private static final int PAGES = 200;

  private final Options options;
  private final Table table =
      new Table("moment", "live heap after a collection", "heap taken", "RSS", "of it anonymous");

  Memory(Options options) {
    this.options = options;
  }

  String measure() throws IOException, InterruptedException {
    Path directory = options.work().resolve("long-thread");
    Ingest.delete(directory);
    Product product = new Product(options.launcher(), directory);
    product.makeInbox("long");
    Path mbox = options.work().resolve("long.mbox");
    LongThread.write(mbox, MESSAGES, options.seed());
    product.run("import", "long", mbox.toString());
    try (Served served = Served.start(product)) {
      return serve(served.target());
    }
  }

  private String serve(Target target) throws IOException, InterruptedException {
    String path = "/long/" + LongThread.id(MESSAGES, 0) + "/T/";
    int shown;
    long bytes;
    try (Connection connection = target.connect()) {
      String page = connection.get(path, false).text();
      shown = PageIds.shown(page).size();
      bytes = page.length();
    }
    moment("after the first page", target.pid());
    get(target, path, options.quick() ? WARM_UP / 4 : WARM_UP);
    final long before = moment("after " + WARM_UP + " more", target.pid());
    get(target, path, options.quick() ? PAGES / 4 : PAGES);
    long after = moment("after " + PAGES + " more", target.pid());
    String peak = Numbers.megabytes(ProcFs.memory(target.pid(), "VmHWM"));
    Main.progress("memory: live heap %+d kB", (after - before) >> 10);
    return table
        + "\nThe page shows %,d of %,d messages in %s. Over the last %d pages the live heap changed by %+d kB; the highest RSS was %s.%n"
            .formatted(
                shown,
                MESSAGES,
                Numbers.megabytes(bytes),
                options.quick() ? PAGES / 4 : PAGES,
                (after - before) >> 10,
                peak);
  }

  /// Half of the answers zipped, as `clients` at a time ask for them.
  private static void get(Target target, String path, int pages)
      throws IOException, InterruptedException {
    UrlSet urls = new UrlSet("", UrlSet.Form.THREAD, List.of(path));
    for (int done = 0; done < pages; ) {
      Slice slice = Slice.run(target, urls, done % 2 == 0, CLIENTS, 0.5);
      if (slice.errors() > 0) {
        throw new IOException(path + ": " + slice.errors() + " errors");
      }
      done += slice.nanos().length;
    }
  }

  private long moment(String name, long pid) throws IOException, InterruptedException {
    Footprint now = Footprint.of(pid);
    table.row(
        name,
        Numbers.megabytes(now.live()),
        Numbers.megabytes(now.heap()),
        Numbers.megabytes(now.resident()),
        Numbers.megabytes(now.anonymous()));
    return now.live();
  }
}
