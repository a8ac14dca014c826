package org.annals.mail;

import java.util.Arrays;

/// Headers and body of a message or part (RFC 2045 §2.4), as a slice of bytes.
final class Entity {
  private final byte[] bytes;
  private final int start;
  private final int bodyStart;
  private final int end;
  private final Headers headers;
  private final Parameters type;

  private Entity(byte[] bytes, int start, int bodyStart, int end, Headers headers) {
    this.bytes = bytes;
    this.start = start;
    this.bodyStart = bodyStart;
    this.end = end;
    this.headers = headers;
    this.type = headers.first("Content-Type").map(Parameters::parse).orElse(Parameters.NONE);
  }

  static Entity parse(byte[] bytes, int from, int to, Defects defects) {
    HeaderBlock block = HeaderBlock.find(bytes, from, to);
    Headers headers = Headers.parse(bytes, block, defects);
    // A block in which nothing is a field is text that lacks the empty line before it.
    boolean headless = headers.isEmpty() && block.end() > block.start();
    return new Entity(bytes, from, headless ? from : block.body(), to, headers);
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int bodyStart() {
    return bodyStart;
  }

  int end() {
    return end;
  }

  Headers headers() {
    return headers;
  }

  Parameters type() {
    return type;
  }

  /// `type/subtype`; anything else counts as text/plain (RFC 2045 §5.2).
  String contentType() {
    int slash = type.value().indexOf('/');
    return slash > 0 && slash < type.value().length() - 1 ? type.value() : "text/plain";
  }

  boolean isMultipart() {
    return type.value().startsWith("multipart/");
  }

  /// Whether the body is a message of its own that is walked into.
  boolean isEmbeddedMessage() {
    return switch (type.value()) {
      case "message/rfc822", "message/news", "message/global", "message/rfc2822" -> true;
      default -> false;
    };
  }

  /// Lower case, without blanks and comments; "" when there is none.
  String transferEncoding() {
    return headers
        .first("Content-Transfer-Encoding")
        .map(v -> Parameters.parse(v).value())
        .orElse("");
  }

  /// The body with its transfer encoding undone; a copy.
  TransferCoding.Decoded content() {
    return content(bodyStart, end);
  }

  /// The same for the first bytes only, to look at before decoding all.
  TransferCoding.Decoded contentPrefix(int encodedBytes) {
    return content(bodyStart, Math.min(end, bodyStart + encodedBytes));
  }

  private TransferCoding.Decoded content(int from, int to) {
    return switch (transferEncoding()) {
      case "base64" -> TransferCoding.base64(bytes, from, to);
      case "quoted-printable" ->
          new TransferCoding.Decoded(TransferCoding.quotedPrintable(bytes, from, to), false);
      default -> new TransferCoding.Decoded(Arrays.copyOfRange(bytes, from, to), false);
    };
  }

  boolean isEncoded() {
    return switch (transferEncoding()) {
      case "base64", "quoted-printable" -> true;
      default -> false;
    };
  }
}
