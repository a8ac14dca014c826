package org.annals.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.annals.store.InboxName;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/// The index on this machine: one Lucene directory. Writing methods belong to one thread.
///
/// Threads inside are never interrupted: an interrupt would close Lucene's files under others.
public final class LuceneIndex implements MessageIndex {
  /// When the index was made, in milliseconds: a rebuilt one has other versions than the last.
  private static final String MADE = "made";

  private static final int EXPUNGE_ROUNDS_MAX = 10;
  private static final long VERSIONS_MAX = 1_000_000;
  private static final double BUFFER_MEGABYTES = 48;

  /// Fewer are not worth a thread.
  private static final int DOCUMENTS_A_THREAD_MIN = 16;

  private static final Sort SORT =
      new Sort(
          new SortField(Documents.RECEIVED, SortField.Type.LONG, true),
          new SortField(Documents.NUMBER, SortField.Type.LONG, true));

  /// The same order, for documents not yet written.
  private static final Comparator<IndexDocument> NEWEST_FIRST =
      Comparator.comparingLong((IndexDocument document) -> document.posting().received())
          .thenComparingLong(document -> document.posting().number())
          .reversed();

  private final Path path;
  private final Directory directory;
  private volatile @Nullable IndexWriter writer;
  private final ExecutorService workers;
  private final Object publishing = new Object();
  private final @Nullable Object directoryKey;
  private final long made;
  private volatile Published published;
  private volatile boolean closed;

  /// What readers see. Its reader is held by one reference until the next one takes its place.
  private record Published(
      DirectoryReader reader, IndexSearcher searcher, Bookmarks bookmarks, long version) {}

  private LuceneIndex(Path path, Directory directory, @Nullable IndexWriter writer)
      throws IOException {
    this.path = path;
    this.directory = directory;
    this.writer = writer;
    this.directoryKey = keyOf(path);
    DirectoryReader reader =
        writer == null ? DirectoryReader.open(directory) : DirectoryReader.open(writer);
    Map<String, String> data = committed(reader);
    this.made = Long.parseLong(data.getOrDefault(MADE, "0"));
    this.published = publishedOf(reader, Bookmarks.of(data));
    this.workers = Executors.newFixedThreadPool(parallelism(), indexThread());
  }

  private static java.util.concurrent.ThreadFactory indexThread() {
    return task -> {
      Thread thread = new Thread(task, "index");
      thread.setDaemon(true);
      return thread;
    };
  }

  private static int parallelism() {
    return Math.max(1, Runtime.getRuntime().availableProcessors());
  }

