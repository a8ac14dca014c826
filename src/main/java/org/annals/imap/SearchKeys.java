package org.annals.imap;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.annals.index.Query;
import org.annals.index.Query.Axis;
import org.annals.index.Query.Field;
import org.annals.mail.MessageId;

/// Reads the keys of SEARCH, SORT and THREAD (RFC 9051 §6.4.4). Used once.
final class SearchKeys {
  static final int KEYS_MAX = 500;
  static final int DEPTH_MAX = 30;

  private static final Set<String> CHARSETS = Set.of("UTF-8", "US-ASCII");

  private static final Set<String> WITH_ARGUMENT =
      Set.of(
          "BCC",
          "BEFORE",
          "BODY",
          "CC",
          "EMAILID",
          "FROM",
          "HEADER",
          "KEYWORD",
          "LARGER",
          "MODSEQ",
          "OLDER",
          "ON",
          "SENTBEFORE",
          "SENTON",
          "SENTSINCE",
          "SINCE",
          "SMALLER",
          "SUBJECT",
          "TEXT",
          "THREADID",
          "TO",
          "UID",
          "UNKEYWORD",
          "YOUNGER");

  private final Arguments in;
  private final Instant now;
  private int count;

  private SearchKeys(Arguments in, Instant now) {
    this.in = in;
    this.now = now;
  }

  /// All that is left of the command; `now` is what ages count from.
  static SearchKey parse(Arguments in, Instant now) {
    SearchKey keys = new SearchKeys(in, now).all(0);
    in.end();
    return keys;
  }

  /// Refuses a charset that we do not know (RFC 9051 §6.4.4); texts are UTF-8 in any case.
  static void checkCharset(String name) {
    if (!CHARSETS.contains(name.toUpperCase(Locale.ROOT))) {
      throw ImapRefusal.no("BADCHARSET (UTF-8 US-ASCII)", "Texts are searched in UTF-8");
    }
  }

  private SearchKey all(int depth) {
    List<SearchKey> all = new ArrayList<>();
    do {
      all.add(one(depth));
    } while (in.take(' '));
    return all.size() == 1 ? all.getFirst() : new SearchKey.And(List.copyOf(all));
  }

  private SearchKey one(int depth) {
    if (depth > DEPTH_MAX || ++count > KEYS_MAX) {
      throw ImapRefusal.no("LIMIT", "At most " + KEYS_MAX + " keys, " + DEPTH_MAX + " deep");
    }
    if (in.take('(')) {
      SearchKey inner = all(depth + 1);
      in.expect(')');
      return inner;
    }
    if (in.isDigitNext() || in.isNext('*') || in.isNext('$')) {
      return new SearchKey.Numbered(in.sequenceSet(), false);
    }
    String name = in.word();
    return switch (name) {
      case "NOT" -> {
        in.space();
        yield new SearchKey.Not(one(depth + 1));
      }
      case "OR" -> {
        in.space();
        SearchKey first = one(depth + 1);
        in.space();
        yield new SearchKey.Or(first, one(depth + 1));
      }
      default -> simple(name);
    };
  }

  private SearchKey simple(String name) {
    return switch (name) {
      // no message has a flag, and none is recent
      case "ALL", "OLD", "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN" ->
          new SearchKey.All();
      case "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "NEW", "RECENT", "SEEN" ->
          new SearchKey.None();
      default -> {
        if (!WITH_ARGUMENT.contains(name)) {
          throw ImapRefusal.bad("There is no search key " + name);
        }
        in.space();
        yield withArgument(name);
      }
    };
  }

