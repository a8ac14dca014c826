package org.annals.api;

import java.io.IOException;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.mail.Message;
import org.annals.store.MissingMessageException;
import tools.jackson.core.JsonGenerator;

/// Writes patches, cover letters, series and what belongs to them. For one answer.
final class PatchWriter {
  private final Archive archive;
  private final PatchBook book;
  private final Entities out;
  private final Urls urls;
  private final JsonGenerator json;

  PatchWriter(Archive archive, PatchBook book, Entities out) {
    this.archive = archive;
    this.book = book;
    this.out = out;
    this.urls = out.urls();
    this.json = out.json();
  }

  /// The mail itself; one that git lost is empty.
  private static Message read(MessageReader reader, ProjectMail mail) throws IOException {
    try {
      return Message.parse(reader.read(mail.posting()));
    } catch (MissingMessageException e) {
      return Message.parse(new byte[0]);
    }
  }

  Entities entities() {
    return out;
  }

  <T> void array(List<T> all, Entities.Each<T> each) throws IOException {
    out.array(all, each);
  }

  void patches(List<PatchEntry> patches) throws IOException {
    out.array(
        patches,
        patch -> {
          common(patch);
          json.writeEndObject();
        });
  }

  void patch(PatchEntry patch) throws IOException {
    try (MessageReader reader = archive.open()) {
      Message message = read(reader, patch.mail());
      MailText text = MailText.of(message);
      common(patch);
      out.headers(message.headers());
      out.text("content", text.content());
      out.text("diff", text.diff());
      out.strings("prefixes", patch.mail().name().prefixes());
      json.writeEndObject();
    }
  }

  private void common(PatchEntry patch) throws IOException {
    ProjectMail mail = patch.mail();
    long id = mail.number();
    out.begin(id, urls.patch(id));
    if (out.has(1)) {
      out.text("web_url", urls.page(mail, true));
    }
    out.project("project", mail.project());
    identity(mail);
    out.text("name", mail.name().full());
    out.textOrNull("commit_ref", patch.commit());
    json.writeNullProperty("pull_url");
    out.text("state", patch.state());
    out.flag("archived", patch.orders().archived());
    out.textOrNull("hash", patch.patch().diffHash());
    out.submitter("submitter", mail.submitter());
    out.delegate("delegate", patch.orders().delegate());
    out.text("mbox", urls.mbox(mail, true));
    embedded(patch.series());
    if (out.has(1)) {
      out.text("comments", urls.patch(id) + "comments/");
    }
    out.text("check", PatchEntry.combined(patch.checks(book)));
    out.text("checks", urls.patch(id) + "checks/");
    json.writeObjectPropertyStart("tags");
    json.writeEndObject();
    if (out.has(2)) {
      json.writeName("related");
      out.array(book.related(patch), other -> embedded(other, true));
    }
  }

  private void identity(ProjectMail mail) {
    out.text("msgid", "<" + mail.id().value() + ">");
    if (out.has(2)) {
      out.text("list_archive_url", urls.message(mail.project(), mail.id()));
    }
    out.text("date", Entities.date(mail.posting().sent()));
  }

  /// The series of a patch or cover letter: always a list.
  private void embedded(SeriesEntry series) {
    json.writeArrayPropertyStart("series");
    series("", series);
    json.writeEndArray();
  }

  /// A series as part of something else, under a name, or in a list.
  void series(String name, SeriesEntry series) {
    if (!name.isEmpty()) {
      json.writeName(name);
    }
    long id = series.number();
    out.begin(id, urls.series(id));
    if (out.has(1)) {
      out.text("web_url", urls.seriesPage(series.project(), id));
    }
    out.text("date", Entities.date(series.tracked().sent()));
    out.text("name", series.name());
    out.number("version", series.tracked().version());
    out.text("mbox", urls.seriesMbox(id));
    json.writeEndObject();
  }

  /// A patch or cover letter as part of something else.
  void embedded(ProjectMail mail, boolean patch) {
    long id = mail.number();
    out.begin(id, patch ? urls.patch(id) : urls.cover(id));
    if (out.has(1)) {
      out.text("web_url", urls.page(mail, patch));
    }
    identity(mail);
    out.text("name", mail.name().full());
    if (patch || out.has(1)) {
      out.text("mbox", urls.mbox(mail, patch));
    }
    json.writeEndObject();
  }

  void covers(List<SeriesEntry> covers) throws IOException {
    out.array(
        covers,
        cover -> {
          commonCover(cover);
          json.writeEndObject();
        });
  }

