package org.annals.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.mail.Header;
import org.annals.mail.Message;
import org.annals.store.InboxName;
import org.annals.store.MissingMessageException;

/// Finds messages of the selected mailbox. Each key narrows a set: the index is asked for what it
/// knows, and only for the rest, of what is left then, messages are read.
final class MailboxSearch {
  /// More messages are not read for one search.
  static final int READ_MAX = 20_000;

  private static final int STEP = 500;

  private final Archive archive;
  private final Mailboxes mailboxes;
  private final Selected selected;
  private int read;

  private MailboxSearch(Session session) {
    this.archive = session.archive();
    this.mailboxes = session.mailboxes();
    this.selected = session.selected();
  }

  /// UIDs of what matches.
  static UidSet run(Session session, SearchKey key) throws IOException {
    MailboxSearch search = new MailboxSearch(session);
    InboxName inbox = search.selected.mailbox().inbox();
    return inbox == null ? UidSet.EMPTY : search.among(search.selected.view(), key, inbox);
  }

  private UidSet among(UidSet candidates, SearchKey key, InboxName inbox) throws IOException {
    return switch (key) {
      case SearchKey.All() -> candidates;
      case SearchKey.None() -> UidSet.EMPTY;
      case SearchKey.Numbered(var set, var uids) -> candidates.and(selected.resolve(set, uids));
      case SearchKey.Indexed(var query) -> indexed(candidates, query, inbox);
      case SearchKey.Changed(var least) ->
          candidates.between(Contents.firstAt(least), UidSet.UID_MAX);
      case SearchKey.HasThreadId(var id) -> ofThread(candidates, id, inbox);
      case SearchKey.HasEmailId(var id) ->
          filtered(candidates, inbox, posting -> MessageLines.emailId(posting).equals(id));
      case SearchKey.InHeader(var name, var text) -> inHeader(candidates, name, text, inbox);
      case SearchKey.And(var all) -> {
        List<SearchKey> cheapFirst = new ArrayList<>(all);
        cheapFirst.sort(Comparator.comparing(MailboxSearch::isDear));
        UidSet left = candidates;
        for (SearchKey one : cheapFirst) {
          left = among(left, one, inbox);
        }
        yield left;
      }
      case SearchKey.Or(var one, var other) ->
          among(candidates, one, inbox).or(among(candidates, other, inbox));
      case SearchKey.Not(var excluded) -> candidates.minus(among(candidates, excluded, inbox));
    };
  }

  private static boolean isDear(SearchKey key) {
    return switch (key) {
      case SearchKey.InHeader _, SearchKey.HasEmailId _ -> true;
      case SearchKey.And(var all) -> all.stream().anyMatch(MailboxSearch::isDear);
      case SearchKey.Or(var one, var other) -> isDear(one) || isDear(other);
      case SearchKey.Not(var excluded) -> isDear(excluded);
      case SearchKey.All _,
          SearchKey.None _,
          SearchKey.Numbered _,
          SearchKey.Indexed _,
          SearchKey.Changed _,
          SearchKey.HasThreadId _ ->
          false;
    };
  }

  private UidSet indexed(UidSet candidates, Query query, InboxName inbox) throws IOException {
    if (candidates.isEmpty()) {
      return candidates;
    }
    Query.Between here =
        new Query.Between(Query.Axis.NUMBER, candidates.at(1), candidates.highest());
    return candidates.and(mailboxes.numbers(inbox, new Query.And(List.of(query, here))));
  }

  private UidSet ofThread(UidSet candidates, String id, InboxName inbox) throws IOException {
    if (id.length() != 41 || !id.substring(1).chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      return UidSet.EMPTY;
    }
    Optional<Posting> opening =
        archive.findByHash(new Scope.All(), id.substring(1).toLowerCase(Locale.ROOT));
    return opening.isEmpty() || !id.equals("T" + archive.publicThread(opening.get()))
        ? UidSet.EMPTY
        : indexed(candidates, new Query.InThread(opening.get().thread()), inbox);
  }

  private UidSet inHeader(UidSet candidates, String name, String text, InboxName inbox)
      throws IOException {
    read += candidates.size();
    if (read > READ_MAX) {
      throw ImapRefusal.no(
          "LIMIT", "At most " + READ_MAX + " messages are read for headers that are not indexed");
    }
    try (MessageReader reader = archive.open()) {
      return filtered(candidates, inbox, posting -> holds(reader, posting, name, text));
    }
  }

  private static boolean holds(MessageReader reader, Posting posting, String name, String text)
      throws IOException {
    try {
      for (Header header : Message.parseHeaders(reader.read(posting)).headers()) {
        if (header.name().equalsIgnoreCase(name)
            && header.decoded().toLowerCase(Locale.ROOT).contains(text)) {
          return true;
        }
      }
      return false;
    } catch (MissingMessageException e) {
      return false; // FETCH says so
    }
  }

  private interface Condition {
    boolean holds(Posting posting) throws IOException;
  }

  private UidSet filtered(UidSet candidates, InboxName inbox, Condition condition)
      throws IOException {
    UidSet.Builder found = new UidSet.Builder();
    scan(
        archive,
        inbox,
        candidates,
        posting -> {
          if (condition.holds(posting)) {
            found.add(posting.number(), posting.number());
          }
        });
    return found.build();
  }

  /// Gives the postings of a set, ascending; those that are gone are left out.
  static void scan(Archive archive, InboxName inbox, UidSet uids, Archive.PostingSink sink)
      throws IOException {
    for (int range = 0; range < uids.rangeCount(); range++) {
      for (long from = uids.first(range); from <= uids.last(range); from += STEP) {
        long to = Math.min(from + STEP - 1, uids.last(range));
        for (Posting posting : archive.between(inbox, from, to)) {
          sink.accept(posting);
        }
      }
    }
  }
}
