package org.annals.index;

import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;

/// Reads of one Lucene reader.
final class LuceneView implements IndexView {
  private static final Comparator<Posting> BY_SLOT = Comparator.comparing(Posting::slot);
  private static final Comparator<Place> BY_NUMBER =
      Comparator.comparing(Place::inbox).thenComparingLong(Place::number);
  private static final Comparator<Place> BY_SENT =
      Comparator.comparingLong(Place::sent).thenComparing(BY_NUMBER);

  /// How many messages of a segment are looked at to find the threads of the newest.
  private static final int RECENT_DEPTH = 100_000;

  /// From so many documents on, blocks that hold several are unpacked whole.
  private static final int MANY = 32;

  private final DirectoryReader reader;
  private final Bookmarks bookmarks;
  private final long version;
  private final LuceneTerms terms;
  private final ScopedDocs scoped;
  private final NewestFirst newest;
  private final LuceneCounts counts;
  private final IndexSearcher searcher;

  /// `hidden` inboxes have no part in `Scope.All`.
  LuceneView(
      DirectoryReader reader,
      Bookmarks bookmarks,
      long version,
      IndexSearcher searcher,
      Set<InboxName> hidden) {
    this.reader = reader;
    this.bookmarks = bookmarks;
    this.version = version;
    this.searcher = searcher;
    this.terms = new LuceneTerms(reader);
    this.scoped = new ScopedDocs(terms, hidden);
    this.newest = new NewestFirst(reader, scoped);
    this.counts = new LuceneCounts(reader, terms, scoped);
  }

