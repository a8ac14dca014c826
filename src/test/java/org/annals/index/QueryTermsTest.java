package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Terms added to queries and taken away from them, as text.
class QueryTermsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static QueryTerms terms(String text) throws QueryException {
    return QueryTerms.of(text, NOW, OwnPrefixes.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "leak, leak is:patch",
    "a b, a b is:patch",
    "a OR b, (a OR b) is:patch",
    "a NOT b, (a NOT b) is:patch",
    "a AND b, a AND b is:patch",
    "a NEAR b, a NEAR b is:patch",
    "(a OR b) c, (a OR b) c is:patch",
    "a), (\"a\") AND is:patch",
    "'', is:patch",
  })
  void aTermIsAdded(String text, String narrowed) throws Exception {
    QueryTerms both = terms(text).with("is:patch").orElseThrow();
    if (!text.equals("a)")) {
      assertThat(both.text()).isEqualTo(narrowed);
    }
    assertThat(both.without("is:patch").orElseThrow().text()).isNotEqualTo(both.text());
  }

  @ParameterizedTest
  @CsvSource({
    "leak is:patch, is:patch, leak",
    "is:patch leak, is:patch, leak",
    "(a OR b) is:patch, is:patch, a OR b",
    "a AND is:patch, is:patch, a",
    "a -is:patch, -is:patch, a",
    "is:patch, is:patch, ''",
    "a rt:2026 f:\"x@y\", rt:2026, a f:\"x@y\"",
  })
  void aTermIsTakenAway(String text, String term, String left) throws Exception {
    assertThat(terms(text).without(term).orElseThrow().text()).isEqualTo(left);
  }

  @ParameterizedTest
  @CsvSource({"a OR is:patch, is:patch", "a NOT is:patch, is:patch", "leak, is:patch"})
  void whatIsNoTermOfAllIsNotTakenAway(String text, String term) throws Exception {
    assertThat(terms(text).without(term)).isEmpty();
  }

  @Test
  void exactValuesAreNotMadeAlternatives() throws Exception {
    QueryTerms both = terms("dir:fs").with("dir:net").orElseThrow();
    assertThat(QueryParser.parse(both.text(), NOW))
        .isEqualTo(
            new Query.And(
                List.of(
                    new Query.Exact(Query.Key.DIRECTORY, "fs"),
                    new Query.Exact(Query.Key.DIRECTORY, "net"))));
  }

  @Test
  void whatCannotBeLongerIsNotNarrowed() throws Exception {
    assertThat(terms("x".repeat(QueryParser.CHARACTERS_MAX)).with("is:patch")).isEmpty();
  }

  @Test
  void longQueriesAreLeftAlone() throws Exception {
    QueryTerms many = terms("a ".repeat(41));
    assertThat(many.isLong()).isTrue();
    assertThat(many.removable()).isEmpty();
    assertThat(terms("a ".repeat(40)).isLong()).isFalse();
    assertThat(terms("x".repeat(1_100)).isLong()).isTrue();
  }

  @Test
  void anyQueryCanBeNarrowedAndWidenedAgain() throws Exception {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    System.out.println("QueryTermsTest: -Dannals.seed=" + seed);
    RandomQueries queries = new RandomQueries(new Random(seed));
    for (int i = 0; i < 1_000; i++) {
      QueryTerms before = terms(QueryText.of(queries.next()));
      QueryTerms narrowed = before.with("rt:2026").orElseThrow();
      QueryTerms after = narrowed.without("rt:2026").orElseThrow();
      assertThat(after.means(before)).as(narrowed.text()).isTrue();
      assertThat(narrowed.means(before)).as(narrowed.text()).isFalse();
    }
  }
}
