package org.annals.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.annals.index.RecordFilter;
import org.annals.mail.MessageId;
import org.annals.series.State;
import org.annals.store.InboxName;

/// Which tracked series or patches are wanted: those that meet all that was asked for.
public final class SeriesFilter {
  public static final SeriesFilter ALL = new SeriesFilter(RecordFilter.EVERY);

  private final RecordFilter filter;

  private SeriesFilter(RecordFilter filter) {
    this.filter = filter;
  }

  private SeriesFilter with(String what, String value) {
    return new SeriesFilter(filter.with(SeriesRecords.of(what, value)));
  }

  /// In one of these states. None is `State.STALE`: that is an active one `before` some day.
  public SeriesFilter in(Collection<State> states) {
    return new SeriesFilter(
        filter.withAny(
            states.stream()
                .map(state -> SeriesRecords.of("state", state.word()))
                .collect(Collectors.toUnmodifiableSet())));
  }

  /// In one of these states, or one of these messages.
  public SeriesFilter inOrHolding(Collection<State> states, Collection<MessageId> ids) {
    List<String> terms = new ArrayList<>(ids.stream().map(SeriesRecords::holds).toList());
    states.forEach(state -> terms.add(SeriesRecords.of("state", state.word())));
    return new SeriesFilter(filter.withAny(terms));
  }

  /// In one of these inboxes, at least.
  public SeriesFilter inAny(Collection<InboxName> inboxes) {
    return withAny("inbox", inboxes.stream().map(InboxName::value).toList());
  }

  private SeriesFilter withAny(String what, Collection<String> values) {
    return new SeriesFilter(
        filter.withAny(values.stream().map(value -> SeriesRecords.of(what, value)).toList()));
  }

  /// Only series with a cover letter.
  public SeriesFilter withCover() {
    return new SeriesFilter(filter.with(SeriesRecords.COVER));
  }

  /// By one of the addresses, in any case.
  public SeriesFilter byAny(Collection<String> addresses) {
    return withAny("author", addresses.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList());
  }

  /// By the address, in any case.
  public SeriesFilter by(String address) {
    return with("author", address.toLowerCase(Locale.ROOT));
  }

  /// Somebody of this address gave a trailer.
  public SeriesFilter reviewedBy(String address) {
    return with("reviewer", address.toLowerCase(Locale.ROOT));
  }

  /// A patch changes the file, or one below the directory.
  public SeriesFilter touching(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return with("path", plain);
  }

  public SeriesFilter waitingFor(Set<TrackedSeries.Waiting> whom) {
    return new SeriesFilter(
        filter.withAny(
            whom.stream()
                .map(one -> SeriesRecords.of("waiting", one.word()))
                .collect(Collectors.toUnmodifiableSet())));
  }

  /// Only series that no later version followed.
  public SeriesFilter latest() {
    return new SeriesFilter(filter.with("latest"));
  }

  public SeriesFilter holding(MessageId id) {
    return new SeriesFilter(filter.with(SeriesRecords.holds(id)));
  }

  public SeriesFilter holdingAny(Collection<MessageId> ids) {
    return new SeriesFilter(filter.withAny(ids.stream().map(SeriesRecords::holds).toList()));
  }

  /// None of these messages.
  public SeriesFilter withoutAny(Collection<MessageId> ids) {
    return new SeriesFilter(filter.withoutAny(ids.stream().map(SeriesRecords::holds).toList()));
  }

  /// Patches with one of these hashes (`DiffHash`).
  public SeriesFilter ofDiffHash(Collection<String> hashes) {
    return withAny("diff-hash", hashes);
  }

  public SeriesFilter ofAnySeries(Collection<MessageId> heads) {
    return withAny("series", heads.stream().map(MessageId::value).toList());
  }

  public SeriesFilter ofSeries(MessageId head) {
    return with("series", head.value());
  }

  public SeriesFilter ofPatchId(String id) {
    return with("patch-id", id);
  }

  /// Of series: something was said about it at `from` or later; of patches: sent then or later.
  /// Seconds since 1970.
  public SeriesFilter since(long from) {
    return new SeriesFilter(filter.since(from));
  }

  /// Nothing was said about it at `to` or later; of patches: it was sent before.
  public SeriesFilter before(long to) {
    return new SeriesFilter(filter.before(to));
  }

  RecordFilter narrow(RecordFilter base) {
    List<Set<String>> all = new ArrayList<>(base.anyOf());
    all.addAll(filter.anyOf());
    return new RecordFilter(all, filter.noneOf(), filter.from(), filter.to());
  }
}
