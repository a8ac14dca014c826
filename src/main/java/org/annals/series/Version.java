package org.annals.series;

/// A mailing of a change, and why it is thought to be one: what it has in common with another.
public record Version(Series series, Evidence evidence) {

  /// What it has in common with an earlier one, from the surest to the least sure; all of these are
  /// taken for sure.
  public enum Evidence {
    ORDER("an order by mail says so"),
    CHANGE_ID("the same change-id"),
    LINK("it links an earlier version"),
    TITLE("the same title and author"),
    PATCHES("patches of the same titles and author"),
    PATCH_ID("a patch that changes the same lines, by the same author"),
    ANSWER("in answer to another version, under the same title or with a higher number"),
    /// none is known before it
    FIRST("the first");

    private final String words;

    Evidence(String words) {
      this.words = words;
    }

    /// For people.
    public String words() {
      return words;
    }
  }
}
