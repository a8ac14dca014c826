package org.annals.store;

import java.io.IOException;

/// Git does not hold the object of a message that its history names.
public final class MissingMessageException extends IOException {
  private static final long serialVersionUID = 1;

  public MissingMessageException(String where, BlobId blob) {
    super(where + ": object " + blob + " is missing");
  }
}
