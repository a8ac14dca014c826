package org.annals.archive;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.annals.index.RecordFilter;
import org.annals.index.RecordIndex;
import org.annals.index.RecordView;
import org.annals.mail.MessageId;
import org.annals.series.Assembly;
import org.annals.series.FollowUps;
import org.annals.series.Regrouping;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.series.Topics;
import org.annals.series.Version;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// Finds the versions of the changes that stored threads are about, across threads, and keeps what
/// is known of each.
final class Topicality {
  /// Threads that are read to find the versions of one change.
  private static final int THREADS_MAX = 300;

  private static final int KEYS_MAX = 2_000;

  private final RecordIndex records;
  private final Weights weights;

  Topicality(RecordIndex records, Weights weights) {
    this.records = records;
    this.weights = weights;
  }

  /// A stored thread, its series put together.
  private record Stored(
      String key,
      List<Series> series,
      List<SeriesMail> mails,
      Map<String, Set<InboxName>> inboxes) {
    static Stored of(RecordView.Found found) throws IOException {
      TrackCodec.Mails mails = SeriesRecords.mails(found);
      return new Stored(found.key(), Assembly.of(mails.mails()), mails.mails(), mails.inboxes());
    }
  }

  /// Adds the keys of the stored threads that share a change with those which hold the messages;
  /// what is kept of these is dropped.
  void before(RecordView view, Collection<MessageId> ids, Set<String> touched) throws IOException {
    for (List<MessageId> some : Batches.of(List.copyOf(ids), KEYS_MAX)) {
      for (RecordView.Found found : SeriesRecords.threads(view, some, KEYS_MAX)) {
        Stored stored = Stored.of(found);
        Set<String> keys = Regrouping.keys(stored.mails());
        stored.series().forEach(series -> keys.addAll(Topics.keys(series)));
        touched.addAll(sharing(view, keys));
        drop(stored.series());
      }
    }
  }

  private void drop(Collection<Series> series) throws IOException {
    Set<String> terms = new HashSet<>();
    for (Series one : series) {
      terms.add(SeriesRecords.holds(one.head().id()));
      one.patches().values().forEach(patch -> terms.add(SeriesRecords.holds(patch.id())));
    }
    if (!terms.isEmpty()) {
      records.remove(RecordFilter.ofAny(terms));
    }
  }

  /// The keys of the stored threads with a series that bears one of the keys.
  private static List<String> sharing(RecordView view, Collection<String> keys) throws IOException {
    List<String> terms =
        keys.stream().limit(KEYS_MAX).map(key -> SeriesRecords.of("key", key)).toList();
    return terms.isEmpty() ? List.of() : view.keys(RecordFilter.ofAny(terms), THREADS_MAX);
  }

  /// Adds the keys of threads in which the senders of these mails say that they took patches, as
  /// they do here, as long as this may be what makes them appliers.
  void addThoseOfAppliers(Collection<SeriesMail> taking, Set<String> touched) throws IOException {
    if (taking.isEmpty()) {
      return;
    }
    try (RecordView view = records.pending()) {
      for (SeriesMail mail : taking) {
        touched.addAll(view.keys(Appliers.around(mail), 2 * Appliers.THREADS_MIN));
      }
    }
  }

  /// Makes anew what is kept of all changes that these stored threads have a version of. Where two
  /// threads of ours meet at a change, the first makes it.
  void makeAnew(Set<String> threadKeys) throws IOException {
    Set<MessageId> done = ConcurrentHashMap.newKeySet();
    Workers.divide(
        List.copyOf(threadKeys),
        share -> {
          try (RecordView view = records.pending()) {
            Making making = new Making(view, done);
            for (String key : share) {
              Stored start = making.read(key);
              if (start != null) {
                making.makeAnew(start);
              }
            }
          }
        });
  }

  /// One pass over threads that were touched: each change is made once.
  private final class Making {
    private final RecordView view;
    private final Set<MessageId> done;

