package org.annals.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.archive.TrackedPatch;
import org.annals.mail.Address;
import org.annals.mail.FileNames;
import org.annals.mail.MboxWriter;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.patch.Trailer;
import org.annals.series.CollectedPatch;
import org.annals.store.MissingMessageException;
import org.jspecify.annotations.Nullable;

/// Addresses outside of `/api/` that Patchwork has: mailboxes of patches, series and bundles, for
/// programs, and pages, which are ours under other addresses. Thread-safe.
final class MailPages {
  private static final Pattern LIST = Pattern.compile("/project/([^/]+)/(?:list/?)?");
  private static final Pattern MAIL =
      Pattern.compile("/project/([^/]+)/(patch|cover)/([^/]+)/(?:(mbox|raw)/?)?");
  private static final Pattern NUMBERED =
      Pattern.compile("/(patch|cover)/([0-9]{1,18})/(?:(mbox|raw)/?)?");
  private static final Pattern SERIES = Pattern.compile("/series/([0-9]{1,18})/mbox/?");
  private static final Pattern BUNDLE = Pattern.compile("/bundle/([^/]+)/([^/]+)/(mbox/?)?");
  private static final Pattern COMMENT = Pattern.compile("/comment/([0-9]{1,18})/?");
  private static final List<Pattern> ALL = List.of(LIST, MAIL, NUMBERED, SERIES, BUNDLE, COMMENT);

  private static final String MAILBOX = "text/plain; charset=UTF-8";

  private final Archive archive;
  private final PatchBook book;
  private final Bundles bundles;
  private final Directory directory;

  MailPages(Archive archive, PatchBook book, Bundles bundles, Directory directory) {
    this.archive = archive;
    this.book = book;
    this.bundles = bundles;
    this.directory = directory;
  }

  static boolean owns(String path) {
    return ALL.stream().map(pattern -> pattern.matcher(path)).anyMatch(Matcher::matches);
  }

  ApiAnswer answer(ApiRequest request, @Nullable ApiUser user) throws IOException {
    String path = request.path();
    Urls urls = new Urls(request.base(), ApiVersion.UNNAMED);
    Matcher list = LIST.matcher(path);
    if (list.matches()) {
      return list(list.group(1), Parameters.ofForm(request.query()), urls);
    }
    Matcher mail = MAIL.matcher(path);
    if (mail.matches()) {
      ProjectMail found = mail(project(mail.group(1)), mail.group(3));
      return mail(found, mail.group(2).equals("patch"), mail.group(4), request);
    }
    Matcher numbered = NUMBERED.matcher(path);
    if (numbered.matches()) {
      ProjectMail found =
          book.mail(Long.parseLong(numbered.group(2))).orElseThrow(Problem::notFound);
      String form = numbered.group(3) == null ? "" : numbered.group(3) + "/";
      return ApiAnswer.redirect(urls.page(found, numbered.group(1).equals("patch")) + form);
    }
    Matcher comment = COMMENT.matcher(path);
    if (comment.matches()) {
      ProjectMail found =
          book.mail(Long.parseLong(comment.group(1))).orElseThrow(Problem::notFound);
      return ApiAnswer.redirect(urls.message(found.project(), found.id()));
    }
    Matcher series = SERIES.matcher(path);
    if (series.matches()) {
      SeriesEntry found =
          book.series(Long.parseLong(series.group(1))).orElseThrow(Problem::notFound);
      return mailbox(fileName(found.name()) + ".patch", book.patches(found));
    }
    Matcher bundle = BUNDLE.matcher(path);
    if (bundle.matches()) {
      return bundle(bundle.group(1), bundle.group(2), bundle.group(3) != null, user, urls);
    }
    throw Problem.notFound();
  }

  private Project project(String escaped) throws IOException {
    return directory.projects().find(decoded(escaped)).orElseThrow(Problem::notFound);
  }

  private static String decoded(String escaped) {
    return Parameters.decoded(escaped.replace("+", "%2B")).orElseThrow(Problem::notFound);
  }

  private ProjectMail mail(Project project, String escaped) throws IOException {
    String id = decoded(escaped);
    String bare = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    return book.mail(project, new MessageId(bare)).orElseThrow(Problem::notFound);
  }

  /// The inbox, or the page of the series that is asked for.
  private ApiAnswer list(String escaped, Parameters query, Urls urls) throws IOException {
    Project project = project(escaped);
    String series = query.text("series");
    if (series.matches("[0-9]{1,18}")) {
      SeriesEntry found = book.series(Long.parseLong(series)).orElseThrow(Problem::notFound);
      return ApiAnswer.redirect(urls.message(found.project(), found.head().id()) + "series/");
    }
    return ApiAnswer.redirect(urls.base() + "/" + Urls.segment(project.name()) + "/");
  }

