package org.annals.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.annals.mail.HtmlText;
import org.annals.mail.Message;
import org.annals.mail.Part;
import org.jspecify.annotations.Nullable;

/// What of a message is read on a page: its texts in order, and what is only linked.
final class MessageBody {
  /// The rest of a longer text is left to the raw message.
  static final int TEXT_CHARACTERS_MAX = 1 << 20;

  /// A named text of more lines is folded, unless it is a patch.
  private static final int ATTACHED_LINES_MAX = 80;

  private static final String[] EMBEDDED_HEADERS = {
    "From", "To", "Cc", "Subject", "Date", "Message-ID"
  };

  private sealed interface Section {}

  /// `part` is its number among the parts.
  private record Text(String text, int part) implements Section {}

  /// Something of ours about what follows.
  private record Note(String text) implements Section {}

  /// What the text that follows is: a part with a name, or one more part.
  private record Title(Part part, String text) implements Section {}

  /// A text that few want to read, behind a summary.
  private record Folded(String summary, String text, int part) implements Section {}

  /// The headers of a message inside the message.
  private record Embedded(List<Field> headers) implements Section {}

  private record Field(String name, String value) {}

  private final List<Section> sections = new ArrayList<>();
  private final List<Part> attachments = new ArrayList<>();

  private MessageBody() {}

  static MessageBody of(Message message) {
    MessageBody body = new MessageBody();
    List<Part> parts = message.parts();
    for (int i = 0; i < parts.size(); i++) {
      body.add(parts.get(i), i);
    }
    if (!body.hasText()) {
      body.addHtml(parts);
    }
    return body;
  }

  /// The same to read, but with addresses hidden. Texts stay as long as they are.
  MessageBody hiding(Obfuscation obfuscation) {
    if (!obfuscation.isOn()) {
      return this;
    }
    MessageBody hidden = new MessageBody();
    hidden.attachments.addAll(attachments);
    for (Section section : sections) {
      hidden.sections.add(
          switch (section) {
            case Text(var text, var part) -> new Text(obfuscation.of(text), part);
            case Folded(var summary, var text, var part) ->
                new Folded(summary, obfuscation.of(text), part);
            case Embedded(var headers) ->
                new Embedded(
                    headers.stream()
                        .map(field -> new Field(field.name(), obfuscation.of(field.value())))
                        .toList());
            case Note note -> note;
            case Title title -> title;
          });
    }
    return hidden;
  }

  private void add(Part part, int number) {
    if (part.embeddedMessage()) {
      sections.add(new Embedded(embeddedHeaders(part)));
      attachments.add(part);
    } else if (part.inlineText()) {
      addInline(part, number);
    } else {
      attachments.add(part);
    }
  }

  private void addInline(Part part, int number) {
    String text = part.text();
    if (part.fileName().isPresent()) {
      attachments.add(part);
      addNamed(part, text, number);
      return;
    }
    if (!text.isBlank() && hasText() && !(sections.getLast() instanceof Embedded)) {
      sections.add(new Title(part, "Part " + part.index() + ", " + part.contentType()));
    }
    ClearSigned signed = ClearSigned.find(text);
    String plain = signed == null ? text : signed.text();
    addText(part.formatFlowed() ? FlowedText.of(plain, part.delSp()) : plain, part, number);
    if (signed != null) {
      sections.add(new Folded("PGP signature, not checked here", signed.signature(), number));
    }
  }

  private void addNamed(Part part, String text, int number) {
    String title =
        part.fileName().orElse("") + ", " + part.contentType() + ", " + Counts.bytes(part.size());
    long lines = text.lines().limit(ATTACHED_LINES_MAX + 1L).count();
    if (lines > ATTACHED_LINES_MAX && !isDiff(text)) {
      sections.add(new Folded(title, cut(text), number));
    } else {
      sections.add(new Title(part, title));
      addText(text, part, number);
    }
  }

  private static String cut(String text) {
    return text.length() > TEXT_CHARACTERS_MAX ? text.substring(0, TEXT_CHARACTERS_MAX) : text;
  }

