package org.annals.nntp;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.annals.archive.ReadAhead;
import org.annals.archive.ReadAhead.Place;
import org.annals.index.Posting;
import org.annals.net.ClientGoneException;
import org.annals.net.Line;
import org.annals.net.LineReader;
import org.annals.net.LineWriter;
import org.annals.net.TlsKeys;
import org.annals.net.Wire;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// One reader's connection: the group and article that it is at. One thread.
final class Session {
  private static final Logger LOG = System.getLogger(Session.class.getName());

  /// Who takes longer to say what comes next holds no files meanwhile.
  private static final int PAUSE_MILLIS = 1_000;

  private final NntpServer server;
  private final Wire wire;
  private @Nullable InboxName selected;
  private long current;

  /// Of the group of `ahead`.
  private @Nullable ReadAhead messages;

  private @Nullable InboxName ahead;

  Session(NntpServer server, Wire wire) {
    this.server = server;
    this.wire = wire;
  }

  void run() throws IOException {
    LineReader in = wire.reader();
    LineWriter out = wire.writer();
    out.line("201 " + server.settings().serverName() + " ready - post via email");
    try {
      boolean going = true;
      while (going) {
        if (!in.inputWaits()) {
          out.flush();
        }
        going =
            switch (next(in)) {
              case Line.Text(byte[] bytes) -> answer(bytes);
              case Line.Missing.TOO_LONG -> tooLong();
              case Line.Missing.IDLE -> goodbye("400 timed out");
              case Line.Missing.STOPPING -> goodbye("400 server is stopping");
              case Line.Missing.END -> false;
            };
      }
    } finally {
      closeMessages();
    }
  }

  private Line next(LineReader in) {
    if (messages != null) {
      Line line = in.readLine(wire.limits().lineBytes(), PAUSE_MILLIS);
      if (line != Line.Missing.IDLE) {
        return line;
      }
      closeMessages();
    }
    return in.readLine();
  }

  private boolean tooLong() throws IOException {
    wire.writer().line("501 line too long");
    return wire.reader().skipLine();
  }

  private boolean goodbye(String line) throws IOException {
    wire.writer().line(line);
    return false;
  }

  /// False when the session is over.
  private boolean answer(byte[] line) throws ClientGoneException {
    String text = new String(line, StandardCharsets.UTF_8);
    try {
      return send(reply(text));
    } catch (ClientGoneException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "cannot finish the answer to '" + text + "'", e);
      return false; // a block without its last dot
    }
  }

  private Reply reply(String line) throws ClientGoneException {
    try {
      return run(line);
    } catch (Refusal e) {
      return e.why().reply();
    } catch (ClientGoneException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.ERROR, "cannot answer '" + line + "'", e);
      return Refused.FAULT.reply();
    }
  }

  private Reply run(String line) throws IOException {
    if (line.chars().anyMatch(c -> c < ' ' && c != '\t')) {
      throw new Refusal(Refused.SYNTAX);
    }
    Words words = Words.of(line);
    Command command =
        words
            .find(0)
            .flatMap(Commands::find)
            .orElseThrow(() -> new Refusal(Refused.UNKNOWN_COMMAND));
    return command.run(this, words.from(1));
  }

  private boolean send(Reply reply) throws IOException {
    LineWriter out = wire.writer();
    switch (reply) {
      case Reply.Status(int code, String text) -> out.line(code + " " + text);
      case Reply.Block(int code, String text, Reply.Lines lines) -> {
        out.line(code + " " + text);
        lines.writeTo(out);
        out.endDotted();
      }
      case Reply.Last(int code, String text) -> {
        out.line(code + " " + text);
        return false;
      }
      case Reply.ThenTls(int code, String text, TlsKeys keys) -> {
        out.line(code + " " + text);
        wire.startTls(keys);
        selected = null; // RFC 4642 §2.2.2: what was learnt in the clear counts for nothing
        current = 0;
      }
      case Reply.ThenDeflate(int code, String text) -> {
        out.line(code + " " + text);
        wire.deflate();
      }
    }
    return true;
  }

  NntpServer server() {
    return server;
  }

  Wire wire() {
    return wire;
  }

  /// Makes its first article the current one.
  void select(Group group) {
    selected = group.inbox();
    current = group.count() == 0 ? 0 : group.low();
  }

  Optional<Group> selected() throws IOException {
    return selected == null ? Optional.empty() : server.groups().find(selected);
  }

  Group requireSelected() throws IOException {
    return selected().orElseThrow(() -> new Refusal(Refused.NO_GROUP_SELECTED));
  }

  /// The number of the current article, 0 if there is none.
  long current() {
    return current;
  }

  void moveTo(long number) {
    current = number;
  }

  /// The current article; a refusal when there is none, or none any more.
  Article requireCurrent() throws IOException {
    Group group = requireSelected();
    return server
        .articles()
        .find(group.inbox(), current)
        .orElseThrow(() -> new Refusal(Refused.NO_CURRENT_ARTICLE));
  }

  /// The article that a word names, by number in this group or by id, else the current one.
  Article article(Words words, int index) throws IOException {
    if (!words.has(index)) {
      return requireCurrent();
    }
    if (words.isId(index)) {
      return server
          .articles()
          .find(words.id(index), server.groups(), selected)
          .orElseThrow(() -> new Refusal(Refused.NO_SUCH_ID));
    }
    Group group = requireSelected();
    return server
        .articles()
        .find(group.inbox(), Range.number(words.get(index)))
        .orElseThrow(() -> new Refusal(Refused.NO_SUCH_NUMBER));
  }

  /// The number to tell of it: 0 for one of another group (RFC 3977 §6.2.1).
  long numberOf(Article article) {
    return article.posting().inbox().equals(selected) ? article.number() : 0;
  }

  /// Readers mostly take what comes next in the group.
  byte[] read(Article article) throws IOException {
    InboxName inbox = article.posting().inbox();
    if (!inbox.equals(ahead)) {
      closeMessages();
    }
    ReadAhead reader =
        messages == null
            ? server
                .archive()
                .readAhead(number -> server.articles().find(inbox, number).map(Session::place))
            : messages;
    messages = reader;
    ahead = inbox;
    return reader.read(article.number(), place(article));
  }

  private static Place place(Article article) {
    Posting posting = article.posting();
    return new Place(posting.inbox(), posting.blob(), posting.overview().bytes());
  }

  /// What the operator should know of the archive although the reader's question has an answer.
  void log(IOException e) {
    LOG.log(Level.ERROR, "cannot read an article", e);
  }

  private void closeMessages() {
    if (messages != null) {
      messages.close();
      messages = null;
    }
  }
}
