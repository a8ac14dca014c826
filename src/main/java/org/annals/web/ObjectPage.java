package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.annals.code.CodeRepository;
import org.annals.code.Solution;
import org.annals.code.Solution.Step;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Link;
import org.annals.web.View.Piece;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// `X/OID/s/` of files, directories and tags, and of what was not found.
final class ObjectPage {
  /// Larger files are only for download.
  private static final int SHOWN_BYTES_MAX = 1 << 20;

  private static final int ENTRIES_MAX = 5_000;
  private static final int DIGITS_SHOWN = 12;
  private static final int DIGITS_SEARCHED = 7;

  private final Frames frames;
  private final Templates templates;

  ObjectPage(Frames frames, Templates templates) {
    this.frames = frames;
    this.templates = templates;
  }

  /// An object and where it comes from: `repository` is empty for one that `mails` make.
  record Found(
      ObjectId id, ObjectLoader object, String repository, List<Posting> mails, List<Step> steps) {}

  /// What a page shows beside how the object was found.
  private record Matter(
      String title,
      String query,
      List<Piece> facts,
      List<HeaderLine> headers,
      String note,
      @Nullable Shown shown) {}

  /// Why there is no object, and where to go.
  private record Absence(
      String title, String note, List<Link> choices, List<View.Attempt> attempts) {}

  /// Writes itself into a page.
  private interface Shown {
    void writeTo(Markup out);
  }

  Answer blob(ObjectRoute route, Found found, Visit visit) throws IOException {
    Links links = visit.links();
    long size = found.object.getSize();
    boolean binary = CodeAnswers.isBinary(found.object);
    boolean large = size > SHOWN_BYTES_MAX;
    String text = binary || large ? "" : text(found.object.getCachedBytes(SHOWN_BYTES_MAX));
    String shown = frames.obfuscation(route.scope()).of(text);
    List<Piece> facts = new ArrayList<>();
    facts.add(new Piece(Counts.bytes(size), null));
    if (!shown.isEmpty()) {
      facts.add(new Piece(Counts.of(shown.lines().count(), "line", "lines"), null));
    }
    ObjectRoute download = route.download(found.id.name(), binary ? ".bin" : ".txt");
    facts.add(new Piece("raw", links.to(download)));
    String query = searches(route, found.id, facts, links);
    String note =
        large
            ? "This file is too big to be shown; it can be downloaded."
            : binary
                ? "This file is not text; it can be downloaded."
                : text.isEmpty() ? "This file is empty." : "";
    String title = route.hint().isEmpty() ? "File " + digits(found.id) : route.hint();
    return answer(
        route,
        found,
        new Matter(
            title,
            query,
            facts,
            headers("Blob", found),
            note,
            note.isEmpty() ? out -> SourceLines.write(out, shown) : null),
        visit);
  }

  /// Adds links to mails about the file; returns the query that finds all of them.
  private static String searches(ObjectRoute route, ObjectId id, List<Piece> facts, Links links) {
    String start = id.name().substring(0, DIGITS_SEARCHED);
    String around = "dfblob:" + start;
    facts.add(new Piece("mails around this state", links.to(search(route.scope(), around))));
    if (route.hint().isEmpty()) {
      return around;
    }
    String file = "dfn:" + word(route.hint());
    facts.add(new Piece("mails that change this file", links.to(search(route.scope(), file))));
    return file + " dfpost:" + start;
  }

  private static String word(String path) {
    boolean plain = path.matches("[A-Za-z0-9_][A-Za-z0-9_./-]*");
    return plain ? path : "\"" + path.replace('"', ' ') + "\"";
  }

  static Route search(Scope scope, String query) {
    return new InboxRoute.Search(scope, SearchRequest.of(query));
  }

  /// UTF-8, else as bytes that each stand for a character.
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static List<HeaderLine> headers(String type, Found found) {
    List<HeaderLine> headers = new ArrayList<>();
    headers.add(new HeaderLine(type, true, List.of(new Piece(found.id.name(), null))));
    String from =
        found.repository.isEmpty()
            ? "only in mail: made of "
                + Counts.of(found.mails.size(), "patch", "patches")
                + ", and its hash is right"
            : found.repository;
    headers.add(new HeaderLine("In", false, List.of(new Piece(from, null))));
    return headers;
  }

  Answer tree(ObjectRoute route, Found found, CodeRepository repository, Visit visit)
      throws IOException {
    List<TreeLine> lines = new ArrayList<>();
    boolean cut = false;
    try (ObjectReader reader = repository.repository().newObjectReader()) {
      CanonicalTreeParser tree = new CanonicalTreeParser(null, reader, found.id);
      for (; !tree.eof() && !cut; tree.next(1)) {
        if (lines.size() == ENTRIES_MAX) {
          cut = true;
        } else {
          lines.add(TreeLine.of(tree, reader, route, visit.links()));
        }
      }
    } catch (RuntimeException e) { // JGit on trees that are cut off
      throw new IOException(repository.repository() + ": " + found.id.name() + " is damaged", e);
    }
    String title = route.hint().isEmpty() ? "Directory " + digits(found.id) : route.hint() + "/";
    List<Piece> facts = List.of(new Piece(Counts.of(lines.size(), "entry", "entries"), null));
    return answer(
        route,
        found,
        new Matter(
            title,
            "",
            facts,
            headers("Tree", found),
            cut ? "Only the first entries are shown." : "",
            out -> TreeLine.write(out, lines)),
        visit);
  }

