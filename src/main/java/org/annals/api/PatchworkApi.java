package org.annals.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.annals.api.ApiPath.Resource;
import org.annals.archive.Archive;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// Patchwork's REST interface, and the addresses of mails that it hands out. Thread-safe.
public final class PatchworkApi {
  private static final String ROOT = "/api";

  private final Archive archive;
  private final Directory directory;
  private final PatchBook book;
  private final Comments comments;
  private final EventBook events;
  private final Bundles bundles;
  private final PatchOrders orders;
  private final MailPages pages;

  public PatchworkApi(Archive archive, List<ApiUser> users) {
    this.archive = archive;
    Projects projects = new Projects(archive);
    this.directory = new Directory(archive, projects, new Users(List.copyOf(users)));
    this.book = new PatchBook(archive, projects);
    this.comments = new Comments(archive, book);
    this.events = new EventBook(archive, book, comments, directory);
    this.bundles = new Bundles(archive);
    this.orders = new PatchOrders(archive, directory);
    this.pages = new MailPages(archive, book, bundles, directory);
  }

  /// Whether an address, still escaped, is answered here.
  public static boolean owns(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/") || MailPages.owns(path);
  }

  public ApiAnswer answer(ApiRequest request) throws IOException {
    try {
      ApiUser user = directory.users().asking(request);
      if (MailPages.owns(request.path())) {
        if (!request.reads()) {
          throw Problem.method(request.method());
        }
        return pages.answer(request, user);
      }
      ApiPath path = ApiPath.parse(request.path()).orElseThrow(Problem::notFound);
      return new Answering(request, user, path).answer();
    } catch (Problem e) {
      return e.answer();
    }
  }

  /// One request below `/api/`.
  private final class Answering {
    private final ApiRequest request;
    private final @Nullable ApiUser user;
    private final ApiPath path;
    private final Urls urls;
    private final Parameters query;

    Answering(ApiRequest request, @Nullable ApiUser user, ApiPath path) {
      this.request = request;
      this.user = user;
      this.path = path;
      this.urls = new Urls(request.base(), path.version());
      this.query = Parameters.ofForm(request.query());
    }

    ApiAnswer answer() throws IOException {
      return request.reads() ? read() : write();
    }

    private ApiAnswer read() throws IOException {
      return switch (path.resource()) {
        case Resource.Index() -> one((out, _) -> index(out));
        case Resource.Projects() -> projects();
        case Resource.OneProject(var key) -> {
          Project project = directory.projects().find(key).orElseThrow(Problem::notFound);
          yield one((out, _) -> out.project(project));
        }
        case Resource.People() -> people();
        case Resource.OnePerson(var id) -> {
          requireUser();
          Directory.Person person = directory.person(id).orElseThrow(Problem::notFound);
          yield one((out, _) -> out.person(person));
        }
        case Resource.Users() -> users();
        case Resource.OneUser(var id) -> {
          requireUser();
          ApiUser found = directory.users().byId(id).orElseThrow(Problem::notFound);
          yield one((out, _) -> out.user(found));
        }
        case Resource.Patches() ->
            list(filters().patches(path.version()), book::patches, PatchWriter::patches);
        case Resource.OnePatch(var id) -> patch(200, book.patch(id).orElseThrow(Problem::notFound));
        case Resource.Covers() ->
            list(filters().covers(path.version()), book::series, PatchWriter::covers);
        case Resource.OneCover(var id) -> {
          SeriesEntry cover = book.cover(id).orElseThrow(Problem::notFound);
          yield one((_, writer) -> writer.cover(cover));
        }
        case Resource.SeriesList() ->
            list(
                filters().series(),
                book::series,
                (writer, all) -> writer.array(all, writer::series));
        case Resource.OneSeries(var id) -> {
          SeriesEntry series = book.series(id).orElseThrow(Problem::notFound);
          yield one((_, writer) -> writer.series(series));
        }
        case Resource.Comments(var id, var ofPatch) -> comments(id, ofPatch);
        case Resource.OneComment(var id, var ofPatch, var number) -> {
          ProjectMail about = about(id, ofPatch);
          ProjectMail comment =
              comments.of(about).stream()
                  .filter(c -> c.number() == number)
                  .findFirst()
                  .orElseThrow(Problem::notFound);
          yield one((_, writer) -> writer.comment(about, ofPatch, comment));
        }
        case Resource.Checks(var id) -> checks(book.patch(id).orElseThrow(Problem::notFound));
        case Resource.OneCheck(var id, var number) -> {
          PatchEntry patch = book.patch(id).orElseThrow(Problem::notFound);
          PatchEntry.Check check =
              patch.checks(book).stream()
                  .filter(c -> c.number() == number)
                  .findFirst()
                  .orElseThrow(Problem::notFound);
          yield one((_, writer) -> writer.check(patch.mail(), check));
        }
        case Resource.Bundles() -> bundleList();
        case Resource.OneBundle(var id) -> bundle(200, visible(id));
        case Resource.Events() -> events();
      };
    }

