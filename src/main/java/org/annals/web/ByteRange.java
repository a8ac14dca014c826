package org.annals.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of a file that a client asks for (RFC 9110 §14.1): from `first` to `last`, both
/// counted from 0 and included. It may lie beyond the end.
record ByteRange(long first, long last) {
  /// More digits are more bytes than anything has.
  private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /// Empty for what is no single range: then the whole file is the answer.
  static Optional<ByteRange> parse(String header, long size) {
    Matcher range = SINGLE.matcher(header.strip());
    if (!range.matches() || range.group().equals("bytes=-")) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long fromEnd = Long.parseLong(range.group(2));
      return Optional.of(
          new ByteRange(fromEnd == 0 ? size : Math.max(0, size - fromEnd), size - 1));
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? size - 1 : Long.parseLong(range.group(2));
    return Optional.of(new ByteRange(first, Math.min(last, size - 1)));
  }

  /// Whether there is anything in it.
  boolean isSatisfiable() {
    return first <= last;
  }

  long size() {
    return last - first + 1;
  }
}
