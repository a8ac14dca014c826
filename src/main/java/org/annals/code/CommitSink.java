package org.annals.code;

import java.io.IOException;
import java.util.List;

/// Is told which commits came and went, a bounded number at a time, once they are published.
public interface CommitSink {
  /// New ones, and those that HEAD reaches now or reaches no more.
  void added(List<Commit> commits) throws IOException;

  /// Those that no followed ref reaches any more.
  void removed(List<Commit> commits) throws IOException;
}
