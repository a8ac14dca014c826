package org.annals.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// How long after its commit a mail is found by a word of it. Commits are made as any program of
/// public-inbox makes them ([Delivery]), in an inbox of their own.
final class Findable {
  private static final String INBOX = "findable";
  private static final long POLL_MILLIS = 2;
  private static final double SECONDS_MAX = 30;

  private final Product product;
  private final int mails;

  Findable(Product product, boolean quick) {
    this.product = product;
    this.mails = quick ? 3 : 30;
  }

  /// Before the server starts; an archive that was given may have the inbox from an earlier run.
  void prepare() throws IOException, InterruptedException {
    if (Files.exists(inbox())) {
      return;
    }
    product.makeInbox(INBOX);
    Path first = product.directory().resolve("findable.eml");
    Files.writeString(first, mail("before"));
    product.run("import", INBOX, first.toString());
    Files.delete(first);
  }

  private Path inbox() {
    return product.directory().resolve("inboxes").resolve(INBOX);
  }

  private static String mail(String word) {
    return """
    From: Writer <writer@bench.example>
    Subject: a mail to be found
    Date: Mon, 5 Jan 2026 08:00:00 +0000
    Message-ID: <findable-%s@bench.example>

    The word is %s.
    """
        .formatted(word, word);
  }

  String measure(Target target) throws IOException, InterruptedException {
    double[] millis = new double[mails];
    try (Connection connection = target.connect()) {
      for (int i = 0; i < mails; i++) {
        String word = "heather" + Long.toString(System.nanoTime(), 36);
        long start = new Delivery(inbox()).commit(mail(word));
        byte[] request = connection.request("/" + INBOX + "/?q=nq:" + word, false);
        while (connection.exchange(request, OutputStream.nullOutputStream()).status() != 200) {
          if ((System.nanoTime() - start) / Numbers.BILLION > SECONDS_MAX) {
            throw new IOException("a mail is not found " + SECONDS_MAX + " s after its commit");
          }
          TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        millis[i] = (System.nanoTime() - start) / Numbers.MILLION;
      }
    }
    Main.progress("findable after %s ms", Numbers.spread(millis));
    return "%d mails, one after the other: found %s ms after the commit, median (least–most).%n"
        .formatted(mails, Numbers.spread(millis));
  }
}