  @Override
  public Bookmarks bookmarks() {
    return bookmarks;
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public List<Posting> byId(Scope scope, MessageId id) throws IOException {
    List<Posting> found = load(terms.docs(Documents.MESSAGE_ID, new BytesRef(id.value())));
    switch (scope) {
      case Scope.One(var inbox) -> {
        found.removeIf(posting -> !posting.inbox().equals(inbox));
        found.sort(BY_SLOT);
      }
      case Scope.All() -> {
        found.removeIf(posting -> !scoped.shows(posting));
        found.sort(firstsBefore());
      }
    }
    return found;
  }

  @Override
  public List<Posting> byIdHash(Scope scope, String sha1Hex) throws IOException {
    int[] docs = terms.docs(Documents.ID_HASH, Documents.hashTerm(sha1Hex));
    List<Posting> found = load(scoped.among(scope, docs));
    found.removeIf(
        posting -> posting.overview().ids().stream().noneMatch(id -> id.sha1Hex().equals(sha1Hex)));
    found.sort(BY_SLOT);
    return found;
  }

  private static Comparator<Posting> firstsBefore() {
    return Comparator.comparing((Posting posting) -> !posting.first()).thenComparing(BY_SLOT);
  }

  @Override
  public Map<MessageId, List<Slot>> crossPosts(Collection<MessageId> ids) throws IOException {
    Map<MessageId, List<Slot>> found = new HashMap<>();
    for (MessageId id : new TreeSet<>(ids)) { // neighbours among terms share a block
      int[] docs = terms.docs(Documents.MESSAGE_ID, new BytesRef(id.value()));
      if (docs.length > 1) {
        List<Slot> slots = new ArrayList<>(docs.length);
        for (int doc : docs) {
          slots.add(new Places(terms.leafOf(doc)).of(doc).slot());
        }
        slots.sort(null);
        found.put(id, slots);
      }
    }
    return found;
  }

  @Override
  public Optional<Posting> bySlot(Slot slot) throws IOException {
    return load(terms.docs(Documents.SLOT, Documents.slotTerm(slot))).stream().findFirst();
  }

  @Override
  public List<Posting> byNumber(InboxName inbox, long from, int limit) throws IOException {
    List<Posting> postings = load(docsFrom(inbox, from, limit));
    postings.sort(BY_SLOT);
    return postings.subList(0, Math.min(limit, postings.size()));
  }

  private int[] docsFrom(InboxName inbox, long from, int limit) throws IOException {
    BytesRef start = Documents.slotTerm(new Slot(inbox, Math.max(0, from)));
    BytesRef prefix = BytesRef.deepCopyOf(start);
    prefix.length -= Documents.SLOT_NUMBER_BYTES;
    return terms.docsFrom(Documents.SLOT, start, prefix, limit);
  }

  @Override
  public SequencedMap<Long, Long> threadsByNumber(InboxName inbox, long from, int limit)
      throws IOException {
    TreeMap<Long, Long> threads = new TreeMap<>();
    for (int doc : docsFrom(inbox, from, limit)) {
      threads.put(number(doc, Documents.NUMBER), number(doc, Documents.THREAD));
      if (threads.size() > limit) {
        threads.pollLastEntry();
      }
    }
    return threads;
  }

  @Override
  public List<Posting> between(InboxName inbox, long from, long to) throws IOException {
    if (to < from || from > Documents.NUMBER_MAX) {
      return List.of();
    }
    BytesRef first = Documents.slotTerm(new Slot(inbox, Math.max(0, from)));
    BytesRef last = Documents.slotTerm(new Slot(inbox, Math.min(to, Documents.NUMBER_MAX)));
    List<Posting> postings = load(terms.docsBetween(Documents.SLOT, first, last));
    postings.sort(BY_SLOT);
    return postings;
  }

  @Override
  public void scanValues(InboxName inbox, Query query, Query.Axis axis, ValueConsumer consumer)
      throws IOException {
    new LuceneSearch(searcher, scoped).scanValues(Scope.of(inbox), query, axis, consumer);
  }

  @Override
  public long[] numbers(InboxName inbox, long from, int limit) throws IOException {
    BytesRef start = Documents.slotTerm(new Slot(inbox, Math.max(0, from)));
    BytesRef prefix = BytesRef.deepCopyOf(start);
    prefix.length -= Documents.SLOT_NUMBER_BYTES;
    long[] numbers = terms.numbersFrom(Documents.SLOT, start, prefix, limit);
    Arrays.sort(numbers); // each segment gave its first
    return Arrays.copyOf(numbers, Math.min(limit, numbers.length));
  }

  @Override
  public List<Long> threadsNaming(MessageId id) throws IOException {
    TreeSet<Long> threads = new TreeSet<>();
    BytesRef term = new BytesRef(id.value());
    for (String field : List.of(Documents.MESSAGE_ID, Documents.REFERENCE)) {
      for (int doc : terms.docs(field, term)) {
        threads.add(number(doc, Documents.THREAD));
      }
    }
    return List.copyOf(threads);
  }

  @Override
  public List<Posting> thread(Scope scope, long thread, int limit) throws IOException {
    int[] docs = ordered(scoped.among(scope, threadDocs(thread)), BY_SENT);
    return loadInOrder(Arrays.copyOf(docs, Math.min(limit, docs.length)));
  }

  @Override
  public void scanThread(Scope scope, long thread, ThreadOrder order, PostingConsumer consumer)
      throws IOException {
    Comparator<Place> by = order == ThreadOrder.SENT ? BY_SENT : BY_NUMBER;
    StoredFields stored = reader.storedFields();
    for (int doc : ordered(scoped.among(scope, threadDocs(thread)), by)) {
      if (!consumer.accept(PostingVisitor.read(stored, doc))) {
        return;
      }
    }
  }

  /// What orders a document within its thread, read without loading it.
  private record Place(int doc, long sent, String inbox, long number) {
    Slot slot() {
      return new Slot(new InboxName(inbox), number);
    }
  }

  private int[] ordered(int[] ascending, Comparator<Place> order) throws IOException {
    List<Place> places = new ArrayList<>(ascending.length);
    Places segment = null;
    for (int doc : ascending) {
      LeafReaderContext leaf = terms.leafOf(doc);
      if (segment == null || segment.leaf != leaf) {
        segment = new Places(leaf);
      }
      places.add(segment.of(doc));
    }
    places.sort(order);
    return places.stream().mapToInt(Place::doc).toArray();
  }

  /// Reads the places of one segment, ascending.
  private static final class Places {
    private final LeafReaderContext leaf;
    private final NumericDocValues sent;
    private final NumericDocValues number;
    private final SortedDocValues inbox;

    Places(LeafReaderContext leaf) throws IOException {
      this.leaf = leaf;
      this.sent = DocValues.getNumeric(leaf.reader(), Documents.SENT);
      this.number = DocValues.getNumeric(leaf.reader(), Documents.NUMBER);
      this.inbox = DocValues.getSorted(leaf.reader(), Documents.INBOX);
    }

    Place of(int doc) throws IOException {
      int at = doc - leaf.docBase;
      String name = inbox.advanceExact(at) ? inbox.lookupOrd(inbox.ordValue()).utf8ToString() : "";
      return new Place(doc, value(sent, at), name, value(number, at));
    }

    private static long value(NumericDocValues values, int at) throws IOException {
      return values.advanceExact(at) ? values.longValue() : 0;
    }
  }

  @Override
  public List<Posting> wholeThread(long thread) throws IOException {
    return load(threadDocs(thread));
  }

  private int[] threadDocs(long thread) throws IOException {
    return terms.docs(Documents.THREAD, Documents.longTerm(thread));
  }

  @Override
  public Map<Long, Integer> threadSizes(Scope scope, Collection<Long> threads) throws IOException {
    Map<Long, Integer> sizes = new HashMap<>();
    for (long thread : threads) {
      sizes.put(thread, scoped.among(scope, threadDocs(thread)).length);
    }
    return sizes;
  }

  @Override
  public long threadCount(InboxName inbox) throws IOException {
    TreeSet<Long> threads = new TreeSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      NumericDocValues values = leaf.reader().getNumericDocValues(Documents.THREAD);
      DocIdSetIterator docs = terms.iterator(leaf, Documents.INBOX, Documents.inboxTerm(inbox));
      if (values == null || docs == null) {
        continue;
      }
      for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
        if (values.advanceExact(doc)) {
          threads.add(values.longValue());
        }
      }
    }
    return threads.size();
  }

  @Override
  public List<Posting> list(Scope scope, TimeWindow window, int limit) throws IOException {
    int[] docs = newest.list(scope, window, limit);
    return loadInOrder(docs);
  }

  @Override
  public List<Posting> recentThreads(Scope scope, TimeWindow window, int limit) throws IOException {
    return loadInOrder(newest.threads(scope, window, limit, RECENT_DEPTH));
  }

  @Override
  public List<Posting> sameSubject(Scope scope, String subjectKey, long exceptThread, int limit)
      throws IOException {
    int[] docs = terms.docs(Documents.SUBJECT_KEY, Documents.subjectTerm(subjectKey));
    int[] all = ordered(scoped.among(scope, docs), BY_SENT.reversed());
    int[] others = new int[Math.min(limit, all.length)];
    int count = 0;
    for (int i = 0; i < all.length && count < others.length; i++) {
      if (number(all[i], Documents.THREAD) != exceptThread) {
        others[count++] = all[i];
      }
    }
    return loadInOrder(Arrays.copyOf(others, count));
  }

  @Override
  public SearchResult search(Scope scope, Query query, Order order, Stretch stretch)
      throws IOException {
    LuceneSearch.Page page = new LuceneSearch(searcher, scoped).run(scope, query, order, stretch);
    return new SearchResult(loadInOrder(page.docs()), page.total());
  }

  @Override
  public SearchResult searchThreads(Scope scope, Query query, Order order, Stretch stretch)
      throws IOException {
    LuceneSearch.Page page =
        new LuceneSearch(searcher, scoped)
            .threads(scope, query, order, stretch, bookmarks.nextThread());
    return new SearchResult(loadInOrder(page.docs()), page.total());
  }

  @Override
  public SequencedMap<String, String> better(Query query) throws IOException {
    return new LuceneSpelling(reader).better(query);
  }

  @Override
  public Facets facets(Scope scope, Query query, int most, UnaryOperator<String> person)
      throws IOException {
    NewestMatches matches = new LuceneSearch(searcher, scoped).copies(scope, query);
    return new LuceneFacets(reader, terms, scope, person).of(matches, most, query);
  }

  @Override
  public void scan(Scope scope, Query query, PostingConsumer consumer) throws IOException {
    StoredFields stored = reader.storedFields();
    new LuceneSearch(searcher, scoped)
        .scan(scope, query, doc -> consumer.accept(PostingVisitor.read(stored, doc)));
  }

  @Override
  public long count(Scope scope) throws IOException {
    return scoped.count(scope);
  }

  @Override
  public Activity activity(Scope scope, Instant now) throws IOException {
    return counts.activity(scope, now);
  }

  @Override
  public SortedMap<YearMonth, Integer> months(Scope scope, Query query) throws IOException {
    MonthCounter counter = new MonthCounter();
    new LuceneSearch(searcher, scoped)
        .scan(
            scope,
            query,
            doc -> {
              counter.count(number(doc, Documents.RECEIVED));
              return true;
            });
    return counter.months();
  }

  @Override
  public List<Integer> days(Scope scope, YearMonth month) throws IOException {
    return counts.days(scope, month);
  }

  @Override
  public List<Integer> weekHours(Scope scope) throws IOException {
    return counts.weekHours(scope);
  }

  @Override
  public Kinds kinds(Scope scope) throws IOException {
    return counts.kinds(scope);
  }

  @Override
  public void scanAuthors(Predicate<String> wanted) throws IOException {
    Terms authors = MultiTerms.getTerms(reader, Documents.AUTHOR);
    if (authors == null) {
      return;
    }
    TermsEnum each = authors.iterator();
    for (BytesRef author = each.next(); author != null; author = each.next()) {
      if (author.length > 0 && !wanted.test(author.utf8ToString())) {
        return;
      }
    }
  }

  @Override
  public List<AuthorCount> authors(Scope scope, long since, int limit) throws IOException {
    return counts.authors(scope, since, limit);
  }

  @Override
  public List<ThreadCount> busiest(Scope scope, long from, long to, int limit) throws IOException {
    return counts.busiest(scope, from, to, limit);
  }

  @Override
  public Unanswered unanswered(Scope scope, long from, long to, int limit) throws IOException {
    return counts.unanswered(scope, from, to, limit);
  }

  private long number(int doc, String field) throws IOException {
    LeafReaderContext leaf = terms.leafOf(doc);
    NumericDocValues values = leaf.reader().getNumericDocValues(field);
    return values != null && values.advanceExact(doc - leaf.docBase) ? values.longValue() : 0;
  }

  private List<Posting> load(int[] ascending) throws IOException {
    List<Posting> postings = new ArrayList<>(ascending.length);
    StoredFields stored =
        ascending.length < MANY ? reader.storedFields() : new SequentialFields(terms);
    for (int doc : ascending) {
      postings.add(PostingVisitor.read(stored, doc));
    }
    return postings;
  }

  /// Reads in index order, where neighbours share a block, and answers in the order given.
  private List<Posting> loadInOrder(int[] docs) throws IOException {
    int[] sorted = docs.clone();
    Arrays.sort(sorted);
    Map<Integer, Posting> loaded = new HashMap<>();
    List<Posting> ascending = load(sorted);
    for (int i = 0; i < sorted.length; i++) {
      loaded.put(sorted[i], ascending.get(i));
    }
    List<Posting> postings = new ArrayList<>(docs.length);
    for (int doc : docs) {
      Posting posting = loaded.get(doc);
      if (posting != null) {
        postings.add(posting);
      }
    }
    return postings;
  }

  @Override
  public void close() throws IOException {
    reader.decRef();
  }
}