    private ApiAnswer write() throws IOException {
      boolean changes = request.method().equals("PATCH") || request.method().equals("PUT");
      return switch (path.resource()) {
        case Resource.OnePatch(var id) when changes -> {
          PatchEntry patch = book.patch(id).orElseThrow(Problem::notFound);
          orders.requireEditor(user, patch);
          orders.change(requireUser(), patch, SentBody.read(request));
          yield patch(200, book.patch(id).orElseThrow(Problem::notFound));
        }
        case Resource.Checks(var id) when request.method().equals("POST") -> {
          PatchEntry patch = book.patch(id).orElseThrow(Problem::notFound);
          orders.requireEditor(user, patch);
          orders.check(requireUser(), patch, SentBody.read(request));
          PatchEntry after = book.patch(id).orElseThrow(Problem::notFound);
          PatchEntry.Check given = after.given(requireUser());
          yield one(201, (_, writer) -> writer.check(after.mail(), given));
        }
        case Resource.Bundles() when request.method().equals("POST") && path.version().has(2) -> {
          ApiUser owner = requireUser();
          Parameters given = SentBody.read(request);
          yield bundle(201, bundles.save(null, owner, given, patches(given)));
        }
        case Resource.OneBundle(var id) when path.version().has(2) -> changedBundle(id, changes);
        default -> throw Problem.method(request.method());
      };
    }

    private ApiAnswer changedBundle(long id, boolean changes) throws IOException {
      ApiUser owner = requireUser();
      Bundle before = visible(id);
      if (!Bundles.isOwn(before, owner)) {
        throw Problem.forbidden();
      }
      if (request.method().equals("DELETE")) {
        bundles.delete(before, owner);
        return ApiAnswer.empty(204);
      }
      if (!changes) {
        throw Problem.method(request.method());
      }
      Parameters given = SentBody.read(request);
      return bundle(200, bundles.save(before, owner, given, patches(given)));
    }

    /// The patches that a body names by their numbers.
    private List<ProjectMail> patches(Parameters given) throws IOException {
      List<ProjectMail> patches = new ArrayList<>();
      for (String number : given.all("patches")) {
        Optional<PatchEntry> patch =
            number.matches("[0-9]{1,18}") ? book.patch(Long.parseLong(number)) : Optional.empty();
        patches.add(
            patch
                .orElseThrow(() ->
                    Problem.field(
                        "patches", "Invalid pk \"" + number + "\" - object does not exist."))
                .mail());
      }
      return patches;
    }

    private ApiUser requireUser() {
      if (user == null) {
        throw Problem.noToken();
      }
      return user;
    }

    private Filters filters() throws IOException {
      return new Filters(archive, book, directory, query);
    }

    private interface Writing {
      void write(Entities out, PatchWriter writer) throws IOException;
    }

    private ApiAnswer one(Writing writing) throws IOException {
      return one(200, writing);
    }

    private ApiAnswer one(int status, Writing writing) throws IOException {
      return ApiAnswer.json(
          status,
          json -> {
            Entities out = new Entities(json, urls, directory);
            writing.write(out, new PatchWriter(archive, book, out));
          });
    }

    private interface Lookup<T> {
      Slice<T> find(Wanted wanted, Paging paging) throws IOException;
    }

    private interface ListWriting<T> {
      void write(PatchWriter writer, List<T> all) throws IOException;
    }

    private <T> ApiAnswer list(@Nullable Wanted wanted, Lookup<T> lookup, ListWriting<T> writing)
        throws IOException {
      Paging paging = Paging.of(query);
      Slice<T> slice = wanted == null ? Slice.empty() : lookup.find(wanted, paging);
      paging.requireExists(slice.total());
      return one((_, writer) -> writing.write(writer, slice.found()))
          .with("Link", paging.links(request, slice.total()));
    }

