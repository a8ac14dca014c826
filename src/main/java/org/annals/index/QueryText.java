package org.annals.index;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.annals.index.Query.Axis;
import org.annals.index.Query.Field;

/// Writes a query in the language that `QueryParser` reads, so that it means the same.
public final class QueryText {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private QueryText() {}

  /// Of a tree as the parser makes it; what only programs ask for has no text.
  public static String of(Query query) {
    StringBuilder out = new StringBuilder();
    write(query, out);
    return out.toString();
  }

  private static void write(Query query, StringBuilder out) {
    switch (query) {
      case Query.All() -> out.append("z:0..");
      case Query.Word(var field, var text, var prefix) ->
          prefixed(field.prefix(), out).append(text).append(prefix ? "*" : "");
      case Query.Phrase(Field field, String text) ->
          prefixed(field.prefix(), out).append('"').append(text).append('"');
      case Query.Near(var words, var distance, var inOrder) ->
          join(words, (inOrder ? " ADJ/" : " NEAR/") + distance + " ", out);
      case Query.And(var all) -> join(all, " AND ", out);
      case Query.Or(var any) -> join(any, " OR ", out);
      case Query.Xor(var odd) -> join(odd, " XOR ", out);
      case Query.Not(var excluded) -> {
        out.append("NOT ");
        operand(excluded, out);
      }
      case Query.Between(var axis, var from, var to) -> {
        prefixed(axis.prefix(), out).append(end(axis, from)).append("..").append(end(axis, to));
      }
      case Query.Exact(var key, var value) ->
          prefixed(key.prefix(), out).append('"').append(value).append('"');
      case Query.ThreadsOf(var inner) -> {
        out.append("thread:{");
        write(inner, out);
        out.append('}');
      }
      case Query.Serial(var prefix, var number, _) -> prefixed(prefix, out).append(number);
      case Query.HeaderIs(var field, var value) ->
          prefixed(field.prefix(), out).append('"').append(value).append('"');
      case Query.InHeader(var field, var words) -> {
        prefixed(field.prefix(), out).append('(');
        write(words, out);
        out.append(')');
      }
      case Query.Marked(var mark) -> prefixed(QueryParser.IS, out).append(mark.word());
      case Query.InThread _, Query.From _ ->
          throw new IllegalArgumentException(query + " has no text");
    }
  }

  private static StringBuilder prefixed(String prefix, StringBuilder out) {
    return prefix.isEmpty() ? out : out.append(prefix).append(':');
  }

  private static void join(List<? extends Query> parts, String operator, StringBuilder out) {
    for (int i = 0; i < parts.size(); i++) {
      out.append(i == 0 ? "" : operator);
      operand(parts.get(i), out);
    }
  }

  private static void operand(Query part, StringBuilder out) {
    boolean leaf =
        switch (part) {
          case Query.And _, Query.Or _, Query.Xor _, Query.Not _, Query.Near _ -> false;
          default -> true;
        };
    if (leaf) {
      write(part, out);
    } else {
      out.append('(');
      write(part, out);
      out.append(')');
    }
  }

  private static String end(Axis axis, long value) {
    if (value == Long.MIN_VALUE || value == Long.MAX_VALUE) {
      return "";
    }
    return axis == Axis.SENT ? SECOND.format(Instant.ofEpochSecond(value)) : Long.toString(value);
  }
}
