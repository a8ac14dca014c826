package org.annals.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.annals.code.Commit;
import org.annals.code.CommitMatching;
import org.annals.index.IndexRecord;
import org.annals.index.RecordFilter;
import org.annals.index.RecordView;
import org.annals.mail.MessageId;
import org.annals.series.Claim;
import org.annals.series.Regrouping;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.series.Topics;
import org.annals.thread.SubjectKey;

/// How threads, series and patches stand in the index of tracked series: keys, terms and values.
///
/// A thread is kept as its mails, by which its series can be made again; a series with all that
/// is known of it; a patch as the head of its series, to be found by its own state.
final class SeriesRecords {
  /// Changes when what is kept changes, or what is made of it: another one is made anew.
  static final String SCHEMA = "17";

  static final String SERIES = "series";
  static final String PATCH = "patch";

  /// Series that only answers tell of are in no list.
  static final String GHOST = "ghost";

  /// A series as the head of it, in the order in which series were sent.
  static final String POSTED = "posted";

  /// On series that have a cover letter.
  static final String COVER = "cover";

  /// Names in addresses of files that a series is found under.
  private static final int PATHS_MAX = 300;

  private SeriesRecords() {}

  static String threadKey(long thread) {
    return "thread " + thread;
  }

  static String seriesKey(MessageId head) {
    return "series " + head.value();
  }

  static String patchKey(MessageId id) {
    return of(PATCH, id.value());
  }

  /// Threads are found by all of their mails.
  static String inThread(MessageId id) {
    return "in-thread " + id.value();
  }

  /// Series and patches are found by the patches and the cover letter.
  static String holds(MessageId id) {
    return "holds " + id.value();
  }

  static String of(String what, String value) {
    return what + " " + value;
  }

  static IndexRecord thread(long thread, TrackCodec.Mails mails, Collection<Series> series) {
    Set<String> terms = new HashSet<>();
    for (SeriesMail mail : mails.mails()) {
      terms.add(inThread(mail.id()));
      if (takes(mail)) {
        terms.add(of("taken-by", mail.author()));
      }
    }
    Regrouping.keys(mails.mails()).forEach(key -> terms.add(of("key", key)));
    for (Series one : series) {
      Topics.keys(one).forEach(key -> terms.add(of("key", key)));
      for (SeriesMail patch : one.patches().values()) {
        terms.add(of("holds-patch-id", patch.body().patchId()));
        terms.add(of("title", SubjectKey.of(patch.subject().title())));
        CommitMatching.nearKeys(patch.patchAuthor(), patch.subject().title())
            .forEach(key -> terms.add(of("near", key)));
      }
    }
    long rank = mails.mails().stream().mapToLong(SeriesMail::sent).max().orElse(0);
    return new IndexRecord(threadKey(thread), rank, terms, TrackCodec.write(mails));
  }

  /// Whether somebody says in words that he took patches.
  static boolean takes(SeriesMail mail) {
    return mail.body().claims().stream()
        .anyMatch(claim ->
            claim instanceof Claim.Taken taken
                && taken.source() == Claim.Taken.Source.TEXT
                && !taken.wording().stable());
  }

  static List<IndexRecord> series(TrackedSeries series) {
    List<IndexRecord> records = new ArrayList<>();
    Set<String> shared = new LinkedHashSet<>();
    series.inboxes().forEach(inbox -> shared.add(of("inbox", inbox.value())));
    Set<String> terms = new LinkedHashSet<>(shared);
    terms.add(series.ghost() ? GHOST : SERIES);
    terms.add(of("topic", series.topic()));
    terms.add(of("state", series.state().word()));
    terms.add(of("waiting", series.waiting().word()));
    terms.add(of("author", series.from().mailbox().toLowerCase(Locale.ROOT)));
    if (series.latest()) {
      terms.add("latest");
    }
    if (series.cover() != null) {
      terms.add(holds(series.cover()));
      terms.add(COVER);
    }
    byte[] head = series.head().value().getBytes(StandardCharsets.UTF_8);
    for (TrackedPatch patch : series.patches()) {
      terms.add(holds(patch.id()));
      paths(patch.files(), terms);
      patch.trailers().stream()
          .filter(given -> given.name().toLowerCase(Locale.ROOT).endsWith("-by"))
          .forEach(given -> terms.add(of("reviewer", address(given.value()))));
      if (!patch.takenOver() && !series.ghost()) {
        Set<String> own = new LinkedHashSet<>(shared);
        own.add(PATCH);
        own.add(holds(patch.id()));
        own.add(of("topic", series.topic()));
        own.add(of("series", series.head().value()));
        own.add(of("state", patch.standing().state().word()));
        own.add(of("author", patch.from().mailbox().toLowerCase(Locale.ROOT)));
        own.add(of("patch-id", patch.patchId()));
        own.add(of("diff-hash", patch.diffHash()));
        records.add(new IndexRecord(patchKey(patch.id()), patch.sent(), own, head));
      }
    }
    if (!series.ghost()) {
      Set<String> posted = new LinkedHashSet<>(terms);
      posted.remove(SERIES);
      posted.add(POSTED);
      records.add(new IndexRecord(of(POSTED, series.head().value()), series.sent(), posted, head));
    }
    records.add(
        new IndexRecord(
            seriesKey(series.head()), series.active(), terms, TrackCodec.write(series)));
    return records;
  }

  /// `fs/erofs/zdata.c` is below `fs` and `fs/erofs`.
  private static void paths(Collection<String> files, Set<String> terms) {
    for (String file : files) {
      for (int slash = 0; slash >= 0 && terms.size() < PATHS_MAX; ) {
        slash = file.indexOf('/', slash + 1);
        terms.add(of("path", slash < 0 ? file : file.substring(0, slash)));
      }
    }
  }

  private static String address(String value) {
    int open = value.lastIndexOf('<');
    int close = value.indexOf('>', open + 1);
    String bare = open >= 0 && close > open ? value.substring(open + 1, close) : value;
    return bare.strip().toLowerCase(Locale.ROOT);
  }

  /// The stored threads that hold any of the messages.
  static List<RecordView.Found> threads(RecordView view, Collection<MessageId> ids, int limit)
      throws IOException {
    Set<String> terms = new HashSet<>();
    ids.forEach(id -> terms.add(inThread(id)));
    return view.find(RecordFilter.ofAny(terms), false, null, 0, limit);
  }

  /// The stored threads with patches that these commits may have come of.
  static List<RecordView.Found> threadsOf(RecordView view, List<Commit> commits, int limit)
      throws IOException {
    Set<String> terms = new HashSet<>();
    for (Commit commit : commits) {
      commit.names().forEach(name -> terms.add(inThread(name.message())));
      if (!commit.patchId().isEmpty()) {
        terms.add(of("holds-patch-id", commit.patchId()));
      }
      terms.add(of("title", SubjectKey.of(commit.title())));
      CommitMatching.nearKeys(commit.author(), commit.title())
          .forEach(key -> terms.add(of("near", key)));
    }
    return view.find(RecordFilter.ofAny(terms), false, null, 0, limit);
  }

  static TrackCodec.Mails mails(RecordView.Found found) throws IOException {
    return TrackCodec.read(found.value(), TrackCodec.Mails.class, found.key());
  }

  static Optional<TrackedSeries> series(RecordView view, MessageId head) throws IOException {
    String key = seriesKey(head);
    Optional<byte[]> value = view.get(key);
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(TrackCodec.read(value.get(), TrackedSeries.class, key));
  }
}
