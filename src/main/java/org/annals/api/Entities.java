package org.annals.api;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.annals.mail.Address;
import org.annals.mail.Header;
import org.annals.mail.Headers;
import tools.jackson.core.JsonGenerator;

/// Writes what answers of many kinds hold: projects, people, users, headers, dates. For one answer.
final class Entities {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final JsonGenerator json;
  private final Urls urls;
  private final Directory directory;

  Entities(JsonGenerator json, Urls urls, Directory directory) {
    this.json = json;
    this.urls = urls;
    this.directory = directory;
  }

  /// Without a zone; UTC.
  static String date(long seconds) {
    return DATE.format(Instant.ofEpochSecond(seconds));
  }

  JsonGenerator json() {
    return json;
  }

  Urls urls() {
    return urls;
  }

  Directory directory() {
    return directory;
  }

  /// Whether the version that was asked for has what came in 1.`since`.
  boolean has(int since) {
    return urls.version().has(since);
  }

  void text(String name, String value) {
    json.writeStringProperty(name, value);
  }

  /// Null instead of nothing.
  void textOrNull(String name, String value) {
    if (value.isEmpty()) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }

  void number(String name, long value) {
    json.writeNumberProperty(name, value);
  }

  void flag(String name, boolean value) {
    json.writeBooleanProperty(name, value);
  }

  /// What every object begins with.
  void begin(long id, String url) {
    json.writeStartObject();
    number("id", id);
    text("url", url);
  }

  /// A project as part of something else.
  void project(String name, Project project) {
    json.writeName(name);
    begin(project.id(), urls.of(project));
    common(project);
    json.writeEndObject();
  }

  private void common(Project project) {
    text("name", project.name());
    text("link_name", project.name());
    text("list_id", project.listId());
    text("list_email", project.listEmail());
    text(
        "web_url",
        String.join("", project.card().settings().pages().infoUrls().stream().limit(1).toList()));
    text("scm_url", "");
    text("webscm_url", "");
    if (has(2)) {
      text("list_archive_url", urls.base() + "/" + Urls.segment(project.name()) + "/");
      text("list_archive_url_format", urls.base() + "/" + Urls.segment(project.name()) + "/{}/");
      text("commit_url_format", "");
    }
  }

  /// A project by itself.
  void project(Project project) {
    begin(project.id(), urls.of(project));
    common(project);
    json.writeArrayPropertyStart("maintainers");
    for (ApiUser user : directory.users().all()) {
      if (user.maintains(project)) {
        user(user);
      }
    }
    json.writeEndArray();
    if (has(1)) {
      text("subject_match", "");
    }
    if (has(4)) {
      flag("show_dependencies", false);
    }
    json.writeEndObject();
  }

  /// Whoever sent a mail.
  void submitter(String name, Address address) {
    json.writeName(name);
    long id = Ids.ofPerson(address.mailbox());
    begin(id, urls.ofPerson(id));
    textOrNull("name", address.name());
    text("email", address.mailbox());
    json.writeEndObject();
  }

  /// A person by itself, with the user who has the address.
  void person(Directory.Person person) {
    begin(person.id(), urls.ofPerson(person.id()));
    textOrNull("name", person.name());
    text("email", person.address());
    json.writeName("user");
    directory.users().byEmail(person.address()).ifPresentOrElse(this::user, json::writeNull);
    json.writeEndObject();
  }

  void user(ApiUser user) {
    begin(user.id(), urls.of(user));
    text("username", user.name());
    int space = user.fullName().lastIndexOf(' ');
    text("first_name", space < 0 ? user.fullName() : user.fullName().substring(0, space));
    text("last_name", space < 0 ? "" : user.fullName().substring(space + 1));
    text("email", user.email());
    json.writeEndObject();
  }

  /// A user by name. Who is none, such as a robot that mails, is made to look like one.
  void user(String property, String name) {
    json.writeName(property);
    directory
        .users()
        .byName(name)
        .ifPresentOrElse(
            this::user,
            () ->
                user(
                    new ApiUser(
                        name,
                        "",
                        name.indexOf('@') < 0 ? List.of() : List.of(name),
                        "",
                        List.of())));
  }

  void delegate(String property, String name) {
    if (name.isEmpty()) {
      json.writeNullProperty(property);
    } else {
      user(property, name);
    }
  }

  /// As an object; what comes more than once is an array.
  void headers(Headers headers) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (Header header : headers) {
      all.computeIfAbsent(header.name(), _ -> new ArrayList<>()).add(header.value());
    }
    json.writeObjectPropertyStart("headers");
    all.forEach((name, values) -> {
      if (values.size() == 1) {
        text(name, values.getFirst());
      } else {
        strings(name, values);
      }
    });
    json.writeEndObject();
  }

  void strings(String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  /// Objects, each written by itself.
  <T> void array(Iterable<T> all, Each<T> each) throws IOException {
    json.writeStartArray();
    for (T one : all) {
      each.write(one);
    }
    json.writeEndArray();
  }

  interface Each<T> {
    void write(T one) throws IOException;
  }
}
