package org.annals.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import org.annals.imap.FetchItem.Plain;
import org.annals.imap.Session.Extension;
import org.annals.store.InboxName;

/// FETCH and UID FETCH (RFC 9051 §6.4.5, §6.4.9; RFC 7162 §3.1.4, §3.2.6). Messages are told one
/// after the other as they are read; nothing grows with how many they are.
final class FetchCommand {
  /// Items for which the UID is enough.
  private static final List<Plain> KNOWN = List.of(Plain.UID, Plain.FLAGS, Plain.MODSEQ);

  private FetchCommand() {}

  /// `since` is -1 if all are wanted, not only what changed.
  private record Modifiers(long since, boolean vanished) {
    static final Modifiers NONE = new Modifiers(-1, false);
  }

  static String bySequence(Session session, Arguments in) throws IOException {
    run(session, in, false);
    return "FETCH completed";
  }

  static String byUid(Session session, Arguments in) throws IOException {
    run(session, in, true);
    return "UID FETCH completed";
  }

  private static void run(Session session, Arguments in, boolean uids) throws IOException {
    in.space();
    SequenceSet set = in.sequenceSet();
    in.space();
    List<FetchItem> items = new ArrayList<>(FetchItem.parse(in));
    Modifiers modifiers = in.take(' ') ? modifiers(session, in, uids) : Modifiers.NONE;
    in.end();
    if (!items.contains(Plain.UID)) {
      items.addFirst(Plain.UID);
    }
    Selected selected = session.selected();
    UidSet wanted = selected.resolve(set, uids);
    if (modifiers.since >= 0) {
      if (!items.contains(Plain.MODSEQ)) {
        items.add(Plain.MODSEQ);
      }
      if (modifiers.vanished) {
        tellVanished(session, set);
      }
      wanted = wanted.between(Contents.firstAfter(modifiers.since), UidSet.UID_MAX);
    }
    if (items.contains(Plain.MODSEQ)) {
      session.enable(Extension.CONDSTORE);
    }
    fetch(session, wanted, items);
  }

  private static Modifiers modifiers(Session session, Arguments in, boolean uids) {
    in.expect('(');
    if (!in.word().equals("CHANGEDSINCE")) {
      throw ImapRefusal.bad("There is no such modifier");
    }
    in.space();
    long since = in.number();
    boolean vanished = in.take(' ');
    if (vanished && !(in.word().equals("VANISHED") && uids && session.has(Extension.QRESYNC))) {
      throw ImapRefusal.bad("VANISHED is for UID FETCH, once QRESYNC is enabled");
    }
    in.expect(')');
    return new Modifiers(since, vanished);
  }

  /// Which of those that are gone went since is not known, so all are named.
  private static void tellVanished(Session session, SequenceSet set) throws IOException {
    UidSet view = session.selected().view();
    UidSet gone = set.saved() ? UidSet.EMPTY : set.resolve(view.highest()).minus(view);
    UidSet past = gone.between(1, view.highest());
    if (!past.isEmpty()) {
      session.out().text("* VANISHED (EARLIER) ").line(past.toString());
    }
  }

  /// What a client that comes back is told of messages that came since (RFC 7162 §3.2.5.1).
  static void tellCame(Session session, UidSet came) throws IOException {
    fetch(session, came, List.of(Plain.UID, Plain.FLAGS, Plain.MODSEQ));
  }

  static void fetch(Session session, UidSet wanted, List<FetchItem> items) throws IOException {
    Selected selected = session.selected();
    InboxName inbox = selected.mailbox().inbox();
    if (inbox == null || wanted.isEmpty()) {
      return;
    }
    MessageLines lines =
        new MessageLines(session.archive(), items, selected.view(), session.out(), session::read);
    if (KNOWN.containsAll(items)) {
      for (PrimitiveIterator.OfLong uid = wanted.iterator(); uid.hasNext(); ) {
        lines.write(uid.nextLong());
      }
    } else if (wanted.size() == 1) {
      MailboxSearch.scan(session.archive(), inbox, wanted, lines::write);
      lines.untold().refuse();
    } else {
      try (FetchAhead ahead = new FetchAhead(session, items)) {
        MailboxSearch.scan(session.archive(), inbox, wanted, ahead::add);
        ahead.finish();
      }
    }
  }
}
