package org.annals.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.annals.index.Posting;
import org.annals.mail.Message;
import org.annals.mail.MessageId;

/// An answer that is begun: a message to be opened in a mail program, with everybody addressed and
/// the text quoted (RFC 5322). Who sends it, and when, is left to that program.
final class ReplyDraft {
  /// More of a text nobody answers line by line.
  private static final int QUOTED_CHARACTERS_MAX = 64 << 10;

  /// RFC 5322 §3.6.4 wants all; mail programs cut long headers.
  private static final int REFERENCES_MAX = 40;

  /// Bytes in an encoded word of at most 75 characters (RFC 2047 §2).
  private static final int WORD_BYTES_MAX = 45;

  private ReplyDraft() {}

  static byte[] of(Posting posting, Message message, ReplyAdvice advice) {
    StringBuilder out = new StringBuilder();
    addresses(out, "To", advice.to().isEmpty() ? List.of() : List.of(advice.to()));
    addresses(out, "Cc", advice.cc());
    header(out, "Subject", encoded(advice.subject()));
    header(out, "In-Reply-To", "<" + oneLine(posting.id().value()) + ">");
    header(out, "References", references(posting));
    header(out, "MIME-Version", "1.0");
    header(out, "Content-Type", "text/plain; charset=UTF-8");
    header(out, "Content-Transfer-Encoding", "8bit");
    // Mail programs open what bears this for editing.
    header(out, "X-Unsent", "1");
    out.append('\n');
    String author = Correspondents.of(message).author();
    out.append("On ").append(Moments.plain(posting.sent())).append(" UTC, ");
    out.append(oneLine(author)).append(" wrote:\n");
    quote(out, String.join("\n", MessageBody.of(message).texts()));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void addresses(StringBuilder out, String name, List<String> addresses) {
    List<String> safe = addresses.stream().map(ReplyDraft::oneLine).toList();
    if (!safe.isEmpty()) {
      header(out, name, String.join(",\n\t", safe));
    }
  }

  private static void header(StringBuilder out, String name, String value) {
    out.append(name).append(": ").append(value).append('\n');
  }

  private static String references(Posting posting) {
    List<MessageId> all = new ArrayList<>(posting.overview().references());
    all.remove(posting.id());
    all.add(posting.id());
    List<MessageId> newest = all.subList(Math.max(0, all.size() - REFERENCES_MAX), all.size());
    return String.join("\n\t", newest.stream().map(id -> "<" + oneLine(id.value()) + ">").toList());
  }

  /// Nothing that a stranger wrote begins another header.
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /// RFC 2047 §4.1, in words of whole characters.
  private static String encoded(String text) {
    String line = oneLine(text);
    if (line.chars().allMatch(c -> c < 0x7F)) {
      return line;
    }
    StringBuilder out = new StringBuilder();
    StringBuilder word = new StringBuilder();
    int bytes = 0;
    for (int point : line.codePoints().toArray()) {
      String character = Character.toString(point);
      int size = character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > WORD_BYTES_MAX) {
        endWord(out, word);
        bytes = 0;
      }
      word.append(character);
      bytes += size;
    }
    endWord(out, word);
    return out.toString();
  }

  private static void endWord(StringBuilder out, StringBuilder word) {
    byte[] bytes = word.toString().getBytes(StandardCharsets.UTF_8);
    out.append(out.isEmpty() ? "=?UTF-8?B?" : "\n =?UTF-8?B?");
    out.append(Base64.getEncoder().encodeToString(bytes)).append("?=");
    word.setLength(0);
  }

  /// Up to the signature, which nobody answers.
  private static void quote(StringBuilder out, String text) {
    String shown = text.substring(0, Math.min(text.length(), QUOTED_CHARACTERS_MAX));
    for (String line : shown.strip().lines().toList()) {
      if (line.equals("-- ")) {
        break;
      }
      out.append(line.startsWith(">") || line.isEmpty() ? ">" : "> ");
      out.append(line).append('\n');
    }
  }
}
