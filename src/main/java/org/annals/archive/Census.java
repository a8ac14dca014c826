package org.annals.archive;

import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.annals.index.AuthorCount;
import org.annals.index.Facets;
import org.annals.index.IndexView;
import org.annals.index.Kinds;
import org.annals.index.Mark;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.index.SearchResult;
import org.annals.index.ThreadCount;
import org.annals.index.Unanswered;
import org.annals.mail.Address;

/// Counts of an archive: who writes, and when. Thread-safe.
///
/// What costs a look at every document is counted once for a version of the index, by one thread at
/// a time. What is remembered takes some 20 MB at most, all of it together.
public final class Census {
  /// Addresses that are looked at to rank people.
  public static final int ADDRESSES_MAX = 2_000;

  /// Addresses of one person; a mailmap may list any number.
  static final int ADDRESSES_OF_ONE_MAX = 50;

  public static final int THREADS_MAX = 50;

  /// Of more matches only the newest are counted for facets.
  private static final int FACET_MATCHES_MAX = 100_000;

  /// Some 250 bytes each.
  private static final int PEOPLE_KEPT = 40_000;

  private static final int NUMBERS_KEPT = 100_000;
  private static final int KINDS_KEPT = 100;

  /// Some 1.5 kB each.
  private static final int POSTINGS_KEPT = 2_000;

  private final Archive archive;
  private final Mailmaps mailmaps;
  private final Kept<List<Person>> people = new Kept<>(PEOPLE_KEPT, List::size);
  private final Kept<List<Integer>> weekHours = new Kept<>(NUMBERS_KEPT, List::size);
  private final Kept<List<ThreadCount>> busiest = new Kept<>(NUMBERS_KEPT, List::size);
  private final Kept<Kinds> kinds = new Kept<>(KINDS_KEPT, _ -> 1);
  private final Kept<Unanswered> unanswered =
      new Kept<>(POSTINGS_KEPT, found -> 1 + found.newestFirst().size());

  Census(Archive archive, Inboxes inboxes) {
    this.archive = archive;
    this.mailmaps = new Mailmaps(inboxes);
  }

  private interface Look<T> {
    T at(IndexView view) throws IOException;
  }

  /// Answers to questions of one kind. Those to older versions of the index go by and by.
  private final class Kept<T> {
    private record Key(long version, Object question) {}

    private final Recent<Key, T> answers;
    private final ReentrantLock counting = new ReentrantLock();

    Kept(long weightMax, ToLongFunction<? super T> weigher) {
      answers = new Recent<>(weightMax, weigher);
    }

    T answer(Object question, Look<T> look) throws IOException {
      T known = answers.find(new Key(archive.version(), question));
      if (known != null) {
        return known;
      }
      counting.lock();
      try (IndexView view = archive.view()) {
        Key key = new Key(view.version(), question);
        known = answers.find(key);
        if (known == null) {
          known = look.at(view);
          answers.keep(key, known);
        }
        return known;
      } finally {
        counting.unlock();
      }
    }
  }

  /// Changes when what counts as one person in a scope does.
  public int edition(Scope scope) throws IOException {
    return mailmaps.of(scope).hashCode();
  }

  private record PeopleSince(Scope scope, long since, Mailmaps.Merged mailmaps) {}

  /// Who wrote most from `since` on, first; of the `ADDRESSES_MAX` addresses with most messages.
  public List<Person> people(Scope scope, long since) throws IOException {
    Mailmaps.Merged mailmap = mailmaps.of(scope);
    return people.answer(
        new PeopleSince(scope, since, mailmap),
        view -> people(view.authors(scope, since, ADDRESSES_MAX), mailmap));
  }

  private static List<Person> people(List<AuthorCount> counts, Mailmaps.Merged mailmap) {
    Map<String, List<AuthorCount>> byProper = new LinkedHashMap<>();
    for (AuthorCount count : counts) {
      if (!count.address().isEmpty()) {
        String proper = mailmap.identify(count.name(), count.address()).address();
        byProper.computeIfAbsent(proper, _ -> new ArrayList<>(1)).add(count);
      }
    }
    List<Person> people = new ArrayList<>();
    byProper.forEach((proper, theirs) -> people.add(person(proper, theirs, mailmap)));
    people.sort(Comparator.comparingInt(Person::messages).reversed());
    return List.copyOf(people);
  }

  private static Person person(String proper, List<AuthorCount> counts, Mailmaps.Merged mailmap) {
    AuthorCount newest = counts.getFirst();
    List<String> addresses = new ArrayList<>(List.of(proper));
    for (AuthorCount count : counts) {
      newest = count.last() > newest.last() ? count : newest;
      if (!addresses.contains(count.address())) {
        addresses.add(count.address());
      }
    }
    return new Person(
        mailmap.identify(newest.name(), newest.address()).name(),
        addresses,
        counts.stream().mapToInt(AuthorCount::messages).sum(),
        counts.stream().mapToInt(AuthorCount::patches).sum(),
        counts.stream().mapToInt(AuthorCount::started).sum(),
        counts.stream().mapToLong(AuthorCount::first).min().orElse(0),
        counts.stream().mapToLong(AuthorCount::last).max().orElse(0));
  }

