package org.annals.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Pages of threads longer than the samples have: invented ones, in an inbox of both servers.
final class LongPages {
  private static final String INBOX = "long";
  private static final int[] LENGTHS = {150, 1_000};

  private final Options options;

  LongPages(Options options) {
    this.options = options;
  }

  String measure() throws IOException, InterruptedException {
    Path directory = options.work().resolve("long-pages");
    Ingest.delete(directory);
    Product product = new Product(options.launcher(), directory.resolve("ours"));
    product.makeInbox(INBOX);
    for (int length : LENGTHS) {
      Path mbox = options.work().resolve("long.mbox");
      LongThread.write(mbox, length, options.seed());
      product.run("import", INBOX, mbox.toString());
    }
    try (Served ours = Served.start(product)) {
      if (options.peerUrl().isEmpty()) {
        return duel(ours, Optional.empty());
      }
      Path epoch = product.directory().resolve("inboxes").resolve(INBOX).resolve("git/0.git");
      try (PeerServer peer = PeerServer.start(INBOX, epoch, directory.resolve("peer"))) {
        return duel(ours, Optional.of(peer.target()));
      }
    }
  }

  private String duel(Served ours, Optional<Target> peer)
      throws IOException, InterruptedException {
    return new Duel(ours.target(), peer, options.quick()).over(Arrays.stream(LENGTHS).mapToObj(LongPages::set).toList());
  }

  private static UrlSet set(int length) {
    String path = "/" + INBOX + "/" + LongThread.id(length, 0) + "/T/";
    return new UrlSet("thread of %,d `MID/T/`".formatted(length), UrlSet.Form.THREAD, List.of(path));
  }
}
