package org.annals.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.annals.index.LuceneIndex;
import org.annals.index.RecordFilter;
import org.annals.index.RecordIndex;
import org.annals.index.RecordView;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.series.SeriesMail;
import org.jspecify.annotations.Nullable;

/// What is known of the patch series of an archive: versions, states, who has to act. Thread-safe.
///
/// It is a projection of the index beside it (`index/series`), some moments behind, and holds
/// nothing that only hidden inboxes have. Where it was never made it is empty.
public final class Tracking implements AutoCloseable {
  /// Versions of one change that are listed.
  public static final int VERSIONS_MAX = 1_000;

  private static final System.Logger LOG = System.getLogger(Tracking.class.getName());

  private final Path directory;
  private final Code code;
  private volatile @Nullable RecordIndex records;

  private Tracking(Path directory, Code code) {
    this.directory = directory;
    this.code = code;
  }

  static Tracking open(ArchiveLayout layout, List<CodeSettings> code) throws IOException {
    Tracking tracking = new Tracking(layout.index().resolve("series"), new Code(layout, code));
    tracking.reopenForReading();
    return tracking;
  }

  private void reopenForReading() throws IOException {
    if (LuceneIndex.exists(directory)) {
      try {
        records = RecordIndex.openForReading(directory, SeriesRecords.SCHEMA);
      } catch (IOException e) {
        records = null; // of another schema: it will be made anew by who writes
      }
    }
  }

  /// Brings it up to the index. One thread, in the process that writes the index. Whoever wrote the
  /// index before may hold on to this one for a moment longer: then the next call does it.
  void follow(IndexKeeper keeper, Inboxes inboxes, ControlInbox control) throws IOException {
    RecordIndex own = records;
    if (own == null || !own.writes() || own.isReplaced()) {
      try {
        code.open();
        own = replaced(RecordIndex.openForWriting(directory, SeriesRecords.SCHEMA));
      } catch (LuceneIndex.IndexHeldException e) {
        LOG.log(System.Logger.Level.DEBUG, "{0}", e.getMessage());
        return;
      }
    }
    LuceneIndex index = keeper.index();
    Weights weights = new Weights(inboxes, control, code);
    Tracker tracker =
        new Tracker(own, () -> index.view(inboxes::isShown), inboxes, control, weights);
    tracker.follow(index.made(), code);
  }

  private RecordIndex replaced(RecordIndex opened) throws IOException {
    RecordIndex before = records;
    records = opened;
    if (before != null) {
      before.close();
    }
    return opened;
  }

  /// Sees what another process published meanwhile, and leaves writing to it.
  void refresh() throws IOException {
    RecordIndex own = records;
    if (own == null) {
      reopenForReading();
    } else if (own.writes() || own.isReplaced()) {
      records = null;
      own.close();
      reopenForReading();
    } else {
      own.refresh();
    }
  }

  private interface Question<T> {
    T ask(RecordView view) throws IOException;
  }

  private <T> T ask(Question<T> question, T nothing) throws IOException {
    while (true) {
      RecordIndex own = records;
      if (own == null) {
        return nothing;
      }
      try (RecordView view = own.view()) {
        return question.ask(view);
      } catch (LuceneIndex.AlreadyClosedException e) {
        if (own == records) {
          throw e; // closed for good, not replaced
        }
      }
    }
  }

  /// Changes when anything in it does.
  public long version() {
    RecordIndex own = records;
    return own == null ? 0 : own.version();
  }

