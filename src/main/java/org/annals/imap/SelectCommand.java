package org.annals.imap;

import java.io.IOException;
import org.annals.imap.Session.Extension;
import org.jspecify.annotations.Nullable;

/// SELECT and EXAMINE, which are the same here, CLOSE and UNSELECT (RFC 9051 §6.3.2, §6.3.3,
/// §6.4.1, §6.4.2), with what a client knows already (RFC 7162 §3.1.8, §3.2.5).
final class SelectCommand {
  private SelectCommand() {}

  /// What a client that was here before says it has.
  private record Known(long uidValidity, long modSeq, SequenceSet uids) {}

  static String select(Session session, Arguments in) throws IOException {
    return run(session, in, "SELECT");
  }

  static String examine(Session session, Arguments in) throws IOException {
    return run(session, in, "EXAMINE");
  }

  private static String run(Session session, Arguments in, String command) throws IOException {
    if (session.hasSelected()) {
      session.select(null); // also if the other cannot be selected
      session.out().line("* OK [CLOSED] The mailbox before is closed");
    }
    in.space();
    String name = in.mailbox();
    Known known = in.take(' ') ? parameters(session, in) : null;
    in.end();
    Mailbox mailbox = session.mailboxes().get(name);
    Contents contents = session.mailboxes().contents(mailbox);
    session.select(new Selected(mailbox, contents));
    describe(session, mailbox, contents);
    if (known != null && known.uidValidity == mailbox.uidValidity()) {
      resynchronise(session, contents, known);
    }
    return "[READ-ONLY] " + command + " completed";
  }

  private static @Nullable Known parameters(Session session, Arguments in) {
    Known known = null;
    in.expect('(');
    do {
      switch (in.word()) {
        case "CONDSTORE" -> session.enable(Extension.CONDSTORE);
        case "QRESYNC" -> {
          if (!session.has(Extension.QRESYNC)) {
            throw ImapRefusal.bad("QRESYNC must be enabled first");
          }
          in.space();
          known = known(in);
        }
        default -> throw ImapRefusal.bad("There is no such parameter");
      }
    } while (in.take(' '));
    in.expect(')');
    return known;
  }

  private static Known known(Arguments in) {
    in.expect('(');
    long validity = in.number();
    in.space();
    long modSeq = in.number();
    SequenceSet uids = SequenceSet.ALL;
    if (in.take(' ')) {
      if (!in.isNext('(')) {
        uids = in.sequenceSet();
        in.take(' ');
      }
      if (in.take('(')) { // pairs of numbers and UIDs, which save nothing here
        in.sequenceSet();
        in.space();
        in.sequenceSet();
        in.expect(')');
      }
    }
    in.expect(')');
    return new Known(validity, modSeq, uids);
  }

  private static void describe(Session session, Mailbox mailbox, Contents contents)
      throws IOException {
    ImapWriter out = session.out();
    boolean rev2 = session.has(Extension.IMAP4REV2);
    int count = contents.uids().size();
    out.text("* ").number(count).line(" EXISTS");
    if (!rev2) {
      out.line("* 0 RECENT");
    }
    out.line("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)");
    out.line("* OK [PERMANENTFLAGS ()] No flag can be set");
    if (!rev2 && count > 0) {
      out.line("* OK [UNSEEN 1] No message was seen");
    }
    out.text("* OK [UIDVALIDITY ").number(mailbox.uidValidity()).line("] UIDs last");
    out.text("* OK [UIDNEXT ").number(contents.uidNext()).line("] The next UID");
    if (mailbox.countsChanges()) {
      out.text("* OK [HIGHESTMODSEQ ").number(contents.highestModSeq()).line("] The last change");
    } else {
      out.line("* OK [NOMODSEQ] Changes are not counted");
    }
    out.text("* OK [MAILBOXID (").text(mailbox.id()).line(")] The same for ever");
    if (rev2) {
      ListCommand.line("LIST", mailbox, session, false);
    }
  }

  /// Tells what went and what came since. Which of those that went did so before is not known, so
  /// all are named that the client may have.
  private static void resynchronise(Session session, Contents contents, Known known)
      throws IOException {
    ImapWriter out = session.out();
    if (!session.selected().mailbox().countsChanges() || known.modSeq >= contents.highestModSeq()) {
      return;
    }
    UidSet had = known.uids.resolve(contents.uidNext() - 1).between(1, contents.uidNext() - 1);
    UidSet gone = had.minus(contents.uids());
    if (!gone.isEmpty()) {
      out.text("* VANISHED (EARLIER) ").line(gone.toString());
    }
    UidSet came = contents.uids().between(Contents.firstAfter(known.modSeq), UidSet.UID_MAX);
    FetchCommand.tellCame(session, came);
  }

  static String close(Session session, Arguments in) {
    in.end();
    session.select(null);
    return "CLOSE completed";
  }

  static String unselect(Session session, Arguments in) {
    in.end();
    session.select(null);
    return "UNSELECT completed";
  }
}
