package org.annals.api;

import java.util.ArrayList;
import java.util.List;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.jspecify.annotations.Nullable;

/// What programs said of a patch, as far as it counts: of each kind the last.
record Orders(
    ControlRecord.@Nullable StateSet state,
    boolean archived,
    String delegate,
    String commit,
    List<ControlInbox.Numbered> checks) {

  static Orders of(List<ControlInbox.Numbered> all) {
    ControlRecord.StateSet state = null;
    boolean archived = false;
    String delegate = "";
    String commit = "";
    List<ControlInbox.Numbered> checks = new ArrayList<>();
    for (ControlInbox.Numbered one : all) {
      switch (one.said()) {
        case ControlRecord.StateSet set -> state = set;
        case ControlRecord.ArchivedSet set -> archived = set.archived();
        case ControlRecord.DelegateSet set -> delegate = set.delegate();
        case ControlRecord.CommitSet set -> commit = set.commit();
        case ControlRecord.CheckGiven _ -> checks.add(one);
      }
    }
    return new Orders(state, archived, delegate, commit, List.copyOf(checks));
  }
}