  /// The series that has this message as its cover letter or one of its patches; the latest that
  /// has it, if a later version took it over.
  public Optional<TrackedSeries> holding(Scope scope, MessageId id) throws IOException {
    List<TrackedSeries> found =
        series(scope, filter -> filter.with(SeriesRecords.holds(id)), VERSIONS_MAX);
    return found.stream()
        .filter(series ->
            series.patches().stream()
                .noneMatch(patch -> patch.id().equals(id) && patch.takenOver()))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /// The series that has this message, or else the one that it was written in answer to.
  public Optional<TrackedSeries> about(Scope scope, MessageId id) throws IOException {
    Optional<TrackedSeries> own = holding(scope, id);
    if (own.isPresent()) {
      return own;
    }
    Map<MessageId, SeriesMail> mails = mails(id);
    Set<MessageId> seen = new HashSet<>();
    SeriesMail mail = mails.get(id);
    while (mail != null && seen.add(mail.id())) {
      MessageId parent = mail.parent();
      own = parent == null ? Optional.empty() : holding(scope, parent);
      if (own.isPresent()) {
        return own;
      }
      mail = parent == null ? null : mails.get(parent);
    }
    return Optional.empty();
  }

  /// All versions of a change, the earliest first.
  public List<TrackedSeries> topic(Scope scope, String topic) throws IOException {
    List<TrackedSeries> versions =
        new ArrayList<>(
            series(scope, filter -> filter.with(SeriesRecords.of("topic", topic)), VERSIONS_MAX));
    versions.sort(TrackedSeries.BY_DATE);
    return versions;
  }

  private interface Narrowing {
    RecordFilter of(RecordFilter filter);
  }

  /// Ghosts among them.
  private List<TrackedSeries> series(Scope scope, Narrowing narrowing, int limit)
      throws IOException {
    return ask(
        view ->
            decoded(
                view.find(
                    narrowing.of(inScope(scope, Set.of(SeriesRecords.SERIES, SeriesRecords.GHOST))),
                    true,
                    null,
                    0,
                    limit)),
        List.of());
  }

  private static List<TrackedSeries> decoded(Collection<RecordView.Found> found)
      throws IOException {
    List<TrackedSeries> series = new ArrayList<>();
    for (RecordView.Found one : found) {
      series.add(TrackCodec.read(one.value(), TrackedSeries.class, one.key()));
    }
    return series;
  }

  private static RecordFilter inScope(Scope scope, Set<String> kinds) {
    RecordFilter filter = RecordFilter.ofAny(kinds);
    return scope instanceof Scope.One(var inbox)
        ? filter.with(SeriesRecords.of("inbox", inbox.value()))
        : filter;
  }

  /// One series or more, and where the list goes on; null at its end.
  public record Page<T>(List<T> found, int total, RecordView.@Nullable Place next) {}

  /// The series that the filter lets through, by their newest mail.
  public Page<TrackedSeries> find(
      Scope scope,
      SeriesFilter filter,
      boolean newestFirst,
      RecordView.@Nullable Place after,
      int limit)
      throws IOException {
    return ask(
        view -> {
          RecordFilter narrowed = filter.narrow(inScope(scope, Set.of(SeriesRecords.SERIES)));
          List<RecordView.Found> found = view.find(narrowed, newestFirst, after, 0, limit);
          RecordView.Found last = found.size() < limit ? null : found.getLast();
          return new Page<>(
              decoded(found),
              view.count(narrowed),
              last == null ? null : new RecordView.Place(last.rank(), last.key()));
        },
        new Page<>(List.of(), 0, null));
  }

  /// The same by when they were sent, which is what `since` and `before` mean here.
  public Page<TrackedSeries> posted(
      Scope scope, SeriesFilter filter, boolean newestFirst, int offset, int limit)
      throws IOException {
    return ask(
        view -> {
          RecordFilter narrowed = filter.narrow(inScope(scope, Set.of(SeriesRecords.POSTED)));
          List<TrackedSeries> series = new ArrayList<>();
          for (RecordView.Found one : view.find(narrowed, newestFirst, null, offset, limit)) {
            MessageId head = new MessageId(new String(one.value(), StandardCharsets.UTF_8));
            SeriesRecords.series(view, head).ifPresent(series::add);
          }
          return new Page<>(series, view.count(narrowed), null);
        },
        new Page<>(List.of(), 0, null));
  }

  public int count(Scope scope, SeriesFilter filter) throws IOException {
    return ask(view -> view.count(filter.narrow(inScope(scope, Set.of(SeriesRecords.SERIES)))), 0);
  }

  /// A patch and the series it was sent with.
  public record PatchOf(TrackedSeries series, TrackedPatch patch) {}

  /// The patches that the filter lets through, by when they were sent.
  public Page<PatchOf> patches(
      Scope scope, SeriesFilter filter, boolean newestFirst, int offset, int limit)
      throws IOException {
    return ask(
        view -> {
          RecordFilter narrowed = filter.narrow(inScope(scope, Set.of(SeriesRecords.PATCH)));
          List<PatchOf> patches = new ArrayList<>();
          Map<MessageId, Optional<TrackedSeries>> series = new HashMap<>();
          for (RecordView.Found one : view.find(narrowed, newestFirst, null, offset, limit)) {
            MessageId head = new MessageId(new String(one.value(), StandardCharsets.UTF_8));
            if (!series.containsKey(head)) {
              series.put(head, SeriesRecords.series(view, head));
            }
            series
                .get(head)
                .ifPresent(of ->
                    of.patches().stream()
                        .filter(patch -> one.key().equals(SeriesRecords.patchKey(patch.id())))
                        .forEach(patch -> patches.add(new PatchOf(of, patch))));
          }
          return new Page<>(patches, view.count(narrowed), null);
        },
        new Page<>(List.of(), 0, null));
  }

  /// The mails of the thread of this message as series see them; empty if it is not tracked.
  public Map<MessageId, SeriesMail> mails(MessageId id) throws IOException {
    return ask(
        view -> {
          Map<MessageId, SeriesMail> mails = new HashMap<>();
          for (RecordView.Found found : SeriesRecords.threads(view, List.of(id), 1)) {
            SeriesRecords.mails(found).mails().forEach(mail -> mails.put(mail.id(), mail));
          }
          return mails;
        },
        Map.of());
  }

  @Override
  public void close() throws IOException {
    try (code) {
      RecordIndex own = records;
      if (own != null) {
        own.close();
      }
    }
  }
}
