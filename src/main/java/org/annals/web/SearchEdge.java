package org.annals.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Cursor;
import org.annals.index.Slot;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// The hit behind (`n`) or before (`p`) which a page of results lies, written as seconds since
/// 1970, article number and inbox. So pages stay where they are when mail comes in.
record SearchEdge(Cursor cursor, boolean before) {
  private static final Pattern WRITTEN = Pattern.compile("(-?\\d{1,18})\\.(\\d{1,18})\\.(.+)");
  private static final char AFTER = 'n';
  private static final char BEFORE = 'p';

  /// Nonsense is as if it were not there.
  static @Nullable SearchEdge parse(RequestTarget target) {
    Optional<String> after = target.key(AFTER);
    Matcher written = WRITTEN.matcher(after.or(() -> target.key(BEFORE)).orElse(""));
    if (!written.matches()) {
      return null;
    }
    Optional<InboxName> inbox = Route.inbox(written.group(3));
    if (inbox.isEmpty()) {
      return null;
    }
    Slot slot = new Slot(inbox.get(), Long.parseLong(written.group(2)));
    return new SearchEdge(new Cursor(Long.parseLong(written.group(1)), slot), after.isEmpty());
  }

  /// Whether results in this order can be read on from here. Threads can be so only down from the
  /// newest: further up, one is where its newest match is.
  boolean isFor(boolean byRelevance, boolean threads, boolean ascending) {
    return !byRelevance && !(threads && (ascending || before));
  }

  String print() {
    Slot slot = cursor.slot();
    return (before ? BEFORE : AFTER)
        + "="
        + cursor.received()
        + "."
        + slot.number()
        + "."
        + slot.inbox().value();
  }
}
