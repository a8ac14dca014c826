package org.annals.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.annals.index.Query.Axis;
import org.annals.index.Query.Field;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// Reads the query language of public-inbox, the part of it that the index can answer today.
///
/// Words (all must match), `"phrases"`, `word*`, `AND` `OR` `NOT` in capitals, `+` and `-`,
/// parentheses, and the prefixes `s: f: t: c: a: tc: b: bs: m: mid: d: dt: rt:`; a prefix holds for
/// a word, a phrase or a group. AND binds tighter than OR. A hyphenated word is a phrase.
public final class QueryParser {
  public static final int CHARACTERS_MAX = 8_000;
  static final int DEPTH_MAX = 50;
  static final int CLAUSES_MAX = 1_000;

  private static final Map<String, List<Field>> FIELDS =
      Map.ofEntries(
          Map.entry("s", List.of(Field.SUBJECT)),
          Map.entry("f", List.of(Field.FROM)),
          Map.entry("t", List.of(Field.TO)),
          Map.entry("c", List.of(Field.CC)),
          Map.entry("a", List.of(Field.TO, Field.CC, Field.FROM)),
          Map.entry("tc", List.of(Field.TO, Field.CC)),
          Map.entry("b", List.of(Field.BODY)),
          Map.entry("bs", List.of(Field.BODY, Field.SUBJECT)),
          Map.entry("m", List.of(Field.MESSAGE_ID)));

  private static final Map<String, Axis> AXES =
      Map.of("d", Axis.SENT, "dt", Axis.SENT, "rt", Axis.RECEIVED);

  private static final List<Field> ANYWHERE = List.of(Field.ANY);

  private final String text;
  private final DateRange dates;
  private int at;
  private int depth;
  private int clauses;

  private QueryParser(String text, DateRange dates) {
    this.text = text;
    this.dates = dates;
  }

  /// An empty query is every message. `now` is what relative dates count from.
  public static Query parse(String text, java.time.Instant now) throws QueryException {
    if (text.length() > CHARACTERS_MAX) {
      throw new QueryException(CHARACTERS_MAX, "the query is longer than " + CHARACTERS_MAX);
    }
    QueryParser parser = new QueryParser(plain(text), new DateRange(now));
    parser.skipSpace();
    if (parser.atEnd()) {
      return new Query.All();
    }
    Query query = parser.either(ANYWHERE);
    if (!parser.atEnd()) {
      throw new QueryException(parser.at + 1, "no '(' belongs to this ')'");
    }
    return query;
  }

  private static String plain(String text) {
    return text.replace('\u201c', '"').replace('\u201d', '"').replaceAll("[\\s\\x00]", " ");
  }

  /// a b OR c d
  private Query either(List<Field> fields) throws QueryException {
    List<Query> any = new ArrayList<>();
    any.add(every(fields));
    while (takeOperator("OR")) {
      any.add(every(fields));
    }
    return any.size() == 1 ? any.getFirst() : new Query.Or(any);
  }

  /// a b AND c NOT d
  private Query every(List<Field> fields) throws QueryException {
    List<Query> all = new ArrayList<>();
    while (true) {
      skipSpace();
      if (atEnd() || peek() == ')' || isOperator("OR")) {
        break;
      }
      if (takeOperator("AND")) {
        if (all.isEmpty()) {
          throw new QueryException(at - 2, "AND needs something before it");
        }
        continue;
      }
      boolean not = takeOperator("NOT");
      skipSpace();
      if (!not && !atEnd() && (peek() == '-' || peek() == '+') && startsTerm(at + 1)) {
        not = peek() == '-';
        at++;
      }
      Query term = term(fields);
      all.add(not ? new Query.Not(term) : term);
    }
    if (all.isEmpty()) {
      throw new QueryException(at + 1, "a word is missing here");
    }
    return all.size() == 1 && !(all.getFirst() instanceof Query.Not)
        ? all.getFirst()
        : new Query.And(all);
  }

  private boolean startsTerm(int index) {
    return index < text.length() && text.charAt(index) != ' ' && text.charAt(index) != ')';
  }