  void cover(SeriesEntry cover) throws IOException {
    try (MessageReader reader = archive.open()) {
      Message message = read(reader, cover.head());
      commonCover(cover);
      out.headers(message.headers());
      out.text("content", MailText.of(message).content());
      json.writeEndObject();
    }
  }

  private void commonCover(SeriesEntry cover) {
    ProjectMail mail = cover.head();
    long id = mail.number();
    out.begin(id, urls.cover(id));
    if (out.has(1)) {
      out.text("web_url", urls.page(mail, false));
    }
    out.project("project", mail.project());
    identity(mail);
    out.text("name", mail.name().full());
    out.submitter("submitter", mail.submitter());
    if (out.has(1)) {
      out.text("mbox", urls.mbox(mail, false));
    }
    embedded(cover);
    if (out.has(1)) {
      out.text("comments", urls.cover(id) + "comments/");
    }
  }

  void series(SeriesEntry series) throws IOException {
    long id = series.number();
    long received = series.received();
    out.begin(id, urls.series(id));
    if (out.has(1)) {
      out.text("web_url", urls.seriesPage(series.project(), id));
    }
    out.project("project", series.project());
    out.text("name", series.name());
    out.text("date", Entities.date(series.tracked().sent()));
    out.submitter("submitter", series.head().submitter());
    out.number("version", series.tracked().version());
    out.number("total", series.tracked().total());
    out.number("received_total", received);
    out.flag("received_all", received >= series.tracked().total());
    out.text("mbox", urls.seriesMbox(id));
    json.writeName("cover_letter");
    if (series.cover() == null) {
      json.writeNull();
    } else {
      embedded(series.head(), false);
    }
    json.writeName("patches");
    out.array(book.patches(series), patch -> embedded(patch.mail(), true));
    if (out.has(4)) {
      out.strings("dependencies", List.of());
      out.strings("dependents", List.of());
    }
    json.writeEndObject();
  }

  void checks(ProjectMail patch, List<PatchEntry.Check> checks) throws IOException {
    out.array(checks, check -> check(patch, check));
  }

  void check(ProjectMail patch, PatchEntry.Check check) {
    out.begin(check.number(), urls.patch(patch.number()) + "checks/" + check.number() + "/");
    out.user("user", check.by());
    out.text("date", Entities.date(check.at()));
    out.text("state", check.result());
    out.textOrNull("target_url", check.url());
    out.text("context", check.context());
    out.textOrNull("description", check.description());
    json.writeEndObject();
  }

  void comments(ProjectMail about, boolean patch, List<ProjectMail> comments) throws IOException {
    try (MessageReader reader = archive.open()) {
      out.array(comments, comment -> comment(about, patch, comment, reader));
    }
  }

  void comment(ProjectMail about, boolean patch, ProjectMail comment) throws IOException {
    try (MessageReader reader = archive.open()) {
      comment(about, patch, comment, reader);
    }
  }

  private void comment(ProjectMail about, boolean patch, ProjectMail comment, MessageReader reader)
      throws IOException {
    Message message = read(reader, comment);
    long id = comment.number();
    json.writeStartObject();
    out.number("id", id);
    if (out.has(3)) {
      String of = patch ? urls.patch(about.number()) : urls.cover(about.number());
      out.text("url", of + "comments/" + id + "/");
    }
    if (out.has(1)) {
      out.text("web_url", urls.message(comment.project(), comment.id()));
    }
    identity(comment);
    out.text("subject", comment.posting().overview().subject());
    out.submitter("submitter", comment.submitter());
    MailText text = MailText.of(message);
    out.text("content", text.content() + (text.diff().isEmpty() ? "" : "\n" + text.diff()));
    out.headers(message.headers());
    if (out.has(3)) {
      json.writeNullProperty("addressed");
    }
    json.writeEndObject();
  }

  void bundle(Bundle bundle, Project project) throws IOException {
    out.begin(bundle.number(), urls.api("bundles/" + bundle.number() + "/"));
    if (out.has(1)) {
      out.text("web_url", urls.bundle(bundle));
    }
    out.project("project", project);
    out.text("name", bundle.name());
    out.user("owner", bundle.owner());
    json.writeName("patches");
    json.writeStartArray();
    for (var id : bundle.patches()) {
      book.mail(project, id).ifPresent(mail -> embedded(mail, true));
    }
    json.writeEndArray();
    out.flag("public", bundle.shared());
    out.text("mbox", urls.bundle(bundle) + "mbox/");
    json.writeEndObject();
  }
}