  /// The person whom mail from an address comes from; empty if none is in scope.
  public Optional<Person> find(Scope scope, String address) throws IOException {
    Mailmaps.Merged mailmap = mailmaps.of(scope);
    String proper = mailmap.identify("", address).address();
    List<String> addresses = used(scope, mailmap.addresses(proper, ADDRESSES_OF_ONE_MAX));
    Query from = new Query.From(addresses);
    SearchResult newest = archive.search(scope, from, Order.NEWEST_FIRST, 0, 1);
    SearchResult oldest = archive.search(scope, from, Order.OLDEST_FIRST, 0, 1);
    if (newest.hits().isEmpty() || oldest.hits().isEmpty()) {
      return Optional.empty();
    }
    Posting last = newest.hits().getFirst();
    Address author = author(last, address);
    return Optional.of(
        new Person(
            mailmap.identify(author.displayName(), author.mailbox()).name(),
            addresses,
            Math.toIntExact(newest.total()),
            marked(scope, from, Mark.PATCH),
            marked(scope, from, Mark.OPENING),
            oldest.hits().getFirst().received(),
            last.received()));
  }

  private int marked(Scope scope, Query from, Mark mark) throws IOException {
    Query both = new Query.And(List.of(from, new Query.Marked(mark)));
    return Math.toIntExact(archive.search(scope, both, Order.NEWEST_FIRST, 0, 0).total());
  }

  /// The proper address, and the others from which mail came.
  private List<String> used(Scope scope, List<String> addresses) throws IOException {
    List<String> used = new ArrayList<>(List.of(addresses.getFirst()));
    for (String other : addresses.subList(1, addresses.size())) {
      Query from = new Query.From(List.of(other));
      if (archive.search(scope, from, Order.NEWEST_FIRST, 0, 0).total() > 0) {
        used.add(other);
      }
    }
    return used;
  }

  private static Address author(Posting posting, String otherwise) {
    return Address.parseList(posting.overview().from()).stream()
        .filter(one -> !one.mailbox().isEmpty())
        .findFirst()
        .orElse(new Address("", otherwise));
  }

  /// When somebody wrote; only months with messages.
  public SortedMap<YearMonth, Integer> months(Scope scope, Person person) throws IOException {
    try (IndexView view = archive.view()) {
      return view.months(scope, new Query.From(person.addresses()));
    }
  }

  /// How many messages were received on each day of a month, in UTC.
  public List<Integer> days(Scope scope, YearMonth month) throws IOException {
    try (IndexView view = archive.view()) {
      return view.days(scope, month);
    }
  }

  /// How many messages were received in each hour of the week, Monday first, in UTC.
  public List<Integer> weekHours(Scope scope) throws IOException {
    return weekHours.answer(scope, view -> view.weekHours(scope));
  }

  /// What there is among the matches of a search, or among the newest of very many. Who is one
  /// person in a mailmap is so here.
  public Facets facets(Scope scope, Query query) throws IOException {
    Mailmaps.Merged mailmap = mailmaps.of(scope);
    try (IndexView view = archive.view()) {
      Facets facets =
          view.facets(
              scope, query, FACET_MATCHES_MAX, address -> mailmap.identify("", address).address());
      return facets.withAuthors(
          facets.authors().stream().map(author -> named(author, mailmap)).toList());
    }
  }

  private static Facets.Author named(Facets.Author author, Mailmaps.Merged mailmap) {
    String name = mailmap.identify(author.name(), author.addresses().getFirst()).name();
    return new Facets.Author(name, author.addresses(), author.messages());
  }

  public Kinds kinds(Scope scope) throws IOException {
    return kinds.answer(scope, view -> view.kinds(scope));
  }

  /// A question about a stretch of time.
  private record During(Scope scope, long from, long to, int limit) {}

  /// The conversations with most messages received in `[from, to)`, most first, at most
  /// `THREADS_MAX`.
  public List<ThreadCount> busiest(Scope scope, long from, long to) throws IOException {
    return busiest.answer(
        new During(scope, from, to, THREADS_MAX),
        view -> view.busiest(scope, from, to, THREADS_MAX));
  }

  /// Patches and cover letters that opened threads in `[from, to)` in which nobody else wrote; the
  /// newest `limit` of them.
  public Unanswered unanswered(Scope scope, long from, long to, int limit) throws IOException {
    return unanswered.answer(
        new During(scope, from, to, limit), view -> view.unanswered(scope, from, to, limit));
  }
}