    /// The threads that were read last.
    private final Map<String, Stored> read =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Stored> eldest) {
            return size() > THREADS_MAX;
          }
        };

    Making(RecordView view, Set<MessageId> done) {
      this.view = view;
      this.done = done;
    }

    /// Null if it is not there any more.
    @Nullable Stored read(String key) throws IOException {
      Stored known = read.get(key);
      if (known == null) {
        byte[] value = view.get(key).orElse(null);
        if (value != null) {
          known = Stored.of(new RecordView.Found(key, 0, value));
          read.put(key, known);
        }
      }
      return known;
    }

    private void makeAnew(Stored start) throws IOException {
      if (start.series().stream().allMatch(one -> done.contains(one.head().id()))) {
        return;
      }
      Set<MessageId> own = new HashSet<>();
      start.series().forEach(series -> own.add(series.head().id()));
      Map<String, Stored> threads = reachable(start);
      Map<MessageId, Stored> homes = new HashMap<>();
      List<Series> all = new ArrayList<>();
      for (Stored thread : threads.values()) {
        thread.series().forEach(series -> homes.put(series.head().id(), thread));
        all.addAll(thread.series());
      }
      Map<MessageId, FollowUps> followUps = new HashMap<>();
      threads
          .values()
          .forEach(thread -> followUps.putAll(FollowUps.ofAll(thread.series(), thread.mails())));
      for (List<Version> topic : Topics.of(all, orders(threads.values()))) {
        boolean touched =
            topic.stream().anyMatch(version -> own.contains(version.series().head().id()));
        if (touched && done.add(topic.getFirst().series().head().id())) {
          topic.forEach(version -> done.add(version.series().head().id()));
          keep(topic, followUps, homes);
        }
      }
    }

    private List<Regrouping> orders(Collection<Stored> threads) {
      List<Regrouping> orders = new ArrayList<>();
      for (Stored thread : threads) {
        if (!Regrouping.keys(thread.mails()).isEmpty()) {
          Map<MessageId, Set<InboxName>> places = new HashMap<>();
          thread.inboxes().forEach((id, names) -> places.put(new MessageId(id), names));
          orders.addAll(
              Regrouping.of(thread.series(), thread.mails(), weights.authority(view, places)));
        }
      }
      return orders;
    }

    /// The threads in which versions of the changes of `start` are, itself the first.
    private Map<String, Stored> reachable(Stored start) throws IOException {
      Map<String, Stored> threads = new LinkedHashMap<>();
      threads.put(start.key(), start);
      Set<String> asked = new HashSet<>();
      Deque<String> open = new ArrayDeque<>();
      start.series().forEach(series -> open.addAll(Topics.keys(series)));
      open.addAll(Regrouping.keys(start.mails()));
      while (!open.isEmpty() && threads.size() < THREADS_MAX) {
        Set<String> keys = new HashSet<>();
        while (!open.isEmpty() && keys.size() < KEYS_MAX) {
          String key = open.poll();
          if (asked.add(key)) {
            keys.add(key);
          }
        }
        for (String key : sharing(view, keys)) {
          Stored thread = threads.containsKey(key) ? null : read(key);
          if (thread != null && threads.size() < THREADS_MAX) {
            threads.put(key, thread);
            Set<String> orders = Regrouping.keys(thread.mails());
            open.addAll(orders);
            thread.series().stream()
                .map(Topics::keys)
                .filter(own -> !orders.isEmpty() || own.stream().anyMatch(keys::contains))
                .forEach(open::addAll);
          }
        }
      }
      return threads;
    }

    private void keep(
        List<Version> topic, Map<MessageId, FollowUps> followUps, Map<MessageId, Stored> homes)
        throws IOException {
      Map<MessageId, Set<InboxName>> inboxes = new HashMap<>();
      for (Version version : topic) {
        Stored home = homes.get(version.series().head().id());
        if (home != null) {
          home.inboxes().forEach((id, names) -> inboxes.put(new MessageId(id), names));
        }
      }
      drop(topic.stream().map(Version::series).toList());
      for (TrackedSeries tracked :
          TrackedTopic.of(
              topic,
              followUps,
              inboxes,
              weights.beside(topic.stream().map(Version::series).toList(), inboxes),
              weights.authority(view, inboxes))) {
        records.put(SeriesRecords.series(tracked));
      }
    }
  }
}
