package org.annals.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.annals.index.Highlights;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.mail.Address;

/// Search results for people, one line each: when, which inbox if there are several, who, what
/// about. On a terminal lines are as wide as that; in a pipe they are whole and end in the
/// Message-ID.
final class TextResults {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int TIME_COLUMNS = 16;
  private static final int AUTHOR_COLUMNS = 20;
  private static final String GAP = "  ";

  private static final String PLAIN = "\u001b[0m";
  private static final String FAINT = "\u001b[2m";
  private static final String CYAN = "\u001b[36m";
  private static final String MARKED = "\u001b[1;33m";

  private final PrintWriter out;
  private final Terminal terminal;
  private final int inboxColumns;
  private final Highlights sought;

  /// `inboxColumns` is the length of the longest name; 0 where there is one inbox alone.
  TextResults(PrintWriter out, Terminal terminal, int inboxColumns, Query query) {
    this.out = out;
    this.terminal = terminal;
    this.inboxColumns = inboxColumns;
    this.sought = Highlights.of(query, Query.Field.SUBJECT);
  }

  void write(Posting posting) {
    out.print(in(FAINT, TIME.format(Instant.ofEpochSecond(posting.received()))));
    out.print(GAP);
    int used = TIME_COLUMNS + GAP.length();
    if (inboxColumns > 0) {
      out.print(in(FAINT, fitted(posting.inbox().value(), inboxColumns)));
      out.print(GAP);
      used += inboxColumns + GAP.length();
    }
    out.print(in(CYAN, fitted(printable(author(posting)), AUTHOR_COLUMNS)));
    out.print(GAP);
    used += AUTHOR_COLUMNS + GAP.length();
    String subject = printable(posting.overview().subject());
    if (terminal.columns() > 0) {
      out.println(marked(cut(subject, terminal.columns() - used)));
    } else {
      out.println(subject + GAP + "<" + printable(posting.id().value()) + ">");
    }
  }

  private static String author(Posting posting) {
    return Address.parseList(posting.overview().from()).stream()
        .map(Address::displayName)
        .findFirst()
        .orElse("");
  }

  private String in(String colour, String text) {
    return terminal.colours() ? colour + text + PLAIN : text;
  }

  private String marked(String text) {
    if (!terminal.colours()) {
      return text;
    }
    StringBuilder marked = new StringBuilder();
    int done = 0;
    for (Highlights.Found found : sought.in(text, 0, text.length(), text.length())) {
      marked.append(text, done, found.start()).append(MARKED);
      marked.append(text, found.start(), found.end()).append(PLAIN);
      done = found.end();
    }
    return marked.append(text, done, text.length()).toString();
  }

  static String fitted(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(columns - width(cut));
  }

  /// At most so many columns wide, with a sign where something was left out.
  static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (used + width(c) > columns - 1) {
        break;
      }
      kept.appendCodePoint(c);
      used += width(c);
      i += Character.charCount(c);
    }
    return columns > 0 ? kept.append('…').toString() : "";
  }

  static int width(String text) {
    return text.codePoints().map(TextResults::width).sum();
  }

  /// Characters of East Asia are two columns wide, marks none.
  private static int width(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default ->
          switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
            default -> isEmoji(c) || isFullWidth(c) ? 2 : 1;
          };
    };
  }

  private static boolean isEmoji(int c) {
    return c >= 0x1f300 && c <= 0x1faff;
  }

  private static boolean isFullWidth(int c) {
    return c >= 0xff01 && c <= 0xff60;
  }

  /// Control characters from mail must not reach the terminal.
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
