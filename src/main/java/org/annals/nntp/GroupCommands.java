package org.annals.nntp;

import java.io.IOException;
import org.annals.archive.Archive;
import org.annals.nntp.Reply.Block;
import org.annals.nntp.Reply.Status;
import org.annals.store.InboxName;

/// GROUP, LISTGROUP, NEXT and LAST (RFC 3977 §6.1).
final class GroupCommands {
  private static final int STEP = 1_000;

  /// How far LAST looks back at first; where numbers have wide gaps, farther and farther.
  private static final int LOOK_BACK = 64;

  private GroupCommands() {}

  static Reply group(Session session, Words words) throws IOException {
    Group group = find(session, words.get(0));
    session.select(group);
    return new Status(211, summary(group));
  }

  static Reply listgroup(Session session, Words words) throws IOException {
    Group group = words.has(0) ? find(session, words.get(0)) : session.requireSelected();
    Range range =
        words.has(1)
            ? Range.parse(words.get(1), group.high())
            : new Range(group.low(), group.high());
    session.select(group);
    Archive archive = session.server().archive();
    return new Block(
        211,
        summary(group) + " list follows",
        out -> {
          long[] step = archive.numbers(group.inbox(), range.from(), STEP);
          while (step.length > 0) {
            for (long number : step) {
              if (!range.contains(number)) {
                return;
              }
              out.line(String.valueOf(number));
            }
            step = archive.numbers(group.inbox(), step[step.length - 1] + 1, STEP);
          }
        });
  }

  private static Group find(Session session, String name) throws IOException {
    return session
        .server()
        .groups()
        .find(name)
        .orElseThrow(() -> new Refusal(Refused.NO_SUCH_GROUP));
  }

  private static String summary(Group group) {
    return group.count() + " " + group.low() + " " + group.high() + " " + group.name();
  }

  static Reply next(Session session, Words words) throws IOException {
    Group group = session.requireSelected();
    requireCurrent(session);
    long[] next = session.server().archive().numbers(group.inbox(), session.current() + 1, 1);
    return move(session, next.length == 0 ? 0 : next[0], Refused.NO_NEXT_ARTICLE);
  }

  static Reply last(Session session, Words words) throws IOException {
    Group group = session.requireSelected();
    requireCurrent(session);
    long before = before(session.server().archive(), group.inbox(), session.current());
    return move(session, before, Refused.NO_PREVIOUS_ARTICLE);
  }

  /// The article may be gone by now, but something must have been current.
  private static void requireCurrent(Session session) {
    if (session.current() == 0) {
      throw new Refusal(Refused.NO_CURRENT_ARTICLE);
    }
  }

  /// The next smaller number, 0 if there is none.
  private static long before(Archive archive, InboxName inbox, long number) throws IOException {
    long to = number;
    for (long look = LOOK_BACK; to > 1; look *= 2) {
      long from = Math.max(1, to - look);
      long found = 0;
      long[] step = archive.numbers(inbox, from, STEP);
      while (step.length > 0 && step[0] < to) {
        for (long each : step) {
          found = each < to ? each : found;
        }
        step = archive.numbers(inbox, step[step.length - 1] + 1, STEP);
      }
      if (found > 0) {
        return found;
      }
      to = from;
    }
    return 0;
  }

  private static Reply move(Session session, long number, Refused otherwise) throws IOException {
    if (number == 0) {
      throw new Refusal(otherwise);
    }
    session.moveTo(number);
    Article article = session.requireCurrent();
    return new Status(223, article.number() + " " + article.id());
  }
}
