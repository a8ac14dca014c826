package org.annals.mail;

/// Something wrong with a message, at an offset into its bytes. A defect never stops anything.
public record Defect(int offset, Kind kind) {
  public enum Kind {
    NO_HEADERS,
    MALFORMED_HEADER,
    HEADERS_CUT,
    MISSING_FROM,
    MISSING_DATE,
    BAD_DATE,
    MISSING_MESSAGE_ID,
    SEVERAL_MESSAGE_IDS,
    MESSAGE_ID_CUT,
    NUL_BYTES,
    UNKNOWN_CHARSET,
    WRONG_CHARSET,
    UNKNOWN_TRANSFER_ENCODING,
    TRUNCATED_BASE64,
    MISSING_BOUNDARY,
    UNCLOSED_MULTIPART,
    TOO_MANY_PARTS,
    NESTED_TOO_DEEP
  }
}
