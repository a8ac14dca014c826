package org.annals.web;

/// A part of a page as it was compressed once: whole blocks of deflate (RFC 1951), none of them the
/// last of a stream, that end at a byte. So the streams of pages are put together from such parts.
///
/// `length` and `crc` are those of the text; `shift` is what the text does to the checksum of
/// what comes before it. `after` is the part whose text the blocks refer back to and must follow
/// at once, `Identity.NONE` if they refer to nothing but themselves.
record Fragment(byte[] deflated, int length, int crc, int shift, Identity after) {

  /// What tells texts apart: their length and checksum.
  record Identity(int length, int crc) {
    static final Identity NONE = new Identity(0, 0);
  }

  Identity identity() {
    return new Identity(length, crc);
  }
}
