package org.annals.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.annals.net.ClientAddress;

/// Those who wait, in one line for each address. The lines are served in rotation, so that the many
/// requests of one address make the others wait no longer than a single one would. Not thread-safe.
///
/// In its line, who goes on with an answer stands before who begins one.
final class WaitingLines<W> {
  private static final class Line<W> {
    final Deque<W> goingOn = new ArrayDeque<>();
    final Deque<W> beginning = new ArrayDeque<>();

    boolean isEmpty() {
      return goingOn.isEmpty() && beginning.isEmpty();
    }
  }

  /// In the order in which they are served.
  private final Map<ClientAddress, Line<W>> lines = new LinkedHashMap<>();

  private int beginning;

  void begin(ClientAddress who, W waiter) {
    line(who).beginning.addLast(waiter);
    beginning++;
  }

  void goOn(ClientAddress who, W waiter) {
    line(who).goingOn.addLast(waiter);
  }

  private Line<W> line(ClientAddress who) {
    return lines.computeIfAbsent(who, _ -> new Line<>());
  }

  /// How many wait to begin.
  int beginning() {
    return beginning;
  }

  /// Whose turn it is: the first of the line that was served longest ago. Takes it out.
  Optional<W> next(boolean mayBegin) {
    for (Iterator<Map.Entry<ClientAddress, Line<W>>> each = lines.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<ClientAddress, Line<W>> entry = each.next();
      ClientAddress who = entry.getKey();
      Line<W> line = entry.getValue();
      if (mayBegin || !line.goingOn.isEmpty()) {
        each.remove();
        W served = takeFirst(line);
        if (!line.isEmpty()) {
          lines.put(who, line);
        }
        return Optional.of(served);
      }
    }
    return Optional.empty();
  }

  private W takeFirst(Line<W> line) {
    if (!line.goingOn.isEmpty()) {
      return line.goingOn.removeFirst();
    }
    beginning--;
    return line.beginning.removeFirst();
  }

  /// Takes out who waits to begin and does so no longer.
  void leave(ClientAddress who, W waiter) {
    Line<W> line = lines.get(who);
    if (line != null && line.beginning.remove(waiter)) {
      beginning--;
      forgetIfEmpty(who, line);
    }
  }

  /// Takes out who came last in the longest line of those who wait to begin.
  Optional<W> dropFromLongest() {
    ClientAddress longest = null;
    int length = 0;
    for (Map.Entry<ClientAddress, Line<W>> entry : lines.entrySet()) {
      int own = entry.getValue().beginning.size();
      if (own > 0 && own >= length) {
        longest = entry.getKey();
        length = own;
      }
    }
    if (longest == null) {
      return Optional.empty();
    }
    Line<W> line = line(longest);
    beginning--;
    W dropped = line.beginning.removeLast();
    forgetIfEmpty(longest, line);
    return Optional.of(dropped);
  }

  /// Takes out all who wait to begin.
  Iterable<W> dropAll() {
    Deque<W> all = new ArrayDeque<>();
    for (Iterator<Line<W>> each = lines.values().iterator(); each.hasNext(); ) {
      Line<W> line = each.next();
      all.addAll(line.beginning);
      line.beginning.clear();
      if (line.isEmpty()) {
        each.remove();
      }
    }
    beginning = 0;
    return all;
  }

  private void forgetIfEmpty(ClientAddress who, Line<W> line) {
    if (line.isEmpty()) {
      lines.remove(who);
    }
  }
}
