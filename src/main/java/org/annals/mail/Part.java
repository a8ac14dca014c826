package org.annals.mail;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One leaf of a message, or the wrapper of an embedded message, in walk order.
///
/// Immutable. Content is decoded at each call; ask once.
public final class Part {
  /// How much of an unlabelled attachment is looked at before all of it is decoded.
  private static final int PROBE_BYTES = 4_096;

  /// Longer texts are decoded at each call.
  private static final int KEPT_CHARACTERS_MAX = 1 << 20;

  private final Entity entity;
  private final String index;
  private final int depth;
  private @Nullable String text;

  Part(Entity entity, String index, int depth) {
    this.entity = entity;
    this.index = index;
    this.depth = depth;
  }

  /// How URLs address the part: `1`, `2.1`. The only part of a plain message is `1`; a message
  /// that is nothing but a wrapper is `0`, and the message inside it `1`.
  public String index() {
    return index;
  }

  /// 0 for the only part of a plain message, 1 for the children of its multipart.
  public int depth() {
    return depth;
  }

  /// Lower-case `type/subtype`; text/plain when missing or ill-formed.
  public String contentType() {
    return entity.contentType();
  }

  /// The charset label in lower case, cleaned of quotes.
  public Optional<String> charset() {
    return entity.type().find("charset").map(Charsets::label).filter(label -> !label.isEmpty());
  }

  /// The name given in Content-Disposition or else in Content-Type, decoded by RFC 2231 or 2047.
  /// It is the sender's text: it may hold any character.
  public Optional<String> fileName() {
    return entity
        .headers()
        .first("Content-Disposition")
        .map(Parameters::parse)
        .flatMap(disposition -> disposition.find("filename"))
        .or(() -> entity.type().find("name"))
        .map(name -> Headers.oneLine(EncodedWords.decode(name)))
        .filter(name -> !name.isBlank());
  }

  /// The first Content-Description, decoded.
  public Optional<String> description() {
    return entity.headers().firstDecoded("Content-Description");
  }

  /// All Content-Descriptions, decoded.
  List<String> descriptions() {
    return entity.headers().all("Content-Description").stream().map(EncodedWords::decode).toList();
  }

  /// Without angle brackets.
  public Optional<String> contentId() {
    return entity
        .headers()
        .first("Content-ID")
        .map(MessageId::parseAll)
        .filter(ids -> !ids.isEmpty())
        .map(ids -> ids.getFirst().value());
  }

  /// To be shown and indexed as text: text/* but HTML, a multipart that could not be taken apart,
  /// and an application/octet-stream that is printable UTF-8 throughout.
  public boolean inlineText() {
    String type = contentType();
    if (type.equals("application/octet-stream")) {
      return isPrintable(entity.contentPrefix(PROBE_BYTES).bytes(), true)
          && isPrintable(content(), false);
    }
    return entity.isMultipart() || (type.startsWith("text/") && !html());
  }

  /// HTML is never shown, only linked.
  public boolean html() {
    String type = contentType();
    return type.equals("text/html") || type.equals("text/xhtml");
  }

  /// A message inside the message; its own parts follow this one.
  public boolean embeddedMessage() {
    return entity.isEmbeddedMessage();
  }

  /// The charset was missing, unknown or wrong, and [#text] had to guess: UTF-8, else
  /// windows-1252. Costs as much as [#text].
  public boolean mangled() {
    return isText() && decoded().fit() != Charsets.Fit.CLEAN;
  }

  /// RFC 3676 §4: lines that end in a blank flow into the next.
  public boolean formatFlowed() {
    return entity.type().find("format").map(Ascii::lower).filter("flowed"::equals).isPresent();
  }

  /// RFC 3676 §4: the blank before a soft line break is not part of the text.
  public boolean delSp() {
    return entity.type().find("delsp").map(Ascii::lower).filter("yes"::equals).isPresent();
  }

  /// The part's own headers. For an embedded message these are the wrapper's; see [#embedded].
  public Headers headers() {
    return entity.headers();
  }

  /// The message inside, for its headers; empty unless [#embeddedMessage].
  public Optional<Message> embedded() {
    return embeddedMessage() ? Optional.of(Message.parse(content())) : Optional.empty();
  }

  /// The body with its transfer encoding undone; a fresh copy at each call.
  public byte[] content() {
    return entity.content().bytes();
  }

  /// The body in its charset, CRLF made LF. Never fails, see [#mangled].
  public String text() {
    String known = text;
    if (known != null) {
      return known;
    }
    String decoded = decoded().text();
    String lines = decoded.indexOf('\r') < 0 ? decoded : decoded.replace("\r\n", "\n");
    if (lines.length() <= KEPT_CHARACTERS_MAX) {
      text = lines;
    }
    return lines;
  }

  /// Decoded size in bytes.
  public int size() {
    return entity.isEncoded() ? content().length : entity.end() - entity.bodyStart();
  }

  /// Whether public-inbox decodes it as text: all text, and a multipart/mixed in one piece.
  boolean isText() {
    return contentType().startsWith("text/") || contentType().equals("multipart/mixed");
  }

  Entity entity() {
    return entity;
  }

  Charsets.Decoded decoded() {
    String label = entity.type().find("charset").orElse("");
    if (!entity.isEncoded()) {
      return Charsets.decode(label, entity.bytes(), entity.bodyStart(), entity.end());
    }
    byte[] content = content();
    return Charsets.decode(label, content, 0, content.length);
  }

  /// Whether the bytes are UTF-8 without control characters; `cut`: more bytes would follow, so
  /// the last character may be incomplete.
  private static boolean isPrintable(byte[] bytes, boolean cut) {
    for (byte b : bytes) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
        return false;
      }
    }
    return bytes.length > 0 && (cut || Charsets.utf8(bytes, 0, bytes.length).isPresent());
  }
}
