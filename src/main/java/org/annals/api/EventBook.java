package org.annals.api;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.annals.archive.Archive;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.mail.MessageId;
import org.annals.series.Standing;
import tools.jackson.core.JsonGenerator;

/// What happened to patches and series, told from what is known of them now. Thread-safe.
///
/// Events are not kept: of the series with mail or news in the time that is asked for, at most
/// `SERIES_MAX`, the last active ones, each is told anew.
final class EventBook {
  static final int SERIES_MAX = 500;

  /// Series whose answers are read, when events of comments are asked for.
  static final int COMMENTED_MAX = 50;

  private final Archive archive;
  private final PatchBook book;
  private final Comments comments;
  private final Directory directory;

  EventBook(Archive archive, PatchBook book, Comments comments, Directory directory) {
    this.archive = archive;
    this.book = book;
    this.comments = comments;
    this.directory = directory;
  }

  /// `actor` is the name of a user, empty if nobody said it to a program.
  record Event(Category category, SeriesEntry series, long at, String actor, Payload payload) {
    long id() {
      return Ids.of(
          "event " + category.word + " " + series.number() + " " + at + " " + payload.key());
    }
  }

  enum Category {
    COVER_CREATED("cover-created"),
    PATCH_CREATED("patch-created"),
    PATCH_COMPLETED("patch-completed"),
    PATCH_STATE_CHANGED("patch-state-changed"),
    PATCH_DELEGATED("patch-delegated"),
    CHECK_CREATED("check-created"),
    SERIES_CREATED("series-created"),
    SERIES_COMPLETED("series-completed"),
    COVER_COMMENT_CREATED("cover-comment-created"),
    PATCH_COMMENT_CREATED("patch-comment-created");

    private final String word;

    Category(String word) {
      this.word = word;
    }
  }

  /// What an event is about, besides its series.
  sealed interface Payload {
    String key();

    record Nothing() implements Payload {
      @Override
      public String key() {
        return "";
      }
    }

    record OfPatch(PatchEntry patch) implements Payload {
      @Override
      public String key() {
        return Long.toString(patch.mail().number());
      }
    }

    /// A state, or a delegate: what it was before, and since. Empty is nobody.
    record Change(PatchEntry patch, String before, String after) implements Payload {
      @Override
      public String key() {
        return patch.mail().number() + " " + before + " " + after;
      }
    }

    record OfCheck(PatchEntry patch, PatchEntry.Check check) implements Payload {
      @Override
      public String key() {
        return patch.mail().number() + " " + check.number();
      }
    }

    record Comment(ProjectMail about, ProjectMail comment) implements Payload {
      @Override
      public String key() {
        return about.number() + " " + comment.number();
      }
    }
  }

  /// The newest first, unless asked for otherwise.
  List<Event> find(Parameters query, ApiVersion version) throws IOException {
    List<Event> events = new ArrayList<>();
    List<SeriesEntry> all = series(query);
    List<String> categories = query.all("category");
    boolean commented =
        version.has(3)
            && (categories.isEmpty() || categories.stream().anyMatch(c -> c.contains("comment")));
    for (SeriesEntry series : all) {
      add(series, events);
      if (commented && all.indexOf(series) < COMMENTED_MAX) {
        addComments(series, events);
      }
    }
    OptionalLong since = Parameters.seconds(query.text("since"));
    OptionalLong before = Parameters.seconds(query.text("before"));
    events.removeIf(event ->
        (!categories.isEmpty() && !categories.contains(event.category.word))
            || (since.isPresent() && event.at < since.getAsLong())
            || (before.isPresent() && event.at >= before.getAsLong())
            || !isAbout(event, query)
            || (version.has(2) && !isBy(event, query)));
    Comparator<Event> byDate = Comparator.comparingLong(Event::at).thenComparingLong(Event::id);
    events.sort(query.text("order").equals("date") ? byDate : byDate.reversed());
    return events;
  }

  private List<SeriesEntry> series(Parameters query) throws IOException {
    if (!query.text("series").isEmpty()) {
      return number(query, "series").isPresent()
          ? book.series(number(query, "series").getAsLong()).stream().toList()
          : List.of();
    }
    if (!query.text("cover").isEmpty()) {
      return number(query, "cover").isPresent()
          ? book.cover(number(query, "cover").getAsLong()).stream().toList()
          : List.of();
    }
    if (!query.text("patch").isEmpty()) {
      return number(query, "patch").isPresent()
          ? book.patch(number(query, "patch").getAsLong()).map(PatchEntry::series).stream().toList()
          : List.of();
    }
    List<Project> projects = directory.projects().all();
    if (!query.text("project").isEmpty()) {
      projects = directory.projects().find(query.text("project")).stream().toList();
    }
    if (projects.isEmpty()) {
      return List.of();
    }
    return book.active(projects, SERIES_MAX);
  }

