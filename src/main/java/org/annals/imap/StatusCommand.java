package org.annals.imap;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.annals.imap.Mailbox.Content;
import org.annals.index.Query;
import org.annals.store.InboxName;

/// STATUS (RFC 9051 §6.3.11, RFC 7162 §3.1.7, RFC 8438, RFC 8474 §4.3).
final class StatusCommand {
  private StatusCommand() {}

  /// What can be asked of a mailbox.
  enum Item {
    MESSAGES,
    RECENT,
    UIDNEXT,
    UIDVALIDITY,
    UNSEEN,
    DELETED,
    SIZE,
    HIGHESTMODSEQ,
    MAILBOXID
  }

  static String run(Session session, Arguments in) throws IOException {
    in.space();
    String name = in.mailbox();
    in.space();
    Set<Item> items = items(in);
    in.end();
    line(session, session.mailboxes().get(name), items);
    return "STATUS completed";
  }

  static Set<Item> items(Arguments in) {
    Set<Item> items = EnumSet.noneOf(Item.class);
    for (String word : in.words()) {
      items.add(item(word));
    }
    return items;
  }

  private static Item item(String word) {
    for (Item item : Item.values()) {
      if (item.name().equals(word)) {
        return item;
      }
    }
    throw ImapRefusal.bad("There is no status " + word);
  }

  static void line(Session session, Mailbox mailbox, Set<Item> items) throws IOException {
    Contents contents = session.mailboxes().contents(mailbox);
    long size = items.contains(Item.SIZE) ? size(session, mailbox, contents) : 0;
    ImapWriter out = session.out();
    out.text("* STATUS ").mailbox(session.encoded(mailbox.name()));
    char before = '(';
    out.character(' ');
    for (Item item : items) {
      out.character(before).text(item.name()).character(' ');
      switch (item) {
        case MESSAGES, UNSEEN -> out.number(contents.uids().size());
        case RECENT, DELETED -> out.number(0);
        case UIDNEXT -> out.number(contents.uidNext());
        case UIDVALIDITY -> out.number(mailbox.uidValidity());
        case SIZE -> out.number(size);
        case HIGHESTMODSEQ ->
            out.number(mailbox.countsChanges() ? contents.highestModSeq() : 0); // RFC 7162 §3.1.2.2
        case MAILBOXID -> out.text("(" + mailbox.id() + ")");
      }
      before = ' ';
    }
    out.line(items.isEmpty() ? "()" : ")");
  }

  private static long size(Session session, Mailbox mailbox, Contents contents) throws IOException {
    return switch (mailbox.content()) {
      case Content.Nothing() -> 0;
      case Content.Range(var inbox, var from, var to) ->
          sum(session, inbox, new Query.Between(Query.Axis.NUMBER, from, to), contents.uids());
      case Content.Found(var inbox, _) -> sum(session, inbox, new Query.All(), contents.uids());
    };
  }

  private static long sum(Session session, InboxName inbox, Query query, UidSet uids)
      throws IOException {
    long[] sum = {0};
    session
        .archive()
        .scanValues(
            inbox,
            query,
            Query.Axis.SIZE,
            (number, bytes) -> sum[0] += uids.contains(number) ? bytes : 0);
    return sum[0];
  }
}
