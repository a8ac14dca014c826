package org.annals.archive;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.index.RecordFilter;
import org.annals.index.RecordIndex;
import org.annals.index.RecordView;
import org.annals.mail.MessageId;
import org.annals.series.Assembly;
import org.annals.series.FollowUps;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.series.Topics;
import org.annals.series.Version;
import org.annals.store.InboxName;

/// Finds the versions of the changes that stored threads are about, across threads, and keeps what
/// is known of each. One thread.
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
        Set<String> keys = new HashSet<>();
        stored.series().forEach(series -> keys.addAll(Topics.keys(series)));
        sharing(view, keys).forEach(other -> touched.add(other.key()));
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

  private static List<RecordView.Found> sharing(RecordView view, Collection<String> keys)
      throws IOException {
    List<String> terms =
        keys.stream().limit(KEYS_MAX).map(key -> SeriesRecords.of("key", key)).toList();
    return terms.isEmpty()
        ? List.of()
        : view.find(RecordFilter.ofAny(terms), false, null, 0, THREADS_MAX);
  }

  /// Adds the keys of threads in which the same people say that they took patches, as long as these
  /// threads may be what makes them appliers.
  void addThoseOfAppliers(Set<String> touched) throws IOException {
    Set<String> more = new LinkedHashSet<>();
    try (RecordView view = records.view()) {
      for (String key : touched) {
        byte[] value = view.get(key).orElse(null);
        if (value != null) {
          for (SeriesMail mail : SeriesRecords.mails(new RecordView.Found(key, 0, value)).mails()) {
            if (SeriesRecords.takes(mail)) {
              RecordFilter filter = Appliers.around(mail);
              view.find(filter, true, null, 0, 2 * Appliers.THREADS_MIN)
                  .forEach(found -> more.add(found.key()));
            }
          }
        }
      }
    }
    touched.addAll(more);
  }

  /// Makes anew what is kept of all changes that these stored threads have a version of.
  void makeAnew(Set<String> threadKeys) throws IOException {
    Set<MessageId> done = new HashSet<>();
    try (RecordView view = records.view()) {
      for (String key : threadKeys) {
        byte[] value = view.get(key).orElse(null);
        if (value != null) {
          makeAnew(view, Stored.of(new RecordView.Found(key, 0, value)), done);
        }
      }
    }
  }

  private void makeAnew(RecordView view, Stored start, Set<MessageId> done) throws IOException {
    if (start.series().stream().allMatch(one -> done.contains(one.head().id()))) {
      return;
    }
    Set<MessageId> own = new HashSet<>();
    start.series().forEach(series -> own.add(series.head().id()));
    Map<String, Stored> threads = reachable(view, start);
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
    for (List<Version> topic : Topics.of(all)) {
      boolean touched =
          topic.stream().anyMatch(version -> own.contains(version.series().head().id()));
      if (touched && done.add(topic.getFirst().series().head().id())) {
        topic.forEach(version -> done.add(version.series().head().id()));
        keep(view, topic, followUps, homes);
      }
    }
  }

  /// The threads in which versions of the changes of `start` are, itself the first.
  private static Map<String, Stored> reachable(RecordView view, Stored start) throws IOException {
    Map<String, Stored> threads = new LinkedHashMap<>();
    threads.put(start.key(), start);
    Set<String> asked = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    start.series().forEach(series -> open.addAll(Topics.keys(series)));
    while (!open.isEmpty() && threads.size() < THREADS_MAX) {
      Set<String> keys = new HashSet<>();
      while (!open.isEmpty() && keys.size() < KEYS_MAX) {
        String key = open.poll();
        if (asked.add(key)) {
          keys.add(key);
        }
      }
      for (RecordView.Found found : sharing(view, keys)) {
        if (!threads.containsKey(found.key()) && threads.size() < THREADS_MAX) {
          Stored thread = Stored.of(found);
          threads.put(found.key(), thread);
          thread.series().stream()
              .map(Topics::keys)
              .filter(own -> own.stream().anyMatch(keys::contains))
              .forEach(open::addAll);
        }
      }
    }
    return threads;
  }

  private void keep(
      RecordView view,
      List<Version> topic,
      Map<MessageId, FollowUps> followUps,
      Map<MessageId, Stored> homes)
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
