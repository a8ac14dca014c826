package org.annals.index;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.annals.index.Query.Axis;
import org.annals.index.Query.Field;
import org.jspecify.annotations.Nullable;

/// Reads the query language of public-inbox, of which `docs/search.md` tells all.
///
/// Loosest first: `OR`, `XOR`, `AND` and `NOT`, terms side by side, which must all match, and
/// `NEAR` and `ADJ`. So `a NOT b c` is a without b and c together. Exact values of one prefix side
/// by side are alternatives. Parentheses that do not match and quotes that do not close are
/// forgiven; what is left unsaid, as after a last `AND`, is not.
public final class QueryParser {
  public static final int CHARACTERS_MAX = 8_000;
  static final int DEPTH_MAX = 50;
  static final int CLAUSES_MAX = 1_000;
  static final int DISTANCE_DEFAULT = 10;
  static final int LOOK_UPS_MAX = 8_000;

  /// Of a phrase: its words after the first narrow what is left to look at.
  private static final int WORDS_A_LOOK_UP = 3;

  private static final int FORMS_LOOK_UPS = 12;
  private static final int FORMS_AFTER_LOOK_UPS = 125;

  /// What a search within a search counts for besides its words.
  private static final int THREADS_LOOK_UPS = 200;

  private static final System.Logger LOG = System.getLogger(QueryParser.class.getName());
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private static final int DISTANCE_MAX = 1_000;

  private static final Map<String, Axis> AXES =
      Map.of(
          "d", Axis.SENT, "dt", Axis.SENT, "rt", Axis.RECEIVED, "z", Axis.SIZE, "uid", Axis.NUMBER);

  private static final String THREAD = "thread";
  static final String IS = "is";
  private static final String REPLY = "reply";

  private final QueryCursor in;
  private final Ranges ranges;
  private final OwnPrefixes own;
  private int depth;
  private int clauses;

  private QueryParser(String text, Instant now, OwnPrefixes own) {
    this.in = new QueryCursor(text);
    this.ranges = new Ranges(now);
    this.own = own;
  }

  /// An empty query is every message. `now` is what relative dates count from.
  public static Query parse(String text, Instant now) throws QueryException {
    return parse(text, now, OwnPrefixes.NONE);
  }

  /// The same where there are also other prefixes. What they look up is looked up now.
  public static Query parse(String text, Instant now, OwnPrefixes own) throws QueryException {
    if (text.length() > CHARACTERS_MAX) {
      throw new QueryException(CHARACTERS_MAX, "the query is longer than " + CHARACTERS_MAX);
    }
    QueryParser parser = new QueryParser(text, now, own);
    if (parser.in.text().isBlank()) {
      return new Query.All();
    }
    Query query = parser.either(Field.ANY);
    if (query == null) {
      throw new QueryException(1, "there is no word in it to search for");
    }
    if (lookUps(query) > LOOK_UPS_MAX) {
      throw new QueryException(1, "the query asks for too much at once; use fewer words");
    }
    return query;
  }

  /// What an engine has to look up, about: each word in each text, as it stands and by its stem.
  private static long lookUps(Query query) {
    return switch (query) {
      case Query.Word(var field, var text, var prefix) ->
          lookUps(field, text) + (prefix ? forms(text) * field.texts().size() : 0);
      case Query.Phrase(var field, var text) -> lookUps(field, text);
      case Query.Near(var words, _, _) -> words.stream().mapToLong(QueryParser::lookUps).sum();
      case Query.And(var all) -> all.stream().mapToLong(QueryParser::lookUps).sum();
      case Query.Or(var any) -> any.stream().mapToLong(QueryParser::lookUps).sum();
      case Query.Xor(var odd) -> odd.stream().mapToLong(QueryParser::lookUps).sum();
      case Query.Not(var excluded) -> lookUps(excluded);
      case Query.InHeader(_, var words) -> lookUps(words);
      case Query.ThreadsOf(Query.Exact _) -> 2;
      case Query.ThreadsOf(var inner) -> THREADS_LOOK_UPS + lookUps(inner);
      default -> 1;
    };
  }

  private static long lookUps(Field field, String text) {
    return (2L + TextAnalysis.words(text).size() / WORDS_A_LOOK_UP) * field.texts().size();
  }

  /// Of the many words that begin as one was written. After another word each is looked up.
  private static long forms(String text) {
    return TextAnalysis.words(text).size() > 1 ? FORMS_AFTER_LOOK_UPS : FORMS_LOOK_UPS;
  }

  /// a b OR c d
  private @Nullable Query either(Field field) throws QueryException {
    List<Query> any = new ArrayList<>();
    do {
      add(any, odd(field));
    } while (takeOperator("OR", !any.isEmpty()));
    return any.size() > 1 ? new Query.Or(any) : first(any);
  }

  /// a XOR b
  private @Nullable Query odd(Field field) throws QueryException {
    List<Query> odd = new ArrayList<>();
    do {
      add(odd, every(field));
    } while (takeOperator("XOR", !odd.isEmpty()));
    return odd.size() > 1 ? new Query.Xor(odd) : first(odd);
  }