    /// A page of a short list.
    private <T> ApiAnswer list(List<T> all, ListWriting<T> writing) throws IOException {
      Paging paging = Paging.of(query);
      List<T> page = paging.of(all);
      return one((_, writer) -> writing.write(writer, page))
          .with("Link", paging.links(request, all.size()));
    }

    private void index(Entities out) {
      out.json().writeStartObject();
      List.of("projects", "users", "people", "patches", "covers", "series", "events", "bundles")
          .forEach(name -> out.text(name, urls.api(name + "/")));
      out.json().writeEndObject();
    }

    private ApiAnswer projects() throws IOException {
      String words = query.text("q").toLowerCase(Locale.ROOT);
      List<Project> all =
          directory.projects().all().stream()
              .filter(project -> project.name().toLowerCase(Locale.ROOT).contains(words))
              .toList();
      return list(all, (writer, page) -> writer.array(page, writer.entities()::project));
    }

    private ApiAnswer people() throws IOException {
      requireUser();
      Paging paging = Paging.of(query);
      Slice<Directory.Person> people = directory.people(query.text("q"), paging);
      return one((out, _) -> out.array(people.found(), out::person))
          .with("Link", paging.links(request, people.total()));
    }

    private ApiAnswer users() throws IOException {
      requireUser();
      String words = query.text("q").toLowerCase(Locale.ROOT);
      List<ApiUser> all =
          directory.users().all().stream()
              .filter(one ->
                  (one.name() + " " + one.fullName() + " " + String.join(" ", one.emails()))
                      .toLowerCase(Locale.ROOT)
                      .contains(words))
              .toList();
      return list(all, (writer, page) -> writer.array(page, writer.entities()::user));
    }

    private ApiAnswer patch(int status, PatchEntry patch) throws IOException {
      return one(status, (_, writer) -> writer.patch(patch));
    }

    private ProjectMail about(long id, boolean ofPatch) throws IOException {
      return ofPatch
          ? book.patch(id).orElseThrow(Problem::notFound).mail()
          : book.cover(id).orElseThrow(Problem::notFound).head();
    }

    private ApiAnswer comments(long id, boolean ofPatch) throws IOException {
      ProjectMail about = about(id, ofPatch);
      return list(comments.of(about), (writer, page) -> writer.comments(about, ofPatch, page));
    }

    private ApiAnswer checks(PatchEntry patch) throws IOException {
      List<PatchEntry.Check> checks =
          patch.checks(book).stream().filter(check -> check.fits(query, directory)).toList();
      boolean newestFirst = query.text("order").startsWith("-");
      return list(
          newestFirst ? checks.reversed() : checks,
          (writer, page) -> writer.checks(patch.mail(), page));
    }

    private ApiAnswer bundleList() throws IOException {
      List<Project> projects = directory.projects().all();
      String asked = query.text("project");
      List<InboxName> inboxes =
          asked.isEmpty()
              ? projects.stream().map(Project::inbox).toList()
              : directory.projects().find(asked).stream().map(Project::inbox).toList();
      List<Bundle> all =
          bundles.visible(user, inboxes).stream()
              .filter(bundle -> Bundles.fits(bundle, query))
              .filter(bundle ->
                  query.all("owner").isEmpty()
                      || query.all("owner").stream()
                          .flatMap(key -> directory.users().find(key).stream())
                          .anyMatch(owner -> owner.name().equals(bundle.owner())))
              .toList();
      return list(
          all,
          (writer, page) ->
              writer.array(
                  page,
                  bundle -> writer.bundle(bundle, project(bundle).orElseThrow(Problem::notFound))));
    }

    private Optional<Project> project(Bundle bundle) throws IOException {
      return directory.projects().find(bundle.inbox().value());
    }

    private Bundle visible(long id) throws IOException {
      Bundle bundle =
          bundles
              .find(id)
              .filter(one -> one.shared() || Bundles.isOwn(one, user))
              .orElseThrow(Problem::notFound);
      if (project(bundle).isEmpty()) {
        throw Problem.notFound();
      }
      return bundle;
    }

    private ApiAnswer bundle(int status, Bundle bundle) throws IOException {
      Project project = project(bundle).orElseThrow(Problem::notFound);
      return one(status, (_, writer) -> writer.bundle(bundle, project));
    }

    private ApiAnswer events() throws IOException {
      List<EventBook.Event> all = events.find(query, path.version());
      return list(all, (writer, page) -> writer.array(page, event -> events.write(event, writer)));
    }
  }
}
