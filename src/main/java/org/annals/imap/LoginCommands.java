package org.annals.imap;

import java.io.IOException;
import java.util.Base64;

/// LOGIN and AUTHENTICATE (RFC 9051 §6.2.2, §6.2.3). Mail lists are public: any name and password
/// do, nothing is kept of them, and who does not log in may read as well.
final class LoginCommands {
  private static final String CANCELLED = "*";

  private LoginCommands() {}

  static String login(Session session, Arguments in) {
    in.space();
    in.astring();
    in.space();
    in.astring();
    in.end();
    return done(session, "LOGIN");
  }

  /// ANONYMOUS (RFC 4505) and PLAIN (RFC 4616), with the client's answer at once (RFC 4959) or
  /// after a line of ours.
  static String authenticate(Session session, Arguments in) throws IOException {
    in.space();
    String mechanism = in.word();
    if (!mechanism.equals("ANONYMOUS") && !mechanism.equals("PLAIN")) {
      throw ImapRefusal.no("ANONYMOUS and PLAIN are known");
    }
    String answer;
    if (in.take(' ')) {
      answer = in.rest();
    } else {
      in.end();
      session.out().line("+ ").flush();
      answer = answer(session);
    }
    if (answer.equals(CANCELLED)) {
      throw ImapRefusal.bad("AUTHENTICATE cancelled");
    }
    checkBase64(answer);
    return done(session, "AUTHENTICATE");
  }

  private static String answer(Session session) throws IOException {
    return switch (session.nextLine()) {
      case Received.Command(var bytes) -> new Arguments(bytes, false).rest();
      case Received.Refused _, Received.Over _ -> {
        session.afterwards(() -> false);
        throw ImapRefusal.bad("AUTHENTICATE ended without an answer");
      }
    };
  }

  private static void checkBase64(String answer) {
    try {
      Base64.getDecoder().decode(answer.equals("=") ? "" : answer);
    } catch (IllegalArgumentException e) {
      throw ImapRefusal.bad("The answer is not in base64");
    }
  }

  private static String done(Session session, String command) {
    if (session.isAuthenticated()) {
      throw ImapRefusal.bad("Already logged in");
    }
    session.authenticate();
    return "[CAPABILITY " + Capabilities.of(session) + "] " + command + " completed";
  }
}
