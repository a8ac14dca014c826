package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random trees, written and read, and answered in two ways.
class QueryTreeTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final int TREES = 10_000;
  private static final int TREES_ANSWERED = 1_000;

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomQueries queries = new RandomQueries(random);

  @BeforeEach
  void tellTheSeed() {
    System.out.println("QueryTreeTest: -Dannals.seed=" + seed);
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() throws QueryException {
    for (int i = 0; i < TREES; i++) {
      Query tree = queries.next();
      String text = QueryText.of(tree);
      assertThat(QueryParser.parse(text, NOW)).as(text).isEqualTo(tree);
    }
  }

  @Test
  void theEngineFindsWhatLookingAtEveryMessageFinds(@TempDir Path directory) throws Exception {
    answer(TREES_ANSWERED, directory);
  }

  @Test
  @Tag("slow")
  void theEngineFindsSoForManyTrees(@TempDir Path directory) throws Exception {
    answer(TREES, directory);
  }

  private void answer(int trees, Path directory) throws Exception {
    List<IndexDocument> documents = new RandomPostings(random).all();
    NaiveSearch naive = new NaiveSearch(documents);
    try (MessageIndex index = LuceneIndex.openForWriting(directory.resolve("index"))) {
      index.add(documents.subList(0, 500));
      index.publish(Bookmarks.NONE.withNextThread(1_000));
      index.add(documents.subList(500, documents.size()));
      index.publish(Bookmarks.NONE.withNextThread(1_000));
      try (IndexView view = index.view()) {
        for (int i = 0; i < trees; i++) {
          Query tree = queries.next();
          Set<Long> found = new TreeSet<>();
          view.scan(Scope.of(RandomPostings.INBOX), tree, posting -> found.add(posting.number()));
          Set<Long> other = naive.numbers(tree);
          if (!found.equals(other)) {
            List<Long> extra = found.stream().filter(n -> !other.contains(n)).limit(5).toList();
            List<Long> missing = other.stream().filter(n -> !found.contains(n)).limit(5).toList();
            fail("%s: too many %s, too few %s", tree, extra, missing);
          }
        }
      }
    }
  }
}
