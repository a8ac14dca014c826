package org.annals.ingest;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.archive.Intake;
import org.annals.archive.Intake.Outcome;
import org.annals.archive.Refusal;
import org.annals.net.ClientGoneException;
import org.annals.net.Line;
import org.annals.net.LineReader;
import org.annals.net.LineWriter;
import org.annals.net.TlsKeys;
import org.annals.net.Wire;
import org.annals.store.InboxLock;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// One connection of a mail server (RFC 2033, RFC 5321). One thread.
final class LmtpSession {
  private static final Logger LOG = System.getLogger(LmtpSession.class.getName());
  private static final Pattern PATH =
      Pattern.compile(
          "(?:FROM|TO): *<((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^<>\" ])*)>((?: +[^ ]+)*) *",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SIZE =
      Pattern.compile("SIZE=([0-9]{1,18})", Pattern.CASE_INSENSITIVE);
  private static final int UNKNOWN_COMMANDS_MAX = 20;
  private static final int TOLD_CHARACTERS_MAX = 200;

  /// Silence after a dot between bare LFs, which is content: whoever meant to end the mail waits.
  private static final int BARE_END_MILLIS = 5_000;

  private final LmtpServer server;
  private final Wire wire;
  private boolean greeted;
  private int unknownCommands;

  /// Null outside a transaction.
  private @Nullable List<Recipient> recipients;

  /// Recipients of the transaction that are no inbox.
  private final List<String> strangers = new ArrayList<>();

  private record Recipient(String address, InboxName inbox) {}

  LmtpSession(LmtpServer server, Wire wire) {
    this.server = server;
    this.wire = wire;
  }

  void run() throws IOException {
    try {
      converse();
    } finally {
      forget();
    }
  }

  private void converse() throws IOException {
    LineReader in = wire.reader();
    LineWriter out = wire.writer();
    out.line("220 " + server.serverName() + " LMTP Annals is ready");
    boolean going = true;
    while (going) {
      if (!in.inputWaits()) {
        out.flush();
      }
      going =
          switch (in.readLine()) {
            case Line.Text text ->
                in.endedWithCrLf() ? answer(text.latin1()) : nonsense("a line ends with CR LF");
            case Line.Missing.TOO_LONG -> {
              out.line("500 5.5.2 line too long");
              yield in.skipLine();
            }
            case Line.Missing.IDLE ->
                last("421 4.4.2 " + server.serverName() + " nothing came for too long");
            case Line.Missing.STOPPING -> last("421 4.3.2 " + server.serverName() + " is stopping");
            case Line.Missing.END -> false;
          };
    }
  }

  /// RFC 5321 §2.3.8: else what others take for text could be orders.
  private boolean nonsense(String words) throws IOException {
    if (++unknownCommands > UNKNOWN_COMMANDS_MAX) {
      return last("421 4.7.0 " + server.serverName() + " too much that is no LMTP");
    }
    say("500 5.5.2 " + words);
    return true;
  }

  /// Ends the transaction, if there is one, without a mail.
  private void forget() {
    recipients = null;
    traceStrangers(new byte[0]);
  }

  private void traceStrangers(byte[] mail) {
    strangers.forEach(address -> server.strangers().trace(mail, from(), address));
    strangers.clear();
  }

  private String from() {
    return "lmtp " + wire.address().getHostAddress();
  }

  private boolean last(String line) throws IOException {
    wire.writer().line(line);
    return false;
  }

  /// False when the session is over.
  private boolean answer(String line) throws IOException {
    int blank = line.indexOf(' ');
    String verb = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
    String rest = blank < 0 ? "" : line.substring(blank + 1).strip();
    try {
      switch (verb) {
        case "LHLO" -> hello(rest);
        case "MAIL" -> mail(rest);
        case "RCPT" -> recipient(rest);
        case "DATA" -> {
          return data(rest);
        }
        case "RSET" -> {
          forget();
          say("250 2.0.0 forgotten");
        }
        case "NOOP" -> say("250 2.0.0 nothing done");
        case "VRFY" -> say("252 2.5.0 send to it and see");
        case "STARTTLS" -> startTls(rest);
        case "QUIT" -> {
          return last("221 2.0.0 " + server.serverName() + " goodbye");
        }
        case "HELO", "EHLO" -> say("500 5.5.1 this is LMTP: say LHLO");
        default -> {
          return nonsense("there is no such command");
        }
      }
      return true;
    } catch (ClientGoneException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "cannot answer " + verb, e);
      return last("421 4.3.0 " + server.serverName() + " something went wrong here");
    }
  }

