package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Divides a list among as many threads as there are cores, in turns; a short list stays with the
/// caller.
final class Workers {
  /// Fewer are not worth a thread.
  private static final int SHARE_MIN = 16;

  private Workers() {}

  interface Work<T> {
    void on(List<T> share) throws IOException;
  }

  /// Returns when all is done; the first failure is thrown when no thread works any more.
  static <T> void divide(List<T> all, Work<T> work) throws IOException {
    int workers = Math.min(all.size() / SHARE_MIN, Runtime.getRuntime().availableProcessors());
    if (workers <= 1) {
      work.on(all);
      return;
    }
    List<Future<?>> parts = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      for (int worker = 0; worker < workers; worker++) {
        List<T> share = new ArrayList<>();
        for (int i = worker; i < all.size(); i += workers) {
          share.add(all.get(i));
        }
        parts.add(
            pool.submit(() -> {
              work.on(share);
              return null;
            }));
      }
    }
    for (Future<?> part : parts) {
      try {
        part.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      } catch (InterruptedException e) {
        throw new IOException("interrupted while threads were tracked", e);
      }
    }
  }
}