  /// Opens for reading and writing; makes an empty index where there is none.
  /// `IndexHeldException` if another process writes; `StaleSchemaException` if it must be rebuilt.
  public static LuceneIndex openForWriting(Path path) throws IOException {
    Files.createDirectories(path);
    Directory directory = FSDirectory.open(path);
    try {
      boolean exists = DirectoryReader.indexExists(directory);
      if (exists) {
        requireCurrent(path, directory);
      }
      IndexWriter writer = new IndexWriter(directory, config());
      try {
        if (!exists) {
          writer.setLiveCommitData(dataOf(Bookmarks.NONE, System.currentTimeMillis()).entrySet());
          writer.commit();
        }
        return new LuceneIndex(path, directory, writer);
      } catch (IOException | RuntimeException e) {
        abandon(writer, e);
        throw e;
      }
    } catch (LockObtainFailedException e) {
      directory.close();
      throw new IndexHeldException(path, e);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// Gives the lock back after a failure: else this process would keep it from itself.
  static void abandon(IndexWriter writer, Exception why) {
    try {
      writer.rollback();
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  /// Opens what was last published, without a lock. `refresh` follows another process's writes.
  public static LuceneIndex openForReading(Path path) throws IOException {
    Directory directory = FSDirectory.open(path);
    try {
      if (!DirectoryReader.indexExists(directory)) {
        throw new IOException(path + ": there is no index; run 'annals index'");
      }
      requireCurrent(path, directory);
      return new LuceneIndex(path, directory, null);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// Whether the directory holds an index of any kind.
  public static boolean exists(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Directory directory = FSDirectory.open(path)) {
      return DirectoryReader.indexExists(directory);
    }
  }

  private static void requireCurrent(Path path, Directory directory) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      if (!Bookmarks.isCurrent(committed(reader))) {
        throw new StaleSchemaException(path);
      }
    } catch (org.apache.lucene.index.CorruptIndexException
        | org.apache.lucene.index.IndexFormatTooOldException
        | org.apache.lucene.index.IndexFormatTooNewException e) {
      throw new IOException(
          path
              + ": the index cannot be read ("
              + e.getMessage()
              + "); run 'annals index --rebuild'",
          e);
    }
  }

  private static Map<String, String> committed(DirectoryReader reader) throws IOException {
    return reader.getIndexCommit().getUserData();
  }

  private static IndexWriterConfig config() {
    IndexWriterConfig config = new IndexWriterConfig(TextAnalysis.ANALYZER);
    config.setIndexSort(SORT);
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    config.setMaxFullFlushMergeWaitMillis(0);
    config.setCommitOnClose(false);
    TieredMergePolicy merges = new TieredMergePolicy();
    merges.setForceMergeDeletesPctAllowed(0); // asked for only when a text must go
    config.setMergePolicy(merges);
    return config;
  }

  private static Map<String, String> dataOf(Bookmarks bookmarks, long made) {
    Map<String, String> data = bookmarks.toMap();
    data.put(MADE, Long.toString(made));
    return data;
  }

  private Published publishedOf(DirectoryReader reader, Bookmarks bookmarks) throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    return new Published(reader, searcher, bookmarks, made * VERSIONS_MAX + reader.getVersion());
  }

  /// `AlreadyClosedException` after `close`: the caller asks the index that came after it.
  @Override
  public IndexView view(Predicate<InboxName> shown) {
    while (true) {
      Published now = published;
      if (closed) {
        throw new AlreadyClosedException(path + " was closed");
      }
      if (now.reader().tryIncRef()) {
        Set<InboxName> hidden =
            now.bookmarks().highest().keySet().stream()
                .filter(shown.negate())
                .collect(Collectors.toSet());
        return new LuceneView(now.reader(), now.bookmarks(), now.version(), now.searcher(), hidden);
      }
    }
  }

  /// Threads take documents one by one in the order of the index. So whichever of Lucene's buffers
  /// each gets, a buffer is in order, and writing it out need not sort it. A document is made late,
  /// when its thread has its buffer: between is no time in which another could overtake.
  @Override
  public void add(List<IndexDocument> unsorted) throws IOException {
    List<IndexDocument> documents = new ArrayList<>(unsorted);
    documents.sort(NEWEST_FIRST);
    AtomicInteger next = new AtomicInteger();
    int threads = Math.min(parallelism(), documents.size() / DOCUMENTS_A_THREAD_MIN);
    if (threads <= 1) {
      addFrom(documents, next);
      return;
    }
    List<Future<?>> parts = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      parts.add(
          workers.submit(() -> {
            addFrom(documents, next);
            writeOut(threads);
            return null;
          }));
    }
    IOException failure = null;
    for (Future<?> part : parts) { // none may still be writing when this returns
      try {
        await(part);
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void addFrom(List<IndexDocument> documents, AtomicInteger next) throws IOException {
    int i;
    while ((i = next.getAndIncrement()) < documents.size()) {
      writer().addDocument(new LateDocument(documents.get(i)));
    }
  }

  /// Each thread writes out a buffer, where a commit would write one after another. Of two threads
  /// that go for the same buffer one leaves with none, so each tries for all of them.
  private void writeOut(int buffers) throws IOException {
    for (int i = 0; i < buffers; i++) {
      writer().flushNextBuffer();
    }
  }

  /// The fields of a document, made when first asked for. One thread.
  private static final class LateDocument implements Iterable<IndexableField> {
    private final IndexDocument source;
    private @Nullable Document made;

    LateDocument(IndexDocument source) {
      this.source = source;
    }

    @Override
    public Iterator<IndexableField> iterator() {
      Document document = made;
      if (document == null) {
        document = Documents.of(source);
        made = document;
      }
      return document.iterator();
    }
  }

  private void await(Future<?> part) throws IOException {
    try {
      part.get();
    } catch (ExecutionException e) {
      throw new IOException(path + ": writing failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the index thread must not be interrupted", e);
    }
  }

  @Override
  public void replace(List<IndexDocument> documents) throws IOException {
    for (IndexDocument document : documents) {
      writer().updateDocument(term(document.posting().slot()), Documents.of(document));
    }
  }

  @Override
  public void remove(List<Slot> slots) throws IOException {
    for (Slot slot : slots) {
      writer().deleteDocuments(term(slot));
    }
  }

  private static Term term(Slot slot) {
    return new Term(Documents.SLOT, Documents.slotTerm(slot));
  }

  @Override
  public void publish(Bookmarks bookmarks) throws IOException {
    IndexWriter out = writer();
    out.setLiveCommitData(dataOf(bookmarks, made).entrySet());
    out.commit();
    synchronized (publishing) {
      Published before = published;
      DirectoryReader newer = DirectoryReader.openIfChanged(before.reader(), out);
      if (newer == null) {
        before.reader().incRef();
        newer = before.reader();
      }
      published = publishedOf(newer, bookmarks);
      before.reader().decRef();
    }
  }

  /// A merge that began before something was removed takes it along, and hides its segments from
  /// whoever asks for their deletes to be merged: so all are waited for, and the question is asked
  /// again.
  @Override
  public void expunge() throws IOException {
    IndexWriter out = writer();
    for (int i = 0; i < EXPUNGE_ROUNDS_MAX; i++) {
      out.forceMergeDeletes(true);
      if (out.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merging) {
        merging.sync();
      }
      if (!out.hasDeletions()) {
        return;
      }
    }
    throw new IOException(path + ": what was removed stays in its files; run it again");
  }

  /// Views stay as they are. If this fails it can be called again.
  @Override
  public void rollback() throws IOException {
    writer().rollback();
    synchronized (publishing) {
      IndexWriter fresh = new IndexWriter(directory, config());
      writer = fresh;
      DirectoryReader reader = DirectoryReader.open(fresh);
      published.reader().decRef();
      published = publishedOf(reader, Bookmarks.of(committed(reader)));
    }
  }

  /// Follows what another process has published since. For an index opened for reading.
  public boolean refresh() throws IOException {
    synchronized (publishing) {
      Published before = published;
      DirectoryReader newer = DirectoryReader.openIfChanged(before.reader());
      if (newer == null) {
        return false;
      }
      published = publishedOf(newer, Bookmarks.of(committed(newer)));
      before.reader().decRef();
      return true;
    }
  }

  /// Whether another index was put in the place of this one, or this one was taken away.
  public boolean isReplaced() throws IOException {
    return !Objects.equals(directoryKey, keyOf(path));
  }

  /// Whether there is no directory in its place just now: a swap takes two steps.
  public boolean isAbsent() {
    return !Files.exists(path);
  }

  /// When it was made: tells it from one that is made anew. Milliseconds since 1970.
  public long made() {
    return made;
  }

  static @Nullable Object keyOf(Path path) throws IOException {
    return Files.exists(path)
        ? Files.readAttributes(path, BasicFileAttributes.class).fileKey()
        : null;
  }

  @Override
  public long version() {
    return published.version();
  }

  private IndexWriter writer() {
    IndexWriter open = writer;
    if (open == null) {
      throw new IllegalStateException(path + " was opened for reading");
    }
    return open;
  }

  /// What was not published is dropped: git still has it.
  @Override
  public void close() throws IOException {
    closed = true;
    workers.shutdown();
    synchronized (publishing) {
      published.reader().decRef();
    }
    try (directory) {
      stopWriting();
    }
  }

  /// Gives the lock back and drops what was not published; views and new ones go on.
  public void stopWriting() throws IOException {
    IndexWriter open = writer;
    writer = null;
    try {
      if (open != null) {
        open.rollback();
      }
    } catch (org.apache.lucene.store.AlreadyClosedException e) {
      if (!isReplaced()) {
        throw e; // else its files went with the directory, as they should
      }
    }
  }

  /// This index was closed, perhaps because another took its place.
  public static final class AlreadyClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AlreadyClosedException(String message) {
      super(message);
    }

    AlreadyClosedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Another process writes the index.
  public static final class IndexHeldException extends IOException {
    private static final long serialVersionUID = 1;

    IndexHeldException(Path path, Throwable cause) {
      super(path + ": another process writes this index", cause);
    }
  }

  /// The index was made by another version of the program.
  public static final class StaleSchemaException extends IOException {
    private static final long serialVersionUID = 1;

    StaleSchemaException(Path path) {
      super(path + ": made by another version; run 'annals index --rebuild'");
    }
  }
}
