package org.annals.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.code.CommitText;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.patch.PatchId;
import org.annals.thread.Subjects;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Link;
import org.annals.web.View.Piece;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/// `X/OID/s/` of a commit: what it says and changes, and the mails that it came from.
final class CommitPage {
  private static final int MAILS_MAX = 20;
  private static final int LINKS_MAX = 20;
  private static final Pattern LINK =
      Pattern.compile("(?m)^(?:Link|Closes|Message-I[Dd]): \\S*?([^/<\\s]+@[^/>\\s]+)");

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  CommitPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  Answer answer(ObjectRoute route, CommitText text, String repository, Visit visit)
      throws IOException {
    Scope scope = route.scope();
    Links links = visit.links();
    RevCommit commit = text.commit();
    String diff = new String(text.diff(), StandardCharsets.UTF_8);
    Optional<String> patchId = text.cut() ? Optional.empty() : PatchId.stable(diff);
    List<Posting> mails = mails(scope, commit, patchId.orElse(""));
    Obfuscation hiding = frames.obfuscation(scope);
    String body = text.body();
    String shown =
        hiding.of((body.isEmpty() ? "" : body + "\n") + "---\n" + text.stat() + "\n" + diff);
    String title = hiding.of(commit.getShortMessage());
    String query = patchId.map(id -> "patchid:" + id).orElse("");
    List<Piece> facts = new ArrayList<>();
    facts.add(
        new Piece("patch", links.to(new ObjectRoute(scope, commit.name(), "commit.patch", ""))));
    if (!query.isEmpty()) {
      facts.add(new Piece("mails with this change", links.to(ObjectPage.search(scope, query))));
    }
    for (RevCommit parent : commit.getParents()) {
      String start = ObjectPage.digits(parent);
      facts.add(new Piece("parent " + start, object(scope, parent.name(), links)));
    }
    facts.add(new Piece("files at this commit", object(scope, commit.getTree().name(), links)));
    View.Frame frame =
        frames.inbox(
            visit,
            scope,
            title,
            List.of(
                new Link("Skip to the content", "#main"), new Link("Skip to its end", "#after")),
            new Frames.Particulars(Frames.At.NOWHERE, query, null, null, false));
    return Answer.html(
        200,
        templates.rendering(
            "object.jte",
            out ->
                new View.CodeObject(
                    frame,
                    title,
                    facts,
                    headers(commit, repository, hiding),
                    note(text),
                    List.of(),
                    "Message and changes of the commit",
                    _ -> BodyRenderer.render(out, shown, "Zc", new FileLinks(scope, links)),
                    "Mails about this commit",
                    MailRows.days(scope, mails, out, visit),
                    false,
                    List.of())));
  }

  private static String note(CommitText text) {
    String merge =
        text.commit().getParentCount() > 1
            ? "This is a merge; compared with its first parent. "
            : "";
    return merge + (text.cut() ? "It is too large to be shown whole." : "");
  }

  private static List<HeaderLine> headers(RevCommit commit, String repository, Obfuscation hiding) {
    List<HeaderLine> headers = new ArrayList<>();
    PersonIdent author = commit.getAuthorIdent();
    PersonIdent committer = commit.getCommitterIdent();
    headers.add(person("Author", author, hiding));
    if (!author.getEmailAddress().equals(committer.getEmailAddress())) {
      headers.add(person("Committer", committer, hiding));
    }
    headers.add(new HeaderLine("Commit", true, List.of(new Piece(commit.name(), null))));
    headers.add(new HeaderLine("In", false, List.of(new Piece(repository, null))));
    return headers;
  }

  private static HeaderLine person(String label, PersonIdent who, Obfuscation hiding) {
    String text =
        "%s <%s>, %s UTC"
            .formatted(
                who.getName(),
                who.getEmailAddress(),
                Moments.plain(who.getWhenAsInstant().getEpochSecond()));
    return new HeaderLine(label, false, List.of(new Piece(hiding.of(text), null)));
  }

  private static String object(Scope scope, String id, Links links) {
    return links.to(ObjectRoute.page(scope, id, ""));
  }

  /// Those that the message names, then those with the same change, then those with its title.
  private List<Posting> mails(Scope scope, RevCommit commit, String patchId) throws IOException {
    Map<MessageId, Posting> mails = new LinkedHashMap<>();
    Matcher link = LINK.matcher(commit.getFullMessage());
    for (int i = 0; i < LINKS_MAX && link.find(); i++) {
      String id = Percent.decode(link.group(1)).orElse(link.group(1));
      archive.find(scope, new MessageId(id)).forEach(mail -> add(mails, mail));
    }
    if (!patchId.isEmpty()) {
      find(scope, new Query.Exact(Query.Key.PATCH_ID, patchId)).forEach(mail -> add(mails, mail));
    }
    String title = commit.getShortMessage().strip();
    if (title.indexOf(' ') > 0) {
      find(scope, new Query.Phrase(Query.Field.SUBJECT, title)).stream()
          .filter(mail -> !Subjects.isReply(mail.overview().subject()))
          .forEach(mail -> add(mails, mail));
    }
    return List.copyOf(mails.values());
  }

  private static void add(Map<MessageId, Posting> mails, Posting mail) {
    if (mails.size() < MAILS_MAX) {
      mails.putIfAbsent(mail.id(), mail);
    }
  }

  private List<Posting> find(Scope scope, Query query) throws IOException {
    return archive.search(scope, query, Order.NEWEST_FIRST, 0, MAILS_MAX).hits();
  }
}
