package org.annals.index;

import java.util.List;

/// What of a message is searched, besides the overview. `prose` and `quoted` are the two voices of
/// its text without diffs; list ids are in lower case, without brackets;
/// `headers` are those that the inbox has prefixes for.
public record Texts(
    String prose,
    String quoted,
    DiffText diff,
    List<String> fileNames,
    List<String> listIds,
    List<String> patchIds,
    List<HeaderText> headers) {
  public static final Texts NONE =
      new Texts("", "", DiffText.NONE, List.of(), List.of(), List.of(), List.of());

  /// Of all its texts.
  public int characters() {
    return prose.length() + quoted.length() + diff.characters();
  }
}
