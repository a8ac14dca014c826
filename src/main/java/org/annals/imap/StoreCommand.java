package org.annals.imap;

import java.io.IOException;
import java.util.List;
import org.annals.imap.FetchItem.Plain;

/// STORE and UID STORE (RFC 9051 §6.4.6). No flag is kept, as PERMANENTFLAGS says; that a message
/// was seen is taken note of all the same, as there are clients that go on only then.
final class StoreCommand {
  private StoreCommand() {}

  static String bySequence(Session session, Arguments in) throws IOException {
    run(session, in, false);
    return "STORE completed; nothing is kept";
  }

  static String byUid(Session session, Arguments in) throws IOException {
    run(session, in, true);
    return "UID STORE completed; nothing is kept";
  }

  private static void run(Session session, Arguments in, boolean uids) throws IOException {
    in.space();
    SequenceSet set = in.sequenceSet();
    in.space();
    String how = in.word();
    in.space();
    if (!how.startsWith("+FLAGS") || !isSeen(in)) {
      throw Commands.readOnly();
    }
    UidSet seen = session.selected().resolve(set, uids);
    if (how.equals("+FLAGS")) {
      FetchCommand.fetch(session, seen, List.of(Plain.UID, Plain.FLAGS));
    }
  }

  private static boolean isSeen(Arguments in) {
    String flags = in.rest();
    return flags.equalsIgnoreCase("\\Seen") || flags.equalsIgnoreCase("(\\Seen)");
  }
}
