package org.annals.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.annals.mail.Message;
import org.annals.mail.Part;

/// What of a message is read on a page: its texts in order, and what is only linked.
final class MessageBody {
  /// The rest of a longer text is left to the raw message.
  static final int TEXT_CHARACTERS_MAX = 1 << 20;

  private static final String[] EMBEDDED_HEADERS = {
    "From", "To", "Cc", "Subject", "Date", "Message-ID"
  };

  private sealed interface Section {}

  private record Text(String text, int part) implements Section {}

  /// Something of ours about what follows.
  private record Note(String text) implements Section {}

  /// The headers of a message inside the message.
  private record Embedded(List<String> lines) implements Section {}

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

  private void add(Part part, int number) {
    if (part.embeddedMessage()) {
      sections.add(new Embedded(embeddedHeaders(part)));
      attachments.add(part);
    } else if (part.inlineText()) {
      addText(part.text(), part, number);
      if (part.fileName().isPresent()) {
        attachments.add(part);
      }
    } else {
      attachments.add(part);
    }
  }

  private void addText(String text, Part part, int number) {
    if (text.isBlank()) {
      return;
    }
    if (!isAscii(text) && part.mangled()) {
      sections.add(
          new Note("The character set of this text is not what it claims to be; it was guessed."));
    }
    boolean cut = text.length() > TEXT_CHARACTERS_MAX;
    sections.add(new Text(cut ? text.substring(0, TEXT_CHARACTERS_MAX) : text, number));
    if (cut) {
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

  private static List<String> embeddedHeaders(Part part) {
    List<String> lines = new ArrayList<>();
    part.embedded()
        .ifPresent(inner -> {
          for (String name : EMBEDDED_HEADERS) {
            inner.headers().firstDecoded(name).ifPresent(value -> lines.add(name + ": " + value));
          }
        });
    return lines;
  }

  boolean hasText() {
    return sections.stream().anyMatch(Text.class::isInstance);
  }

  List<Part> attachments() {
    return attachments;
  }

  boolean hasDiff() {
    for (String text : texts()) {
      if (text.contains("\n@@ -")) {
        return true;
      }
    }
    return false;
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

  /// `anchor` names the message on its page.
  void writeTo(Markup out, String anchor) {
    for (Section section : sections) {
      switch (section) {
        case Text(var text, var part) -> BodyRenderer.render(out, text, prefix(anchor, part));
        case Note(var text) -> out.raw("<p class=\"note\">").text(text).raw("</p>\n");
        case Embedded(var lines) -> {
          out.raw("<pre>");
          for (String line : lines) {
            out.text(line).raw("\n");
          }
          out.raw("</pre>\n");
        }
      }
    }
    if (sections.isEmpty()) {
      out.raw("<p class=\"quiet\">This message has no text.</p>\n");
    }
  }

  /// `Z`, enough of the anchor to be alone on the page, and the part when it is not the first.
  private static String prefix(String anchor, int part) {
    int copy = anchor.indexOf('-');
    String own = anchor.substring(0, Math.min(10, anchor.length()));
    return "Z" + own + (copy < 0 ? "" : anchor.substring(copy)) + (part == 0 ? "" : "." + part);
  }
}
