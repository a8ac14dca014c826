package org.annals.peer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What the two servers do not say alike. `what` is one of status, type, target, missing (the peer
/// shows it, we do not), loose (the same, and it belongs to another thread than the message asked
/// for), more (we show it, the peer does not), order, repeated.
record Difference(Kind kind, Question question, String what, String ours, String peers) {
  private static final int ITEMS_SHOWN = 2;

  static List<Difference> between(
      Kind kind, Question question, Mails mails, Shown ours, Shown peers) {
    List<Difference> all = new ArrayList<>();
    if (ours.status() != peers.status()) {
      all.add(of(kind, question, "status", ours.status(), peers.status()));
      return all;
    }
    if (!ours.type().equals(peers.type())) {
      all.add(of(kind, question, "type", ours.type(), peers.type()));
    }
    if (!ours.target().equals(peers.target())) {
      all.add(of(kind, question, "target", ours.target(), peers.target()));
    }
    Set<String> mine = new LinkedHashSet<>(ours.items());
    Set<String> theirs = new LinkedHashSet<>(peers.items());
    Set<String> missing = new LinkedHashSet<>(theirs);
    missing.removeAll(mine);
    Set<String> more = new LinkedHashSet<>(mine);
    more.removeAll(theirs);
    if (!missing.isEmpty()) {
      boolean elsewhere =
          missing.stream().noneMatch(item -> mails.thread(item).equals(question.thread(mails)));
      String what = kind.ofThread() && elsewhere ? "loose" : "missing";
      all.add(of(kind, question, what, "", some(missing)));
    }
    if (!more.isEmpty()) {
      all.add(of(kind, question, "more", some(more), ""));
    }
    mine.retainAll(theirs);
    theirs.retainAll(mine);
    if (!List.copyOf(mine).equals(List.copyOf(theirs))) {
      all.add(of(kind, question, "order", some(mine), some(theirs)));
    } else if (missing.isEmpty() && more.isEmpty() && !ours.items().equals(peers.items())) {
      all.add(of(kind, question, "repeated", ours.items().size(), peers.items().size()));
    }
    return all;
  }

  private static Difference of(
      Kind kind, Question question, String what, Object ours, Object peers) {
    return new Difference(kind, question, what, Objects.toString(ours), Objects.toString(peers));
  }

  private static String some(Set<String> items) {
    return items.size() + ": " + String.join(", ", items.stream().limit(ITEMS_SHOWN).toList());
  }
}
