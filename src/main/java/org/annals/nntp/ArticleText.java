package org.annals.nntp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.annals.mail.MessageId;
import org.annals.net.LineEnds;
import org.annals.net.LineWriter;

/// A message as newsreaders get it: what git holds, with the headers of news.
///
/// `Xref`, `Newsgroups` and `Path` say where it is here, whatever it came with. Of a message with
/// several ids `Message-ID` has the first, the one that replies name it by, and `X-Alt-Message-ID`
/// the others. It is never folded (RFC 5536 §3.1.3).
record ArticleText(byte[] raw, Article article, List<Groups.Place> places, String serverName) {
  private static final byte[] MBOX_SEPARATOR = "From ".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> REPLACED = List.of("xref", "newsgroups", "path");
  private static final String ID = "message-id";

  void writeHead(LineWriter out) throws IOException {
    head(out);
  }

  void writeBody(LineWriter out) throws IOException {
    int body = bodyStart();
    out.dotted(raw, body, raw.length);
  }

  void writeAll(LineWriter out) throws IOException {
    int body = head(out);
    out.line("");
    out.dotted(raw, body, raw.length);
  }

  /// Writes the header and answers where the body begins.
  private int head(LineWriter out) throws IOException {
    List<MessageId> ids = article.posting().overview().ids();
    boolean several = ids.size() > 1;
    boolean named = false;
    int kept = headStart(); // [kept, at) is to be written
    int at = kept;
    int body = raw.length;
    boolean dropping = false;
    while (at < raw.length) {
      int end = lineEnd(at);
      if (isEmptyLine(at, end)) {
        body = end;
        break;
      }
      boolean folded = isFolded(at);
      boolean id = !folded && isField(at, ID) && (several || isFolded(end));
      boolean drop = folded ? dropping : id || isReplaced(at);
      if (drop && !dropping) {
        out.dotted(raw, kept, at);
      }
      if (id && !named) {
        out.write(raw, at, at + ID.length());
        out.line(": <" + ids.getFirst() + ">");
        named = true;
      }
      if (!drop && dropping) {
        kept = at;
      }
      dropping = drop;
      at = end;
    }
    if (!dropping) {
      out.dotted(raw, kept, at);
    }
    for (MessageId other : several ? ids.subList(1, ids.size()) : List.<MessageId>of()) {
      out.dotted("X-Alt-Message-ID: <" + other + ">");
    }
    writeNews(out);
    return body;
  }

  private void writeNews(LineWriter out) throws IOException {
    String xref =
        places.stream()
            .map(place -> " " + place.group() + ":" + place.number())
            .collect(Collectors.joining());
    out.line("Xref: " + serverName + xref);
    out.line(
        places.stream()
            .map(Groups.Place::group)
            .collect(Collectors.joining(",", "Newsgroups: ", "")));
    out.line("Path: " + Overviews.path(serverName));
  }

  /// Whether the line that begins here goes on with the field before it.
  private boolean isFolded(int at) {
    return at < raw.length && (raw[at] == ' ' || raw[at] == '\t');
  }

  private int bodyStart() {
    int at = headStart();
    while (at < raw.length) {
      int end = lineEnd(at);
      if (isEmptyLine(at, end)) {
        return end;
      }
      at = end;
    }
    return raw.length;
  }

  /// Behind the line that mbox files put before a message, if one came along.
  private int headStart() {
    boolean separated =
        raw.length > MBOX_SEPARATOR.length
            && Arrays.equals(
                raw, 0, MBOX_SEPARATOR.length, MBOX_SEPARATOR, 0, MBOX_SEPARATOR.length);
    return separated ? lineEnd(0) : 0;
  }

  private int lineEnd(int from) {
    return Math.min(LineEnds.indexOf(raw, from, raw.length) + 1, raw.length);
  }

  private boolean isEmptyLine(int from, int end) {
    return raw[from] == '\n' || (raw[from] == '\r' && end == from + 2);
  }

  private boolean isReplaced(int at) {
    for (String name : REPLACED) {
      if (isField(at, name)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a field with this name, given in lower case, begins here.
  private boolean isField(int at, String name) {
    if (at + name.length() >= raw.length) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if ((raw[at + i] | (name.charAt(i) == '-' ? 0 : 0x20)) != name.charAt(i)) {
        return false;
      }
    }
    return raw[at + name.length()] == ':';
  }
}
