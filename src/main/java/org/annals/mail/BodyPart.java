package org.annals.mail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One entity of a message as it was sent (RFC 2045 §2.4): where its header and body lie, and the
/// entities inside.
///
/// Unlike the parts of [Message], which are those that public-inbox numbers, these are all that
/// MIME has: empty ones, too, and no preamble. Immutable as long as nobody writes to the bytes.
public final class BodyPart {
  /// RFC 2045 §5.2
  private static final String PLAIN = "text/plain";

  /// RFC 2046 §5.1.5
  private static final String IN_DIGEST = "message/rfc822";

  private final Entity entity;
  private final String contentType;
  private final List<BodyPart> children = new ArrayList<>(0);

  private BodyPart(Entity entity, String contentType) {
    this.entity = entity;
    this.contentType = contentType;
  }

  /// A container whose children are still to be read: the rest of a multipart, or the message
  /// inside.
  private record Open(BodyPart part, @Nullable Delimiters delimiters) {}

  /// The structure of a message. What is nested deeper than [Message#DEPTH_MAX] or comes after
  /// [Message#PARTS_MAX] entities is not taken apart.
  public static BodyPart parse(byte[] message) {
    BodyPart root = of(message, 0, message.length, PLAIN);
    ArrayDeque<Open> open = new ArrayDeque<>();
    enter(root, open);
    int count = 1;
    while (!open.isEmpty()) {
      Open container = open.peek();
      BodyPart child = count < Message.PARTS_MAX ? next(container) : null;
      if (child == null) {
        open.pop();
      } else {
        count++;
        container.part.children.add(child);
        if (open.size() < Message.DEPTH_MAX) {
          enter(child, open);
        }
      }
    }
    return root;
  }

  /// The same without what is inside: for who wants to know of header and body alone.
  public static BodyPart parseHeader(byte[] message) {
    return of(message, 0, message.length, PLAIN);
  }

  private static BodyPart of(byte[] bytes, int from, int to, String otherwise) {
    Entity entity = Entity.parse(bytes, from, to, new Defects());
    String sent = entity.type().value();
    return new BodyPart(entity, sent.isEmpty() ? otherwise : entity.contentType());
  }

  private static void enter(BodyPart part, ArrayDeque<Open> open) {
    if (part.contentType.startsWith("multipart/")) {
      Delimiters delimiters =
          part.entity
              .type()
              .find("boundary")
              .map(b -> Delimiters.find(part.entity, b))
              .orElse(null);
      if (delimiters != null) {
        open.push(new Open(part, delimiters));
      }
    } else if (part.hasMessage()) {
      open.push(new Open(part, null));
    }
  }

  private static @Nullable BodyPart next(Open container) {
    Entity entity = container.part.entity;
    Delimiters delimiters = container.delimiters;
    if (delimiters == null) {
      return container.part.children.isEmpty()
          ? of(entity.bytes(), entity.bodyStart(), entity.end(), PLAIN)
          : null;
    }
    boolean digest = container.part.contentType.equals("multipart/digest");
    return delimiters.next()
        ? of(
            entity.bytes(),
            delimiters.partStart(),
            delimiters.partEnd(),
            digest ? IN_DIGEST : PLAIN)
        : null;
  }

  private boolean hasMessage() {
    return contentType.equals("message/rfc822") || contentType.equals("message/global");
  }

  /// Whether it is a multipart with parts.
  public boolean isMultipart() {
    return contentType.startsWith("multipart/") && !children.isEmpty();
  }

  /// Whether it is a message that holds another, which is the only child.
  public boolean isMessage() {
    return hasMessage() && !children.isEmpty();
  }

  public List<BodyPart> children() {
    return children;
  }

  /// Lower-case `type/subtype`. A container that was not taken apart counts as text, or as bytes.
  public String contentType() {
    if (contentType.startsWith("multipart/") && children.isEmpty()) {
      return PLAIN;
    }
    return hasMessage() && children.isEmpty() ? "application/octet-stream" : contentType;
  }

  /// Those of the Content-Type in their order, as they were sent; names in lower case.
  public Map<String, String> parameters() {
    return entity.type().parameters();
  }

  /// Content-Disposition with its parameters, as `contentType` and `parameters`.
  public Optional<Disposition> disposition() {
    return headers()
        .first("Content-Disposition")
        .map(Parameters::parse)
        .filter(p -> !p.value().isEmpty())
        .map(p -> new Disposition(p.value(), p.parameters()));
  }

  /// RFC 2183
  public record Disposition(String kind, Map<String, String> parameters) {}

  /// Lower case; empty when none is named.
  public String transferEncoding() {
    return entity.transferEncoding();
  }

  public Headers headers() {
    return entity.headers();
  }

  /// The bytes of the whole message.
  public byte[] bytes() {
    return entity.bytes();
  }

  public int start() {
    return entity.start();
  }

  /// After the header and the empty line below it.
  public int bodyStart() {
    return entity.bodyStart();
  }

  public int end() {
    return entity.end();
  }

  /// Lines of the body: its LFs.
  public int lineCount() {
    int lines = 0;
    for (int at = bodyStart(); at < end(); at++) {
      lines += bytes()[at] == '\n' ? 1 : 0;
    }
    return lines;
  }

  /// Whether [#content] can undo the transfer encoding.
  public boolean isDecodable() {
    return switch (transferEncoding()) {
      case "", "7bit", "8bit", "binary", "base64", "quoted-printable" -> true;
      default -> false;
    };
  }

  /// The body with its transfer encoding undone; a copy.
  public byte[] content() {
    return entity.content().bytes();
  }
}
