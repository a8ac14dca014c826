package org.annals.mail;

/// Where the header fields of an entity lie and where its body begins (RFC 5322 §2.1).
///
/// Fields are in `[start, end)`, the body starts at `body`, after the empty line.
record HeaderBlock(int start, int end, int body, char lineBreak) {
  private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};

  /// Finds the first empty line of `[from, to)`. Without one, all is header or all is body,
  /// whichever the first line looks like.
  static HeaderBlock find(byte[] bytes, int from, int to) {
    char lineBreak = '\n';
    if (Ascii.indexOf(bytes, from, to, '\n') < 0 && Ascii.indexOf(bytes, from, to, '\r') >= 0) {
      lineBreak = '\r';
    }
    int at = from;
    while (at < to) {
      int end = Ascii.lineEnd(bytes, at, to, lineBreak);
      if (Ascii.isEmptyLine(bytes, at, end)) {
        return new HeaderBlock(from, at, end, lineBreak);
      }
      at = end;
    }
    boolean header = nameEnd(bytes, from, Ascii.lineEnd(bytes, from, to, lineBreak)) > from;
    return new HeaderBlock(from, header ? to : from, header ? to : from, lineBreak);
  }

  /// Index after a field name if the line `[from, to)` is `name:…` (RFC 5322 §2.2), else -1.
  static int nameEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] > ' ' && bytes[at] < 127 && bytes[at] != ':') {
      at++;
    }
    return at > from && colon(bytes, at, to) >= 0 ? at : -1;
  }

  /// Index of the colon after a name that ends at `from`; blanks before it are obsolete syntax
  /// (RFC 5322 §4.5).
  static int colon(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
    return at < to && bytes[at] == ':' ? at : -1;
  }

  /// How many bytes an mbox separator takes before the message itself: usually 0.
  static int fromLineLength(byte[] bytes, int from, int to) {
    return Ascii.startsWith(bytes, from, to, FROM)
        ? Ascii.lineEnd(bytes, from, to, '\n') - from
        : 0;
  }
}
