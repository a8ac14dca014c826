package org.annals.web;

import java.io.IOException;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.archive.PatchMails;
import org.annals.code.CodeRepositories;
import org.annals.code.CodeRepository;
import org.annals.code.CommitText;
import org.annals.code.Solution;
import org.annals.code.Solver;
import org.annals.mail.FileNames;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;

/// Answers for objects of code: files, directories, commits, tags. Thread-safe.
final class CodeAnswers {
  /// Of a larger change the rest is left to git.
  private static final int DIFF_BYTES_MAX = 1 << 20;

  private static final int PATCH_BYTES_MAX = 16 << 20;

  /// In so many bytes git looks for a NUL to tell that a file is no text.
  private static final int PROBE_BYTES = 8_000;

  private final Archive archive;
  private final CodeRepositories repositories;
  private final Frames frames;
  private final ObjectPage page;
  private final CommitPage commits;

  CodeAnswers(Archive archive, CodeRepositories repositories, Frames frames, Templates templates) {
    this.archive = archive;
    this.repositories = repositories;
    this.frames = frames;
    this.page = new ObjectPage(frames, templates);
    this.commits = new CommitPage(archive, frames, templates);
  }

  Answer answer(ObjectRoute route, Visit visit) throws IOException {
    boolean full = route.id().length() == Constants.OBJECT_ID_STRING_LENGTH;
    if (full && !route.isPage() && visit.names(validator(route.id()))) {
      return kept(Answer.text(200, ""), route.id(), true).notModified();
    }
    List<String> names =
        frames.code(route.scope()).stream().map(SiteSettings.CodeRepository::name).toList();
    Solution solution;
    try (MessageReader reader = archive.open()) {
      solution =
          new Solver(repositories, names)
              .solve(route.id(), new PatchMails(archive, route.scope(), reader));
    }
    return switch (solution.outcome()) {
      case Solution.Stored stored -> readable(route, stored, visit);
      case Solution.Rebuilt(var id, var content, var mails) -> {
        ObjectLoader file = new ObjectLoader.SmallObject(Constants.OBJ_BLOB, content);
        yield route.isPage()
            ? page.blob(route, new ObjectPage.Found(id, file, "", mails, solution.steps()), visit)
            : raw(file, id, full);
      }
      case Solution.Ambiguous(var objects) when route.isPage() ->
          page.ambiguous(route, objects, visit);
      case Solution.Unsolved _ when route.isPage() -> page.unsolved(route, solution, visit);
      case Solution.Ambiguous _ ->
          throw new Refusal(Refusal.Reason.NOT_FOUND, "Several objects have ids that begin so.");
      case Solution.Unsolved _ ->
          throw new Refusal(Refusal.Reason.NOT_FOUND, "No object with this id was found.");
    };
  }

  /// A damaged repository is the operator's to mend, and no reason to fail.
  private Answer readable(ObjectRoute route, Solution.Stored stored, Visit visit) {
    try {
      return stored(route, stored, visit);
    } catch (IOException e) {
      String name = stored.repository().name();
      repositories.warn(name, e);
      throw new Refusal(
          Refusal.Reason.NOT_FOUND, "The code repository " + name + " is damaged at this object.");
    }
  }

  private Answer stored(ObjectRoute route, Solution.Stored stored, Visit visit) throws IOException {
    CodeRepository repository = stored.repository();
    ObjectId id = stored.id();
    ObjectLoader object = repository.read(id);
    boolean full = route.id().length() == Constants.OBJECT_ID_STRING_LENGTH;
    ObjectPage.Found found =
        new ObjectPage.Found(id, object, repository.name(), List.of(), List.of());
    return switch (object.getType()) {
      case Constants.OBJ_BLOB ->
          route.isPage() ? page.blob(route, found, visit) : raw(object, id, full);
      case Constants.OBJ_COMMIT ->
          route.isPage()
              ? commits.answer(
                  route, CommitText.of(repository, id, DIFF_BYTES_MAX), repository.name(), visit)
              : patch(CommitText.of(repository, id, PATCH_BYTES_MAX), full);
      case Constants.OBJ_TREE -> page.tree(requirePage(route), found, repository, visit);
      default -> page.tag(requirePage(route), found, visit);
    };
  }

  private static ObjectRoute requirePage(ObjectRoute route) {
    if (!route.isPage()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "Only files and commits can be downloaded.");
    }
    return route;
  }

  /// Text is shown as text, whatever it is; all else is bytes to save.
  private static Answer raw(ObjectLoader file, ObjectId id, boolean full) throws IOException {
    boolean text = !isBinary(file);
    Answer answer =
        Answer.of(200, text ? Answer.TEXT : "application/octet-stream", out -> file.copyTo(out));
    return kept(text ? answer : answer.incompressible(), id.name(), full);
  }

  /// As git decides it.
  static boolean isBinary(ObjectLoader file) throws IOException {
    try (var in = file.openStream()) {
      for (byte b : in.readNBytes(PROBE_BYTES)) {
        if (b == 0) {
          return true;
        }
      }
      return false;
    }
  }

  private static Answer patch(CommitText text, boolean full) throws IOException {
    if (text.cut()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "The commit is too large to be sent as a patch.");
    }
    byte[] mail = text.mail();
    String slug = FileNames.slug(text.commit().getShortMessage());
    return kept(Answer.of(200, Answer.TEXT, out -> out.write(mail)), text.commit().name(), full)
        .with("Content-Disposition", "inline; filename=" + slug + ".patch");
  }

  private static String validator(String id) {
    return "W/\"" + id + "\"";
  }

  /// What a full id names never changes; what an abbreviated one names may become two.
  private static Answer kept(Answer answer, String id, boolean full) {
    Answer valid = answer.with("ETag", validator(id));
    return full ? valid.keptFor(ObjectRoute.KEPT) : valid.with("Cache-Control", "no-cache");
  }
}
