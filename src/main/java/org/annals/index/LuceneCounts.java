package org.annals.index;

import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;

/// Counts over documents, from their values alone. Looks at every document in scope, or at those of
/// a time. Holds 32 bytes for each address in the index while it counts authors, and some 100 for
/// each of at most `THREADS_MAX` threads while it counts those; nothing else that grows with the
/// archive. One thread.
final class LuceneCounts {
  private static final int ACTIVITY_WEEKS = 52;
  private static final int WEEK_HOURS = 7 * 24;
  private static final long HOUR_SECONDS = 3600;
  private static final long DAY_SECONDS = 24 * HOUR_SECONDS;
  private static final long WEEK_SECONDS = 7 * DAY_SECONDS;

  /// 1 January 1970 was a Thursday.
  private static final int FIRST_HOUR = 3 * 24;

  /// Conversations that are told apart; more are not counted.
  private static final int THREADS_MAX = 200_000;

  private static final Comparator<ThreadCount> BUSIEST =
      Comparator.comparingInt(ThreadCount::messages)
          .thenComparingLong(ThreadCount::thread)
          .reversed();

  private final IndexReader reader;
  private final LuceneTerms terms;
  private final ScopedDocs scoped;

  LuceneCounts(IndexReader reader, LuceneTerms terms, ScopedDocs scoped) {
    this.reader = reader;
    this.terms = terms;
    this.scoped = scoped;
  }

  /// Takes the documents of one segment after the other, newest first in each.
  private interface Counter {
    void count(int doc, long received) throws IOException;
  }

  /// Begins a segment.
  private interface Counters {
    Counter in(LeafReaderContext leaf) throws IOException;
  }

