package org.annals.archive;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.annals.archive.Lookups.Question;
import org.annals.index.Activity;
import org.annals.index.Bookmarks;
import org.annals.index.IndexView;
import org.annals.index.IndexView.ThreadOrder;
import org.annals.index.LuceneIndex;
import org.annals.index.Order;
import org.annals.index.OwnPrefixes;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.index.SearchResult;
import org.annals.index.Slot;
import org.annals.index.Stretch;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.SerialNumbers;
import org.annals.thread.SubjectKey;

/// The one door for reading an archive. Thread-safe. Every call sees the last published state.
///
/// `Scope.All` holds nothing that only hidden inboxes have (`hide = www`): what is for everybody's
/// eyes needs no care. For the operator's there is `withHidden`.
public final class Archive implements AutoCloseable {
  /// How many postings a scan asks for at once.
  /// Longer threads are not held to be read from one end to the other.
  private static final int SHORT_THREAD_MAX = 1_000;

  private static final int SCAN_STEP = 200;

  private final Inboxes inboxes;
  private final ControlInbox control;
  private final Census census;
  private final IndexKeeper keeper;
  private final Tracking tracking;
  private final Predicate<InboxName> shown;
  private final List<Consumer<InboxName>> listeners = new CopyOnWriteArrayList<>();
  private final Lookups lookups = new Lookups();
  private final SearchPrefixes prefixes;
  private final Map<Scope, Dated> activities = new ConcurrentHashMap<>();
  private volatile Remembered<List<InboxCard>> cards = new Remembered<>(-1, List.of());

  private Archive(
      Inboxes inboxes,
      ControlInbox control,
      IndexKeeper keeper,
      Tracking tracking,
      Predicate<InboxName> shown) {
    this.inboxes = inboxes;
    this.control = control;
    this.keeper = keeper;
    this.tracking = tracking;
    this.shown = shown;
    this.census = new Census(this, inboxes);
    this.prefixes = new SearchPrefixes(inboxes);
  }

  /// The same archive, whose `Scope.All` holds hidden inboxes, too; it remembers nothing of what
  /// this one was asked. Closing one closes both.
  public Archive withHidden() {
    return new Archive(inboxes, control, keeper, tracking, inboxes::isOpen);
  }

  /// A value and the index version it was made from.
  private record Remembered<T>(long version, T value) {}

  /// What also changes at midnight.
  private record Dated(long version, long day, Activity activity) {}

  public static Archive open(
      ArchiveLayout layout,
      List<InboxSettings> settings,
      List<CodeSettings> code,
      Progress progress)
      throws IOException {
    Inboxes inboxes = new Inboxes(settings);
    try {
      ControlInbox control = ControlInbox.open(layout.control());
      IndexKeeper keeper = IndexKeeper.open(layout, inboxes, control, progress);
      Archive archive =
          new Archive(inboxes, control, keeper, Tracking.open(layout, code), inboxes::isShown);
      try (IndexView view = archive.view()) {
        archive.prefixes.warn(view.bookmarks());
      }
      return archive;
    } catch (IOException | RuntimeException e) {
      inboxes.close();
      throw e;
    }
  }

  /// Never writes the index; sees what was published last when opened.
  public static Archive openForReading(ArchiveLayout layout, List<InboxSettings> settings)
      throws IOException {
    Inboxes inboxes = new Inboxes(settings);
    try {
      ControlInbox control = ControlInbox.open(layout.control());
      IndexKeeper keeper = IndexKeeper.reading(layout, inboxes, control);
      return new Archive(
          inboxes, control, keeper, Tracking.open(layout, List.of()), inboxes::isShown);
    } catch (IOException | RuntimeException e) {
      inboxes.close();
      throw e;
    }
  }

  /// Builds a new index beside the live one and swaps; see `docs/ARCHITECTURE.md`.
  public static IndexReport rebuild(
      ArchiveLayout layout, List<InboxSettings> settings, Progress progress) throws IOException {
    return IndexKeeper.rebuild(layout, settings, progress);
  }

  /// Returns when the index holds what git has. One thread at a time does this, others wait.
  public IndexReport bringUp(InboxName inbox) throws IOException {
    synchronized (keeper) {
      IndexReport report = keeper.bringUp(inbox);
      if (report.added() > 0 || report.removed() > 0) {
        listeners.forEach(listener -> listener.accept(inbox));
      }
      track();
      return report;
    }
  }

  /// Returns when series are tracked up to what the index and the control inbox hold. One
  /// thread at a time does this, others wait.
  void track() throws IOException {
    synchronized (keeper) {
      if (keeper.writes()) {
        tracking.follow(keeper, inboxes, control);
      } else {
        tracking.refresh();
      }
    }
  }

