package org.annals.archive;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Why a message was removed, as a code that programs and people read.
public enum RemovalReason {
  SPAM("it is spam"),
  ABUSE("it insults or threatens somebody"),
  PERSONAL_DATA("it holds personal data"),
  SECRET("it holds a password, a key or another secret"),
  LEGAL("the law asks for it"),
  COPYRIGHT("somebody else has the right to the text"),
  COURT_ORDER("a court ordered it"),
  MISTAKE("it was sent to the list by mistake"),
  OTHER("there is a reason that is not published");

  private final String sentence;

  RemovalReason(String sentence) {
    this.sentence = sentence;
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Goes on from "because".
  public String sentence() {
    return sentence;
  }

  /// Throws `IllegalArgumentException` that names all codes.
  public static RemovalReason of(String code) {
    for (RemovalReason reason : values()) {
      if (reason.code().equals(code)) {
        return reason;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + code
            + "' is no reason; there are "
            + Arrays.stream(values()).map(RemovalReason::code).collect(Collectors.joining(", ")));
  }
}
