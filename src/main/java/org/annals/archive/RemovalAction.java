package org.annals.archive;

import java.util.Locale;

/// What was done to a message that somebody removed.
public enum RemovalAction {
  /// hidden at the tip: history still has it
  REMOVE("hidden"),
  /// gone from history, and its number with it
  PURGE("deleted"),
  /// another text stands in its place
  EDIT("edited"),
  /// a note that says so stands in its place
  REDACT("replaced by a note");

  private final String told;

  RemovalAction(String told) {
    this.told = told;
  }

  /// The word in records, notices and on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What happened to the message, in a word or two.
  public String told() {
    return told;
  }

  /// Whether history is rewritten.
  public boolean rewrites() {
    return this != REMOVE;
  }

  /// Throws `IllegalArgumentException` for a word that is none.
  public static RemovalAction of(String word) {
    for (RemovalAction action : values()) {
      if (action.word().equals(word)) {
        return action;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is no action");
  }
}
