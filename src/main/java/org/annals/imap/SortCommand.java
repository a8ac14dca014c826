package org.annals.imap;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.annals.index.Overview;
import org.annals.index.Query;
import org.annals.mail.Address;
import org.annals.store.InboxName;

/// SORT and UID SORT (RFC 5256 §3).
final class SortCommand {
  /// More are not sorted: each takes some hundred bytes.
  static final int MESSAGES_MAX = 100_000;

  private static final int TEXT_CHARACTERS_MAX = 100;

  private SortCommand() {}

  private enum By {
    ARRIVAL,
    CC,
    DATE,
    FROM,
    SIZE,
    SUBJECT,
    TO;

    static By of(String word) {
      for (By by : values()) {
        if (by.name().equals(word)) {
          return by;
        }
      }
      throw ImapRefusal.bad("Nothing is sorted by " + word);
    }
  }

  private record Criterion(By by, boolean reverse) {}

  static String bySequence(Session session, Arguments in) throws IOException {
    run(session, in, false);
    return "SORT completed";
  }

  static String byUid(Session session, Arguments in) throws IOException {
    run(session, in, true);
    return "UID SORT completed";
  }

  private static void run(Session session, Arguments in, boolean uids) throws IOException {
    in.space();
    List<Criterion> criteria = criteria(in.words());
    in.space();
    SearchKeys.checkCharset(in.text());
    in.space();
    UidSet found = MailboxSearch.run(session, SearchKeys.parse(in, Instant.now()));
    checkSize(found);
    UidSet view = session.selected().view();
    ImapWriter out = session.out();
    out.text("* SORT");
    for (int place : sorted(session, found, criteria)) {
      long uid = found.at(place + 1);
      out.character(' ').number(uids ? uid : view.position(uid));
    }
    out.end();
  }

  static void checkSize(UidSet found) {
    if (found.size() > MESSAGES_MAX) {
      throw ImapRefusal.no("LIMIT", "More than " + MESSAGES_MAX + " messages; search for fewer");
    }
  }

  private static List<Criterion> criteria(List<String> words) {
    List<Criterion> criteria = new ArrayList<>();
    boolean reverse = false;
    for (String word : words) {
      if (word.equals("REVERSE") && !reverse) {
        reverse = true;
      } else {
        criteria.add(new Criterion(By.of(word), reverse));
        reverse = false;
      }
    }
    if (criteria.isEmpty() || reverse || criteria.size() > By.values().length) {
      throw ImapRefusal.bad("Expected what to sort by");
    }
    return criteria;
  }

  /// Places in the set in the order wanted; by number, where nothing else decides.
  private static Integer[] sorted(Session session, UidSet found, List<Criterion> criteria)
      throws IOException {
    Comparator<Integer> order = Comparator.comparingInt(place -> 0);
    for (Criterion criterion : criteria) {
      Comparator<Integer> by = order(session, found, criterion.by);
      order = order.thenComparing(criterion.reverse ? by.reversed() : by);
    }
    Integer[] places = new Integer[found.size()];
    Arrays.setAll(places, place -> place);
    Arrays.sort(places, order); // stable
    return places;
  }

  private static Comparator<Integer> order(Session session, UidSet found, By by)
      throws IOException {
    return switch (by) {
      case ARRIVAL -> byNumber(session, found, Query.Axis.RECEIVED);
      case DATE -> byNumber(session, found, Query.Axis.SENT);
      case SIZE -> byNumber(session, found, Query.Axis.SIZE);
      case SUBJECT -> byText(session, found, overview -> SubjectCore.of(overview.subject()));
      case FROM -> byText(session, found, overview -> mailbox(overview.from()));
      case TO -> byText(session, found, overview -> mailbox(overview.to()));
      case CC -> byText(session, found, overview -> mailbox(overview.cc()));
    };
  }

  private static Comparator<Integer> byNumber(Session session, UidSet found, Query.Axis axis)
      throws IOException {
    long[] values = new long[found.size()];
    InboxName inbox = session.selected().mailbox().inbox();
    if (inbox != null && !found.isEmpty()) {
      Query here = new Query.Between(Query.Axis.NUMBER, found.at(1), found.highest());
      session
          .archive()
          .scanValues(
              inbox,
              here,
              axis,
              (number, value) -> {
                int position = found.position(number);
                if (position > 0) {
                  values[position - 1] = value;
                }
              });
    }
    return Comparator.comparingLong(place -> values[place]);
  }

  private interface Text {
    String of(Overview overview);
  }

  private static Comparator<Integer> byText(Session session, UidSet found, Text text)
      throws IOException {
    String[] texts = new String[found.size()];
    Arrays.fill(texts, "");
    InboxName inbox = session.selected().mailbox().inbox();
    if (inbox != null) {
      MailboxSearch.scan(
          session.archive(),
          inbox,
          found,
          posting -> {
            int position = found.position(posting.number());
            String whole = text.of(posting.overview());
            texts[position - 1] = whole.substring(0, Math.min(whole.length(), TEXT_CHARACTERS_MAX));
          });
    }
    return Comparator.comparing(place -> texts[place]);
  }

  /// The part before `@` of the first address, in upper case.
  private static String mailbox(String header) {
    List<Address> addresses = Address.parseList(header);
    if (addresses.isEmpty()) {
      return "";
    }
    String mailbox = addresses.getFirst().mailbox();
    int sign = mailbox.lastIndexOf('@');
    return (sign < 0 ? mailbox : mailbox.substring(0, sign)).toUpperCase(Locale.ROOT);
  }
}
