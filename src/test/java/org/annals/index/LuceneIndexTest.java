package org.annals.index;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexTest {
  @TempDir private Path directory;

  /// As when another index takes its place at that moment, from which opening it again recovers.
  @Test
  void whatCannotBeOpenedIsNotHeld() throws Exception {
    LuceneIndex.openForWriting(directory).close();
    Map<String, String> sound = commitData();
    Map<String, String> odd = new HashMap<>(sound);
    odd.put("made", "yesterday");
    commit(odd);
    assertThatThrownBy(() -> LuceneIndex.openForWriting(directory))
        .isInstanceOf(NumberFormatException.class);
    commit(sound);
    LuceneIndex.openForWriting(directory).close();
  }

  private Map<String, String> commitData() throws IOException {
    try (Directory files = FSDirectory.open(directory);
        DirectoryReader reader = DirectoryReader.open(files)) {
      return reader.getIndexCommit().getUserData();
    }
  }

  private void commit(Map<String, String> data) throws IOException {
    try (Directory files = FSDirectory.open(directory);
        IndexWriter writer = new IndexWriter(files, new IndexWriterConfig())) {
      writer.setLiveCommitData(data.entrySet());
      writer.commit();
    }
  }
}