  /// Is told, by the indexing thread, of every inbox that changed.
  public void onChange(Consumer<InboxName> listener) {
    listeners.add(listener);
  }

  IndexKeeper keeper() {
    return keeper;
  }

  Inboxes opened() {
    return inboxes;
  }

  /// What the archive remembers beside its mail.
  public ControlInbox control() {
    return control;
  }

  /// What is known of patch series.
  public Tracking tracking() {
    return tracking;
  }

  /// What became of mails that came in.
  public Traces traces() {
    return keeper.traces();
  }

  /// Which inboxes are behind their servers at the moment.
  public StaleInboxes stale() {
    return inboxes.stale();
  }

  /// Counts for browsing.
  public Census census() {
    return census;
  }

  /// What can be searched for there beyond what can be everywhere.
  public OwnPrefixes prefixes(Scope scope) throws IOException {
    try (IndexView view = view()) {
      return prefixes.of(scope, view.bookmarks());
    }
  }

  /// The numbers of an older archive that an inbox has under a prefix.
  public Optional<SerialNumbers> serials(InboxName inbox, String prefix) {
    return prefixes.serials(inbox, prefix);
  }

  /// Every address that wrote, in lower case and in order, as long as it is wanted; also those of
  /// hidden inboxes.
  public void scanAuthors(Predicate<String> wanted) throws IOException {
    try (IndexView view = view()) {
      view.scanAuthors(wanted);
    }
  }

  /// That of the index.
  long version() {
    return keeper.index().version();
  }

  IndexView view() {
    while (true) {
      LuceneIndex index = keeper.index();
      try {
        return index.view(shown);
      } catch (LuceneIndex.AlreadyClosedException e) {
        if (index == keeper.index()) {
          throw e; // closed for good, not swapped
        }
      }
    }
  }

  /// Changes with every visible change of what is in scope.
  public long version(Scope scope) {
    return keeper.index().version() + tracking.version(); // both only grow
  }

  public List<InboxName> names() {
    return inboxes.names();
  }

  /// All inboxes, hidden ones too, the one with the newest mail first.
  public List<InboxCard> inboxes() throws IOException {
    long version = keeper.index().version();
    Remembered<List<InboxCard>> known = cards;
    if (known.version() != version) {
      List<InboxCard> made = new ArrayList<>();
      try (IndexView view = view()) {
        for (InboxName name : inboxes.names()) {
          made.add(card(name, view));
        }
      }
      made.sort(Comparator.comparingLong(InboxCard::newest).reversed());
      known = new Remembered<>(version, List.copyOf(made));
      cards = known;
    }
    return known.value();
  }

  private InboxCard card(InboxName name, IndexView view) throws IOException {
    InboxSettings settings = inboxes.settings(name);
    Inbox inbox = inboxes.get(name);
    Scope scope = Scope.of(name);
    Bookmarks bookmarks = view.bookmarks();
    TimeWindow oldestFirst = TimeWindow.since(Long.MIN_VALUE + 1);
    return new InboxCard(
        settings,
        inbox.description(),
        control.createdAt(name),
        view.count(scope),
        time(view.list(scope, oldestFirst, 1)),
        time(view.list(scope, TimeWindow.NEWEST, 1)),
        bookmarks.highest(name),
        inbox.epochs().stream().map(Epoch::number).toList());
  }

  private static long time(List<Posting> postings) {
    return postings.isEmpty() ? 0 : postings.getFirst().received();
  }

  public Optional<InboxCard> inbox(String name) throws IOException {
    return inboxes().stream().filter(card -> card.name().value().equals(name)).findFirst();
  }

  /// All postings that bear this id within scope, lowest number first. In `Scope.All` the one
  /// that stands for the message comes first.
  public List<Posting> find(Scope scope, MessageId id) throws IOException {
    try (IndexView view = view()) {
      return lookups.ask(view, new Question.Find(scope, id), v -> v.byId(scope, id));
    }
  }

  /// A message with an id of which this is the SHA-1, 40 hexadecimal digits: v1 inboxes name
  /// messages so.
  public Optional<Posting> findByHash(Scope scope, String sha1Hex) throws IOException {
    try (IndexView view = view()) {
      return view.byIdHash(scope, sha1Hex).stream().findFirst();
    }
  }

  public Optional<Posting> byNumber(InboxName inbox, long number) throws IOException {
    try (IndexView view = view()) {
      return view.bySlot(new Slot(inbox, number));
    }
  }

  /// At most `limit` article numbers from `from` on, ascending.
  public long[] numbers(InboxName inbox, long from, int limit) throws IOException {
    try (IndexView view = view()) {
      return view.numbers(inbox, from, limit);
    }
  }