  private ApiAnswer mail(ProjectMail mail, boolean patch, @Nullable String form, ApiRequest request)
      throws IOException {
    Urls urls = new Urls(request.base(), ApiVersion.UNNAMED);
    if (form == null) {
      return ApiAnswer.redirect(urls.message(mail.project(), mail.id()));
    }
    String name = fileName(mail.name().full());
    if (!patch) {
      if (form.equals("raw")) {
        throw Problem.notFound();
      }
      return file(MAILBOX, name + ".mbox", out -> write(mail, List.of(), "", out));
    }
    PatchEntry entry = book.patch(mail).orElseThrow(Problem::notFound);
    if (form.equals("raw")) {
      String diff = MailText.of(Message.parse(archive.raw(mail.posting()))).diff();
      return file(
          "text/x-patch; charset=UTF-8",
          name + ".diff",
          out -> out.write(diff.getBytes(StandardCharsets.UTF_8)));
    }
    String series = Parameters.ofForm(request.query()).text("series");
    return mailbox(name + ".patch", series.isEmpty() ? List.of(entry) : upTo(entry, series));
  }

  /// The patches of the series before it, and itself. `series` is its number, or `*`.
  private List<PatchEntry> upTo(PatchEntry patch, String series) throws IOException {
    if (!series.equals("*") && !series.equals(Long.toString(patch.series().number()))) {
      throw Problem.notFound();
    }
    Predicate<PatchEntry> before = other -> other.patch().number() <= patch.patch().number();
    return book.patches(patch.series()).stream().filter(before).toList();
  }

  private ApiAnswer bundle(
      String owner, String name, boolean mbox, @Nullable ApiUser user, Urls urls)
      throws IOException {
    Bundle bundle =
        bundles
            .find(decoded(owner), decoded(name))
            .filter(found -> found.shared() || Bundles.isOwn(found, user))
            .orElseThrow(Problem::notFound);
    Project project = project(Urls.segment(bundle.inbox().value()));
    if (!mbox) {
      return ApiAnswer.redirect(urls.api("bundles/" + bundle.number() + "/"));
    }
    List<PatchEntry> patches = new ArrayList<>();
    for (MessageId id : bundle.patches()) {
      Optional<ProjectMail> mail = book.mail(project, id);
      if (mail.isPresent()) {
        book.patch(mail.get()).ifPresent(patches::add);
      }
    }
    return mailbox(fileName(bundle.name()) + ".mbox", patches);
  }

  private ApiAnswer mailbox(String fileName, List<PatchEntry> patches) {
    return file(
        MAILBOX,
        fileName,
        out -> {
          for (PatchEntry patch : patches) {
            List<Trailer> given =
                patch.patch().trailers().stream()
                    .filter(TrackedPatch.Given::matches)
                    .map(one -> new Trailer(one.name(), one.value()))
                    .toList();
            write(patch.mail(), given, patch.orders().delegate(), out);
          }
        });
  }

  private static ApiAnswer file(String type, String name, ApiAnswer.Body body) {
    return new ApiAnswer(
        200,
        Map.of("Content-Type", type, "Content-Disposition", "attachment; filename=" + name),
        body);
  }

  private static String fileName(String title) {
    String slug = FileNames.slug(title);
    return slug.isEmpty() ? "patch" : slug;
  }

  /// For `git am`, with the trailers that were given to it. One that git lost is left out.
  private void write(ProjectMail mail, List<Trailer> given, String delegate, OutputStream out)
      throws IOException {
    try (MessageReader reader = archive.open()) {
      byte[] collected = CollectedPatch.of(Message.parse(reader.read(mail.posting())), given);
      Address submitter = mail.submitter();
      StringBuilder headers = new StringBuilder();
      headers.append("X-Patchwork-Submitter: ").append(line(submitter.name())).append(" <");
      headers.append(line(submitter.mailbox())).append(">\n");
      headers.append("X-Patchwork-Id: ").append(mail.number()).append('\n');
      if (!delegate.isEmpty()) {
        headers.append("X-Patchwork-Delegate: ").append(line(delegate)).append('\n');
      }
      byte[] before = headers.toString().getBytes(StandardCharsets.UTF_8);
      byte[] all = Arrays.copyOf(before, before.length + collected.length);
      System.arraycopy(collected, 0, all, before.length, collected.length);
      MboxWriter.write(out, all);
    } catch (MissingMessageException e) {
      return; // the others are still good
    }
  }

  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
