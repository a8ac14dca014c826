package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord.Removed;
import org.annals.archive.InboxCard;
import org.annals.archive.Trace;
import org.annals.archive.Whereabouts;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Link;
import org.annals.web.View.Piece;

/// `/-/trace/`: where a mail is, or why it is not here, for who sent it or misses it.
///
/// Nothing that only the operator may know: not who brought a mail, nor to whom else it went, nor
/// what concerns hidden inboxes.
final class TracePage {
  /// Of a site with more lists only the first page is named.
  private static final int LISTS_MAX = 20;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final Rescue rescue;

  TracePage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.rescue = new Rescue(archive, frames);
  }

  Answer answer(String asked, Visit visit) throws IOException {
    Optional<MessageId> id = PastedId.parse(asked);
    Traced view = id.isEmpty() ? form(asked, visit) : traced(id.get(), asked, visit);
    return Answer.html(200, templates.rendering("trace.jte", _ -> view)).unkept();
  }

  private Traced form(String asked, Visit visit) {
    return new Traced(
        frame("Where is a mail?", visit),
        action(visit),
        asked,
        "",
        "",
        List.of(),
        List.of(),
        List.of());
  }

  private View.Frame frame(String title, Visit visit) {
    return frames.site(visit, title, List.of(new Link("Skip to content", "#main")), false);
  }

  private static String action(Visit visit) {
    return visit.links().to(new SiteRoute.Trace(""));
  }

  private Traced traced(MessageId id, String asked, Visit visit) throws IOException {
    Set<InboxName> shown =
        frames.cards().stream().map(InboxCard::name).collect(Collectors.toUnmodifiableSet());
    Whereabouts found = Whereabouts.of(archive, id, shown::contains);
    Links links = visit.links();
    List<HeaderLine> lines = new ArrayList<>();
    found.traces().forEach(trace -> lines.add(came(trace)));
    for (Removed removed : found.removals()) {
      lines.add(taken(removed, links));
    }
    for (Posting posting : found.postings()) {
      lines.add(filed(posting, links));
    }
    return new Traced(
        frame("What became of a mail", visit),
        action(visit),
        asked,
        id.value(),
        found.summary(),
        lines,
        found.advice(),
        ways(found, links));
  }

  private static HeaderLine came(Trace trace) {
    String inbox = trace.inbox() == null ? "" : "for " + trace.inbox() + ", ";
    return new HeaderLine(
        moment(trace.time().getEpochSecond()),
        false,
        List.of(new Piece("came " + inbox + trace.toldWay() + ", and " + trace.told(), null)));
  }

  private static String moment(long seconds) {
    return Moments.plain(seconds).replace(' ', '\u00a0') + "\u00a0UTC";
  }

  private static HeaderLine filed(Posting posting, Links links) {
    Route page = new MessageRoute.OneMessage(Scope.of(posting.inbox()), posting.id());
    return new HeaderLine(
        "now",
        false,
        List.of(
            new Piece("is in " + posting.inbox() + " as number " + posting.number() + ":", null),
            new Piece("the message", links.to(page))));
  }

  private static HeaderLine taken(Removed removed, Links links) {
    Route all = new BrowseRoute.Removals(Scope.of(removed.inbox()));
    return new HeaderLine(
        moment(removed.at()),
        false,
        List.of(
            new Piece(
                "in "
                    + removed.inbox()
                    + " it was "
                    + removed.action().told()
                    + " by "
                    + removed.actor()
                    + ", because "
                    + removed.reason().sentence()
                    + ":",
                null),
            new Piece("all that was removed", links.to(all))));
  }

  private List<Link> ways(Whereabouts found, Links links) throws IOException {
    List<Link> ways = new ArrayList<>();
    if (!found.postings().isEmpty()) {
      Posting first = found.postings().getFirst();
      Route why = new MessageRoute.Why(Scope.of(first.inbox()), first.id());
      ways.add(new Link("what became of it as a patch", links.to(why)));
    }
    if (found.standing() == Whereabouts.Standing.UNKNOWN) {
      for (Posting alike : rescue.alike(new Scope.All(), found.id())) {
        Route page = new MessageRoute.OneMessage(Scope.of(alike.inbox()), alike.id());
        ways.add(new Link("a message with an id like it: " + alike.id(), links.to(page)));
      }
    }
    List<InboxCard> lists = frames.cards();
    if (asksForAddresses(found) && lists.size() <= LISTS_MAX) {
      for (InboxCard list : lists) {
        Route topics = new InboxRoute.Topics(Scope.of(list.name()), TimeWindow.NEWEST);
        String addresses = String.join(", ", list.addresses());
        ways.add(new Link(list.name() + ", mail to " + addresses, links.to(topics)));
      }
    }
    ways.add(new Link("all inboxes", links.to(new SiteRoute.Home())));
    return ways;
  }

  /// Whether the advice tells to compare the addresses of lists.
  private static boolean asksForAddresses(Whereabouts found) {
    return switch (found.standing()) {
      case UNKNOWN -> true;
      case REFUSED -> found.traces().getLast().decision() == Trace.Decision.NO_INBOX;
      case HERE, EDITED, NOTE, REMOVED, FILED, DEFERRED -> false;
    };
  }
}
