package org.annals.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A session with an IMAP server (RFC 3501, RFC 2177, RFC 4959) that only reads. One thread;
/// whoever opened the connection closes it.
final class ImapClient {
  private static final int LINE_BYTES_MAX = 1 << 20;
  private static final long NONE = -1;

  /// Longer literals are no mails, and not read to their end.
  private static final long LITERAL_BYTES_MAX = 2L << 30;

  private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,18})\\+?}$");
  private static final Pattern EXISTS = Pattern.compile("(?i)\\* \\d+ EXISTS");
  private static final Pattern CODE =
      Pattern.compile("(?i)\\* OK \\[(UIDVALIDITY|UIDNEXT) (\\d{1,10})\\].*");
  private static final Pattern UID = Pattern.compile("(?i)[( ]UID (\\d{1,10})[ )]");
  private static final Pattern FLAGS = Pattern.compile("(?i)[( ]FLAGS \\(([^)]*)\\)");

  private final LineClient line;
  private final WatchLimits limits;
  private final Set<String> capabilities = new HashSet<>();
  private int commands;
  private boolean news;
  private long validity = NONE;
  private long next = NONE;

  /// A message with its UID. `bytes` is null if it is larger than the largest mail taken.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Mail(long uid, boolean seen, byte @Nullable [] bytes) {}

  /// Takes the messages of an answer as they come.
  interface Sink {
    void take(Mail mail) throws IOException;
  }

  /// What a server says at a time: a line, with the last literal in it. `size` is what was
  /// promised, of which `literal` may be only the first bytes.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Response(String text, byte @Nullable [] literal, long size) {}

  private ImapClient(LineClient line, WatchLimits limits) {
    this.line = line;
    this.limits = limits;
  }

  /// Wraps a connection; [#start] comes next.
  static ImapClient over(LineClient line, WatchLimits limits) {
    return new ImapClient(line, limits);
  }

  /// Reads the greeting, begins TLS if the server can, and logs in.
  void start(WatchUrl.Remote who) throws IOException {
    String greeting = read().text();
    boolean known = greeting.toUpperCase(Locale.ROOT).startsWith("* PREAUTH");
    if (!known && !greeting.toUpperCase(Locale.ROOT).startsWith("* OK")) {
      throw new IOException(
          "the server does not greet as IMAP servers do: " + LineClient.shown(greeting));
    }
    does("CAPABILITY");
    if (!line.isSecure() && !known && can("STARTTLS")) {
      does("STARTTLS");
      line.startTls();
      does("CAPABILITY"); // what was said before may have been an attacker's
    }
    if (!known) {
      logIn(who);
      does("CAPABILITY");
    }
  }

  private void logIn(WatchUrl.Remote who) throws IOException {
    if (who.user().isEmpty()) {
      if (can("AUTH=ANONYMOUS")) {
        authenticate("ANONYMOUS", "annals");
      } else {
        does("LOGIN anonymous anonymous");
      }
      return;
    }
    Logins.checkSecret(line);
    if (can("AUTH=PLAIN")) {
      authenticate("PLAIN", "\0" + who.user() + "\0" + who.password());
    } else if (can("LOGINDISABLED")) {
      throw new IOException("the server takes neither LOGIN nor AUTHENTICATE PLAIN");
    } else {
      does("LOGIN " + quoted(who.user()) + " " + quoted(who.password()));
    }
  }

  private void authenticate(String mechanism, String secret) throws IOException {
    String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    String tag = send("AUTHENTICATE " + mechanism);
    Response response = read();
    while (!response.text().startsWith("+")) {
      if (response.text().startsWith(tag + " ")) {
        throw refused("AUTHENTICATE", response.text());
      }
      response = read();
    }
    line.send(encoded);
    await(tag, "AUTHENTICATE", mail -> {});
  }

  private static String quoted(String text) throws IOException {
    if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new IOException("a name or password with a line end in it");
    }
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  boolean can(String capability) {
    return capabilities.contains(capability);
  }

  /// Opens a mailbox for reading. Afterwards `validity` and `next` are what the server said.
  void examine(String mailbox) throws IOException {
    does("EXAMINE " + quoted(mailbox));
    if (validity == NONE) {
      throw new IOException("the server gives no UIDVALIDITY, so nothing could be found again");
    }
  }

  long validity() {
    return Math.max(0, validity);
  }

  /// The UID that the next new message gets, if the server says so when a mailbox is opened.
  OptionalLong next() {
    return next == NONE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /// Whether there may be new messages since this was asked last.
  boolean takeNews() {
    boolean was = news;
    news = false;
    return was;
  }

  /// Fetches what there is of these UIDs; `to` is 0 for all that follow.
  void fetch(long from, long to, Sink sink) throws IOException {
    String range = from + ":" + (to == 0 ? "*" : Long.toString(to));
    String tag = send("UID FETCH " + range + " (UID FLAGS BODY.PEEK[])");
    await(tag, "FETCH", sink);
  }

  void noop() throws IOException {
    does("NOOP");
  }

  /// Returns when the server tells of news, or when it has been long enough.
  void idle() throws IOException {
    String tag = send("IDLE");
    long end = System.nanoTime() + limits.idleMillis() * 1_000_000L;
    boolean begun = false;
    try {
      while (!begun || (!news && System.nanoTime() < end)) {
        long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
        Response response = read(begun ? (int) left : limits.answerMillis());
        if (response.text().startsWith(tag + " ")) {
          throw refused("IDLE", response.text());
        }
        begun |= response.text().startsWith("+");
      }
    } catch (java.net.SocketTimeoutException e) {
      if (!begun) {
        throw e;
      }
    }
    line.send("DONE");
    await(tag, "IDLE", mail -> {});
  }

  private void does(String command) throws IOException {
    await(send(command), command.split(" ", 2)[0], mail -> {});
  }

  private String send(String command) throws IOException {
    String tag = "a" + ++commands;
    line.send(tag + " " + command);
    return tag;
  }

  private void await(String tag, String command, Sink sink) throws IOException {
    Response response = read();
    while (!response.text().startsWith(tag + " ")) {
      Mail mail = mail(response);
      if (mail != null) {
        sink.take(mail);
      }
      response = read();
    }
    if (!response
        .text()
        .toUpperCase(Locale.ROOT)
        .startsWith(tag.toUpperCase(Locale.ROOT) + " OK")) {
      throw refused(command, response.text());
    }
  }

  private static IOException refused(String command, String said) {
    return new IOException("the server refuses " + command + ": " + LineClient.shown(said));
  }

  /// Null if it is no message, or one of which the server has nothing any more.
  private @Nullable Mail mail(Response response) {
    String text = response.text();
    Matcher uid = UID.matcher(text);
    byte[] literal = response.literal();
    if (!text.startsWith("* ") || literal == null || !uid.find()) {
      return null;
    }
    Matcher flags = FLAGS.matcher(text);
    boolean seen = flags.find() && flags.group(1).toLowerCase(Locale.ROOT).contains("\\seen");
    boolean whole = response.size() <= limits.mailBytes();
    return new Mail(Long.parseLong(uid.group(1)), seen, whole ? literal : null);
  }

  private Response read() throws IOException {
    return read(limits.answerMillis());
  }

  private Response read(int millis) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] literal = null;
    long size = 0;
    String part = line.readLine(LINE_BYTES_MAX, millis);
    for (Matcher more = LITERAL.matcher(part); more.find(); more = LITERAL.matcher(part)) {
      text.append(part, 0, more.start()).append("\"\"");
      if (text.length() > LINE_BYTES_MAX) {
        throw new IOException(
            "the server sent an answer of more than " + LINE_BYTES_MAX + " bytes");
      }
      size = Long.parseLong(more.group(1));
      if (size > LITERAL_BYTES_MAX) {
        throw new IOException("the server announces " + size + " bytes, more than any mail has");
      }
      int kept = size > limits.mailBytes() ? 0 : (int) size;
      literal = line.readBytes(size, kept, limits.mailMillis());
      part = line.readLine(LINE_BYTES_MAX);
    }
    Response response = new Response(text.append(part).toString(), literal, size);
    note(response.text());
    return response;
  }

  private void note(String text) throws IOException {
    if (!text.startsWith("* ")) {
      return;
    }
    String upper = text.toUpperCase(Locale.ROOT);
    if (upper.startsWith("* CAPABILITY ")) {
      capabilities.clear();
      capabilities.addAll(List.of(upper.split(" +")));
    } else if (upper.startsWith("* BYE")) {
      throw new IOException("the server says goodbye: " + LineClient.shown(text));
    } else if (EXISTS.matcher(text).matches()) {
      news = true;
    } else {
      Matcher code = CODE.matcher(text);
      if (code.matches()) {
        long value = Long.parseLong(code.group(2));
        if (code.group(1).equalsIgnoreCase("UIDNEXT")) {
          next = value;
        } else {
          validity = value;
        }
      }
    }
  }
}
