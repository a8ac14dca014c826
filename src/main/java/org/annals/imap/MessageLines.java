package org.annals.imap;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.annals.archive.Archive;
import org.annals.imap.FetchItem.Plain;
import org.annals.index.Posting;
import org.annals.mail.BodyPart;
import org.annals.mail.Crlf;
import org.annals.mail.Message;
import org.annals.store.MissingMessageException;
import org.jspecify.annotations.Nullable;

/// Writes FETCH responses (RFC 9051 §7.5.2), one for each message. One thread.
final class MessageLines {
  private static final Logger LOG = System.getLogger(MessageLines.class.getName());

  private static final DateTimeFormatter INTERNAL_DATE =
      DateTimeFormatter.ofPattern("dd-MMM-uuuu HH:mm:ss Z", Locale.ENGLISH);

  private static final int THREADS_MAX = 1_000;

  private final Archive archive;
  private final List<FetchItem> items;
  private final UidSet view;
  private final ImapWriter out;
  private final Messages messages;
  private final Depth depth;
  private final Map<Long, String> threadIds = new HashMap<>();
  private int unreadable;
  private int undecodable;

  /// How many messages could not be told: they cannot be read, or a part is in an unknown transfer
  /// encoding.
  record Untold(int unreadable, int undecodable) {
    /// Refuses the command if there are any.
    void refuse() {
      if (unreadable > 0) {
        throw ImapRefusal.no("SERVERBUG", unreadable + " messages cannot be read");
      }
      if (undecodable > 0) {
        throw ImapRefusal.no("UNKNOWN-CTE", undecodable + " messages cannot be decoded");
      }
    }
  }

  /// Where the bytes of messages come from.
  interface Messages {
    byte[] read(Posting posting) throws IOException;
  }

  /// How much of a message has to be looked at.
  private enum Depth {
    NONE,
    /// its header fields, whatever their line ends
    HEADER,
    /// header and body as they are sent
    SHALLOW,
    PARTS
  }

  /// `view` tells which number a message has for the client.
  MessageLines(
      Archive archive, List<FetchItem> items, UidSet view, ImapWriter out, Messages messages) {
    this.archive = archive;
    this.items = items;
    this.view = view;
    this.out = out;
    this.messages = messages;
    this.depth = items.stream().map(MessageLines::depth).max(Comparator.naturalOrder()).get();
  }

  private static Depth depth(FetchItem item) {
    return switch (item) {
      case Plain.ENVELOPE -> Depth.HEADER;
      case Plain.BODY, Plain.BODYSTRUCTURE -> Depth.PARTS;
      case Plain _ -> Depth.NONE;
      case FetchItem.Bytes bytes -> depth(bytes.section());
      case FetchItem.Binary binary -> depth(binary.section());
    };
  }

  private static Depth depth(Section section) {
    return section.isShallow() ? Depth.SHALLOW : Depth.PARTS;
  }

  /// A message of which nothing is told but what its UID says.
  void write(long uid) throws IOException {
    out.text("* ").number(view.position(uid)).text(" FETCH ");
    char before = '(';
    for (FetchItem item : items) {
      out.character(before);
      if (item instanceof Plain plain) {
        ofUid(plain, uid);
      }
      before = ' ';
    }
    out.line(")");
  }

  private void ofUid(Plain item, long uid) throws IOException {
    switch (item) {
      case UID -> out.text("UID ").number(uid);
      case FLAGS -> out.text("FLAGS ()");
      case MODSEQ -> out.text("MODSEQ (").number(Contents.modSeq(uid)).character(')');
      case INTERNALDATE, RFC822_SIZE, ENVELOPE, BODY, BODYSTRUCTURE, EMAILID, THREADID ->
          throw new IllegalArgumentException(item + " needs more than a UID");
    }
  }

  /// Nothing, if the client does not know of the message.
  void write(Posting posting) throws IOException {
    int position = view.position(posting.number());
    if (position == 0) {
      return;
    }
    BodyPart message = null;
    if (depth != Depth.NONE) {
      message = read(posting);
      if (message == null || !isDecodable(message)) {
        return;
      }
    }
    out.text("* ").number(position).text(" FETCH ");
    char before = '(';
    for (FetchItem item : items) {
      out.character(before);
      switch (item) {
        case Plain plain -> ofPosting(plain, posting, message);
        case FetchItem.Bytes bytes -> bytes(bytes, message);
        case FetchItem.Binary binary -> binary(binary, message);
      }
      before = ' ';
    }
    out.line(")");
  }

