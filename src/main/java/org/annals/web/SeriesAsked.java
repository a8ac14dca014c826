package org.annals.web;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.annals.archive.SeriesFilter;
import org.annals.archive.TrackedSeries;
import org.annals.archive.TrackedSeries.Waiting;
import org.annals.index.RecordView.Place;
import org.annals.series.State;
import org.jspecify.annotations.Nullable;

/// Which series a list shows, and in what form: the keys of `_/series/`. Texts that were not given
/// are empty, values null.
///
/// `w` whom it waits for, `s` the state, `a` the author, `r` who gave a trailer, `d` a file or
/// directory, `o=1` the longest silence first, `v=1` all versions, `n` where the list goes on,
/// `x=A` as Atom.
record SeriesAsked(
    @Nullable Waiting waiting,
    @Nullable State state,
    String author,
    String reviewer,
    String path,
    boolean oldestFirst,
    boolean versions,
    @Nullable Place after,
    boolean feed) {
  static final SeriesAsked ALL = new SeriesAsked(null, null, "", "", "", false, false, null, false);

  private static final Pattern PLACE =
      Pattern.compile("(-?[0-9]{1,18}) (.{1,400})", Pattern.DOTALL);

  /// Refuses what means nothing, naming it.
  static SeriesAsked parse(RequestTarget target) {
    return new SeriesAsked(
        given(target, 'w').map(SeriesAsked::waiting).orElse(null),
        given(target, 's')
            .map(text -> State.of(text).orElseThrow(() -> unknown("s", text, states())))
            .orElse(null),
        given(target, 'a').orElse("").toLowerCase(Locale.ROOT),
        given(target, 'r').orElse("").toLowerCase(Locale.ROOT),
        given(target, 'd').orElse(""),
        target.flag('o'),
        target.flag('v'),
        given(target, 'n').map(SeriesAsked::place).orElse(null),
        given(target, 'x').filter("A"::equals).isPresent());
  }

  private static Optional<String> given(RequestTarget target, char key) {
    return target.key(key).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static Waiting waiting(String text) {
    return Arrays.stream(Waiting.values())
        .filter(one -> one.word().equals(text))
        .findFirst()
        .orElseThrow(() ->
            unknown(
                "w",
                text,
                Arrays.stream(Waiting.values())
                    .map(Waiting::word)
                    .collect(Collectors.joining(", "))));
  }

  private static String states() {
    return Arrays.stream(State.values()).map(State::word).collect(Collectors.joining(", "));
  }

  private static Refusal unknown(String key, String text, String known) {
    return new Refusal(Refusal.Reason.MALFORMED, key + "=" + text + " is none of " + known + ".");
  }

  private static Place place(String text) {
    Matcher place = PLACE.matcher(text);
    if (!place.matches()) {
      throw new Refusal(Refusal.Reason.MALFORMED, "n is no place in this list.");
    }
    return new Place(Long.parseLong(place.group(1)), place.group(2));
  }

  SeriesAsked waitingFor(@Nullable Waiting whom) {
    return new SeriesAsked(whom, null, author, reviewer, path, whom != null, versions, null, false);
  }

  SeriesAsked in(@Nullable State other) {
    return new SeriesAsked(null, other, author, reviewer, path, oldestFirst, versions, null, false);
  }

  SeriesAsked by(String address) {
    return new SeriesAsked(
        waiting, state, address, reviewer, path, oldestFirst, versions, null, false);
  }

  SeriesAsked reviewedBy(String address) {
    return new SeriesAsked(
        waiting, state, author, address, path, oldestFirst, versions, null, false);
  }

  SeriesAsked below(String other) {
    return new SeriesAsked(
        waiting, state, author, reviewer, other, oldestFirst, versions, null, false);
  }

  SeriesAsked turned() {
    return new SeriesAsked(
        waiting, state, author, reviewer, path, !oldestFirst, versions, null, false);
  }

  SeriesAsked allVersions(boolean all) {
    return new SeriesAsked(waiting, state, author, reviewer, path, oldestFirst, all, null, false);
  }

  SeriesAsked after(Place place) {
    return new SeriesAsked(
        waiting, state, author, reviewer, path, oldestFirst, versions, place, false);
  }

  SeriesAsked asFeed() {
    return new SeriesAsked(waiting, state, author, reviewer, path, false, versions, null, true);
  }

  /// What is silent for long waits for nobody: it is stale. `asOf` is in seconds since 1970.
  SeriesFilter filter(long asOf) {
    SeriesFilter filter = SeriesFilter.ALL;
    long quiet = asOf - TrackedSeries.STALE_SECONDS;
    if (waiting != null) {
      filter = filter.waitingFor(Set.of(waiting));
      filter = waiting == Waiting.NOBODY ? filter : filter.since(quiet);
    }
    if (state == State.STALE) {
      Set<State> active = EnumSet.allOf(State.class);
      active.removeIf(one -> !one.active());
      filter = filter.in(active).before(quiet);
    } else if (state != null) {
      filter = filter.in(Set.of(state));
      filter = state.active() ? filter.since(quiet) : filter;
    }
    filter = author.isEmpty() ? filter : filter.by(author);
    filter = reviewer.isEmpty() ? filter : filter.reviewedBy(reviewer);
    filter = path.isEmpty() ? filter : filter.touching(path);
    return versions ? filter : filter.latest();
  }

  /// `?w=author&d=fs/`; empty if there is nothing to say.
  String query() {
    StringBuilder query = new StringBuilder();
    add(query, 'w', waiting == null ? "" : waiting.word());
    add(query, 's', state == null ? "" : state.word());
    add(query, 'a', author);
    add(query, 'r', reviewer);
    add(query, 'd', path);
    add(query, 'o', oldestFirst ? "1" : "");
    add(query, 'v', versions ? "1" : "");
    add(query, 'n', after == null ? "" : after.rank() + " " + after.key());
    add(query, 'x', feed ? "A" : "");
    return query.toString();
  }

  private static void add(StringBuilder query, char key, String value) {
    if (!value.isEmpty()) {
      query
          .append(query.isEmpty() ? '?' : '&')
          .append(key)
          .append('=')
          .append(Percent.query(value));
    }
  }
}