  Answer tag(ObjectRoute route, Found found, Visit visit) throws IOException {
    String text = text(found.object.getCachedBytes(SHOWN_BYTES_MAX));
    String shown = frames.obfuscation(route.scope()).of(text);
    List<HeaderLine> headers = new ArrayList<>(headers("Tag", found));
    if (text.startsWith("object ") && text.indexOf('\n') == 47) {
      String target = text.substring(7, 47);
      String href = visit.links().to(ObjectRoute.page(route.scope(), target, ""));
      headers.add(new HeaderLine("Object", true, List.of(new Piece(target, href))));
    }
    return answer(
        route,
        found,
        new Matter(
            "Tag " + digits(found.id),
            "",
            List.of(),
            headers,
            "",
            out -> {
              out.raw("<pre>");
              Linkifier.write(out, shown, 0, shown.length());
              out.raw("</pre>\n");
            }),
        visit);
  }

  private Answer answer(ObjectRoute route, Found found, Matter matter, Visit visit)
      throws IOException {
    List<Link> skips =
        List.of(new Link("Skip to the content", "#main"), new Link("Skip to its end", "#after"));
    View.Frame frame =
        frames.inbox(
            visit,
            route.scope(),
            matter.title,
            skips,
            new Frames.Particulars(Frames.At.NOWHERE, matter.query, null, null, false));
    return Answer.html(
        200,
        templates.rendering(
            "object.jte",
            out ->
                new View.CodeObject(
                    frame,
                    matter.title,
                    matter.facts,
                    matter.headers,
                    matter.note,
                    List.of(),
                    "Content of " + matter.title,
                    content(matter.shown, out),
                    found.mails.size() > 1
                        ? "The patches, in the order in which they were applied"
                        : "The patch",
                    MailRows.days(route.scope(), found.mails, out, visit),
                    false,
                    attempts(route.scope(), found.steps, visit.links()))));
  }

  private static @Nullable Content content(@Nullable Shown shown, Markup out) {
    return shown == null ? null : _ -> shown.writeTo(out);
  }

  private static List<View.Attempt> attempts(Scope scope, List<Step> steps, Links links) {
    return steps.stream()
        .map(step -> new View.Attempt(step.text(), mail(scope, step.mail(), links)))
        .toList();
  }

  private static @Nullable Link mail(Scope scope, @Nullable Posting mail, Links links) {
    if (mail == null) {
      return null;
    }
    String subject = mail.overview().subject();
    return new Link(
        subject.isBlank() ? "(no subject)" : subject,
        links.to(new MessageRoute.OneMessage(MailRows.home(scope, mail), mail.id())));
  }

  Answer ambiguous(ObjectRoute route, List<Solution.Stored> objects, Visit visit)
      throws IOException {
    List<Link> choices = new ArrayList<>();
    for (Solution.Stored stored : objects) {
      int type = stored.repository().read(stored.id()).getType();
      ObjectRoute page = ObjectRoute.page(route.scope(), stored.id().name(), route.hint());
      choices.add(
          new Link(
              stored.id().name()
                  + ", a "
                  + Constants.typeString(type)
                  + " in "
                  + stored.repository().name(),
              visit.links().to(page)));
    }
    Absence absence =
        new Absence(
            "More than one object",
            "The ids of " + choices.size() + " objects begin with " + route.id() + ".",
            choices,
            List.of());
    return missing(300, route, absence, visit);
  }

  Answer unsolved(ObjectRoute route, Solution solution, Visit visit) throws IOException {
    List<String> names =
        frames.code(route.scope()).stream().map(SiteSettings.CodeRepository::name).toList();
    String where = names.isEmpty() ? "No" : "Nothing in " + String.join(", ", names) + ", and no";
    String around = "dfblob:" + route.id().substring(0, DIGITS_SEARCHED);
    Absence absence =
        new Absence(
            "Object not found",
            where + " patch in a mail, gives an object whose id begins with " + route.id() + ".",
            List.of(
                new Link("Mails that name it", visit.links().to(search(route.scope(), around)))),
            attempts(route.scope(), solution.steps(), visit.links()));
    return missing(404, route, absence, visit);
  }

  private Answer missing(int status, ObjectRoute route, Absence absence, Visit visit)
      throws IOException {
    View.CodeObject view =
        new View.CodeObject(
            frames.inbox(
                visit,
                route.scope(),
                absence.title,
                List.of(),
                new Frames.Particulars(Frames.At.NOWHERE, "", null, null, false)),
            absence.title,
            List.of(),
            List.of(),
            absence.note,
            absence.choices,
            "",
            null,
            "",
            List.of(),
            true,
            absence.attempts);
    return Answer.html(status, templates.rendering("object.jte", _ -> view)).unkept();
  }

  static String digits(ObjectId id) {
    return id.name().substring(0, DIGITS_SHOWN);
  }
}
