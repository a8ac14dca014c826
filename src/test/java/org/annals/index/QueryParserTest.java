package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.annals.index.Query.And;
import org.annals.index.Query.Axis;
import org.annals.index.Query.Between;
import org.annals.index.Query.Field;
import org.annals.index.Query.Not;
import org.annals.index.Query.Or;
import org.annals.index.Query.Phrase;
import org.annals.index.Query.Word;
import org.annals.mail.MessageId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final long DAY = 86_400;
  private static final long JULY_14 = Instant.parse("2026-07-14T00:00:00Z").getEpochSecond();

  private static Query parse(String text) throws QueryException {
    return QueryParser.parse(text, NOW);
  }

  private static Query any(String word) {
    return new Word(Field.ANY, word, false);
  }

  @Test
  void emptyIsEveryMessage() throws QueryException {
    assertThat(parse("")).isEqualTo(new Query.All());
    assertThat(parse("  \t\n")).isEqualTo(new Query.All());
  }

  @Test
  void wordsMustAllMatchAndAndBindsTighterThanOr() throws QueryException {
    assertThat(parse("a b")).isEqualTo(new And(List.of(any("a"), any("b"))));
    assertThat(parse("a b OR c"))
        .isEqualTo(new Or(List.of(new And(List.of(any("a"), any("b"))), any("c"))));
    assertThat(parse("a AND (b OR c)"))
        .isEqualTo(new And(List.of(any("a"), new Or(List.of(any("b"), any("c"))))));
  }

  @Test
  void exclusionIsNotOrMinus() throws QueryException {
    Query expected = new And(List.of(any("a"), new Not(any("b"))));
    assertThat(parse("a NOT b")).isEqualTo(expected);
    assertThat(parse("a -b")).isEqualTo(expected);
    assertThat(parse("a AND NOT b")).isEqualTo(expected);
    assertThat(parse("NOT b")).isEqualTo(new Not(any("b")));
    assertThat(parse("-b")).isEqualTo(new Not(any("b")));
    assertThat(parse("a OR NOT b")).isEqualTo(new Or(List.of(any("a"), new Not(any("b")))));
  }

  @Test
  void exclusionTakesAllThatStandsSideBySide() throws QueryException {
    assertThat(parse("a NOT b c"))
        .isEqualTo(new And(List.of(any("a"), new Not(new And(List.of(any("b"), any("c")))))));
    assertThat(parse("a -b c")).isEqualTo(new And(List.of(any("a"), new Not(any("b")), any("c"))));
  }

  @Test
  void prefixesHoldForWordsPhrasesAndGroups() throws QueryException {
    assertThat(parse("s:fix")).isEqualTo(new Word(Field.SUBJECT, "fix", false));
    assertThat(parse("f:\"Ann Author\"")).isEqualTo(new Phrase(Field.FROM, "Ann Author"));
    assertThat(parse("s:(a OR b)"))
        .isEqualTo(
            new Or(
                List.of(new Word(Field.SUBJECT, "a", false), new Word(Field.SUBJECT, "b", false))));
    assertThat(parse("b:gro*")).isEqualTo(new Word(Field.BODY, "gro", true));
    assertThat(parse("tc:x")).isEqualTo(new Word(Field.RECIPIENTS, "x", false));
    assertThat(parse("tcf:x")).isEqualTo(new Word(Field.PEOPLE, "x", false));
    assertThat(parse("mid:a@b")).isEqualTo(Query.Exact.id(new MessageId("a@b")));
    assertThat(parse("mid:<a@b>")).isEqualTo(Query.Exact.id(new MessageId("a@b")));
    assertThat(parse("nosuch:foo")).isEqualTo(any("nosuch:foo"));
    assertThat(parse("s:AND")).isEqualTo(new Word(Field.SUBJECT, "AND", false));
  }

  @Test
  void exactValuesOfOnePrefixAreAlternatives() throws QueryException {
    Query one = new Query.Exact(Query.Key.BLOB_AFTER, "abcdef1");
    Query two = new Query.Exact(Query.Key.BLOB_AFTER, "abcdef2");
    assertThat(parse("dfpost:ABCDEF1 dfpost:abcdef2 x"))
        .isEqualTo(new And(List.of(any("x"), new Or(List.of(one, two)))));
    assertThat(parse("dfpost:abcdef1 AND dfpost:abcdef2")).isEqualTo(new And(List.of(one, two)));
  }

  @Test
  void whatHoldsNoWordTogetherPartsWords() throws QueryException {
    assertThat(parse("klp=module")).isEqualTo(new And(List.of(any("klp"), any("module"))));
    assertThat(parse("kmalloc()")).isEqualTo(any("kmalloc"));
    assertThat(parse("kmalloc(")).isEqualTo(any("kmalloc"));
    assertThat(parse("a-b/c.d")).isEqualTo(any("a-b/c.d"));
    assertThat(parse("[PATCH] x")).isEqualTo(new And(List.of(any("PATCH"), any("x"))));
  }

  @Test
  void wordsMayBeNearOneAnother() throws QueryException {
    List<Word> words = List.of(new Word(Field.ANY, "a", false), new Word(Field.ANY, "b", false));
    assertThat(parse("a NEAR b")).isEqualTo(new Query.Near(words, 10, false));
    assertThat(parse("a ADJ/3 b")).isEqualTo(new Query.Near(words, 3, true));
    assertThat(parse("NEAR")).isEqualTo(any("NEAR"));
    assertThat(parse("a NEAR")).isEqualTo(new And(List.of(any("a"), any("NEAR"))));
  }

  @Test
  void conversationsAreFoundByIdOrByWhatIsInThem() throws QueryException {
    assertThat(parse("thread:a@b"))
        .isEqualTo(new Query.ThreadsOf(Query.Exact.id(new MessageId("a@b"))));
    Query inner = new Query.ThreadsOf(new And(List.of(any("x"), any("y"))));
    assertThat(parse("thread:{x y}")).isEqualTo(inner);
    assertThat(parse("thread:\"{x y}\" z")).isEqualTo(new And(List.of(inner, any("z"))));
  }

  @Test
  void numbersMayHaveUnits() throws QueryException {
    assertThat(parse("z:1k..2m")).isEqualTo(new Between(Axis.SIZE, 1 << 10, 2 << 20));
    assertThat(parse("uid:7")).isEqualTo(new Between(Axis.NUMBER, 7, 7));
  }

  @Test
  void parenthesesAreForgiven() throws QueryException {
    assertThat(parse("(a")).isEqualTo(any("a"));
    assertThat(parse("a) b")).isEqualTo(new And(List.of(any("a"), any("b"))));
    assertThat(parse("\"a b")).isEqualTo(new Phrase(Field.ANY, "a b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a AND | a",
        "OR a | a",
        "s: a | a",
        "a * b | a b",
      })
  void whatWasPlainlyMeantIsOffered(String text, String corrected) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            QueryException.class, e -> assertThat(e.corrected()).isEqualTo(corrected));
  }

  @Test
  void datesAreWholeDaysInUtc() throws QueryException {
    Query day = new Between(Axis.SENT, JULY_14, JULY_14 + DAY - 1);
    assertThat(parse("d:20260714")).isEqualTo(day);
    assertThat(parse("d:2026-07-14")).isEqualTo(day);
    assertThat(parse("d:2026-07-14..2026-07-14")).isEqualTo(day);
    assertThat(parse("rt:2026-07-14.."))
        .isEqualTo(new Between(Axis.RECEIVED, JULY_14, Long.MAX_VALUE));
    assertThat(parse("d:..20260714"))
        .isEqualTo(new Between(Axis.SENT, Long.MIN_VALUE, JULY_14 + DAY - 1));
    assertThat(parse("d:2026-07")).isInstanceOf(Between.class);
    assertThat(parse("d:last.week..")).isInstanceOf(Between.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a AND | 3 | after it",
        "z:many | 3 | no number",
        "a NEAR (b c) | 8 | single words",
        "a NEAR/2 b ADJ c | 12 | do not mix",
        "s:a NEAR f:b | 10 | same place",
        "s: | 1 | needs",
        "d:never | 3 | no date",
        "d:20261399 | 3 | no date",
        "* | 1 | letters",
        "AND a | 1 | before"
      })
  void mistakesAreShownWhereTheyAre(String text, int column, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> {
              assertThat(e.getMessage()).contains(message);
              assertThat(e.column()).isBetween(Math.max(1, column - 2), column + 2);
            });
  }

  @Test
  void depthAndLengthAreBounded() {
    assertThatThrownBy(() -> parse("(".repeat(5_000) + "a")).isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> parse("a ".repeat(9_000))).isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> parse("a OR ".repeat(1_500) + "a")).isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> parse("a ".repeat(999))).isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> parse("\"" + "a ".repeat(3_900) + "\""))
        .isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> parse("a-b* ".repeat(60))).isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> parse("thread:{a} ".repeat(50))).isInstanceOf(QueryException.class);
    assertThatThrownBy(() -> parse("d:" + "1.day.".repeat(1_300) + "ago"))
        .isInstanceOf(QueryException.class);
  }

  @Test
  void anythingIsParsedOrRefused() {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    Random random = new Random(seed);
    String alphabet = "ab:\"()*+-. ORANDT0123456789sfd\u00e9\u672c";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        assertThat(parse(text.toString())).isNotNull();
      } catch (QueryException e) {
        assertThat(e.column()).as("%s, seed %s", text, seed).isPositive();
      }
    }
  }
}
