package org.annals.imap;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.annals.mail.BodyPart;
import org.jspecify.annotations.Nullable;

/// Writes the MIME structure of a message (RFC 9051 §7.5.2): BODYSTRUCTURE, or BODY, which lacks
/// what came to it later. Used once.
final class BodyStructure {
  private final boolean extended;
  private final ImapWriter out;

  /// Containers that are begun and not ended, without recursion: mail says how deep they are.
  private final ArrayDeque<Begun> open = new ArrayDeque<>();

  private BodyStructure(boolean extended, ImapWriter out) {
    this.extended = extended;
    this.out = out;
  }

  private static final class Begun {
    final BodyPart part;
    int next;

    Begun(BodyPart part) {
      this.part = part;
    }
  }

  static void write(BodyPart message, boolean extended, ImapWriter out) throws IOException {
    new BodyStructure(extended, out).run(message);
  }

  private void run(BodyPart message) throws IOException {
    begin(message);
    while (!open.isEmpty()) {
      Begun container = open.peek();
      if (container.next < container.part.children().size()) {
        begin(container.part.children().get(container.next++));
      } else {
        open.pop();
        finish(container.part);
      }
    }
  }

  private void begin(BodyPart part) throws IOException {
    out.character('(');
    if (part.isMultipart()) {
      open.push(new Begun(part));
    } else {
      fields(part);
      if (part.isMessage()) {
        Envelope.write(part.children().getFirst().headers(), out.character(' '));
        out.character(' ');
        open.push(new Begun(part));
      } else {
        finish(part);
      }
    }
  }

  private void finish(BodyPart part) throws IOException {
    if (part.isMultipart()) {
      out.character(' ').string(subtype(part));
      if (extended) {
        parameters(part.parameters());
      }
    } else {
      if (part.isMessage() || part.contentType().startsWith("text/")) {
        out.character(' ').number(part.lineCount());
      }
      if (extended) {
        out.character(' ').nstring(header(part, "Content-MD5"));
      }
    }
    if (extended) {
      disposition(part.disposition().orElse(null));
      languages(header(part, "Content-Language"));
      out.character(' ').nstring(header(part, "Content-Location"));
    }
    out.character(')');
  }

  private void fields(BodyPart part) throws IOException {
    String type = part.contentType();
    out.string(upper(type.substring(0, type.indexOf('/')))).character(' ').string(subtype(part));
    Map<String, String> parameters = part.parameters();
    boolean plain = type.equals("text/plain") && parameters.isEmpty();
    parameters(plain ? Map.of("charset", "us-ascii") : parameters); // RFC 2045 §5.2
    out.character(' ').nstring(header(part, "Content-ID"));
    out.character(' ').nstring(header(part, "Content-Description"));
    String encoding = part.transferEncoding();
    out.character(' ').string(encoding.isEmpty() ? "7BIT" : upper(encoding));
    out.character(' ').number(part.end() - (long) part.bodyStart());
  }

  private static String subtype(BodyPart part) {
    return upper(part.contentType().substring(part.contentType().indexOf('/') + 1));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static @Nullable String header(BodyPart part, String name) {
    return part.headers().first(name).orElse(null);
  }

  private void parameters(Map<String, String> parameters) throws IOException {
    out.character(' ');
    if (parameters.isEmpty()) {
      out.nil();
      return;
    }
    char before = '(';
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      out.character(before).string(upper(parameter.getKey()));
      out.character(' ').string(parameter.getValue());
      before = ' ';
    }
    out.character(')');
  }

  private void disposition(BodyPart.@Nullable Disposition disposition) throws IOException {
    out.character(' ');
    if (disposition == null) {
      out.nil();
      return;
    }
    out.character('(').string(disposition.kind());
    parameters(disposition.parameters());
    out.character(')');
  }

  private void languages(@Nullable String value) throws IOException {
    List<String> languages =
        value == null
            ? List.of()
            : Stream.of(value.split(",", -1)).map(String::strip).filter(l -> !l.isEmpty()).toList();
    out.character(' ');
    if (languages.isEmpty()) {
      out.nil();
      return;
    }
    char before = '(';
    for (String language : languages) {
      out.character(before).string(language);
      before = ' ';
    }
    out.character(')');
  }
}
