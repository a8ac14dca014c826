package org.annals.series;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What became of a patch (`docs/formats/states.md`). The declaration order is that in which lists
/// show them.
public enum State {
  NEW("new", 1, true),
  RFC("rfc", 5, true),
  UNDER_REVIEW("under-review", 2, true),
  REVIEWED("reviewed", 2, true),
  NEEDS_ACK("needs-ack", 15, true),
  CHANGES_REQUESTED("changes-requested", 7, false),
  /// some patches of a series were accepted, and others not; never the state of one patch
  PARTIAL("partial", 2, true),
  QUEUED("queued", 13, false),
  AWAITING_UPSTREAM("awaiting-upstream", 8, false),
  ACCEPTED("accepted", 3, false),
  MAINLINED("mainlined", 11, false),
  SUPERSEDED("superseded", 9, false),
  WITHDRAWN("withdrawn", 6, false),
  REJECTED("rejected", 4, false),
  DEFERRED("deferred", 10, false),
  NOT_APPLICABLE("not-applicable", 6, false),
  HANDLED_ELSEWHERE("handled-elsewhere", 17, false),
  /// an active one of which nothing was heard for a while; it depends on the day
  STALE("stale", 2, false);

  private final String word;
  private final int patchworkId;
  private final boolean active;

  State(String word, int patchworkId, boolean active) {
    this.word = word;
    this.patchworkId = patchworkId;
    this.active = active;
  }

  /// In JSON, in addresses, and in commands.
  public String word() {
    return word;
  }

  /// The number that Patchwork's tools know it by; several share one.
  public int patchworkId() {
    return patchworkId;
  }

  /// The word that Patchwork's tools know it by.
  public String patchworkSlug() {
    return Arrays.stream(values())
        .filter(one -> one.patchworkId == patchworkId && one != WITHDRAWN)
        .findFirst()
        .orElseThrow()
        .word;
  }

  /// Whether somebody may still be expected to do something about the patch.
  public boolean active() {
    return active;
  }

  /// Whether it is in a tree, or promised to be.
  public boolean taken() {
    return this == QUEUED || this == ACCEPTED || this == MAINLINED;
  }

  /// By its word, in any case; blanks and underscores are as good as hyphens.
  public static Optional<State> of(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
    return Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst();
  }
}
