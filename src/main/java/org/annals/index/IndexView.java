package org.annals.index;

import java.io.IOException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;

/// The index at one moment. Not thread-safe: one for each request. Close it.
///
/// Results are bounded by the limits given; nothing is sized by the archive.
public interface IndexView extends AutoCloseable {
  Bookmarks bookmarks();

  long version();

  /// All postings in scope that bear this id, by inbox and number.
  List<Posting> byId(Scope scope, MessageId id) throws IOException;

  /// Of these ids, those that several postings bear, and where all those are, in hidden inboxes as
  /// well, by inbox and number.
  Map<MessageId, List<Slot>> crossPosts(Collection<MessageId> ids) throws IOException;

  /// All postings in scope with a Message-ID of which this is the SHA-1, 40 hexadecimal digits.
  List<Posting> byIdHash(Scope scope, String sha1Hex) throws IOException;

  Optional<Posting> bySlot(Slot slot) throws IOException;

  /// Postings of an inbox with numbers from `from` on, ascending.
  List<Posting> byNumber(InboxName inbox, long from, int limit) throws IOException;

  /// The threads of the same postings, by article number.
  SequencedMap<Long, Long> threadsByNumber(InboxName inbox, long from, int limit)
      throws IOException;

  /// Postings of an inbox with numbers from `from` to `to`, ascending.
  List<Posting> between(InboxName inbox, long from, long to) throws IOException;

  /// The number of every match in an inbox and what stands there on an axis, in no order; no
  /// posting is read for it.
  void scanValues(InboxName inbox, Query query, Query.Axis axis, ValueConsumer consumer)
      throws IOException;

  /// Takes an article number and a value.
  interface ValueConsumer {
    void accept(long number, long value);
  }

  /// The article numbers of an inbox from `from` on, ascending, at most `limit`.
  long[] numbers(InboxName inbox, long from, int limit) throws IOException;

  /// The threads of messages that bear the id or refer to it; several if they never met.
  List<Long> threadsNaming(MessageId id) throws IOException;

  /// The oldest of the thread by sent time first, at most `limit`.
  List<Posting> thread(Scope scope, long thread, int limit) throws IOException;

  /// All documents of a thread, whatever the inbox.
  List<Posting> wholeThread(long thread) throws IOException;

  Map<Long, Integer> threadSizes(Scope scope, Collection<Long> threads) throws IOException;

  /// How many threads have a message in the inbox.
  long threadCount(InboxName inbox) throws IOException;

  /// All messages of a thread within scope, one after the other: for threads of any length.
  void scanThread(Scope scope, long thread, ThreadOrder order, PostingConsumer consumer)
      throws IOException;

  enum ThreadOrder {
    SENT,
    NUMBER
  }

  List<Posting> list(Scope scope, TimeWindow window, int limit) throws IOException;

  /// The newest message in the window of each of the threads that came to the fore last, newest
  /// first. Where very few threads hold all the newest messages, fewer than `limit` are found.
  List<Posting> recentThreads(Scope scope, TimeWindow window, int limit) throws IOException;

  /// Messages of other threads that bear the same normalised subject, newest first.
  List<Posting> sameSubject(Scope scope, String subjectKey, long exceptThread, int limit)
      throws IOException;

  SearchResult search(Scope scope, Query query, Order order, Stretch stretch) throws IOException;

  /// Of each thread with a match only the match that comes first; `total` counts threads.
  SearchResult searchThreads(Scope scope, Query query, Order order, Stretch stretch)
      throws IOException;

  /// Words of a query that no message has or hardly any, as they were written, each with the word
  /// that is most like it.
  SequencedMap<String, String> better(Query query) throws IOException;

  /// Every match, newest first, one after the other: nothing is held but one a segment.
  void scan(Scope scope, Query query, PostingConsumer consumer) throws IOException;

  /// What there is among the matches, of more than `most` the newest. `person` gives the address
  /// that stands for who writes from one, itself if it is the only one.
  Facets facets(Scope scope, Query query, int most, UnaryOperator<String> person)
      throws IOException;

  /// Takes postings as they are found; answers whether it wants more.
  interface PostingConsumer {
    boolean accept(Posting posting) throws IOException;
  }

  long count(Scope scope) throws IOException;

  Activity activity(Scope scope, Instant now) throws IOException;

  /// When the matches were received; only months with matches.
  SortedMap<YearMonth, Integer> months(Scope scope, Query query) throws IOException;

  /// How many messages were received on each day of a month, in UTC.
  List<Integer> days(Scope scope, YearMonth month) throws IOException;

  /// How many messages were received in each hour of the week, Monday first, in UTC.
  List<Integer> weekHours(Scope scope) throws IOException;

  Kinds kinds(Scope scope) throws IOException;

  /// Who wrote most from `since` on, at most `limit` addresses, most messages first.
  List<AuthorCount> authors(Scope scope, long since, int limit) throws IOException;

  /// Every address that a first author had, in lower case and in order, as long as it is wanted;
  /// also of messages that are gone by now.
  void scanAuthors(Predicate<String> wanted) throws IOException;

  /// The conversations with most messages received in `[from, to)`, most first.
  List<ThreadCount> busiest(Scope scope, long from, long to, int limit) throws IOException;

  /// Patches and cover letters that opened threads in `[from, to)` in which nobody else wrote
  /// until now; those of the newest `limit` threads.
  Unanswered unanswered(Scope scope, long from, long to, int limit) throws IOException;

  @Override
  void close() throws IOException;
}
