package org.annals.nntp;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.annals.net.TlsKeys;
import org.annals.nntp.Reply.Block;
import org.annals.nntp.Reply.Last;
import org.annals.nntp.Reply.Status;
import org.annals.nntp.Reply.ThenDeflate;
import org.annals.nntp.Reply.ThenTls;

/// What is about the connection and the server: CAPABILITIES, MODE, QUIT, DATE, HELP (RFC 3977 §5,
/// §7), the refusals of POST and IHAVE, STARTTLS (RFC 4642) and COMPRESS (RFC 8054).
final class SessionCommands {
  private SessionCommands() {}

  static Reply capabilities(Session session, Words words) {
    List<String> lines = new ArrayList<>(List.of("VERSION 2", "IMPLEMENTATION Annals", "READER"));
    if (!session.wire().isCompressed()) {
      lines.add("COMPRESS DEFLATE");
    }
    lines.addAll(List.of("HDR", "LIST " + ListCommands.KEYWORDS, "NEWNEWS", "OVER MSGID"));
    if (mayStartTls(session)) {
      lines.add("STARTTLS");
    }
    lines.add("XPAT");
    return new Block(
        101,
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
        && !session.wire().isCompressed();
  }

  static Reply mode(Session session, Words words) {
    if (!words.get(0).equalsIgnoreCase("READER")) {
      throw new Refusal(Refused.SYNTAX);
    }
    return new Status(201, "posting prohibited");
  }

  static Reply quit(Session session, Words words) {
    return new Last(205, "closing connection - goodbye!");
  }

  static Reply date(Session session, Words words) {
    return new Status(111, NntpDate.stamp(Instant.now()));
  }

  static Reply help(Session session, Words words) {
    return new Block(
        100,
        "help text follows",
        out -> {
          out.dotted("Annals: mailing lists as newsgroups. Commands:");
          for (Command command : Commands.list()) {
            out.dotted("  " + command.syntax());
          }
          out.dotted("To post, write a mail to the address of the list.");
        });
  }

  static Reply slave(Session session, Words words) {
    return new Status(202, "slave status noted");
  }

  static Reply post(Session session, Words words) throws IOException {
    String how =
        session.selected().map(group -> "mailto:" + group.address()).orElse("mail the list");
    return new Status(440, how + " to post");
  }

  static Reply ihave(Session session, Words words) {
    return Refused.NOT_WANTED.reply();
  }

  static Reply starttls(Session session, Words words) {
    TlsKeys keys = session.server().settings().keys();
    if (keys == null) {
      throw new Refusal(Refused.NO_TLS);
    }
    if (!mayStartTls(session)) {
      throw new Refusal(Refused.UNAVAILABLE);
    }
    return new ThenTls(382, "continue with TLS negotiation", keys);
  }

  static Reply compress(Session session, Words words) {
    if (!words.get(0).equalsIgnoreCase("DEFLATE")) {
      throw new Refusal(Refused.UNSUPPORTED);
    }
    if (session.wire().isCompressed()) {
      throw new Refusal(Refused.UNAVAILABLE);
    }
    return new ThenDeflate(206, "compression active");
  }
}
