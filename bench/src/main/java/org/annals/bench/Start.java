package org.annals.bench;

import java.io.IOException;

/// From the start of the process to the first complete page.
final class Start {
  private static final String PAGE = "/linux-erofs/new.html";

  private Start() {}

  static String measure(Product product, boolean quick) throws IOException {
    int runs = quick ? 2 : 5;
    double[] listening = new double[runs];
    double[] page = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      try (Served served = Served.start(product)) {
        listening[i] = (System.nanoTime() - start) / Numbers.MILLION;
        try (Connection connection = served.target().connect()) {
          Connection.Response response = connection.get(PAGE, true);
          if (response.status() != 200) {
            throw new IOException(PAGE + ": status " + response.status());
          }
        }
        page[i] = (System.nanoTime() - start) / Numbers.MILLION;
      }
      Main.progress("start: first page after %s ms", Numbers.of(page[i]));
    }
    Table table = new Table("from `./annals serve` to", "ms (least–most)");
    table.row("`listening http …`", Numbers.spread(listening));
    table.row("the first complete `new.html`, the process just started", Numbers.spread(page));
    return table.toString();
  }
}