  private void say(String line) throws ClientGoneException {
    wire.writer().line(line);
  }

  private void hello(String name) throws ClientGoneException {
    if (name.isEmpty()) {
      say("501 5.5.4 say who you are");
      return;
    }
    greeted = true;
    forget();
    List<String> lines = new ArrayList<>(List.of(server.serverName(), "PIPELINING", "8BITMIME"));
    lines.add("SMTPUTF8");
    lines.add("SIZE " + server.limits().messageBytes());
    if (server.keys() != null && !wire.isSecure()) {
      lines.add("STARTTLS");
    }
    lines.add("ENHANCEDSTATUSCODES");
    for (int i = 0; i < lines.size(); i++) {
      say("250" + (i < lines.size() - 1 ? "-" : " ") + lines.get(i));
    }
  }

  private void mail(String rest) throws ClientGoneException {
    Matcher path = PATH.matcher(rest);
    if (!greeted) {
      say("503 5.5.1 say LHLO first");
    } else if (recipients != null) {
      say("503 5.5.1 one mail at a time");
    } else if (!rest.regionMatches(true, 0, "FROM:", 0, 5) || !path.matches()) {
      say("501 5.5.4 MAIL FROM:<address> is expected");
    } else if (isTooLarge(path.group(2))) {
      say("552 5.3.4 a mail may have " + server.limits().messageBytes() + " bytes");
    } else {
      recipients = new ArrayList<>();
      say("250 2.1.0 to whom?");
    }
  }

  private boolean isTooLarge(String parameters) {
    Matcher size = SIZE.matcher(parameters);
    return size.find() && Long.parseLong(size.group(1)) > server.limits().messageBytes();
  }

  private void recipient(String rest) throws ClientGoneException {
    Matcher path = PATH.matcher(rest);
    List<Recipient> known = recipients;
    if (known == null) {
      say("503 5.5.1 say MAIL first");
    } else if (!rest.regionMatches(true, 0, "TO:", 0, 3) || !path.matches()) {
      say("501 5.5.4 RCPT TO:<address> is expected");
    } else if (known.size() >= server.limits().recipients()) {
      say("452 4.5.3 too many recipients for one mail");
    } else {
      String address = path.group(1);
      Optional<InboxName> inbox = server.delivery().router().recipient(address);
      if (inbox.isPresent()) {
        known.add(new Recipient(address, inbox.get()));
        say("250 2.1.5 that is " + inbox.get());
      } else {
        if (strangers.size() < server.limits().recipients()) {
          strangers.add(address);
        }
        say("550 5.1.1 no inbox here has this address");
      }
    }
  }

  private boolean data(String rest) throws IOException {
    List<Recipient> known = recipients;
    if (known == null || known.isEmpty()) {
      say(known == null ? "503 5.5.1 say MAIL first" : "503 5.5.1 no recipient is known here");
      return true;
    }
    if (!rest.isEmpty()) {
      say("501 5.5.4 DATA stands alone");
      return true;
    }
    say("354 go on, and end with a dot");
    wire.writer().flush();
    recipients = null;
    try (LmtpMail mail = new LmtpMail(server)) {
      if (!read(mail)) {
        return false;
      }
      if (!strangers.isEmpty()) {
        traceStrangers(mail.head());
      }
      answer(mail, known);
    }
    return true;
  }

  /// False when the session is over. Only CR LF, dot, CR LF ends a mail; a bare LF is content, and
  /// so is a dot after one: other servers pass that on, and what follows would be taken for orders.
  private boolean read(LmtpMail mail) throws IOException {
    LineReader in = wire.reader();
    int idle = wire.limits().idleMillis();
    boolean atStart = true;
    boolean bareEnd = false;
    while (true) {
      switch (in.readLine(wire.limits().lineBytes(), bareEnd ? BARE_END_MILLIS : idle)) {
        case Line.Text(byte[] line) -> {
          boolean dot = line.length == 1 && line[0] == '.';
          if (dot && atStart && in.endedWithCrLf()) {
            return true;
          }
          bareEnd = dot;
          mail.add(line, atStart && line.length > 0 && line[0] == '.' ? 1 : 0);
          atStart = in.endedWithCrLf();
        }
        case Line.Missing.TOO_LONG -> {
          mail.fail(LmtpMail.Fault.LONG_LINE);
          if (!in.skipLine()) {
            return last("421 4.5.2 " + server.serverName() + " line too long");
          }
          atStart = in.endedWithCrLf();
          bareEnd = false;
        }
        case Line.Missing.IDLE -> {
          return last(
              bareEnd
                  ? "421 4.5.2 " + server.serverName() + " a mail ends with CR LF, dot, CR LF"
                  : "421 4.4.2 " + server.serverName() + " nothing came for too long");
        }
        case Line.Missing.STOPPING -> {
          return last("421 4.3.2 " + server.serverName() + " is stopping");
        }
        case Line.Missing.END -> {
          return false;
        }
      }
    }
  }