  private void addText(String text, Part part, int number) {
    if (text.isBlank()) {
      return;
    }
    if (!isAscii(text) && part.mangled()) {
      sections.add(
          new Note("The character set of this text is not what it claims to be; it was guessed."));
    }
    sections.add(new Text(cut(text), number));
    if (text.length() > TEXT_CHARACTERS_MAX) {
      sections.add(new Note("This text is very long; the rest of it is in the raw message."));
    }
  }

  /// By way of bytes: the JDK scans those many at a time, `charAt` one by one.
  private static boolean isAscii(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length == text.length();
  }

  /// Only for mail that has nothing else to read.
  private void addHtml(List<Part> parts) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.html()) {
        String text = HtmlText.of(part.text());
        if (!text.isBlank()) {
          sections.add(new Note("This message was sent as HTML only; here is its text."));
          addText(text, part, i);
          return;
        }
      }
    }
  }

  private static List<Field> embeddedHeaders(Part part) {
    List<Field> headers = new ArrayList<>();
    part.embedded()
        .ifPresent(inner -> {
          for (String name : EMBEDDED_HEADERS) {
            inner
                .headers()
                .firstDecoded(name)
                .ifPresent(value -> headers.add(new Field(name, value)));
          }
        });
    return headers;
  }

  boolean hasText() {
    return sections.stream().anyMatch(Text.class::isInstance);
  }

  List<Part> attachments() {
    return attachments;
  }

  boolean hasDiff() {
    return texts().stream().anyMatch(MessageBody::isDiff);
  }

  private static boolean isDiff(String text) {
    return text.contains("\n@@ -");
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Section section : sections) {
      if (section instanceof Text(var text, _)) {
        texts.add(text);
      }
    }
    return texts;
  }

  /// `anchor` names the message on its page. But for those of `files`, links lead nowhere but to
  /// places in the message and to what its texts name.
  void writeTo(Markup out, String anchor, @Nullable FileLinks files) {
    for (Section section : sections) {
      switch (section) {
        case Text(var text, var part) ->
            BodyRenderer.render(out, text, prefix(anchor, part), files);
        case Note(var text) -> out.raw("<p class=\"note\">").text(text).raw("</p>\n");
        case Title(var part, var text) -> title(out, anchor, part, text);
        case Folded(var summary, var text, var part) -> {
          out.raw("<details class=\"fold part\"><summary>").text(summary).raw("</summary>\n");
          BodyRenderer.render(out, text, prefix(anchor, part), files);
          out.raw("</details>\n");
        }
        case Embedded(var headers) -> embedded(out, headers);
      }
    }
    if (sections.isEmpty()) {
      out.raw("<p class=\"quiet\">This message has no text.</p>\n");
    }
  }

  private void title(Markup out, String anchor, Part part, String text) {
    out.raw("<p class=\"part\">");
    if (attachments.contains(part)) {
      out.raw("<a href=\"#").text(attachmentAnchor(anchor, part)).raw("\">").text(text);
      out.raw("</a></p>\n");
    } else {
      out.text(text).raw("</p>\n");
    }
  }

  private static void embedded(Markup out, List<Field> headers) {
    out.raw("<p class=\"part\">A message inside this one</p>\n<div class=\"hdr addr\">\n");
    for (Field header : headers) {
      out.raw("<div><i>").text(header.name()).raw(":</i> <span>").text(header.value());
      out.raw("</span></div>\n");
    }
    out.raw("</div>\n");
  }

  /// Where the list of attachments names the part.
  static String attachmentAnchor(String anchor, Part part) {
    return "a" + anchor + "." + part.index();
  }

  /// `Z`, enough of the anchor to be alone on the page, and the part when it is not the first.
  private static String prefix(String anchor, int part) {
    int copy = anchor.indexOf('-');
    String own = anchor.substring(0, Math.min(10, anchor.length()));
    return "Z" + own + (copy < 0 ? "" : anchor.substring(copy)) + (part == 0 ? "" : "." + part);
  }
}
