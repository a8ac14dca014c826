package org.annals.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address below `/api/`: the version, the resource, and the numbers or names in it. With or
/// without a slash at the end.
record ApiPath(ApiVersion version, Resource resource) {
  private static final Pattern FORM =
      Pattern.compile("/api(?:/1\\.([0-9]+))?((?:/[A-Za-z0-9_.~%@+-]+)*)/?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  /// What there is. A `key` is a number or a name.
  sealed interface Resource {
    record Index() implements Resource {}

    record Projects() implements Resource {}

    record OneProject(String key) implements Resource {}

    record People() implements Resource {}

    record OnePerson(long id) implements Resource {}

    record Users() implements Resource {}

    record OneUser(long id) implements Resource {}

    record Patches() implements Resource {}

    record OnePatch(long id) implements Resource {}

    record Covers() implements Resource {}

    record OneCover(long id) implements Resource {}

    /// What was answered to a patch, or to a cover letter.
    record Comments(long id, boolean patch) implements Resource {}

    record OneComment(long id, boolean patch, long comment) implements Resource {}

    record Checks(long patch) implements Resource {}

    record OneCheck(long patch, long id) implements Resource {}

    record SeriesList() implements Resource {}

    record OneSeries(long id) implements Resource {}

    record Bundles() implements Resource {}

    record OneBundle(long id) implements Resource {}

    record Events() implements Resource {}
  }

  /// Empty when nothing lives there.
  static Optional<ApiPath> parse(String path) {
    Matcher form = FORM.matcher(path);
    if (!form.matches()) {
      return Optional.empty();
    }
    ApiVersion version = ApiVersion.UNNAMED;
    if (form.group(1) != null) {
      if (!form.group(1).matches("[0-" + ApiVersion.NEWEST + "]")) {
        return Optional.empty();
      }
      version = ApiVersion.of(Integer.parseInt(form.group(1)));
    }
    String rest = form.group(2).isEmpty() ? "" : form.group(2).substring(1);
    List<String> segments = rest.isEmpty() ? List.of() : List.of(rest.split("/", -1));
    return resource(segments, version).map(new ApiPath(version, new Resource.Index())::to);
  }

  private ApiPath to(Resource other) {
    return new ApiPath(version, other);
  }

  private static Optional<Resource> resource(List<String> segments, ApiVersion version) {
    return switch (segments.size()) {
      case 0 -> Optional.of(new Resource.Index());
      case 1 -> collection(segments.getFirst());
      case 2 ->
          segments.getFirst().equals("projects")
              ? Parameters.decoded(segments.get(1)).map(Resource.OneProject::new)
              : number(segments.get(1)).flatMap(id -> one(segments.getFirst(), id));
      case 3 -> number(segments.get(1)).flatMap(id -> below(segments, id, version));
      case 4 ->
          number(segments.get(1))
              .flatMap(id -> number(segments.get(3)).flatMap(n -> below(segments, id, n, version)));
      default -> Optional.empty();
    };
  }

  private static Optional<Long> number(String text) {
    return NUMBER.matcher(text).matches() ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  private static Optional<Resource> collection(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "projects" -> new Resource.Projects();
          case "people" -> new Resource.People();
          case "users" -> new Resource.Users();
          case "patches" -> new Resource.Patches();
          case "covers" -> new Resource.Covers();
          case "series" -> new Resource.SeriesList();
          case "bundles" -> new Resource.Bundles();
          case "events" -> new Resource.Events();
          default -> null;
        });
  }

  private static Optional<Resource> one(String name, long id) {
    return Optional.ofNullable(
        switch (name) {
          case "people" -> new Resource.OnePerson(id);
          case "users" -> new Resource.OneUser(id);
          case "patches" -> new Resource.OnePatch(id);
          case "covers" -> new Resource.OneCover(id);
          case "series" -> new Resource.OneSeries(id);
          case "bundles" -> new Resource.OneBundle(id);
          default -> null;
        });
  }

  private static Optional<Resource> below(List<String> segments, long id, ApiVersion version) {
    return Optional.ofNullable(
        switch (segments.getFirst() + " " + segments.get(2)) {
          case "patches comments" -> version.has(1) ? new Resource.Comments(id, true) : null;
          case "covers comments" -> version.has(1) ? new Resource.Comments(id, false) : null;
          case "patches checks" -> new Resource.Checks(id);
          default -> null;
        });
  }

  private static Optional<Resource> below(
      List<String> segments, long id, long number, ApiVersion version) {
    return Optional.ofNullable(
        switch (segments.getFirst() + " " + segments.get(2)) {
          case "patches comments" ->
              version.has(3) ? new Resource.OneComment(id, true, number) : null;
          case "covers comments" ->
              version.has(3) ? new Resource.OneComment(id, false, number) : null;
          case "patches checks" -> new Resource.OneCheck(id, number);
          default -> null;
        });
  }
}
