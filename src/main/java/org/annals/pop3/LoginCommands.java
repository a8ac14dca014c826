package org.annals.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.annals.pop3.Reply.Done;

/// USER, PASS and APOP (RFC 1939 §7). Whoever comes is `anonymous`; the UUID only tells users
/// apart.
final class LoginCommands {
  private static final String PASSWORD = "anonymous";

  private LoginCommands() {}

  static Reply user(Session session, List<String> words) throws IOException {
    UserName name = UserName.of(words.getFirst());
    Mailbox mailbox = Mailbox.find(session.server().archive(), name.mailbox());
    session.name(name);
    return new Done("send PASS for " + mailbox.name());
  }

  static Reply pass(Session session, List<String> words) throws IOException {
    UserName name = session.name();
    if (name == null) {
      throw new Refusal("send USER first");
    }
    if (!words.getFirst().equals(PASSWORD)) {
      throw new Refusal("the password is '" + PASSWORD + "'");
    }
    return login(session, name);
  }

  static Reply apop(Session session, List<String> words) throws IOException {
    UserName name = UserName.of(words.getFirst());
    if (!words.get(1).toLowerCase(Locale.ROOT).equals(digest(session.stamp()))) {
      throw new Refusal("the password is '" + PASSWORD + "'");
    }
    return login(session, name);
  }

  private static String digest(String stamp) {
    try {
      byte[] shared = (stamp + PASSWORD).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(shared));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private static Reply login(Session session, UserName name) throws IOException {
    Pop3Server server = session.server();
    Mailbox mailbox = Mailbox.find(server.archive(), name.mailbox());
    Login login = new Login(name.user(), mailbox.inbox(), mailbox.slice());
    if (!server.enter(login)) {
      throw new Refusal("[IN-USE] another session of this user has this mailbox");
    }
    Maildrop drop;
    try {
      OptionalLong position = server.positions().find(login);
      int wanted = name.wanted(position.isEmpty(), mailbox.usual());
      drop = Maildrop.open(server.archive(), server.letters(), mailbox, position.orElse(0), wanted);
    } catch (IOException | RuntimeException e) {
      server.leave(login);
      throw e;
    }
    session.logIn(login, drop);
    return new Done(drop.size() + " messages");
  }
}
