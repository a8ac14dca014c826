package org.annals.store;

import java.io.IOException;
import java.nio.file.Path;

/// Our own files are not as they must be: names the path, and what is wrong there.
public final class CorruptInboxException extends IOException {
  private static final long serialVersionUID = 1;

  public CorruptInboxException(Path path, String what) {
    super(path + ": " + what);
  }

  public CorruptInboxException(Path path, String what, Throwable cause) {
    super(path + ": " + what, cause);
  }
}