  /// Every document in scope that was received in `[from, to)`.
  private void each(Scope scope, long from, long to, Counters counters) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      DocIdSetIterator docs = scoped.iterator(leaf, scope);
      int start = to == Long.MAX_VALUE ? 0 : NewestFirst.firstAtOrBefore(leaf, to - 1);
      if (docs == null || start >= leaf.reader().maxDoc()) {
        continue;
      }
      NumericDocValues received = DocValues.getNumeric(leaf.reader(), Documents.RECEIVED);
      Counter counter = counters.in(leaf);
      for (int doc = docs.advance(start);
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = docs.nextDoc()) {
        long time = received.advanceExact(doc) ? received.longValue() : 0;
        if (time < from) {
          break;
        }
        counter.count(doc, time);
      }
    }
  }

  Activity activity(Scope scope, Instant now) throws IOException {
    MonthCounter months = new MonthCounter();
    Integer[] weeks = new Integer[ACTIVITY_WEEKS];
    Arrays.fill(weeks, 0);
    int[] today = {0};
    long end = now.getEpochSecond();
    long midnight = Math.floorDiv(end, DAY_SECONDS) * DAY_SECONDS;
    Counter counter =
        (_, time) -> {
          months.count(time);
          long age = Math.floorDiv(end - time, WEEK_SECONDS);
          if (age >= 0 && age < ACTIVITY_WEEKS) {
            weeks[ACTIVITY_WEEKS - 1 - (int) age]++;
            today[0] += time >= midnight ? 1 : 0;
          }
        };
    each(scope, Long.MIN_VALUE, Long.MAX_VALUE, _ -> counter);
    return new Activity(months.months(), List.of(weeks), today[0]);
  }

  List<Integer> days(Scope scope, YearMonth month) throws IOException {
    long from = MonthCounter.start(month);
    Integer[] days = new Integer[month.lengthOfMonth()];
    Arrays.fill(days, 0);
    Counter counter = (_, time) -> days[(int) ((time - from) / DAY_SECONDS)]++;
    each(scope, from, MonthCounter.start(month.plusMonths(1)), _ -> counter);
    return List.of(days);
  }

  List<Integer> weekHours(Scope scope) throws IOException {
    Integer[] hours = new Integer[WEEK_HOURS];
    Arrays.fill(hours, 0);
    Counter counter =
        (_, time) -> {
          long hour = Math.floorDiv(time, HOUR_SECONDS) + FIRST_HOUR;
          hours[(int) Math.floorMod(hour, (long) WEEK_HOURS)]++;
        };
    each(scope, Long.MIN_VALUE, Long.MAX_VALUE, _ -> counter);
    return List.of(hours);
  }

  Kinds kinds(Scope scope) throws IOException {
    MonthCounter patches = new MonthCounter();
    MonthCounter openings = new MonthCounter();
    MonthCounter replies = new MonthCounter();
    each(
        scope,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        leaf -> {
          MarkedDocs patch = new MarkedDocs(terms, leaf, Mark.PATCH);
          MarkedDocs opening = new MarkedDocs(terms, leaf, Mark.OPENING);
          return (doc, time) ->
              (patch.holds(doc) ? patches : opening.holds(doc) ? openings : replies).count(time);
        });
    return new Kinds(patches.months(), openings.months(), replies.months());
  }

  List<ThreadCount> busiest(Scope scope, long from, long to, int limit) throws IOException {
    Map<Long, Integer> sizes = new HashMap<>();
    each(
        scope,
        from,
        to,
        leaf -> {
          NumericDocValues threads = DocValues.getNumeric(leaf.reader(), Documents.THREAD);
          return (doc, _) -> {
            if (threads.advanceExact(doc)) {
              long thread = threads.longValue();
              if (sizes.size() < THREADS_MAX || sizes.containsKey(thread)) {
                sizes.merge(thread, 1, Integer::sum);
              }
            }
          };
        });
    return sizes.entrySet().stream()
        .map(e -> new ThreadCount(e.getKey(), e.getValue()))
        .sorted(BUSIEST)
        .limit(limit)
        .toList();
  }

  Unanswered unanswered(Scope scope, long from, long to, int limit) throws IOException {
    Map<Long, Monologue> threads = new HashMap<>();
    each(
        scope,
        from,
        Long.MAX_VALUE,
        leaf -> {
          NumericDocValues numbers = DocValues.getNumeric(leaf.reader(), Documents.THREAD);
          SortedDocValues authors = DocValues.getSorted(leaf.reader(), Documents.AUTHOR);
          MarkedDocs patch = new MarkedDocs(terms, leaf, Mark.PATCH);
          MarkedDocs opening = new MarkedDocs(terms, leaf, Mark.OPENING);
          return (doc, time) -> {
            boolean begins = time < to && patch.holds(doc) && opening.holds(doc);
            if (!numbers.advanceExact(doc) || !authors.advanceExact(doc)) {
              return;
            }
            long number = numbers.longValue();
            Monologue thread = threads.get(number);
            if (thread == null && threads.size() < THREADS_MAX) {
              thread = new Monologue();
              threads.put(number, thread);
            }
            if (thread != null) {
              thread.add(authors.lookupOrd(authors.ordValue()), begins ? leaf.docBase + doc : -1);
            }
          };
        });
    List<Posting> openings = new ArrayList<>();
    var stored = reader.storedFields();
    int[] docs =
        threads.values().stream().mapToInt(Monologue::opening).filter(d -> d >= 0).toArray();
    for (int doc : newest(docs, limit)) {
      openings.add(PostingVisitor.read(stored, doc));
    }
    return new Unanswered(openings, docs.length);
  }

  /// The newest documents of these, newest first.
  private int[] newest(int[] docs, int limit) throws IOException {
    record Timed(int doc, long received) {}
    List<Timed> timed = new ArrayList<>();
    Arrays.sort(docs);
    LeafReaderContext leaf = null;
    NumericDocValues received = null;
    for (int doc : docs) {
      if (leaf == null || received == null || terms.leafOf(doc) != leaf) {
        leaf = terms.leafOf(doc);
        received = DocValues.getNumeric(leaf.reader(), Documents.RECEIVED);
      }
      timed.add(
          new Timed(doc, received.advanceExact(doc - leaf.docBase) ? received.longValue() : 0));
    }
    return timed.stream()
        .sorted(Comparator.comparingLong(Timed::received).reversed())
        .limit(limit)
        .mapToInt(Timed::doc)
        .toArray();
  }

  /// A thread in which perhaps only one author wrote.
  private static final class Monologue {
    private final BytesRefBuilder author = new BytesRefBuilder();
    private boolean begun;
    private boolean several;
    private int opening = -1;

    /// `opens` is the document if it opens the thread, else -1.
    void add(BytesRef from, int opens) {
      if (!begun) {
        begun = true;
        author.copyBytes(from);
      }
      several |= !author.get().bytesEquals(from);
      opening = opens >= 0 ? opens : opening;
    }

    /// The document that opened it; -1 if others wrote, too.
    int opening() {
      return several ? -1 : opening;
    }
  }

  List<AuthorCount> authors(Scope scope, long since, int limit) throws IOException {
    SortedDocValues authors = MultiDocValues.getSortedValues(reader, Documents.AUTHOR);
    if (authors == null) {
      return List.of();
    }
    Tally tally = new Tally(authors.getValueCount());
    each(
        scope,
        since,
        Long.MAX_VALUE,
        leaf -> {
          MarkedDocs openings = new MarkedDocs(terms, leaf, Mark.OPENING);
          MarkedDocs patches = new MarkedDocs(terms, leaf, Mark.PATCH);
          return (doc, time) -> {
            if (authors.advanceExact(leaf.docBase + doc)) {
              int author = authors.ordValue();
              tally.count(author, leaf.docBase + doc, time);
              tally.mark(author, patches.holds(doc), openings.holds(doc));
            }
          };
        });
    return tally.most(limit, authors);
  }

  /// Counts by author: 32 bytes for each.
  private final class Tally {
    private final int[] messages;
    private final int[] patches;
    private final int[] started;
    private final int[] newest;
    private final long[] first;
    private final long[] last;

    Tally(int authors) {
      messages = new int[authors];
      patches = new int[authors];
      started = new int[authors];
      newest = new int[authors];
      first = new long[authors];
      last = new long[authors];
    }

    void mark(int author, boolean patch, boolean opening) {
      patches[author] += patch ? 1 : 0;
      started[author] += opening ? 1 : 0;
    }

    void count(int author, int doc, long time) {
      boolean known = messages[author]++ > 0;
      first[author] = known ? Math.min(first[author], time) : time;
      if (!known || time > last[author]) {
        last[author] = time;
        newest[author] = doc;
      }
    }

    List<AuthorCount> most(int limit, SortedDocValues authors) throws IOException {
      List<Integer> found = new ArrayList<>();
      for (int author = 0; author < messages.length; author++) {
        if (messages[author] > 0) {
          found.add(author);
        }
      }
      found.sort(Comparator.<Integer>comparingInt(author -> messages[author]).reversed());
      List<AuthorCount> most = new ArrayList<>();
      var stored = reader.storedFields();
      for (int author : found.subList(0, Math.min(limit, found.size()))) {
        String from = PostingVisitor.read(stored, newest[author]).overview().from();
        most.add(
            new AuthorCount(
                authors.lookupOrd(author).utf8ToString(),
                Documents.authorName(from),
                messages[author],
                patches[author],
                started[author],
                first[author],
                last[author]));
      }
      return most;
    }
  }
}
