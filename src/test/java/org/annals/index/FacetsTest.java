package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is counted among matches is what looking at each of them counts.
class FacetsTest {
  private final long seed = Long.getLong("annals.seed", System.nanoTime());

  @Test
  void countsAreThoseOfLookingAtEveryMatch(@TempDir Path directory) throws Exception {
    System.out.println("FacetsTest: -Dannals.seed=" + seed);
    Random random = new Random(seed);
    RandomQueries queries = new RandomQueries(random);
    List<IndexDocument> documents = new RandomPostings(random).all();
    Scope scope = Scope.of(RandomPostings.INBOX);
    try (MessageIndex index = LuceneIndex.openForWriting(directory.resolve("index"))) {
      index.add(documents.subList(0, 900));
      index.publish(Bookmarks.NONE.withNextThread(1_000));
      index.add(documents.subList(900, documents.size()));
      index.publish(Bookmarks.NONE.withNextThread(1_000));
      try (IndexView view = index.view()) {
        for (int i = 0; i < 100; i++) {
          Query query = queries.next();
          List<Posting> found = new ArrayList<>();
          view.scan(scope, query, found::add);
          Facets facets = view.facets(scope, query, found.size() + 1, address -> address);
          assertThat(facets.whole()).isTrue();
          check(facets, query, found, documents);
          int most = found.size() / 2;
          Facets newest = view.facets(scope, query, most, address -> address);
          assertThat(newest.whole()).isEqualTo(found.isEmpty());
          check(newest, query, found.subList(0, most), documents);
        }
      }
    }
  }

  private static void check(
      Facets facets, Query query, List<Posting> found, List<IndexDocument> documents) {
    assertThat(facets.messages()).as(query.toString()).isEqualTo(found.size());
    assertThat(facets.months().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(found.size());
    assertThat(facets.patches()).isEqualTo(count(found, FacetsTest::isPatch));
    assertThat(facets.openings())
        .isEqualTo(count(found, p -> !isPatch(p) && p.overview().references().isEmpty()));
    assertThat(facets.replies()).isEqualTo(found.size() - facets.patches() - facets.openings());
    assertThat(facets.inboxes()).isEmpty();
    assertThat(facets.directories())
        .isSortedAccordingTo(Comparator.comparingInt(Facets.Count::messages).reversed());
    for (Facets.Count directory : facets.directories()) {
      assertThat(directory.messages())
          .as(directory.value())
          .isEqualTo(count(found, p -> changes(documents, p, directory.value())));
    }
  }

  private static boolean isPatch(Posting posting) {
    return posting.overview().subject().startsWith("[PATCH");
  }

  private static boolean changes(List<IndexDocument> documents, Posting posting, String directory) {
    return documents.get((int) posting.number() - 1).texts().diff().paths().stream()
        .anyMatch(path -> path.startsWith(directory + "/"));
  }

  private static int count(List<Posting> found, Predicate<Posting> test) {
    return (int) found.stream().filter(test).count();
  }
}