  /// a b AND c NOT d
  private @Nullable Query every(Field field) throws QueryException {
    List<Query> all = new ArrayList<>();
    boolean not = takeOperator("NOT", true);
    while (true) {
      Query beside = beside(field);
      if (beside == null && not) {
        throw missing("NOT");
      }
      add(all, not && beside != null ? new Query.Not(beside) : beside);
      if (takeOperator("AND", !all.isEmpty())) {
        not = takeOperator("NOT", true);
      } else if (takeOperator("NOT", true)) {
        not = true;
      } else {
        return all.size() > 1 ? new Query.And(all) : first(all);
      }
    }
  }

  /// a "b c" -d: what stands side by side.
  private @Nullable Query beside(Field field) throws QueryException {
    List<Query> all = new ArrayList<>();
    Map<String, List<Query>> exact = new LinkedHashMap<>();
    while (in.atTerm(depth)) {
      boolean not = in.takeSign();
      Query term = near(field);
      String prefix = not || term == null ? null : exactPrefix(term);
      if (term != null && prefix != null) {
        exact.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(term);
      } else if (term != null) {
        all.add(not ? new Query.Not(term) : term);
      }
    }
    for (List<Query> values : exact.values()) {
      all.add(values.size() > 1 ? new Query.Or(values) : values.getFirst());
    }
    return all.size() > 1 ? new Query.And(all) : first(all);
  }

  /// Of a value that must match as a whole.
  private static @Nullable String exactPrefix(Query term) {
    return switch (term) {
      case Query.Exact(var key, _) -> key.prefix();
      case Query.Serial(var prefix, _, _) -> prefix;
      case Query.HeaderIs(var header, _) -> header.prefix();
      default -> null;
    };
  }

  /// a NEAR/3 b
  private @Nullable Query near(Field field) throws QueryException {
    int word = in.column();
    Query left = term(field);
    int column = in.column() + 1;
    QueryCursor.Distance distance = in.takeDistance();
    if (distance == null) {
      return left;
    }
    if (distance.words() > DISTANCE_MAX) {
      throw new QueryException(column, "words can be at most " + DISTANCE_MAX + " apart");
    }
    List<Query.Word> words = new ArrayList<>();
    QueryCursor.Distance next = distance;
    while (true) {
      if (!(left instanceof Query.Word single) || single.prefix()) {
        throw new QueryException(word, distance.operator() + " stands between single words");
      }
      if (!words.isEmpty() && words.getFirst().field() != single.field()) {
        throw new QueryException(
            word, distance.operator() + " needs words that are looked for in the same place");
      }
      words.add(single);
      if (next == null) {
        return new Query.Near(words, distance.words(), distance.inOrder());
      }
      if (!next.equals(distance)) {
        throw new QueryException(column, "NEAR and ADJ do not mix without parentheses");
      }
      word = in.column();
      left = term(field);
      column = in.column() + 1;
      next = in.takeDistance();
    }
  }

  private @Nullable Query term(Field field) throws QueryException {
    if (++clauses > CLAUSES_MAX) {
      throw new QueryException(in.column(), "more than " + CLAUSES_MAX + " terms");
    }
    if (in.at('(')) {
      return group(field);
    }
    if (in.at('"')) {
      return phrase(field);
    }
    int column = in.column();
    String prefix = in.takePrefix(this::isPrefix);
    if (prefix == null) {
      return word(field);
    }
    if (in.atGap()) {
      throw new QueryException(
          column,
          "'" + prefix + ":' needs something right after it",
          in.without(column - 1, prefix.length() + 1));
    }
    Field named = Field.prefixes().get(prefix);
    if (named != null) {
      return in.at('(') ? group(named) : in.at('"') ? phrase(named) : word(named);
    }
    OwnPrefix ours = own.find(prefix);
    if (ours != null) {
      return own(ours);
    }
    if (prefix.equals(THREAD)) {
      return thread();
    }
    if (prefix.equals(IS)) {
      return kind();
    }
    Query.Key key = Query.Key.prefixes().get(prefix);
    column = in.column();
    return key != null ? exact(key) : ranges.parse(axis(prefix), prefix, in.takeValue(), column);
  }

  /// All, without their colons.
  public static Set<String> prefixes() {
    Set<String> all = new TreeSet<>(Field.prefixes().keySet());
    all.addAll(Query.Key.prefixes().keySet());
    all.addAll(AXES.keySet());
    all.addAll(List.of(THREAD, IS));
    return all;
  }

  private boolean isPrefix(String name) {
    return own.find(name) != null
        || Field.prefixes().containsKey(name)
        || Query.Key.prefixes().containsKey(name)
        || AXES.containsKey(name)
        || name.equals(THREAD)
        || name.equals(IS);
  }

