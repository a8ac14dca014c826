package org.annals.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Records on disk that are found by exact terms and come in the order of a number: a projection
/// that can be deleted and made again. What is put becomes visible and durable by `publish`, all
/// at once and together with the bookmark, which says up to where the projection follows.
///
/// `publish` belongs to one thread, with no `put` or `remove` beside it; the others are for any.
public final class RecordIndex implements AutoCloseable {
  static final String KEY = "key";
  static final String RANK = "rank";
  static final String TERM = "term";
  static final String VALUE = "value";
  private static final String SCHEMA = "annals.schema";
  private static final double BUFFER_MEGABYTES = 16;

  private final Path path;
  private final Directory directory;
  private final String schema;
  private final @Nullable IndexWriter writer;
  private final SearcherManager searchers;
  private final @Nullable Object directoryKey;
  private volatile long version;

  private RecordIndex(Path path, Directory directory, String schema, @Nullable IndexWriter writer)
      throws IOException {
    this.path = path;
    this.directory = directory;
    this.schema = schema;
    this.writer = writer;
    this.directoryKey = LuceneIndex.keyOf(path);
    this.searchers = new SearcherManager(directory, null);
    see();
  }

  /// Makes an empty one where there is none, or none of this schema. `IndexHeldException` if
  /// another process writes.
  public static RecordIndex openForWriting(Path path, String schema) throws IOException {
    Files.createDirectories(path);
    Directory directory = FSDirectory.open(path);
    try {
      IndexWriterConfig config = new IndexWriterConfig();
      config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
      config.setCommitOnClose(false);
      config.setMaxFullFlushMergeWaitMillis(0); // small segments merge while others go on
      config.setOpenMode(
          isOf(directory, schema)
              ? IndexWriterConfig.OpenMode.APPEND
              : IndexWriterConfig.OpenMode.CREATE);
      IndexWriter writer = new IndexWriter(directory, config);
      try {
        if (config.getOpenMode() == IndexWriterConfig.OpenMode.CREATE) {
          writer.setLiveCommitData(Map.of(SCHEMA, schema).entrySet());
          writer.commit();
        }
        return new RecordIndex(path, directory, schema, writer);
      } catch (IOException | RuntimeException e) {
        LuceneIndex.abandon(writer, e);
        throw e;
      }
    } catch (LockObtainFailedException e) {
      directory.close();
      throw new LuceneIndex.IndexHeldException(path, e);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// Opens what was last published, without a lock; `refresh` follows another process's writes.
  public static RecordIndex openForReading(Path path, String schema) throws IOException {
    Directory directory = FSDirectory.open(path);
    try {
      if (!isOf(directory, schema)) {
        throw new IOException(path + ": there is no index of this kind; run 'annals index'");
      }
      return new RecordIndex(path, directory, schema, null);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// What cannot be read counts as absent, as it can be made again.
  private static boolean isOf(Directory directory, String schema) throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      return false;
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return schema.equals(reader.getIndexCommit().getUserData().get(SCHEMA));
    } catch (org.apache.lucene.index.CorruptIndexException
        | org.apache.lucene.index.IndexFormatTooOldException
        | org.apache.lucene.index.IndexFormatTooNewException e) {
      return false;
    }
  }

  /// A record of the same key is replaced.
  public void put(Collection<IndexRecord> records) throws IOException {
    for (IndexRecord one : records) {
      writer().updateDocument(new Term(KEY, one.key()), document(one));
    }
  }

  private static Document document(IndexRecord one) {
    Document document = new Document();
    document.add(new StringField(KEY, one.key(), Field.Store.YES));
    document.add(
        new SortedDocValuesField(KEY, new BytesRef(one.key().getBytes(StandardCharsets.UTF_8))));
    document.add(new LongField(RANK, one.rank(), Field.Store.NO));
    for (String term : one.terms()) {
      document.add(new StringField(TERM, cut(term), Field.Store.NO));
    }
    document.add(new StoredField(VALUE, one.value()));
    return document;
  }

  /// Of a longer term the beginning stands for the whole.
  static String cut(String term) {
    return term.length() <= IndexRecord.TERM_BYTES_MAX / 3
        ? term
        : term.substring(0, IndexRecord.TERM_BYTES_MAX / 3);
  }

  public void remove(RecordFilter filter) throws IOException {
    if (filter.anyOf().size() == 1
        && filter.equals(RecordFilter.ofAny(filter.anyOf().getFirst()))) {
      Term[] terms =
          filter.anyOf().getFirst().stream()
              .map(term -> new Term(TERM, cut(term)))
              .toArray(Term[]::new);
      writer().deleteDocuments(terms); // a query would be asked of every segment at once
    } else {
      writer().deleteDocuments(RecordView.query(filter));
    }
  }

  public void removeAll() throws IOException {
    writer().deleteAll();
  }

  /// What was put and removed since is seen by views from now on, and survives a crash.
  public void publish(Map<String, String> bookmark) throws IOException {
    Map<String, String> data = new HashMap<>(bookmark);
    data.put(SCHEMA, schema);
    IndexWriter out = writer();
    out.setLiveCommitData(data.entrySet());
    out.commit();
    see();
  }

  /// Sees what another process published meanwhile.
  public void refresh() throws IOException {
    see();
  }

  private void see() throws IOException {
    searchers.maybeRefreshBlocking();
    try (RecordView view = view()) {
      version = view.version();
    }
  }

  /// Grows with every `publish`.
  public long version() {
    return version;
  }

  /// Whether the directory was deleted or moved since, so that another may be in its place.
  public boolean isReplaced() throws IOException {
    return !Objects.equals(directoryKey, LuceneIndex.keyOf(path));
  }

  public boolean writes() {
    return writer != null;
  }

  /// The records as they are going to be published.
  public RecordView pending() throws IOException {
    DirectoryReader reader = DirectoryReader.open(writer());
    return new RecordView(new IndexSearcher(reader), reader);
  }

  /// The records as they were published last. `LuceneIndex.AlreadyClosedException` after `close`.
  public RecordView view() throws IOException {
    try {
      IndexSearcher searcher = searchers.acquire();
      return new RecordView(searcher, () -> searchers.release(searcher));
    } catch (org.apache.lucene.store.AlreadyClosedException e) {
      throw new LuceneIndex.AlreadyClosedException(path + " was closed", e);
    }
  }

  private IndexWriter writer() {
    IndexWriter out = writer;
    if (out == null) {
      throw new IllegalStateException(path + " was opened for reading");
    }
    return out;
  }

  /// What was not published is dropped.
  @Override
  public void close() throws IOException {
    searchers.close();
    if (writer != null) {
      writer.rollback();
    }
    directory.close();
  }
}
