package org.annals.imap;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;
import org.annals.archive.Archive;
import org.annals.archive.ReadAhead;
import org.annals.index.Posting;
import org.annals.net.ClientGoneException;
import org.annals.net.LineWriter;
import org.annals.net.Wire;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// A conversation with one client (RFC 9051 §3). One thread, but for news, which another may tell
/// while this one waits for a line ([IdleCommand]).
final class Session {
  private static final Logger LOG = System.getLogger(Session.class.getName());

  /// What a client can ask for by ENABLE (RFC 5161).
  enum Extension {
    IMAP4REV2,
    CONDSTORE,
    QRESYNC,
    UTF8_ACCEPT
  }

  private final ImapServer server;
  private final Wire wire;
  private final ImapWriter out;
  private final CommandReader reader;
  private final Set<Extension> enabled = EnumSet.noneOf(Extension.class);
  private @Nullable Selected selected;
  private boolean authenticated;
  private int errors;
  private String tag = "*";
  private @Nullable Ending ending;

  /// What happens after the reply to a command.
  interface Ending {
    /// False ends the session.
    boolean run() throws IOException;
  }

  private @Nullable ReadAhead messages;

  Session(ImapServer server, Wire wire) {
    this.server = server;
    this.wire = wire;
    this.out = new ImapWriter(sink(wire.writer()));
    this.reader = new CommandReader(wire, out, server.limits());
  }

  private static ImapWriter.Sink sink(LineWriter writer) {
    return new ImapWriter.Sink() {
      @Override
      public void write(byte[] bytes, int from, int to) throws IOException {
        writer.write(bytes, from, to);
      }

      @Override
      public void flush() throws IOException {
        writer.flush();
      }
    };
  }

  void run() throws IOException {
    out.line("* OK [CAPABILITY " + Capabilities.of(this) + "] Annals is ready").flush();
    try {
      talk();
    } finally {
      closeMessages();
    }
  }

  private void talk() throws IOException {
    boolean more = true;
    while (more) {
      more =
          switch (reader.next()) {
            case Received.Command(var bytes) -> execute(bytes);
            case Received.Refused(var begun, var why) -> refuse(begun, why);
            case Received.Over(var goodbye) -> {
              if (goodbye != null) {
                out.line("* BYE " + goodbye).flush();
              }
              yield false;
            }
          };
    }
  }

  private boolean refuse(byte[] begun, ImapRefusal why) throws IOException {
    out.line(tagOf(begun) + " " + why.line()).flush();
    return true;
  }

  private static String tagOf(byte[] command) {
    try {
      return new Arguments(command, false).tag();
    } catch (ImapRefusal e) {
      return "*";
    }
  }

  private boolean execute(byte[] command) throws IOException {
    tag = tagOf(command);
    try {
      String done = run(new Arguments(command, hasUtf8Names()));
      out.line(tag + " OK " + done);
      errors = 0;
    } catch (ImapRefusal e) {
      out.line(tag + " " + e.line());
      if (++errors >= server.limits().errorsMax()) {
        out.line("* BYE Too many commands that cannot be done").flush();
        return false;
      }
    } catch (ClientGoneException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "imap: a command failed", e);
      if (!out.isAtLineStart()) {
        return false; // what comes next would be taken for the rest of the line
      }
      out.line(tag + " NO [SERVERBUG] Something went wrong here");
    }
    Ending after = ending;
    ending = null;
    if (after != null) {
      out.flush();
      return after.run();
    }
    if (!wire.reader().inputWaits()) {
      out.flush();
    }
    return true;
  }

  private String run(Arguments in) throws IOException {
    in.tag();
    in.space();
    Commands.Row command = Commands.read(in);
    if (command.needsMailbox() && selected == null) {
      throw ImapRefusal.bad("No mailbox is selected");
    }
    String done = command.command().run(this, in);
    if (command.mayTellNews()) {
      tellNews();
    }
    return done;
  }

  /// Tells what changed in the selected mailbox, if one is.
  void tellNews() throws IOException {
    Selected current = selected;
    if (current != null) {
      Contents now = server.mailboxes().contents(current.mailbox());
      current.tellNews(now, enabled.contains(Extension.QRESYNC), out);
    }
  }

  /// What the client calls the command in work.
  String tag() {
    return tag;
  }

  ImapServer server() {
    return server;
  }

  Archive archive() {
    return server.archive();
  }

  Mailboxes mailboxes() {
    return server.mailboxes();
  }

  Wire wire() {
    return wire;
  }

  ImapWriter out() {
    return out;
  }

  /// The mailbox that is selected; only for commands that need one.
  Selected selected() {
    Selected current = selected;
    if (current == null) {
      throw ImapRefusal.bad("No mailbox is selected");
    }
    return current;
  }

  boolean hasSelected() {
    return selected != null;
  }

  void select(@Nullable Selected mailbox) {
    selected = mailbox;
    closeMessages();
  }

  boolean isAuthenticated() {
    return authenticated;
  }

  void authenticate() {
    authenticated = true;
  }

  boolean has(Extension extension) {
    return enabled.contains(extension);
  }

  void enable(Extension extension) {
    enabled.add(extension);
  }

  /// Whether mailbox names are in UTF-8 on the wire.
  boolean hasUtf8Names() {
    return has(Extension.IMAP4REV2) || has(Extension.UTF8_ACCEPT);
  }

  /// A mailbox name as this client reads it.
  String encoded(String name) {
    return MailboxNames.encode(name, hasUtf8Names());
  }

  /// Has something happen once the reply is sent.
  void afterwards(Ending next) {
    ending = next;
  }

  /// What the client says next while a command is worked on, such as `DONE`.
  Received nextLine() throws IOException {
    return reader.next();
  }

  /// The bytes of a message, for clients that ask for one after the other.
  byte[] read(Posting posting) throws IOException {
    InboxName inbox = posting.inbox(); // a mailbox has one
    ReadAhead reader =
        messages == null
            ? archive().readAhead(number -> archive().byNumber(inbox, number).map(Session::place))
            : messages;
    messages = reader;
    return reader.read(posting.number(), place(posting));
  }

  private static ReadAhead.Place place(Posting posting) {
    return new ReadAhead.Place(posting.inbox(), posting.blob(), posting.overview().bytes());
  }

  /// Lets go of what was read ahead.
  void closeMessages() {
    if (messages != null) {
      messages.close();
      messages = null;
    }
  }
}
