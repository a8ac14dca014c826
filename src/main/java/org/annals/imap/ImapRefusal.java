package org.annals.imap;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Why a command is not done, as the client is told (RFC 9051 §7.1).
final class ImapRefusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /// `NO`: not possible or not allowed. `BAD`: not understood.
  enum Status {
    NO,
    BAD
  }

  private final Status status;
  private final @Nullable String code;

  private ImapRefusal(Status status, @Nullable String code, String text) {
    super(text, null, false, false);
    this.status = status;
    this.code = code;
  }

  static ImapRefusal bad(String text) {
    return new ImapRefusal(Status.BAD, null, text);
  }

  static ImapRefusal no(String text) {
    return new ImapRefusal(Status.NO, null, text);
  }

  /// `code` without brackets (RFC 5530).
  static ImapRefusal no(String code, String text) {
    return new ImapRefusal(Status.NO, code, text);
  }

  Status status() {
    return status;
  }

  /// What comes after the tag.
  String line() {
    return status + " " + (code == null ? "" : "[" + code + "] ") + getMessage();
  }
}
