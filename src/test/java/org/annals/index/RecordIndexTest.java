package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordIndexTest {
  @TempDir Path directory;

  private static IndexRecord entry(String key, long rank, String... terms) {
    return new IndexRecord(key, rank, Set.of(terms), key.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> keys(RecordView view, RecordFilter filter) throws IOException {
    return view.find(filter, true, null, 0, 100).stream().map(RecordView.Found::key).toList();
  }

  @Test
  void recordsAreFoundByTermsAndRankInOrder() throws IOException {
    try (RecordIndex index = RecordIndex.openForWriting(directory, "1")) {
      index.put(List.of(entry("a", 3, "x", "y"), entry("b", 1, "x"), entry("c", 2, "y")));
      index.publish(Map.of());
      try (RecordView view = index.view()) {
        assertThat(keys(view, RecordFilter.EVERY)).containsExactly("a", "c", "b");
        assertThat(keys(view, RecordFilter.of("x"))).containsExactly("a", "b");
        assertThat(keys(view, RecordFilter.of("x").with("y"))).containsExactly("a");
        assertThat(keys(view, RecordFilter.of("x").without("y"))).containsExactly("b");
        assertThat(keys(view, RecordFilter.EVERY.without("y"))).containsExactly("b");
        assertThat(keys(view, RecordFilter.ofAny(Set.of("x", "y")).since(2).before(3)))
            .containsExactly("c");
        assertThat(view.count(RecordFilter.of("y"))).isEqualTo(2);
        assertThat(view.get("b"))
            .hasValueSatisfying(value -> assertThat(value).asString().isEqualTo("b"));
        assertThat(view.get("none")).isEmpty();
      }
    }
  }

  @Test
  void pagesGoOnBehindAPlace() throws IOException {
    try (RecordIndex index = RecordIndex.openForWriting(directory, "1")) {
      index.put(List.of(entry("a", 1), entry("b", 1), entry("c", 1), entry("d", 2)));
      index.publish(Map.of());
      try (RecordView view = index.view()) {
        assertThat(keys(view, RecordFilter.EVERY)).containsExactly("d", "c", "b", "a");
        assertThat(view.find(RecordFilter.EVERY, true, new RecordView.Place(1, "c"), 0, 1))
            .extracting(RecordView.Found::key)
            .containsExactly("b");
        assertThat(view.find(RecordFilter.EVERY, false, null, 1, 2))
            .extracting(RecordView.Found::key)
            .containsExactly("b", "c");
      }
    }
  }

  @Test
  void aRecordReplacesThatOfItsKey() throws IOException {
    try (RecordIndex index = RecordIndex.openForWriting(directory, "1")) {
      index.put(List.of(entry("a", 1, "old")));
      index.put(List.of(entry("a", 2, "new")));
      index.publish(Map.of());
      try (RecordView view = index.view()) {
        assertThat(view.count(RecordFilter.of("old"))).isZero();
        assertThat(keys(view, RecordFilter.of("new"))).containsExactly("a");
      }
      index.remove(RecordFilter.of("new"));
      index.publish(Map.of());
      try (RecordView view = index.view()) {
        assertThat(view.count(RecordFilter.EVERY)).isZero();
      }
    }
  }

  @Test
  void whatWasNotPublishedIsGoneAndTheBookmarkSaysSo() throws IOException {
    try (RecordIndex index = RecordIndex.openForWriting(directory, "1")) {
      index.put(List.of(entry("a", 1)));
      index.publish(Map.of("up-to", "1"));
      index.put(List.of(entry("b", 1)));
    }
    try (RecordIndex index = RecordIndex.openForReading(directory, "1");
        RecordView view = index.view()) {
      assertThat(keys(view, RecordFilter.EVERY)).containsExactly("a");
      assertThat(view.bookmark()).containsEntry("up-to", "1");
    }
  }

  @Test
  void anotherSchemaBeginsAnew() throws IOException {
    try (RecordIndex index = RecordIndex.openForWriting(directory, "1")) {
      index.put(List.of(entry("a", 1)));
      index.publish(Map.of("up-to", "1"));
    }
    assertThatThrownBy(() -> RecordIndex.openForReading(directory, "2"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.toString());
    try (RecordIndex index = RecordIndex.openForWriting(directory, "2");
        RecordView view = index.view()) {
      assertThat(view.count(RecordFilter.EVERY)).isZero();
      assertThat(view.bookmark()).doesNotContainKey("up-to");
    }
  }

  @Test
  void aSecondWriterIsRefused() throws IOException {
    try (RecordIndex index = RecordIndex.openForWriting(directory, "1")) {
      assertThat(index.writes()).isTrue();
      assertThatThrownBy(() -> RecordIndex.openForWriting(directory, "1"))
          .isInstanceOf(LuceneIndex.IndexHeldException.class);
      try (RecordIndex reading = RecordIndex.openForReading(directory, "1")) {
        index.put(List.of(entry("a", 1, "x".repeat(40_000))));
        index.publish(Map.of());
        reading.refresh();
        try (RecordView view = reading.view()) {
          assertThat(view.count(RecordFilter.of("x".repeat(40_000)))).isEqualTo(1);
        }
      }
    }
  }
}
