package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.Scope;
import org.annals.index.SearchResult;
import org.annals.mail.MessageId;
import org.annals.thread.MessageThread;
import org.annals.thread.ThreadEntry;
import org.annals.thread.ThreadNode;
import org.annals.web.View.Link;
import org.jspecify.annotations.Nullable;

/// `?q=`: what was found, by day, with the line that says why.
final class SearchPage {
  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final Feeds feeds;
  private final Narrowing narrowing;

  SearchPage(Archive archive, Frames frames, Templates templates, Feeds feeds) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.feeds = feeds;
    this.narrowing = new Narrowing(archive, templates, frames);
  }

  Answer answer(InboxRoute.Search page, Visit visit) throws IOException {
    SearchRequest request = page.request();
    Optional<Answer> message = pastedId(page, visit);
    if (message.isPresent()) {
      return message.get();
    }
    if (request.edge() == null && request.offset() > SearchRequest.OFFSET_MAX) {
      throw new Refusal(
          Refusal.Reason.MALFORMED,
          "o goes no further than " + SearchRequest.OFFSET_MAX + "; narrow the search with d:.");
    }
    Asked asked;
    try {
      asked = Asked.of(Asked.Place.of(archive, page.scope()), request, visit.now());
    } catch (QueryException e) {
      return misunderstood(page, visit, e);
    }
    if (asked.result().total() == 0) {
      return nothing(page, asked.query(), visit);
    }
    InboxRoute.Search understood = new InboxRoute.Search(page.scope(), asked.request());
    return request.form() == SearchRequest.Form.FEED
        ? feeds.search(understood, asked.result(), visit)
        : found(page, asked, visit);
  }

  /// A Message-ID alone in the box leads to its message.
  private Optional<Answer> pastedId(InboxRoute.Search page, Visit visit) throws IOException {
    if (visit.posted() || page.request().form() == SearchRequest.Form.FEED) {
      return Optional.empty();
    }
    String text = page.request().query().strip();
    if (text.startsWith("<") && text.endsWith(">") && text.length() > 2) {
      text = text.substring(1, text.length() - 1);
    }
    if (text.indexOf('@') < 1
        || text.chars().anyMatch(Character::isWhitespace)
        || text.indexOf('"') >= 0) {
      return Optional.empty();
    }
    MessageId id = new MessageId(text);
    return archive.find(page.scope(), id).isEmpty()
        ? Optional.empty()
        : Optional.of(
            Answer.redirect(302, visit.absolute(new MessageRoute.OneMessage(page.scope(), id))));
  }

  private View.Frame frame(InboxRoute.Search page, Visit visit) throws IOException {
    String feed =
        visit
            .links()
            .to(new InboxRoute.Search(page.scope(), page.request().as(SearchRequest.Form.FEED)));
    return frames.inbox(
        visit,
        page.scope(),
        Frames.name(page.scope()) + ": search for " + page.request().query(),
        List.of(new Link("Skip to the results", "#results")),
        new Frames.Particulars(Frames.At.NOWHERE, page.request().query(), feed, null, false));
  }

  private Answer misunderstood(InboxRoute.Search page, Visit visit, QueryException e)
      throws IOException {
    List<Link> ways = new ArrayList<>();
    String corrected = e.corrected();
    if (corrected != null) {
      Route meant = new InboxRoute.Search(page.scope(), page.request().withQuery(corrected));
      ways.add(new Link("Search for " + corrected, visit.links().to(meant)));
    }
    View.Notice view =
        new View.Notice(
            frame(page, visit),
            "Bad query",
            "At column " + e.column() + ": " + e.getMessage() + ".",
            true,
            ways);
    return Answer.html(400, templates.rendering("query.jte", _ -> help(view, page, visit)))
        .unkept();
  }

  private Answer nothing(InboxRoute.Search page, Query query, Visit visit) throws IOException {
    List<Link> ways = Suggestions.of(archive, page, query, visit);
    String text = "Nothing in " + Frames.name(page.scope()) + " matches.";
    View.Notice view = new View.Notice(frame(page, visit), "No results found", text, false, ways);
    return Answer.html(404, templates.rendering("query.jte", _ -> help(view, page, visit)))
        .unkept();
  }

  private View.QueryNotice help(View.Notice notice, InboxRoute.Search page, Visit visit)
      throws IOException {
    return new View.QueryNotice(
        notice, QueryHelp.lines(page.scope(), visit.links(), archive.prefixes(page.scope())));
  }

  private Answer found(InboxRoute.Search page, Asked asked, Visit visit) {
    return Answer.of(
        200,
        Answer.HTML,
        out -> {
          try (MessageReader reader = archive.open()) {
            templates
                .rendering("search.jte", markup -> view(page, asked, visit, markup, reader))
                .writeTo(out);
          }
        });
  }

  private View.Search view(
      InboxRoute.Search page, Asked asked, Visit visit, Markup out, MessageReader reader)
      throws IOException {
    SearchRequest request = asked.request();
    Scope scope = page.scope();
    SearchResult result = asked.result();
    boolean full = request.form() == SearchRequest.Form.FULL;
    String noun = request.threads() ? "thread" : "message";
    Function<SearchRequest, String> to =
        other -> visit.links().to(new InboxRoute.Search(scope, other));
    return new View.Search(
        frame(new InboxRoute.Search(scope, request), visit),
        warning(page.request(), request),
        Counts.of(result.total(), noun, noun + "s"),
        request.byRelevance(),
        request.ascending() && !request.byRelevance(),
        to.apply(request.newestFirst()),
        to.apply(request.oldestFirst()),
        to.apply(request.mostRelevantFirst()),
        full,
        request.threads(),
        to.apply(request.as(SearchRequest.Form.SUMMARY)),
        to.apply(request.as(SearchRequest.Form.FULL)),
        to.apply(request.at(0).withThreads(!request.threads())),
        to.apply(request.as(SearchRequest.Form.FEED)),
        to.apply(request.as(SearchRequest.Form.MBOX).withThreads(false)),
        full ? null : narrowing.of(scope, asked, visit, out),
        full
            ? List.of()
            : new SearchRows(
                    templates, visit, scope, asked.query(), Entries.Source.of(reader, frames))
                .days(result.hits(), request.byRelevance(), out),
        full ? entries(scope, result.hits(), visit, out, reader) : List.of(),
        range(request, result),
        asked.more() ? to.apply(following(request, result)) : null,
        request.offset() > 0 ? to.apply(preceding(request, result)) : null,
        request.byRelevance() ? null : to.apply(request.reversed()),
        QueryHelp.lines(scope, visit.links(), archive.prefixes(scope)));
  }

  private static @Nullable String warning(SearchRequest written, SearchRequest used) {
    if (!written.query().equals(used.query())) {
      return "Nothing matches "
          + written.query()
          + " as it stands. This is what matches "
          + used.query()
          + " instead.";
    }
    return used.form() == SearchRequest.Form.MBOX
        ? "x=m is for POST alone; the buttons below fetch the messages."
        : null;
  }

  private static SearchRequest following(SearchRequest request, SearchResult result) {
    int last = request.offset() + result.hits().size();
    return result.hits().isEmpty()
        ? request.at(0)
        : request.following(result.hits().getLast(), last);
  }

  private static SearchRequest preceding(SearchRequest request, SearchResult result) {
    int before = Math.max(0, request.offset() - request.limit());
    return result.hits().isEmpty()
        ? request.at(before)
        : request.preceding(result.hits().getFirst(), before);
  }

  private static String range(SearchRequest request, SearchResult result) {
    String total = Counts.of(result.total());
    if (result.hits().isEmpty()) {
      return "No more results, only " + total;
    }
    int last = request.offset() + result.hits().size();
    return Counts.of(request.offset() + 1) + " to " + Counts.of(last) + " of " + total;
  }

  /// The hits themselves, those of one thread together and each behind what it answers.
  private Iterable<Content> entries(
      Scope scope, List<Posting> hits, Visit visit, Markup out, MessageReader reader)
      throws IOException {
    SequencedMap<Long, List<Posting>> threads = new LinkedHashMap<>();
    hits.forEach(hit -> threads.computeIfAbsent(hit.thread(), _ -> new ArrayList<>()).add(hit));
    List<Posting> order =
        threads.values().stream().flatMap(thread -> nested(thread).stream()).toList();
    Links links = visit.links();
    return new Entries(
            templates,
            out,
            frames.standpoint(scope, links),
            Conversation.anchors(order),
            new NewestPage.Rules(scope, links))
        .of(order, Entries.Source.of(reader, frames));
  }

  private static List<Posting> nested(List<Posting> thread) {
    List<ThreadEntry<Posting>> entries =
        thread.stream()
            .map(p -> new ThreadEntry<>(p, p.overview().ids(), p.overview().references(), p.sent()))
            .toList();
    return MessageThread.build(entries).inOrder().stream()
        .map(ThreadNode::key)
        .filter(Objects::nonNull)
        .toList();
  }
}