  private static OptionalLong number(Parameters query, String name) {
    String text = query.text(name);
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static boolean isAbout(Event event, Parameters query) {
    OptionalLong patch = number(query, "patch");
    OptionalLong cover = number(query, "cover");
    long of =
        switch (event.payload) {
          case Payload.OfPatch(var entry) -> entry.mail().number();
          case Payload.Change(var entry, _, _) -> entry.mail().number();
          case Payload.OfCheck(var entry, _) -> entry.mail().number();
          case Payload.Comment(var about, _) -> about.number();
          case Payload.Nothing() ->
              event.category == Category.COVER_CREATED ? event.series.number() : 0;
        };
    return (patch.isEmpty() || patch.getAsLong() == of)
        && (cover.isEmpty() || cover.getAsLong() == of);
  }

  private boolean isBy(Event event, Parameters query) {
    return query.all("actor").isEmpty()
        || query.all("actor").stream()
            .flatMap(key -> directory.users().find(key).stream())
            .anyMatch(user -> user.name().equals(event.actor));
  }

  private void add(SeriesEntry series, List<Event> events) throws IOException {
    List<PatchEntry> patches = book.patches(series);
    long first = series.tracked().sent();
    if (series.cover() != null) {
      events.add(new Event(Category.COVER_CREATED, series, first, "", new Payload.Nothing()));
    }
    events.add(new Event(Category.SERIES_CREATED, series, first, "", new Payload.Nothing()));
    long last = first;
    int next = 1;
    for (PatchEntry patch : patches) {
      long sent = patch.patch().sent();
      last = Math.max(last, sent);
      Payload of = new Payload.OfPatch(patch);
      events.add(new Event(Category.PATCH_CREATED, series, sent, "", of));
      if (patch.patch().number() == next) {
        events.add(new Event(Category.PATCH_COMPLETED, series, last, "", of));
        next++;
      }
      addChanges(patch, events);
      for (PatchEntry.Check check : patch.checks(book)) {
        boolean user = directory.users().byName(check.by()).isPresent();
        events.add(
            new Event(
                Category.CHECK_CREATED,
                series,
                check.at(),
                user ? check.by() : "",
                new Payload.OfCheck(patch, check)));
      }
    }
    if (next > series.tracked().total()) {
      events.add(new Event(Category.SERIES_COMPLETED, series, last, "", new Payload.Nothing()));
    }
  }

  /// States that evidence led to, until a program set one; then those it set.
  private void addChanges(PatchEntry patch, List<Event> events) {
    SeriesEntry series = patch.series();
    List<ControlInbox.Numbered> said =
        archive.control().numbered(patch.mail().project().inbox(), patch.mail().id());
    long set =
        said.stream()
            .filter(one -> one.said() instanceof ControlRecord.StateSet)
            .mapToLong(one -> one.said().at())
            .findFirst()
            .orElse(Instant.MAX.getEpochSecond());
    String state = "new";
    for (Standing.Change change : patch.patch().standing().history()) {
      String slug = change.state().patchworkSlug();
      if (change.at() < set && !slug.equals(state)) {
        events.add(
            new Event(
                Category.PATCH_STATE_CHANGED,
                series,
                change.at(),
                "",
                new Payload.Change(patch, state, slug)));
        state = slug;
      }
    }
    String delegate = "";
    for (ControlInbox.Numbered one : said) {
      if (one.said() instanceof ControlRecord.StateSet to && !to.state().equals(state)) {
        Payload change = new Payload.Change(patch, state, to.state());
        events.add(new Event(Category.PATCH_STATE_CHANGED, series, to.at(), to.actor(), change));
        state = to.state();
      }
      if (one.said() instanceof ControlRecord.DelegateSet to && !to.delegate().equals(delegate)) {
        Payload change = new Payload.Change(patch, delegate, to.delegate());
        events.add(new Event(Category.PATCH_DELEGATED, series, to.at(), to.actor(), change));
        delegate = to.delegate();
      }
    }
  }

  private void addComments(SeriesEntry series, List<Event> events) throws IOException {
    MessageId cover = series.cover();
    for (var replies : comments.ofSeries(series.head()).entrySet()) {
      Optional<ProjectMail> about = book.mail(series.project(), replies.getKey());
      for (ProjectMail comment : about.isEmpty() ? List.<ProjectMail>of() : replies.getValue()) {
        events.add(
            new Event(
                replies.getKey().equals(cover)
                    ? Category.COVER_COMMENT_CREATED
                    : Category.PATCH_COMMENT_CREATED,
                series,
                comment.posting().sent(),
                "",
                new Payload.Comment(about.orElseThrow(), comment)));
      }
    }
  }

  void write(Event event, PatchWriter writer) throws IOException {
    Entities out = writer.entities();
    JsonGenerator json = out.json();
    json.writeStartObject();
    out.number("id", event.id());
    out.text("category", event.category.word);
    out.project("project", event.series.project());
    out.text("date", Entities.date(event.at));
    if (out.has(2)) {
      out.delegate("actor", event.actor);
    }
    json.writeObjectPropertyStart("payload");
    switch (event.payload) {
      case Payload.Nothing() -> nothing(event, writer);
      case Payload.OfPatch(var patch) -> {
        patch(patch, writer);
        if (event.category == Category.PATCH_COMPLETED) {
          writer.series("series", event.series);
        }
      }
      case Payload.Change(var patch, var before, var after) -> {
        patch(patch, writer);
        if (event.category == Category.PATCH_DELEGATED) {
          out.delegate("previous_delegate", before);
          out.delegate("current_delegate", after);
        } else {
          out.text("previous_state", before);
          out.text("current_state", after);
        }
      }
      case Payload.OfCheck(var patch, var check) -> {
        patch(patch, writer);
        json.writeName("check");
        writer.check(patch.mail(), check);
      }
      case Payload.Comment(var about, var comment) -> {
        boolean patch = event.category == Category.PATCH_COMMENT_CREATED;
        json.writeName(patch ? "patch" : "cover");
        writer.embedded(about, patch);
        json.writeName("comment");
        writer.comment(about, patch, comment);
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void patch(PatchEntry patch, PatchWriter writer) {
    writer.entities().json().writeName("patch");
    writer.embedded(patch.mail(), true);
  }

  private static void nothing(Event event, PatchWriter writer) {
    if (event.category == Category.COVER_CREATED) {
      writer.entities().json().writeName("cover");
      writer.embedded(event.series.head(), false);
    } else {
      writer.series("series", event.series);
    }
  }
}
