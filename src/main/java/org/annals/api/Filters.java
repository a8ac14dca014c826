package org.annals.api;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.annals.archive.Archive;
import org.annals.archive.SeriesFilter;
import org.annals.index.Order;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.mail.MessageId;
import org.annals.series.State;
import org.jspecify.annotations.Nullable;

/// Reads the parameters of one request for a list. What a parameter names but there is not makes
/// the list empty: Patchwork's rule. One thread.
final class Filters {
  /// Messages among which a name is looked for: the newest that have its words.
  static final int NAMED_MAX = 2_000;

  private final Archive archive;
  private final PatchBook book;
  private final Directory directory;
  private final Parameters query;
  private List<Project> projects;
  private SeriesFilter filter = SeriesFilter.ALL;
  private boolean nothing;

  Filters(Archive archive, PatchBook book, Directory directory, Parameters query)
      throws IOException {
    this.archive = archive;
    this.book = book;
    this.directory = directory;
    this.query = query;
    this.projects = directory.projects().all();
  }

  /// Null when nothing can be found.
  @Nullable Wanted patches(ApiVersion version) throws IOException {
    common();
    ofSeries();
    states();
    ordered("archived", this::archived);
    ordered("delegate", this::delegated);
    if (version.has(2)) {
      messageIds();
      if (!query.all("hash").isEmpty()) {
        filter = filter.ofDiffHash(query.all("hash"));
      }
    }
    return wanted();
  }

  @Nullable Wanted series() throws IOException {
    common();
    return wanted();
  }

  @Nullable Wanted covers(ApiVersion version) throws IOException {
    common();
    filter = filter.withCover();
    if (version.has(2)) {
      messageIds();
    }
    return wanted();
  }

  private @Nullable Wanted wanted() {
    if (nothing || projects.isEmpty()) {
      return null;
    }
    SeriesFilter within = filter.inAny(projects.stream().map(Project::inbox).toList());
    String order = query.text("order");
    return new Wanted(within, projects, order.startsWith("-"));
  }

  private void common() throws IOException {
    narrowProjects();
    submitters();
    times();
    names();
  }

  /// Those of which there is something; none of them empties the list.
  private <T> List<T> known(String name, Finder<T> finder) throws IOException {
    List<T> found = new ArrayList<>();
    for (String value : query.all(name)) {
      finder.find(value).ifPresent(found::add);
    }
    nothing |= found.isEmpty();
    return found;
  }

  private interface Finder<T> {
    Optional<T> find(String value) throws IOException;
  }

  private void narrowProjects() throws IOException {
    if (!query.all("project").isEmpty()) {
      projects = known("project", directory.projects()::find);
    }
  }

  private void submitters() throws IOException {
    if (!query.all("submitter").isEmpty()) {
      filter = filter.byAny(known("submitter", directory::address));
    }
  }

  private void times() {
    OptionalLong since = time("since");
    OptionalLong before = time("before");
    if (since.isPresent()) {
      filter = filter.since(since.getAsLong());
    }
    if (before.isPresent()) {
      filter = filter.before(before.getAsLong());
    }
  }

  private OptionalLong time(String name) {
    String text = query.text(name);
    OptionalLong time = text.isEmpty() ? OptionalLong.empty() : Parameters.seconds(text);
    nothing |= !text.isEmpty() && time.isEmpty();
    return time;
  }

  /// Words of the name, as the search of the pages finds them in subjects.
  private void names() throws IOException {
    String text = query.text("q");
    if (text.isEmpty()) {
      return;
    }
    Query subject;
    try {
      subject = QueryParser.parse("s:\"" + text.replace('"', ' ') + "\"", Instant.EPOCH);
    } catch (QueryException e) {
      nothing = true; // no word in it
      return;
    }
    List<MessageId> ids = new ArrayList<>();
    for (Project project : projects) {
      archive
          .search(project.scope(), subject, Order.NEWEST_FIRST, 0, NAMED_MAX)
          .hits()
          .forEach(hit -> ids.add(hit.id()));
    }
    nothing |= ids.isEmpty();
    filter = filter.holdingAny(ids);
  }

  private void ofSeries() throws IOException {
    if (!query.all("series").isEmpty()) {
      filter =
          filter.ofAnySeries(
              known(
                  "series",
                  value ->
                      value.matches("[0-9]{1,18}")
                          ? book.series(Long.parseLong(value)).map(one -> one.tracked().head())
                          : Optional.empty()));
    }
  }

  private void messageIds() {
    List<String> ids = query.all("msgid");
    if (!ids.isEmpty()) {
      filter = filter.holdingAny(ids.stream().map(Filters::messageId).toList());
    }
  }

  private static MessageId messageId(String text) {
    String bare =
        text.startsWith("<") && text.endsWith(">") ? text.substring(1, text.length() - 1) : text;
    return new MessageId(bare);
  }

  /// What programs set goes before what is tracked.
  private void states() throws IOException {
    if (query.all("state").isEmpty()) {
      return;
    }
    Set<String> slugs = new HashSet<>(known("state", value -> StateNames.slug(value)));
    List<State> tracked =
        Arrays.stream(State.values())
            .filter(state -> slugs.contains(state.patchworkSlug()))
            .toList();
    List<MessageId> into = new ArrayList<>();
    List<MessageId> out = new ArrayList<>();
    for (Project project : projects) {
      for (MessageId patch : archive.control().patches(project.inbox())) {
        var set = Orders.of(archive.control().numbered(project.inbox(), patch)).state();
        if (set != null) {
          (slugs.contains(set.state()) ? into : out).add(patch);
        }
      }
    }
    filter = filter.inOrHolding(tracked, into).withoutAny(out);
  }

  private interface Test {
    Optional<Predicate<Orders>> of(Collection<String> values);
  }

  /// By what programs said: patches of which it was said, or all others, if it holds of those of
  /// which nothing was.
  private void ordered(String name, Test test) {
    if (query.all(name).isEmpty()) {
      return;
    }
    Optional<Predicate<Orders>> wanted = test.of(query.all(name));
    if (wanted.isEmpty()) {
      nothing = true;
      return;
    }
    boolean unsaid = wanted.get().test(Orders.of(List.of()));
    List<MessageId> differing = new ArrayList<>();
    for (Project project : projects) {
      for (MessageId patch : archive.control().patches(project.inbox())) {
        Orders orders = Orders.of(archive.control().numbered(project.inbox(), patch));
        if (wanted.get().test(orders) != unsaid) {
          differing.add(patch);
        }
      }
    }
    filter = unsaid ? filter.withoutAny(differing) : filter.holdingAny(differing);
    nothing |= !unsaid && differing.isEmpty();
  }

  private Optional<Predicate<Orders>> archived(Collection<String> values) {
    Function<String, Optional<Boolean>> flag = Parameters::flag;
    return values.stream()
        .map(flag)
        .flatMap(Optional::stream)
        .reduce((_, last) -> last)
        .map(wanted -> orders -> orders.archived() == wanted);
  }

  private Optional<Predicate<Orders>> delegated(Collection<String> values) {
    Set<String> names = new HashSet<>();
    values.forEach(
        value -> directory.users().find(value).ifPresent(user -> names.add(user.name())));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(orders -> names.contains(orders.delegate()));
  }
}
