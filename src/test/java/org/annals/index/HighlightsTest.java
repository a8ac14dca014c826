package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.annals.index.Query.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where in a text the words of a query are.
class HighlightsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static String marked(String query, Field field, String text) throws QueryException {
    Highlights sought = Highlights.of(QueryParser.parse(query, NOW), field);
    StringBuilder marked = new StringBuilder();
    int done = 0;
    for (Highlights.Found found : sought.in(text, 0, text.length(), 100)) {
      assertThat(found.start()).isGreaterThanOrEqualTo(done);
      assertThat(found.end()).isGreaterThan(found.start()).isLessThanOrEqualTo(text.length());
      marked.append(text, done, found.start()).append('[');
      marked.append(text, found.start(), found.end()).append(']');
      done = found.end();
    }
    return marked.append(text, done, text.length()).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "leak              | a Leak, leaks and leaked    | a [Leak], [leaks] and [leaked]",
        "happiness         | happy unhappy happily       | [happy] unhappy happily",
        "Fix               | fix fixes Fix               | [fix] fixes [Fix]",
        "\"use after free\" | use after free, use-after-free after | [use after free], [use-after-free] after",
        "fs/erofs          | a/fs/erofs/x fs erofs fs    | a/[fs/erofs]/x [fs erofs] fs",
        "regress*          | regression progress         | [regression] progress",
        "本人               | 日本人です                     | 日[本人]です",
        "inode             | z_erofs_inode readInode x   | z_erofs_[inode] read[Inode] x",
        "part:map_blocks   | z_map_page mapBlocks blocks | z_[map]_page [map][Blocks] [blocks]",
        "a OR b -c         | a b c                       | [a] [b] c",
        "lock NEAR page    | page lock locks             | [page] [lock] locks",
        "s:lock            | lock                        | lock",
        "is:patch d:2026.. | patch 2026                  | patch 2026",
        "Straße            | straße                      | [straße]",
        "x                 | <x> &x; x_                  | <[x]> &[x]; [x]_",
      })
  void wordsAreFoundAsTheEngineFindsThem(String query, String text, String marked)
      throws Exception {
    assertThat(marked(query, Field.BODY, text)).isEqualTo(marked);
  }

  @Test
  void aLongerPhraseIsMarkedWhole() throws Exception {
    assertThat(marked("use \"use after\"", Field.SUBJECT, "use after use"))
        .isEqualTo("[use after] [use]");
  }

  @Test
  void onlySoManyAreLookedFor() throws Exception {
    Highlights sought = Highlights.of(QueryParser.parse("a", NOW), Field.BODY);
    assertThat(sought.in("a ".repeat(50), 0, 100, 7)).hasSize(7);
  }

  @Test
  void equalQueriesMarkTheSame() throws Exception {
    Query query = QueryParser.parse("a \"b c\" d*", NOW);
    assertThat(Highlights.of(query, Field.BODY))
        .isEqualTo(Highlights.of(QueryParser.parse("a \"b c\" d*", NOW), Field.BODY));
  }

  /// What the engine finds by words of a text is marked in it, too.
  @Test
  void whatIsFoundByAWordIsMarked() throws Exception {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    System.out.println("HighlightsTest: -Dannals.seed=" + seed);
    List<IndexDocument> documents = new RandomPostings(new Random(seed)).all();
    NaiveSearch naive = new NaiveSearch(documents);
    for (String word : RandomQueries.WORDS) {
      Query query = new Query.Word(Field.SUBJECT, word, false);
      Highlights sought = Highlights.of(query, Field.SUBJECT);
      for (long number : naive.numbers(query)) {
        String subject = documents.get((int) number - 1).posting().overview().subject();
        assertThat(sought.in(subject, 0, subject.length(), 1))
            .as(word + " in " + subject)
            .hasSize(1);
      }
    }
  }
}
