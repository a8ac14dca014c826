package org.annals.pop3;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.annals.archive.ReadAhead;
import org.annals.archive.ReadAhead.Place;
import org.annals.net.ClientGoneException;
import org.annals.net.Line;
import org.annals.net.LineReader;
import org.annals.net.LineWriter;
import org.annals.net.TlsKeys;
import org.annals.net.Wire;
import org.annals.pop3.Letters.Letter;
import org.jspecify.annotations.Nullable;

/// One connection: who logged in, and what was found. One thread.
final class Session {
  private static final Logger LOG = System.getLogger(Session.class.getName());
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int STAMP_BYTES = 12;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final Pop3Server server;
  private final Wire wire;
  private final String stamp;
  private boolean knowsExpiry;
  private @Nullable UserName name;
  private @Nullable Login login;
  private @Nullable Maildrop drop;
  private @Nullable ReadAhead messages;

  Session(Pop3Server server, Wire wire) {
    this.server = server;
    this.wire = wire;
    byte[] random = new byte[STAMP_BYTES];
    RANDOM.nextBytes(random);
    this.stamp =
        "<" + HexFormat.of().formatHex(random) + "@" + server.settings().serverName() + ">";
  }

  void run() throws IOException {
    LineReader in = wire.reader();
    LineWriter out = wire.writer();
    out.line("+OK Annals is ready " + stamp);
    try {
      boolean going = true;
      while (going) {
        if (!in.inputWaits()) {
          out.flush();
        }
        going =
            switch (in.readLine()) {
              case Line.Text(byte[] bytes) -> answer(bytes);
              case Line.Missing.TOO_LONG -> tooLong();
              case Line.Missing.IDLE -> false; // RFC 1939 §3: without a word
              case Line.Missing.STOPPING -> stopping();
              case Line.Missing.END -> false;
            };
      }
    } finally {
      if (messages != null) {
        messages.close();
      }
      if (login != null) {
        server.leave(login);
      }
    }
  }

  private boolean tooLong() throws IOException {
    wire.writer().line("-ERR line too long");
    return wire.reader().skipLine();
  }

  private boolean stopping() throws IOException {
    wire.writer().line("-ERR [SYS/TEMP] server is stopping");
    return false;
  }

  /// False when the session is over.
  private boolean answer(byte[] line) throws ClientGoneException {
    String text = new String(line, StandardCharsets.UTF_8);
    LineWriter out = wire.writer();
    Reply reply;
    try {
      reply = run(text);
    } catch (Refusal e) {
      out.line(e.line());
      return true;
    } catch (ClientGoneException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "cannot answer " + keyword(text), e);
      out.line("-ERR [SYS/TEMP] something went wrong here");
      return true;
    }
    try {
      return send(reply);
    } catch (ClientGoneException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "cannot finish the answer to " + keyword(text), e);
      return false; // a block without its last dot
    }
  }

  /// What follows may be whose reading it is.
  private static String keyword(String line) {
    return line.replaceFirst(" .*", "");
  }

  private Reply run(String line) throws IOException {
    if (line.chars().anyMatch(c -> c < ' ')) {
      throw new Refusal("control characters make no sense here");
    }
    List<String> words = Arrays.asList(line.strip().split(" +"));
    Command command =
        Commands.find(words.getFirst()).orElseThrow(() -> new Refusal("there is no such command"));
    return command.run(this, words.subList(1, words.size()));
  }

  private boolean send(Reply reply) throws IOException {
    LineWriter out = wire.writer();
    switch (reply) {
      case Reply.Done(String text) -> out.line("+OK " + text);
      case Reply.Block(String text, Reply.Lines lines) -> {
        out.line("+OK " + text);
        lines.writeTo(out);
        out.endDotted();
      }
      case Reply.Last(String line) -> {
        out.line(line);
        return false;
      }
      case Reply.ThenTls(String text, TlsKeys keys) -> {
        out.line("+OK " + text);
        wire.startTls(keys);
        name = null; // RFC 2595 §4: what was learnt in the clear counts for nothing
        knowsExpiry = false;
      }
    }
    return true;
  }

  Pop3Server server() {
    return server;
  }

  Wire wire() {
    return wire;
  }

  /// What APOP digests begin with.
  String stamp() {
    return stamp;
  }

  /// The client was told that what it retrieves is gone the next time.
  void knowsExpiry() {
    knowsExpiry = true;
  }

  void name(UserName given) {
    name = given;
  }

  /// What USER named, null before it did.
  @Nullable UserName name() {
    return name;
  }

  boolean isLoggedIn() {
    return drop != null;
  }

  /// From here on leaves the maildrop in the end.
  void logIn(Login as, Maildrop found) {
    login = as;
    drop = found;
  }

  /// Only for commands that need a login.
  Maildrop drop() {
    Maildrop current = drop;
    if (current == null) {
      throw new Refusal("log in first");
    }
    return current;
  }

  /// What this session deleted is not there the next time.
  void rememberPosition() throws IOException {
    if (login != null && drop != null) {
      server.positions().advance(login, drop.position(knowsExpiry));
    }
  }

  /// -1 if it is no number, or one that nothing here can have.
  static int number(String word) {
    return NUMBER.matcher(word).matches() ? Integer.parseInt(word) : -1;
  }

  /// The message that a word names; a refusal if there is none, or it is deleted.
  int message(String word) {
    int message = number(word);
    if (message < 1 || message > drop().size()) {
      throw new Refusal("there is no such message");
    }
    if (drop().isDeleted(message)) {
      throw new Refusal("message " + message + " is deleted");
    }
    return message;
  }

  Letter letter(int message) throws IOException {
    return drop().find(message).orElseThrow(() -> new Refusal("the message is gone"));
  }

  /// The bytes of a message as git has them.
  byte[] read(int message, Letter letter) throws IOException {
    ReadAhead reader = messages == null ? drop().read() : messages;
    messages = reader;
    return reader.read(message, new Place(drop().inbox(), letter.blob(), letter.octets()));
  }
}