  /// One answer for each recipient, in their order (RFC 2033 §4.2).
  private void answer(LmtpMail mail, List<Recipient> known) throws ClientGoneException {
    String fault =
        switch (mail.fault()) {
          case NONE -> "";
          case TOO_LARGE ->
              "552 5.3.4 a mail may have " + server.limits().messageBytes() + " bytes";
          case NO_ROOM -> "452 4.3.1 too much mail at once, try again later";
          case LONG_LINE ->
              "554 5.6.0 a line may have " + server.limits().lines().lineBytes() + " bytes";
        };
    String from = from();
    if (!fault.isEmpty()) {
      for (Recipient each : known) {
        trace(mail, each.inbox());
        say(fault);
      }
      return;
    }
    byte[] bytes = mail.bytes();
    Map<InboxName, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
    for (Recipient each : known) {
      outcomes.computeIfAbsent(each.inbox(), inbox -> server.delivery().submit(inbox, bytes, from));
    }
    for (Recipient each : known) {
      CompletableFuture<Outcome> outcome = outcomes.get(each.inbox());
      say(outcome == null ? "451 4.3.0 something went wrong here" : reply(outcome));
    }
  }

  private void trace(LmtpMail faulty, InboxName inbox) {
    String words =
        switch (faulty.fault()) {
          case TOO_LARGE -> "has more than " + server.limits().messageBytes() + " bytes";
          case LONG_LINE ->
              "has a line of more than " + server.limits().lines().lineBytes() + " bytes";
          case NONE, NO_ROOM -> ""; // it will be tried again
        };
    if (!words.isEmpty()) {
      server.delivery().intake().refuse(inbox, faulty.head(), from(), Refusal.TOO_LARGE, words);
    }
  }

  private static String reply(CompletableFuture<Outcome> outcome) {
    try {
      return switch (Intake.await(outcome)) {
        case Outcome.Filed filed -> "250 2.1.5 filed in " + filed.inbox();
        case Outcome.Duplicate duplicate -> "250 2.1.5 is in " + duplicate.inbox() + " already";
        case Outcome.Refused(InboxName inbox, Refusal refusal, String words) ->
            code(refusal) + inbox + ": the mail " + told(words);
      };
    } catch (IOException e) {
      return failure(e);
    }
  }

  private static String code(Refusal refusal) {
    return switch (refusal) {
      case TOO_LARGE -> "552 5.3.4 ";
      case NOT_MAIL -> "550 5.6.0 ";
      case NO_INBOX -> "550 5.1.1 ";
      case REMOVED, FILTERED, PRECHECK, SPAM -> "550 5.7.1 ";
    };
  }

  private static String failure(IOException e) {
    if (e instanceof InboxLock.LockedException) {
      return "451 4.2.0 another program writes to the inbox, try again later";
    }
    return isFull(e)
        ? "452 4.3.1 the disk is full, try again later"
        : "451 4.3.0 the mail could not be filed, try again later";
  }

  private static boolean isFull(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      String why = at instanceof FileSystemException file ? file.getReason() : at.getMessage();
      if (why != null && (why.contains("No space left") || why.contains("quota exceeded"))) {
        return true;
      }
    }
    return false;
  }

  /// One line of ASCII.
  private static String told(String words) {
    String line = words.replaceAll("[^ -~]", "?");
    return line.substring(0, Math.min(line.length(), TOLD_CHARACTERS_MAX));
  }

  private void startTls(String rest) throws ClientGoneException {
    TlsKeys keys = server.keys();
    if (keys == null || wire.isSecure()) {
      say("503 5.5.1 TLS is not to be had");
    } else if (!rest.isEmpty()) {
      say("501 5.5.4 STARTTLS stands alone");
    } else {
      say("220 2.0.0 begin TLS");
      wire.startTls(keys);
      greeted = false; // RFC 3207 §4.2: what was learnt in the clear counts for nothing
      forget();
    }
  }
}
