package org.annals.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// Whether the files of an index are what was written.
public final class Checksums {
  private Checksums() {}

  /// Reads all of it. Throws where a file is not what was written, and names it; an index that is
  /// not there is well.
  public static void check(Path index) throws IOException {
    if (!Files.isDirectory(index)) {
      return;
    }
    try (Directory directory = FSDirectory.open(index)) {
      if (!DirectoryReader.indexExists(directory)) {
        return;
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          leaf.reader().checkIntegrity();
        }
      }
    }
  }
}
