package org.annals.ingest;

import java.io.IOException;

/// A place that is being watched. `run` returns when it is closed, or fails when the place does; it
/// can be run again then, and goes on from what is known. Closing it is for any thread.
interface Watch extends AutoCloseable {
  void run() throws IOException;

  @Override
  void close();
}