  /// At most `limit` postings with numbers from `from` on, ascending.
  public List<Posting> numbered(InboxName inbox, long from, int limit) throws IOException {
    try (IndexView view = view()) {
      return view.byNumber(inbox, from, limit);
    }
  }

  /// Postings with numbers from `from` to `to`, ascending.
  public List<Posting> between(InboxName inbox, long from, long to) throws IOException {
    try (IndexView view = view()) {
      return view.between(inbox, from, to);
    }
  }

  /// Gives the number of every match in an inbox and what stands there on an axis, in no order.
  /// Cheap: no message is looked at.
  public void scanValues(
      InboxName inbox, Query query, Query.Axis axis, IndexView.ValueConsumer consumer)
      throws IOException {
    try (IndexView view = view()) {
      view.scanValues(inbox, query, axis, consumer);
    }
  }

  /// Of the messages with these ids, where those are that several postings have, in hidden inboxes
  /// as well, by inbox and number.
  public Map<MessageId, List<Slot>> crossPosts(Collection<MessageId> ids) throws IOException {
    try (IndexView view = view()) {
      return view.crossPosts(ids);
    }
  }

  public List<Posting> list(Scope scope, TimeWindow window, int limit) throws IOException {
    try (IndexView view = view()) {
      return lookups.ask(
          view, new Question.Listed(scope, window, limit), v -> v.list(scope, window, limit));
    }
  }

  /// The messages of a conversation within scope by sent time, and how many there are in all.
  public record ThreadView(List<Posting> messages, long total) {}

  /// In `Scope.All` each Message-ID once.
  public ThreadView thread(Scope scope, long thread, int limit) throws IOException {
    try (IndexView view = view()) {
      List<Posting> all = wholeThread(view, scope, thread);
      if (scope instanceof Scope.All) {
        Map<MessageId, Posting> once = new LinkedHashMap<>();
        all.forEach(posting -> once.putIfAbsent(posting.id(), posting));
        all = List.copyOf(once.values());
      }
      return new ThreadView(limit < all.size() ? all.subList(0, limit) : all, all.size());
    }
  }

  /// The message of a conversation that was sent first, however long that became; empty if none is
  /// in scope.
  public Optional<Posting> opening(Scope scope, long thread) throws IOException {
    try (IndexView view = view()) {
      return lookups
          .ask(view, new Question.Opening(scope, thread), v -> v.thread(scope, thread, 1))
          .stream()
          .findFirst();
    }
  }

  private List<Posting> wholeThread(IndexView view, Scope scope, long thread) throws IOException {
    return lookups.ask(
        view,
        new Question.WholeThread(scope, thread),
        v -> v.thread(scope, thread, Integer.MAX_VALUE));
  }

  /// Messages of other threads with the same normalised subject, newest first.
  public List<Posting> sameSubject(Scope scope, Posting message, int limit) throws IOException {
    String key = SubjectKey.of(message.overview().subject());
    if (key.isEmpty()) {
      return List.of();
    }
    try (IndexView view = view()) {
      return lookups.ask(
          view,
          new Question.SameSubject(scope, key, message.thread(), limit),
          v -> v.sameSubject(scope, key, message.thread(), limit));
    }
  }

  public Map<Long, Integer> threadSizes(Scope scope, Collection<Long> threads) throws IOException {
    try (IndexView view = view()) {
      return view.threadSizes(scope, threads);
    }
  }

  public long threadCount(InboxName inbox) throws IOException {
    try (IndexView view = view()) {
      return view.threadCount(inbox);
    }
  }

  public SearchResult search(Scope scope, Query query, Order order, int offset, int limit)
      throws IOException {
    return search(scope, query, order, Stretch.of(offset, limit));
  }

  public SearchResult search(Scope scope, Query query, Order order, Stretch stretch)
      throws IOException {
    try (IndexView view = view()) {
      return lookups.search(
          view,
          new Lookups.Search(scope, query, order, stretch, false),
          v -> v.search(scope, query, order, stretch));
    }
  }

  /// Words of a query that no message has or hardly any, as they were written, each with the word
  /// that is most like it.
  public SequencedMap<String, String> better(Query query) throws IOException {
    try (IndexView view = view()) {
      return lookups.better(view, query, v -> v.better(query));
    }
  }

  /// Gives every match to `consumer`, newest first, at most `limit`.
  public void scan(Scope scope, Query query, int limit, PostingSink consumer) throws IOException {
    int[] left = {limit};
    try (IndexView view = view()) {
      view.scan(
          scope,
          query,
          posting -> {
            consumer.accept(posting);
            return --left[0] > 0;
          });
    }
  }

