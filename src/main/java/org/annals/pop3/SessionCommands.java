package org.annals.pop3;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.annals.net.TlsKeys;
import org.annals.pop3.Reply.Block;
import org.annals.pop3.Reply.Done;
import org.annals.pop3.Reply.Last;
import org.annals.pop3.Reply.ThenTls;

/// What is about the connection: CAPA (RFC 2449), NOOP, QUIT (RFC 1939), STLS (RFC 2595).
final class SessionCommands {
  private static final Logger LOG = System.getLogger(SessionCommands.class.getName());

  private SessionCommands() {}

  /// Tells, by `EXPIRE 0`, that what is retrieved is gone the next time.
  static Reply capa(Session session, List<String> words) {
    session.knowsExpiry();
    List<String> lines =
        new ArrayList<>(List.of("TOP", "USER", "PIPELINING", "UIDL", "EXPIRE 0", "RESP-CODES"));
    if (mayStartTls(session)) {
      lines.add("STLS");
    }
    lines.add("IMPLEMENTATION Annals");
    return new Block(
        "capability list follows",
        out -> {
          for (String line : lines) {
            out.dotted(line);
          }
        });
  }

  private static boolean mayStartTls(Session session) {
    return session.server().settings().keys() != null
        && !session.wire().isSecure()
        && !session.isLoggedIn();
  }

  static Reply noop(Session session, List<String> words) {
    return new Done("nothing done");
  }

  /// RFC 1939 §6: the connection ends even if what was deleted cannot be remembered.
  static Reply quit(Session session, List<String> words) {
    try {
      session.rememberPosition();
      return new Last("+OK goodbye");
    } catch (IOException e) {
      LOG.log(Level.ERROR, "cannot remember what a user deleted", e);
      return new Last("-ERR [SYS/TEMP] what was deleted will be there again");
    }
  }

  static Reply stls(Session session, List<String> words) {
    TlsKeys keys = session.server().settings().keys();
    if (keys == null) {
      throw new Refusal("TLS is not spoken here");
    }
    if (!mayStartTls(session)) {
      throw new Refusal("TLS is spoken already");
    }
    return new ThenTls("begin TLS negotiation", keys);
  }
}
