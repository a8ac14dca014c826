package org.annals.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Messages a second by NNTP, IMAP and POP3 on one connection, of both servers in turn. Each pair
/// gives one ratio; their median counts.
final class Readers {
  /// Where `reference-up` puts the protocols, from its HTTP port on.
  private static final Map<String, Integer> PEER_PORTS = Map.of("nntp", 1, "imap", 2, "pop3", 3);

  static final List<String> SERVICES = List.of("nntp", "imap", "pop3");

  private final Served ours;
  private final Options options;
  private final Table table =
      new Table(
          "what is asked for",
          "messages",
          "Annals messages/s",
          "peer messages/s",
          "ratio (least–most)",
          "Annals CPU ms/message",
          "peer CPU ms/message",
          "ratio",
          "MB, Annals",
          "MB, peer");

  Readers(Served ours, Options options) {
    this.ours = ours;
    this.options = options;
  }

  /// A server and the process that does its work; 0 if that is not known.
  private record Side(InetSocketAddress address, long pid) {}

  private record Run(int messages, double seconds, double cpuMillis, long bytes) {
    double rate() {
      return messages / seconds;
    }
  }

  static String conditions(boolean quick) {
    return "One connection, after login; %d runs first, so that the JVM has compiled, then %d of each server, in turn. linux-erofs, from its first message on. The client runs on the same cores."
        .formatted(warmUps(quick), rounds(quick));
  }

  private static int rounds(boolean quick) {
    return quick ? 1 : 3;
  }

  private static int warmUps(boolean quick) {
    return quick ? 1 : 3;
  }

  String measure() throws IOException {
    for (ReaderTask task : ReaderTask.all(options.quick())) {
      row(task);
    }
    return table.toString();
  }

  private void row(ReaderTask task) throws IOException {
    Side mine = new Side(ours.at(task.service()), ours.target().pid());
    Optional<Side> peer = peer(task.service());
    for (int i = 0; i < warmUps(options.quick()); i++) {
      run(task, mine);
    }
    if (peer.isPresent()) {
      run(task, peer.get());
    }
    List<Run> we = new ArrayList<>();
    List<Run> they = new ArrayList<>();
    for (int round = 0; round < rounds(options.quick()); round++) {
      we.add(run(task, mine));
      if (peer.isPresent()) {
        they.add(run(task, peer.get()));
      }
    }
    double[] ratios = new double[they.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = we.get(i).rate() / they.get(i).rate();
    }
    String ratio = ratios.length == 0 ? "–" : Numbers.spread(ratios);
    table.row(
        task.label(),
        we.getFirst().messages() + (they.isEmpty() ? "" : " / " + they.getFirst().messages()),
        Numbers.of(rate(we)),
        Numbers.of(rate(they)),
        ratio,
        Numbers.of(cpuEach(we)),
        Numbers.of(cpuEach(they)),
        Numbers.of(cpuEach(they) / cpuEach(we)),
        Numbers.of(megabytes(we)),
        Numbers.of(megabytes(they)));
    Main.progress(
        "%s: %s messages/s, peer %s, ratio %s",
        task.label(), Numbers.of(rate(we)), Numbers.of(rate(they)), ratio);
  }

  private Optional<Side> peer(String service) throws IOException {
    if (options.peerUrl().isEmpty()) {
      return Optional.empty();
    }
    long pid = 0;
    if (options.peerDirectory().isPresent()) {
      Path file = options.peerDirectory().get().resolve(service + "d.pid");
      pid = Long.parseLong(Files.readString(file).strip());
    }
    int port = options.peerUrl().get().getPort() + PEER_PORTS.get(service);
    return Optional.of(
        new Side(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), pid));
  }

  private static Run run(ReaderTask task, Side side) throws IOException {
    try (LineClient client = new LineClient(side.address())) {
      task.open().run(client);
      long before = client.received();
      long cpu = side.pid() == 0 ? 0 : ProcFs.treeCpuMillis(side.pid());
      long start = System.nanoTime();
      int messages = task.run().run(client);
      double seconds = (System.nanoTime() - start) / Numbers.BILLION;
      double used = side.pid() == 0 ? Double.NaN : ProcFs.treeCpuMillis(side.pid()) - cpu;
      return new Run(messages, seconds, used, client.received() - before);
    }
  }

  private static double rate(List<Run> runs) {
    return Numbers.median(runs.stream().mapToDouble(Run::rate).toArray());
  }

  private static double cpuEach(List<Run> runs) {
    return Numbers.median(
        runs.stream().mapToDouble(run -> run.cpuMillis() / run.messages()).toArray());
  }

  private static double megabytes(List<Run> runs) {
    return runs.isEmpty() ? Double.NaN : runs.getFirst().bytes() / Numbers.MILLION;
  }
}