  private SearchKey withArgument(String name) {
    return switch (name) {
      case "KEYWORD" -> keyword(new SearchKey.None());
      case "UNKEYWORD" -> keyword(new SearchKey.All());
      case "UID" -> new SearchKey.Numbered(in.sequenceSet(), true);
      case "SUBJECT" -> words(Field.SUBJECT, in.text());
      case "FROM" -> words(Field.FROM, in.text());
      case "TO" -> words(Field.TO, in.text());
      case "CC" -> words(Field.CC, in.text());
      case "BCC" -> inHeader(name, in.text());
      case "BODY" -> words(Field.BODY, in.text());
      case "TEXT" -> anywhere(in.text());
      case "HEADER" -> header();
      case "BEFORE", "SENTBEFORE" -> before(axis(name), in.date());
      case "ON", "SENTON" -> on(axis(name), in.date());
      case "SINCE", "SENTSINCE" -> between(axis(name), start(in.date()), Long.MAX_VALUE);
      case "OLDER" -> between(Axis.RECEIVED, Long.MIN_VALUE, now.getEpochSecond() - in.number());
      case "YOUNGER" -> between(Axis.RECEIVED, now.getEpochSecond() - in.number(), Long.MAX_VALUE);
      case "LARGER" -> between(Axis.SIZE, size() + 1, Long.MAX_VALUE);
      case "SMALLER" -> between(Axis.SIZE, Long.MIN_VALUE, size() - 1);
      case "MODSEQ" -> changed();
      case "EMAILID" -> new SearchKey.HasEmailId(in.atom());
      case "THREADID" -> new SearchKey.HasThreadId(in.atom());
      default -> throw new IllegalStateException("a key without a meaning: " + name);
    };
  }

  private long size() {
    return Math.min(in.number(), Long.MAX_VALUE - 1);
  }

  private SearchKey keyword(SearchKey meaning) {
    in.atom();
    return meaning;
  }

  private static Axis axis(String name) {
    return name.startsWith("SENT") ? Axis.SENT : Axis.RECEIVED;
  }

  private static long start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  private static SearchKey before(Axis axis, LocalDate day) {
    return between(axis, Long.MIN_VALUE, start(day) - 1);
  }

  private static SearchKey on(Axis axis, LocalDate day) {
    return between(axis, start(day), start(day.plusDays(1)) - 1);
  }

  private static SearchKey between(Axis axis, long from, long to) {
    return new SearchKey.Indexed(new Query.Between(axis, from, to));
  }

  /// The index knows words: those given, one after the other, of which the last may go on. No text
  /// at all is in every message.
  private static SearchKey words(Field field, String text) {
    return text.isBlank()
        ? new SearchKey.All()
        : new SearchKey.Indexed(new Query.Word(field, text, true));
  }

  private static SearchKey anywhere(String text) {
    return text.isBlank()
        ? new SearchKey.All()
        : new SearchKey.Indexed(
            new Query.Or(
                List.of(
                    new Query.Word(Field.ANY, text, true),
                    new Query.Word(Field.RECIPIENTS, text, true))));
  }

  private SearchKey header() {
    String name = in.text();
    in.space();
    String value = in.text();
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "MESSAGE-ID" -> messageId(name, value);
      case "SUBJECT" -> words(Field.SUBJECT, value);
      case "FROM" -> words(Field.FROM, value);
      case "TO" -> words(Field.TO, value);
      case "CC" -> words(Field.CC, value);
      default -> inHeader(name, value);
    };
  }

  /// A whole id is looked up; for a part of one, headers are read.
  private static SearchKey messageId(String name, String value) {
    boolean whole = value.length() > 2 && value.startsWith("<") && value.endsWith(">");
    return whole
        ? new SearchKey.Indexed(
            Query.Exact.id(new MessageId(value.substring(1, value.length() - 1))))
        : inHeader(name, value);
  }

  private static SearchKey inHeader(String name, String text) {
    return new SearchKey.InHeader(name, text.toLowerCase(Locale.ROOT));
  }

  /// RFC 7162 §3.1.5: the flag that a number may be asked of is of no matter, as none has its own.
  private SearchKey changed() {
    if (in.isNext('"')) {
      in.text();
      in.space();
      in.atom();
      in.space();
    }
    return new SearchKey.Changed(in.number());
  }
}
