package org.annals.mail;

/// One header field: its name as sent, its unfolded value, where it starts in the message.
///
/// The value is raw: 8-bit bytes are read as UTF-8 or else windows-1252, encoded words are kept.
public record Header(String name, String value, int offset) {
  /// The value with RFC 2047 encoded words decoded.
  public String decoded() {
    return EncodedWords.decode(value);
  }
}