  /// Null if the message cannot be read; what can is told nevertheless.
  private @Nullable BodyPart read(Posting posting) throws IOException {
    try {
      byte[] raw = Message.withoutSeparator(messages.read(posting));
      return switch (depth) {
        case NONE, HEADER -> BodyPart.parseHeader(raw);
        case SHALLOW -> BodyPart.parseHeader(Crlf.of(raw));
        case PARTS -> BodyPart.parse(Crlf.of(raw));
      };
    } catch (MissingMessageException e) {
      unreadable++;
      LOG.log(Level.ERROR, "imap: {0}", e.getMessage());
      return null;
    }
  }

  /// RFC 9051 §6.4.5: what is sent in an unknown way cannot be told as it was.
  private boolean isDecodable(BodyPart message) {
    for (FetchItem item : items) {
      BodyPart part =
          item instanceof FetchItem.Binary binary ? binary.section().part(message) : null;
      if (part != null && !part.isDecodable()) {
        undecodable++;
        return false;
      }
    }
    return true;
  }

  Untold untold() {
    return new Untold(unreadable, undecodable);
  }

  private void ofPosting(Plain item, Posting posting, @Nullable BodyPart message)
      throws IOException {
    switch (item) {
      case UID, FLAGS, MODSEQ -> ofUid(item, posting.number());
      case INTERNALDATE -> out.text("INTERNALDATE \"").text(date(posting)).character('"');
      case RFC822_SIZE -> out.text("RFC822.SIZE ").number(posting.overview().bytes());
      case EMAILID -> out.text("EMAILID (" + emailId(posting) + ")");
      case THREADID -> out.text("THREADID (" + threadId(posting) + ")");
      case ENVELOPE -> {
        out.text("ENVELOPE ");
        Envelope.write(whole(message).headers(), out);
      }
      case BODY, BODYSTRUCTURE -> {
        out.text(item.word()).character(' ');
        BodyStructure.write(whole(message), item == Plain.BODYSTRUCTURE, out);
      }
    }
  }

  private static BodyPart whole(@Nullable BodyPart message) {
    if (message == null) {
      throw new IllegalStateException("the message was not read");
    }
    return message;
  }

  private static String date(Posting posting) {
    ZonedDateTime received = Instant.ofEpochSecond(posting.received()).atZone(ZoneOffset.UTC);
    return INTERNAL_DATE.format(received);
  }

  /// RFC 8474 §5.1: the same for the same bytes.
  static String emailId(Posting posting) {
    return "M" + posting.blob().hex();
  }

  private String threadId(Posting posting) throws IOException {
    String known = threadIds.get(posting.thread());
    if (known == null) {
      if (threadIds.size() >= THREADS_MAX) {
        threadIds.clear();
      }
      known = "T" + archive.publicThread(posting);
      threadIds.put(posting.thread(), known);
    }
    return known;
  }

  private void bytes(FetchItem.Bytes item, @Nullable BodyPart message) throws IOException {
    Section.Slice found = item.section().find(whole(message));
    out.text(item.name());
    FetchItem.Partial partial = item.partial();
    if (partial != null) {
      out.character('<').number(partial.offset()).character('>');
    }
    out.character(' ');
    if (found == null) {
      out.nil();
    } else {
      Section.Slice part = partial == null ? found : partial.of(found);
      out.literal(part.bytes(), part.from(), part.to());
    }
  }

  private void binary(FetchItem.Binary item, @Nullable BodyPart message) throws IOException {
    Section.Slice content = content(item.section(), whole(message));
    out.text(item.sizeOnly() ? "BINARY.SIZE" : "BINARY").text(item.section().toString());
    FetchItem.Partial partial = item.partial();
    if (partial != null) {
      out.character('<').number(partial.offset()).character('>');
    }
    out.character(' ');
    if (item.sizeOnly()) {
      out.number(content == null ? 0 : content.length());
    } else if (content == null) {
      out.nil();
    } else {
      Section.Slice part = partial == null ? content : partial.of(content);
      out.literal8(part.bytes(), part.from(), part.to());
    }
  }

  /// A part without its transfer encoding; as it is, where it holds other parts.
  private static Section.@Nullable Slice content(Section section, BodyPart message) {
    BodyPart part = section.part(message);
    return part != null && !section.isShallow() && !part.isMultipart() && !part.isMessage()
        ? Section.Slice.of(part.content())
        : section.find(message);
  }
}