  /// As `search`, of each thread only the match that comes first; `total` counts threads.
  public SearchResult searchThreads(Scope scope, Query query, Order order, Stretch stretch)
      throws IOException {
    try (IndexView view = view()) {
      return lookups.search(
          view,
          new Lookups.Search(scope, query, order, stretch, true),
          v -> v.searchThreads(scope, query, order, stretch));
    }
  }

  /// Gives every message of every thread with a match: the thread with the newest match first, each
  /// by article number.
  public void scanThreads(Scope scope, Query query, PostingSink consumer) throws IOException {
    BitSet seen = new BitSet(); // threads are numbered from 1 on
    try (IndexView view = view()) {
      view.scan(
          scope,
          query,
          hit -> {
            int thread = Math.toIntExact(hit.thread());
            if (!seen.get(thread)) {
              seen.set(thread);
              view.scanThread(scope, thread, ThreadOrder.NUMBER, each(consumer));
            }
            return true;
          });
    }
  }

  /// Gives every message of a thread by sent time.
  public void scanThread(Scope scope, long thread, PostingSink consumer) throws IOException {
    try (IndexView view = view()) {
      if (view.threadSizes(scope, List.of(thread)).getOrDefault(thread, 0) > SHORT_THREAD_MAX) {
        view.scanThread(scope, thread, ThreadOrder.SENT, each(consumer));
      } else {
        for (Posting posting : wholeThread(view, scope, thread)) {
          consumer.accept(posting);
        }
      }
    }
  }

  /// Gives every message of an inbox by article number. Between steps no view is held, so that
  /// this may take as long as it wants.
  public void scanNumbers(InboxName inbox, PostingSink consumer) throws IOException {
    List<Posting> step = numbered(inbox, 1, SCAN_STEP);
    while (!step.isEmpty()) {
      for (Posting posting : step) {
        consumer.accept(posting);
      }
      step = numbered(inbox, step.getLast().number() + 1, SCAN_STEP);
    }
  }

  /// Gives every message of the window, in its order, in the same way.
  public void scanReceived(Scope scope, TimeWindow window, PostingSink consumer)
      throws IOException {
    List<Posting> step = listed(scope, window);
    while (!step.isEmpty()) {
      for (Posting posting : step) {
        consumer.accept(posting);
      }
      step = listed(scope, window.after(step.getLast()));
    }
  }

  private List<Posting> listed(Scope scope, TimeWindow window) throws IOException {
    try (IndexView view = view()) {
      return view.list(scope, window, SCAN_STEP);
    }
  }

  private static IndexView.PostingConsumer each(PostingSink consumer) {
    return posting -> {
      consumer.accept(posting);
      return true;
    };
  }

  /// The newest message in the window of each of the threads that came to the fore last, newest
  /// first.
  public List<Posting> recentThreads(Scope scope, TimeWindow window, int limit) throws IOException {
    try (IndexView view = view()) {
      return view.recentThreads(scope, window, limit);
    }
  }

  /// Takes postings one after the other.
  public interface PostingSink {
    void accept(Posting posting) throws IOException;
  }

  /// The id of a conversation that others may see: made from its earliest Message-ID.
  public String publicThread(Posting posting) throws IOException {
    try (IndexView view = view()) {
      List<Posting> earliest = view.thread(new Scope.All(), posting.thread(), 1);
      MessageId id = earliest.isEmpty() ? posting.id() : earliest.getFirst().id();
      return id.sha1Hex();
    }
  }

  /// Remembered until something changes, or the day does.
  public Activity activity(Scope scope) throws IOException {
    long version = keeper.index().version();
    Instant now = Instant.now();
    long day = now.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
    Dated known = activities.get(scope);
    if (known == null || known.version() != version || known.day() != day) {
      try (IndexView view = view()) {
        known = new Dated(version, day, view.activity(scope, now));
      }
      activities.put(scope, known);
    }
    return known.activity();
  }

  /// The stored message; `MissingMessageException` if git no longer has it.
  public byte[] raw(Posting posting) throws IOException {
    try (MessageReader reader = open()) {
      return reader.read(posting);
    }
  }

  /// For reading several messages.
  public MessageReader open() {
    return new MessageReader(inboxes);
  }

  /// For reading messages in the order of their numbers.
  public ReadAhead readAhead(ReadAhead.Sequence sequence) {
    return new ReadAhead(this, sequence);
  }

  /// The inboxes as git repositories.
  public Repositories repositories() {
    return new Repositories(inboxes);
  }

  @Override
  public void close() throws IOException {
    try (inboxes;
        tracking) {
      keeper.close();
    }
  }
}
