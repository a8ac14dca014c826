package org.annals.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What connections cost that say nothing: half of them newsreaders in a group, half mail programs
/// that wait by IDLE; and how soon those hear of a mail.
final class Idle {
  private static final String INBOX = "idle";
  private static final String GROUP = "bench.idle";
  private static final long PATIENCE_MILLIS = 60_000;

  /// Who listens would have to raise these, too.
  private static final String CONNECTIONS_ALLOWED = "20000";

  private final Options options;
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(4 << 10);

  Idle(Options options) {
    this.options = options;
  }

  static String conditions(boolean quick) {
    return "%,d connections to one `annals serve`, half by NNTP with a group selected, half by IMAP in IDLE. Then one mail is committed, as public-inbox does it."
        .formatted(connections(quick));
  }

  private static int connections(boolean quick) {
    return quick ? 1_000 : 10_000;
  }

  String measure() throws IOException, InterruptedException {
    Path directory = options.work().resolve("idle");
    Ingest.delete(directory);
    Product product = new Product(options.launcher(), directory);
    product.makeInbox(INBOX);
    product.configure("publicinbox." + INBOX + ".newsgroup", GROUP);
    product.configure("annals.nntp.connections", CONNECTIONS_ALLOWED);
    product.configure("annals.imap.connections", CONNECTIONS_ALLOWED);
    Path first = directory.resolve("first.eml");
    Files.writeString(first, mail("first"));
    product.run("import", INBOX, first.toString());
    try (Served served = Served.start(product, "nntp", "imap")) {
      return serve(served, directory.resolve("inboxes").resolve(INBOX));
    } finally {
      closeAll();
    }
  }

  private static String mail(String word) {
    return """
    From: Writer <writer@bench.example>
    Subject: a mail to be heard of
    Date: Mon, 5 Jan 2026 08:00:00 +0000
    Message-ID: <idle-%s@bench.example>

    Here I am.
    """
        .formatted(word);
  }

  private String serve(Served served, Path inbox) throws IOException, InterruptedException {
    int half = connections(options.quick()) / 2;
    open(served, half / 10); // loads what a session needs
    closeAll();
    long pid = served.target().pid();
    final Footprint before = Footprint.of(pid);
    long start = System.nanoTime();
    open(served, half);
    double opening = (System.nanoTime() - start) / Numbers.BILLION;
    Footprint after = Footprint.of(pid);
    Main.progress("idle: %d connections in %s s", 2 * half, Numbers.of(opening));
    double[] seconds = hear(inbox, half);
    Footprint heard = Footprint.of(pid);
    Table table =
        new Table("moment", "live heap after a collection", "heap taken", "RSS", "of it anonymous");
    row(table, "before", before);
    row(table, "all connected", after);
    row(table, "all heard of a mail", heard);
    Main.progress(
        "idle: %s more, all heard after %s s",
        Numbers.megabytes(after.resident() - before.resident()), Numbers.of(Numbers.max(seconds)));
    return table
        + "\nThe connections took %s more resident memory, %s of it live heap, %s kB each; to open them took %s s. The %,d in IDLE heard of the mail %s s after its commit: median (first–last).%n"
            .formatted(
                Numbers.megabytes(after.resident() - before.resident()),
                Numbers.megabytes(after.live() - before.live()),
                Numbers.of((after.resident() - before.resident()) / 1024.0 / (2 * half)),
                Numbers.of(opening),
                half,
                Numbers.spread(seconds));
  }

  private static void row(Table table, String moment, Footprint now) {
    table.row(
        moment,
        Numbers.megabytes(now.live()),
        Numbers.megabytes(now.heap()),
        Numbers.megabytes(now.resident()),
        Numbers.megabytes(now.anonymous()));
  }

  /// So many of each protocol, those of IMAP first.
  private void open(Served served, int each) throws IOException {
    for (int i = 0; i < each; i++) {
      SocketChannel imap = connect(served.at("imap"), "* OK");
      say(imap, "a LOGIN anonymous anonymous\r\n", "a OK");
      say(imap, "b EXAMINE " + GROUP + ".0\r\n", "b OK");
      say(imap, "c IDLE\r\n", "+ ");
    }
    for (int i = 0; i < each; i++) {
      SocketChannel nntp = connect(served.at("nntp"), "201 ");
      say(nntp, "GROUP " + GROUP + "\r\n", "211 ");
    }
  }

  private SocketChannel connect(InetSocketAddress to, String greeting) throws IOException {
    SocketChannel channel;
    try {
      channel = SocketChannel.open(to);
    } catch (IOException e) {
      throw new IOException(
          "connection " + (channels.size() + 1) + ": " + e.getMessage() + "; see ulimit -n", e);
    }
    channels.add(channel);
    await(channel, greeting);
    return channel;
  }

  private void say(SocketChannel channel, String command, String answer) throws IOException {
    channel.write(ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
    await(channel, answer);
  }

  /// Reads until a line came that begins so.
  private void await(SocketChannel channel, String answer) throws IOException {
    String said = "\n";
    while (!said.contains("\n" + answer)) {
      said += read(channel);
    }
  }

  private String read(SocketChannel channel) throws IOException {
    buffer.clear();
    if (channel.read(buffer) < 0) {
      throw new EOFException("the server closed a connection that waits");
    }
    return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
  }

  /// How long after a commit each that waits heard of it, in seconds.
  private double[] hear(Path inbox, int waiting) throws IOException, InterruptedException {
    double[] seconds = new double[waiting];
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < waiting; i++) {
        SocketChannel channel = channels.get(i);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, "");
      }
      long start = new Delivery(inbox).commit(mail("news"));
      int heard = 0;
      while (heard < waiting) {
        if (selector.select(PATIENCE_MILLIS) == 0) {
          throw new IOException((waiting - heard) + " connections in IDLE heard of no mail");
        }
        double now = (System.nanoTime() - start) / Numbers.BILLION;
        for (SelectionKey key : selector.selectedKeys()) {
          String said = key.attachment() + read((SocketChannel) key.channel());
          key.attach(said);
          if (said.contains(" EXISTS\r\n")) {
            seconds[heard++] = now;
            key.cancel();
          }
        }
        selector.selectedKeys().clear();
      }
    }
    return seconds;
  }

  private void closeAll() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    channels.clear();
  }
}
