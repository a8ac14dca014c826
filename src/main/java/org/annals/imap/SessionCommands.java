package org.annals.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.annals.imap.Session.Extension;
import org.annals.net.TlsKeys;

/// Commands about the connection itself: CAPABILITY, NOOP, LOGOUT, CHECK, STARTTLS (RFC 9051 §6.1,
/// §6.2.1), ENABLE (§6.3.1), NAMESPACE (§6.3.10), ID (RFC 2971), COMPRESS (RFC 4978).
final class SessionCommands {
  private SessionCommands() {}

  static String capability(Session session, Arguments in) throws IOException {
    in.end();
    session.out().line("* CAPABILITY " + Capabilities.of(session));
    return "CAPABILITY completed";
  }

  static String noop(Session session, Arguments in) {
    in.end();
    return "NOOP completed";
  }

  static String check(Session session, Arguments in) {
    in.end();
    return "CHECK completed";
  }

  static String logout(Session session, Arguments in) throws IOException {
    in.end();
    session.select(null);
    session.out().line("* BYE Goodbye");
    session.afterwards(() -> false);
    return "LOGOUT completed";
  }

  /// RFC 9051 §6.2.1, §11.1: what was sent before TLS counts for nothing afterwards.
  static String startTls(Session session, Arguments in) {
    in.end();
    TlsKeys keys = session.server().keys();
    if (keys == null) {
      throw ImapRefusal.no("There is no certificate here");
    }
    if (session.wire().isSecure() || session.wire().isCompressed() || session.isAuthenticated()) {
      throw ImapRefusal.bad("STARTTLS comes first, and once");
    }
    session.afterwards(() -> {
      session.wire().startTls(keys);
      return true;
    });
    return "Begin TLS negotiation now";
  }

  static String compress(Session session, Arguments in) {
    in.space();
    if (!in.word().equals("DEFLATE")) {
      throw ImapRefusal.bad("Only DEFLATE is known");
    }
    in.end();
    if (session.wire().isCompressed()) {
      throw ImapRefusal.no("COMPRESSIONACTIVE", "It is compressed already");
    }
    session.afterwards(() -> {
      session.wire().deflate();
      return true;
    });
    return "DEFLATE active";
  }

  static String id(Session session, Arguments in) throws IOException {
    in.space();
    in.rest(); // of no matter to us
    session.out().line("* ID (\"name\" \"Annals\")");
    return "ID completed";
  }

  /// RFC 5161: names that nobody knows are passed over.
  static String enable(Session session, Arguments in) throws IOException {
    List<String> now = new ArrayList<>();
    in.space();
    do {
      String name = in.word();
      Extension asked =
          switch (name) {
            case "CONDSTORE" -> Extension.CONDSTORE;
            case "QRESYNC" -> Extension.QRESYNC;
            case "UTF8=ACCEPT" -> Extension.UTF8_ACCEPT;
            case "IMAP4REV2" -> Extension.IMAP4REV2;
            default -> null;
          };
      if (asked != null) {
        session.enable(asked);
        if (asked == Extension.QRESYNC) {
          session.enable(Extension.CONDSTORE); // RFC 7162 §3.2.3
        }
        now.add(name.equals("IMAP4REV2") ? "IMAP4rev2" : name);
      }
    } while (in.take(' '));
    in.end();
    session.out().text("* ENABLED").line(now.isEmpty() ? "" : " " + String.join(" ", now));
    return "ENABLE completed";
  }

  static String namespace(Session session, Arguments in) throws IOException {
    in.end();
    session.out().line("* NAMESPACE ((\"\" \"" + MailboxNames.DELIMITER + "\")) NIL NIL");
    return "NAMESPACE completed";
  }
}
