package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord.Removed;
import org.annals.archive.InboxCard;
import org.annals.archive.Removals;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.web.View.Choice;
import org.annals.web.View.Link;

/// A message that is not here, and where it may be: 300 when there is a choice, 410 when it was
/// removed, else 404.
final class MissingPage {
  private static final String DEBCONF =
      "https://lists.debconf.org/cgi-lurker/keyword.cgi?doc-url=/lurker&format=en.html&query=id:";

  private final Frames frames;
  private final Templates templates;
  private final Rescue rescue;
  private final Archive archive;

  MissingPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.rescue = new Rescue(archive, frames);
  }

  Answer answer(Scope scope, MessageId id, Visit visit) throws IOException {
    List<Posting> elsewhere = rescue.elsewhere(id);
    Optional<Removed> removed = elsewhere.isEmpty() ? removed(scope, id) : Optional.empty();
    if (removed.isPresent()) {
      return gone(scope, id, removed.get(), visit);
    }
    List<Posting> alike = elsewhere.isEmpty() ? rescue.alike(scope, id) : List.of();
    List<Choice> choices = new ArrayList<>();
    if (!elsewhere.isEmpty()) {
      choices.add(new Choice("Here", links(elsewhere, visit)));
    }
    if (!alike.isEmpty()) {
      String count = Counts.of(alike.size(), "partial match", "partial matches");
      choices.add(new Choice(count, links(alike, visit)));
    }
    if (id.value().indexOf('@') >= 0) {
      choices.add(new Choice("Perhaps at another site", atOtherSites(id)));
    }
    if (elsewhere.isEmpty()) {
      choices.add(new Choice("Was it sent to a list here?", List.of(trace(id, visit))));
    }
    String title = elsewhere.isEmpty() ? "Message not found" : "Found in another inbox";
    View.Missing view =
        new View.Missing(
            frames.inbox(
                visit,
                scope,
                title,
                List.of(),
                new Frames.Particulars(Frames.At.NOWHERE, "", null, null, false)),
            title,
            "No message in " + Frames.name(scope) + " has the Message-ID <" + id.value() + ">.",
            choices);
    boolean known = !elsewhere.isEmpty() || !alike.isEmpty() || id.value().indexOf('@') >= 0;
    return Answer.html(known ? 300 : 404, templates.rendering("missing.jte", _ -> view)).unkept();
  }

  private Optional<Removed> removed(Scope scope, MessageId id) throws IOException {
    List<InboxName> inboxes =
        switch (scope) {
          case Scope.One(var inbox) -> List.of(inbox);
          case Scope.All() -> frames.cards().stream().map(InboxCard::name).toList();
        };
    return inboxes.stream()
        .flatMap(inbox -> archive.control().removals().of(inbox, id).stream())
        .findFirst();
  }

  /// What was taken away will not come back: 410, which also search engines understand.
  private Answer gone(Scope scope, MessageId id, Removed removed, Visit visit) throws IOException {
    String title = "Message removed";
    String list = visit.absolute(new BrowseRoute.Removals(Scope.of(removed.inbox())));
    String path = visit.links().to(new BrowseRoute.Removals(Scope.of(removed.inbox())));
    View.Missing view =
        new View.Missing(
            frames.inbox(
                visit,
                scope,
                title,
                List.of(),
                new Frames.Particulars(Frames.At.NOWHERE, "", null, null, false)),
            title,
            "The message with the Message-ID <"
                + id.value()
                + "> was "
                + Removals.told(removed)
                + ".",
            List.of(
                new Choice("All that was removed", List.of(new Link(list, path))),
                new Choice("More of it", List.of(trace(id, visit)))));
    return Answer.html(410, templates.rendering("missing.jte", _ -> view)).unkept();
  }

  private static Link trace(MessageId id, Visit visit) {
    return new Link("what became of it", visit.links().to(new SiteRoute.Trace(id)));
  }

  private static List<Link> links(List<Posting> postings, Visit visit) {
    return postings.stream()
        .map(p -> new MessageRoute.OneMessage(Scope.of(p.inbox()), p.id()))
        .map(route -> new Link(visit.absolute(route), visit.links().to(route)))
        .toList();
  }

  /// Archives that find any message by its id, as public-inbox names them.
  private static List<Link> atOtherSites(MessageId id) {
    String segment = Percent.segment(id.value());
    String query = Percent.query(id.value());
    return Stream.of(
            "https://marc.info/?i=" + query,
            "https://www.mail-archive.com/search?l=mid&q=" + query,
            "nntp://news.gmane.io/" + segment,
            "https://lists.debian.org/msgid-search/" + segment,
            "https://docs.FreeBSD.org/cgi/mid.cgi?db=mid&id=" + query,
            "https://www.w3.org/mid/" + segment,
            "https://www.postgresql.org/message-id/" + segment,
            DEBCONF + query)
        .map(url -> new Link(url, url))
        .toList();
  }
}
