package org.annals.series;

import java.util.Comparator;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// A piece of public evidence for a state of a patch: what rule saw it, where, and when.
///
/// `message` is the mail and `commit` the commit it rests on; what a program ordered has neither.
/// `tree` is the repository, or what the mail calls it; commit and tree are empty where unknown.
/// `at` is in seconds since 1970.
public record Proof(
    Rule rule, State state, @Nullable MessageId message, String commit, String tree, long at) {

  /// The weightier first; of the same weight the later, then by id: two archives with the same mail
  /// weigh alike. Of commits those upstream come first, whatever tells of them.
  public static final Comparator<Proof> BY_WEIGHT =
      Comparator.comparing((Proof proof) -> proof.mainlined() ? Rule.COMMIT_MESSAGE_ID : proof.rule)
          .thenComparing(proof -> !proof.mainlined())
          .thenComparing(Proof::rule)
          .thenComparing(Comparator.comparingLong(Proof::at).reversed())
          .thenComparing(Proof::state)
          .thenComparing(Proof::commit)
          .thenComparing(proof -> proof.message() == null ? "" : proof.message().value());

  /// How sure a rule is.
  public enum Confidence {
    /// wrong at most once in fifty
    HIGH,
    MEDIUM,
    /// shown as a hint, and decides nothing
    LOW
  }

  /// What evidence may be, in the order of its weight. `kind` is the word of design §4.
  public enum Rule {
    MAINTAINER_COMMAND("command", "a maintainer's order", Confidence.HIGH),
    COMMIT_MESSAGE_ID("commit-msgid", "the commit names this mail", Confidence.HIGH),
    COMMIT_PATCH_ID("commit-patch-id", "a commit changes the same lines", Confidence.HIGH),
    COMMIT_TITLE("commit-title", "a commit of the same title and author", Confidence.MEDIUM),
    AUTHOR_COMMAND("command", "the author's order", Confidence.HIGH),
    BOT("bot", "a robot of the tree says so", Confidence.HIGH),
    THANKS("ty", "a mail of b4 ty", Confidence.HIGH),
    APPLIER("applier", "somebody who applies patches says so", Confidence.MEDIUM),
    NEWER_VERSION("newer-version", "a newer version was sent", Confidence.HIGH),
    AUTHOR_DROPS("review", "the author takes it back", Confidence.MEDIUM),
    RFC("", "the subject asks for comments", Confidence.HIGH),
    CI("bot", "a robot found a fault in it", Confidence.HIGH),
    REFUSED("review", "somebody does not want it", Confidence.MEDIUM),
    AUTHOR_RESPINS("review", "the author promises another version", Confidence.MEDIUM),
    ENDORSED("review", "it was reviewed or acknowledged", Confidence.HIGH),
    DISCUSSED("review", "somebody answered", Confidence.HIGH),
    POSTED("", "it was posted", Confidence.HIGH),
    HINT("applier", "somebody writes that it was applied", Confidence.LOW),
    /// what it speaks for is what the reverted commit made of the patch
    REVERTED("", "a commit reverts it", Confidence.LOW);

    private final String kind;
    private final String words;
    private final Confidence confidence;

    Rule(String kind, String words, Confidence confidence) {
      this.kind = kind;
      this.words = words;
      this.confidence = confidence;
    }

    /// As JSON has it; empty for what the patch says of itself, which is no evidence there.
    public String kind() {
      return kind;
    }

    /// For people.
    public String words() {
      return words;
    }

    public Confidence confidence() {
      return confidence;
    }
  }

  private boolean mainlined() {
    return state == State.MAINLINED
        && (rule == Rule.COMMIT_MESSAGE_ID
            || rule == Rule.COMMIT_PATCH_ID
            || rule == Rule.COMMIT_TITLE);
  }

  /// Whether it speaks for this state. What was applied was queued as well.
  public boolean supports(State other) {
    return rule.confidence() != Confidence.LOW
        && (state == other || (state.taken() && other.taken()));
  }
}