  private @Nullable Query own(OwnPrefix ours) throws QueryException {
    int column = in.column();
    return switch (ours) {
      case OwnPrefix.Serial serial -> serial(serial);
      case OwnPrefix.InHeader(var header, _) when header.match() == HeaderField.Match.WHOLE -> {
        String value = in.takeValue();
        if (value.isEmpty()) {
          throw needsValue(column, header.prefix());
        }
        yield new Query.HeaderIs(header, value);
      }
      case OwnPrefix.InHeader(var header, _) -> {
        Query words =
            in.at('(') ? group(Field.ANY) : in.at('"') ? phrase(Field.ANY) : word(Field.ANY);
        yield words == null ? null : new Query.InHeader(header, words);
      }
      case OwnPrefix.Unindexed(var name, var header) ->
          throw new QueryException(
              column,
              "'" + name + ":' cannot be searched yet: the index was made without " + header);
    };
  }

  private Query serial(OwnPrefix.Serial serial) throws QueryException {
    int column = in.column();
    String value = in.takeValue();
    if (!NUMBER.matcher(value).matches()) {
      throw new QueryException(column, "'" + serial.name() + ":' needs a number");
    }
    long number = Long.parseLong(value);
    try {
      return new Query.Serial(serial.name(), number, serial.numbers().find(number));
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "{0}: cannot be looked up: {1}",
          serial.name(),
          e.getMessage());
      throw new QueryException(column, "numbers of '" + serial.name() + ":' cannot be read here");
    }
  }

  private static QueryException needsValue(int column, String prefix) {
    return new QueryException(column, "'" + prefix + ":' needs a value");
  }

  private static Axis axis(String prefix) {
    Axis axis = AXES.get(prefix);
    return axis == null ? Axis.SENT : axis;
  }

  private @Nullable Query group(Field field) throws QueryException {
    deeper();
    in.skip();
    Query inner = either(field);
    in.takeClosing();
    depth--;
    return inner;
  }

  private void deeper() throws QueryException {
    if (++depth > DEPTH_MAX) {
      throw new QueryException(in.column(), "groups are nested more than " + DEPTH_MAX + " deep");
    }
  }

  private @Nullable Query phrase(Field field) {
    String text = in.takeQuoted();
    return QueryCursor.hasWord(text) ? new Query.Phrase(field, text) : null;
  }

  private @Nullable Query word(Field field) throws QueryException {
    int column = in.column();
    String text = in.takeWord();
    boolean prefix = in.takeStar();
    if (QueryCursor.hasWord(text)) {
      return new Query.Word(field, text, prefix);
    }
    if (prefix) {
      throw new QueryException(
          column, "'*' needs letters before it", in.without(column - 1, text.length() + 1));
    }
    if (text.isEmpty()) {
      in.skip();
    }
    return null;
  }

  private Query exact(Query.Key key) throws QueryException {
    int column = in.column();
    String value = in.takeValue();
    if (value.startsWith("<") && value.endsWith(">")) {
      value = value.substring(1, value.length() - 1);
    }
    if (value.isEmpty()) {
      throw needsValue(column, key.prefix());
    }
    return new Query.Exact(
        key,
        switch (key) {
          case MESSAGE_ID, REFERENCE, PART -> value;
          case DIRECTORY -> value.length() > 1 && value.endsWith("/") ? chopped(value) : value;
          default -> value.toLowerCase(Locale.ROOT);
        });
  }

  private static String chopped(String value) {
    return value.substring(0, value.length() - 1);
  }

  /// A reply is what refers to something and is no patch.
  private Query kind() throws QueryException {
    int column = in.column();
    String value = in.takeValue();
    for (Mark mark : Mark.values()) {
      if (mark.word().equals(value)) {
        return new Query.Marked(mark);
      }
    }
    if (value.equals(REPLY)) {
      return new Query.And(
          List.of(
              new Query.Not(new Query.Marked(Mark.PATCH)),
              new Query.Not(new Query.Marked(Mark.OPENING))));
    }
    throw new QueryException(column, "'is:' knows patch, reply and opening");
  }

  private Query thread() throws QueryException {
    int column = in.column();
    if (!in.takeBrace()) {
      return new Query.ThreadsOf(exact(Query.Key.MESSAGE_ID));
    }
    deeper();
    Query inner = either(Field.ANY);
    depth--;
    if (inner == null) {
      throw new QueryException(column, "'thread:{' needs a query before its '}'");
    }
    in.takeClosingBrace();
    return new Query.ThreadsOf(inner);
  }

  /// Takes an operator that stands here; it must stand between two operands.
  private boolean takeOperator(String operator, boolean afterOperand) throws QueryException {
    int column = in.column();
    if (!in.takeOperator(operator)) {
      return false;
    }
    if (!afterOperand || !in.atOperand(depth)) {
      String where = afterOperand ? " after it" : " before it";
      throw new QueryException(
          column, operator + " needs something" + where, in.without(column - 1, operator.length()));
    }
    return true;
  }

  private QueryException missing(String operator) {
    return new QueryException(in.column(), operator + " needs something after it");
  }

  private static void add(List<Query> queries, @Nullable Query query) {
    if (query != null) {
      queries.add(query);
    }
  }

  private static @Nullable Query first(List<Query> queries) {
    return queries.isEmpty() ? null : queries.getFirst();
  }
}