  private Query term(List<Field> fields) throws QueryException {
    if (++clauses > CLAUSES_MAX) {
      throw new QueryException(at + 1, "more than " + CLAUSES_MAX + " terms");
    }
    if (atEnd() || peek() == ')') {
      throw new QueryException(at + 1, "a word is missing here");
    }
    if (peek() == '(') {
      return group(fields);
    }
    if (peek() == '"') {
      return in(fields, field -> new Query.Phrase(field, quoted()));
    }
    String prefix = takePrefix();
    if (prefix == null) {
      return word(fields);
    }
    List<Field> named = FIELDS.get(prefix);
    if (named != null) {
      if (atEnd() || peek() == ' ' || peek() == ')') {
        throw new QueryException(at + 1, "'" + prefix + ":' needs a word, a phrase or a group");
      }
      return term(named);
    }
    if (prefix.equals("mid")) {
      return new Query.Id(new MessageId(messageId()));
    }
    int column = at + 1;
    return dates.parse(axis(prefix), prefix, atEnd() || peek() != '"' ? bare() : quoted(), column);
  }

  private static Axis axis(String prefix) {
    Axis axis = AXES.get(prefix);
    return axis == null ? Axis.SENT : axis;
  }

  private Query group(List<Field> fields) throws QueryException {
    int opened = at + 1;
    if (++depth > DEPTH_MAX) {
      throw new QueryException(opened, "groups are nested more than " + DEPTH_MAX + " deep");
    }
    at++;
    Query inner = either(fields);
    if (atEnd()) {
      throw new QueryException(opened, "this '(' is not closed");
    }
    at++;
    depth--;
    return inner;
  }

  private Query word(List<Field> fields) throws QueryException {
    int column = at + 1;
    String word = bare();
    boolean open = word.endsWith("*");
    String stem = open ? word.substring(0, word.length() - 1) : word;
    if (stem.isEmpty()) {
      throw new QueryException(column, "'*' needs letters before it");
    }
    return in(fields, field -> new Query.Word(field, stem, open));
  }

  private interface Leaf {
    Query in(Field field) throws QueryException;
  }

  private Query in(List<Field> fields, Leaf leaf) throws QueryException {
    Query first = leaf.in(fields.getFirst());
    if (fields.size() == 1) {
      return first;
    }
    List<Query> any = new ArrayList<>();
    for (Field field : fields) {
      any.add(
          switch (first) {
            case Query.Phrase(var f, var words) -> new Query.Phrase(field, words);
            case Query.Word(var f, var word, var open) -> new Query.Word(field, word, open);
            default -> first;
          });
    }
    return new Query.Or(any);
  }

  private String messageId() throws QueryException {
    int column = at + 1;
    String id = !atEnd() && peek() == '"' ? quoted() : bare();
    String plain = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    if (plain.isEmpty()) {
      throw new QueryException(column, "'mid:' needs a Message-ID");
    }
    return plain;
  }

  /// Up to the next space or closing parenthesis that was not opened inside.
  private String bare() {
    int start = at;
    int open = 0;
    while (!atEnd() && peek() != ' ' && peek() != '"') {
      if (peek() == '(') {
        open++;
      } else if (peek() == ')' && --open < 0) {
        break;
      }
      at++;
    }
    return text.substring(start, at);
  }

  /// An unbalanced quote ends with the query (public-inbox tolerates it).
  private String quoted() {
    int start = ++at;
    int end = text.indexOf('"', start);
    at = end < 0 ? text.length() : end + 1;
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private @Nullable String takePrefix() {
    int colon = at;
    while (colon < text.length() && Character.isLetter(text.charAt(colon))) {
      colon++;
    }
    if (colon == at || colon >= text.length() || text.charAt(colon) != ':') {
      return null;
    }
    String name = text.substring(at, colon);
    if (!FIELDS.containsKey(name) && !AXES.containsKey(name) && !name.equals("mid")) {
      return null;
    }
    at = colon + 1;
    return name;
  }

  private boolean takeOperator(String operator) {
    skipSpace();
    if (!isOperator(operator)) {
      return false;
    }
    at += operator.length();
    return true;
  }

  private boolean isOperator(String operator) {
    int end = at + operator.length();
    return text.startsWith(operator, at)
        && end < text.length()
        && (text.charAt(end) == ' ' || text.charAt(end) == '(');
  }

  private void skipSpace() {
    while (!atEnd() && peek() == ' ') {
      at++;
    }
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private char peek() {
    return text.charAt(at);
  }
}
