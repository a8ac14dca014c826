package org.annals.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/// What one server did in some seconds of load. `nanos` are the times of the good requests.
record Slice(int errors, long bytes, double seconds, double cpuMillis, long[] nanos) {
  private static final int ERRORS_MAX = 100;

  /// Keeps every connection busy until the time is over; what is under way then is waited for and
  /// counts, with the time it takes, so that slow pages are not favoured.
  static Slice run(Target target, UrlSet urls, boolean gzip, int connections, double seconds)
      throws IOException, InterruptedException {
    long cpu = target.cpuMillis();
    long start = System.nanoTime();
    long end = start + (long) (seconds * Numbers.BILLION);
    List<Future<Slice>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        clients.add(threads.submit(() -> client(target, urls, gzip, end)));
      }
    }
    double took = (System.nanoTime() - start) / Numbers.BILLION;
    return sum(finished(clients), took, (double) (target.cpuMillis() - cpu));
  }

  private static List<Slice> finished(List<Future<Slice>> clients)
      throws IOException, InterruptedException {
    List<Slice> slices = new ArrayList<>();
    for (Future<Slice> client : clients) {
      try {
        slices.add(client.get());
      } catch (ExecutionException e) {
        throw new IOException("a client of the load failed", e.getCause());
      }
    }
    return slices;
  }

  private static Slice client(Target target, UrlSet urls, boolean gzip, long end)
      throws IOException {
    int errors = 0;
    long bytes = 0;
    LongStream.Builder nanos = LongStream.builder();
    try (Connection connection = target.connect()) {
      byte[][] requests = requests(connection, urls, gzip);
      while (System.nanoTime() < end && errors < ERRORS_MAX) {
        long start = System.nanoTime();
        try {
          Connection.Response response =
              connection.exchange(requests[urls.next()], OutputStream.nullOutputStream());
          if (response.status() == urls.status()) {
            nanos.add(System.nanoTime() - start);
            bytes += response.bodyBytes();
          } else {
            errors++;
          }
        } catch (IOException e) {
          errors++;
        }
      }
    }
    return new Slice(errors, bytes, 0, 0, nanos.build().toArray());
  }

  private static byte[][] requests(Connection connection, UrlSet urls, boolean gzip)
      throws IOException {
    byte[][] requests = new byte[urls.paths().size()][];
    for (int i = 0; i < requests.length; i++) {
      String path = urls.paths().get(i);
      requests[i] =
          urls.known()
              ? connection.conditional(path, gzip)
              : connection.request(path, gzip);
    }
    return requests;
  }

  private static Slice sum(List<Slice> parts, double seconds, double cpuMillis) {
    return new Slice(
        parts.stream().mapToInt(Slice::errors).sum(),
        parts.stream().mapToLong(Slice::bytes).sum(),
        seconds,
        cpuMillis,
        parts.stream().flatMapToLong(part -> Arrays.stream(part.nanos)).toArray());
  }

  /// Slices of one server one after the other, as one.
  static Slice joined(List<Slice> slices) {
    return sum(
        slices,
        slices.stream().mapToDouble(Slice::seconds).sum(),
        slices.stream().mapToDouble(Slice::cpuMillis).sum());
  }

  double rate() {
    return nanos.length / seconds;
  }

  double cpuMillisEach() {
    return nanos.length == 0 || cpuMillis == 0 ? Double.NaN : cpuMillis / nanos.length;
  }

  double kilobytesEach() {
    return nanos.length == 0 ? Double.NaN : bytes / 1024.0 / nanos.length;
  }

  double percentileMillis(double part) {
    if (nanos.length == 0) {
      return Double.NaN;
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.min(sorted.length - 1L, (long) (part * sorted.length))]
        / Numbers.MILLION;
  }
}
