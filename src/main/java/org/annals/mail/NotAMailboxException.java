package org.annals.mail;

import java.io.IOException;

/// The file is no mailbox: its first line is not an mbox separator.
public final class NotAMailboxException extends IOException {
  private static final long serialVersionUID = 1L;

  public NotAMailboxException(String name) {
    super(name + ": not a mailbox: the first line does not begin with 'From '");
  }
}
