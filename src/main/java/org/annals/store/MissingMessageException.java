package org.annals.store;

import java.io.IOException;

/// Git does not hold the object of a message that its history names, or not in a form that can be
/// read. Other messages are not affected.
public final class MissingMessageException extends IOException {
  private static final long serialVersionUID = 1;

  MissingMessageException(String where, BlobId blob, String what, Throwable cause) {
    super(where + ": object " + blob + " " + what, cause);
  }

  MissingMessageException(String where, BlobId blob) {
    super(where + ": object " + blob + " is missing");
  }
}
