package org.annals.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Query.Field;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.Scope;
import org.annals.index.SearchResult;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.MissingMessageException;
import org.annals.web.View.Day;
import org.annals.web.View.Link;
import org.annals.web.View.Row;
import org.jspecify.annotations.Nullable;

/// `?q=`: what was found, by day, with the line that says why.
final class SearchPage {
  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final Feeds feeds;

  SearchPage(Archive archive, Frames frames, Templates templates, Feeds feeds) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.feeds = feeds;
  }

  Answer answer(InboxRoute.Search page, Visit visit) throws IOException {
    SearchRequest request = page.request();
    Optional<Answer> message = pastedId(page, visit);
    if (message.isPresent()) {
      return message.get();
    }
    if (request.offset() > SearchRequest.OFFSET_MAX) {
      throw new Refusal(
          Refusal.Reason.MALFORMED,
          "o goes no further than " + SearchRequest.OFFSET_MAX + "; narrow the search with d:.");
    }
    Query query;
    try {
      query = QueryParser.parse(request.query(), visit.now());
    } catch (QueryException e) {
      return misunderstood(page, visit, e);
    }
    SearchResult result =
        archive.search(page.scope(), query, order(request), request.offset(), request.limit());
    if (request.form() == SearchRequest.Form.FEED) {
      return feeds.search(page, result.hits(), visit);
    }
    return result.hits().isEmpty()
        ? nothing(page, visit, result.total())
        : found(page, visit, query, result);
  }

  private static Order order(SearchRequest request) {
    return request.byRelevance()
        ? Order.RELEVANCE
        : request.ascending() ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
  }

  /// A Message-ID alone in the box leads to its message.
  private Optional<Answer> pastedId(InboxRoute.Search page, Visit visit) throws IOException {
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
    String feed = visit.links().to(new InboxRoute.Search(page.scope(), page.request().asFeed()));
    return frames.inbox(
        visit,
        page.scope(),
        Frames.name(page.scope()) + ": search for " + page.request().query(),
        List.of(new Link("Skip to the results", "#results")),
        new Frames.Particulars(Frames.At.NOWHERE, page.request().query(), feed, null, false));
  }

  private Answer misunderstood(InboxRoute.Search page, Visit visit, QueryException e)
      throws IOException {
    View.Notice view =
        new View.Notice(
            frame(page, visit),
            "Bad query",
            "At column " + e.column() + ": " + e.getMessage() + ".",
            true,
            List.of());
    return Answer.html(400, templates.rendering("query.jte", _ -> help(view, page, visit)));
  }

  private Answer nothing(InboxRoute.Search page, Visit visit, long total) throws IOException {
    SearchRequest first = page.request().at(0);
    String text =
        total == 0
            ? "Nothing in " + Frames.name(page.scope()) + " matches."
            : "There are only " + Counts.of(total, "message", "messages") + ".";
    List<Link> ways = new ArrayList<>();
    if (total > 0) {
      ways.add(
          new Link("From the first", visit.links().to(new InboxRoute.Search(page.scope(), first))));
    } else if (page.scope() instanceof Scope.One) {
      Route everywhere = new InboxRoute.Search(new Scope.All(), first);
      ways.add(new Link("Search all inboxes", visit.links().to(everywhere)));
    }
    View.Notice view = new View.Notice(frame(page, visit), "No results found", text, false, ways);
    return Answer.html(404, templates.rendering("query.jte", _ -> help(view, page, visit)));
  }

  private static View.QueryNotice help(View.Notice notice, InboxRoute.Search page, Visit visit) {
    return new View.QueryNotice(notice, QueryHelp.lines(page.scope(), visit.links()));
  }

  private Answer found(InboxRoute.Search page, Visit visit, Query query, SearchResult result) {
    return Answer.of(
        200,
        Answer.HTML,
        out -> {
          try (MessageReader reader = archive.open()) {
            Rows rows = new Rows(visit, page.scope(), query, reader);
            templates
                .rendering(
                    "search.jte",
                    markup ->
                        view(
                            page,
                            visit,
                            result,
                            rows.days(result.hits(), page.request().byRelevance(), markup)))
                .writeTo(out);
          }
        });
  }

  private View.Search view(InboxRoute.Search page, Visit visit, SearchResult result, List<Day> days)
      throws IOException {
    SearchRequest request = page.request();
    Scope scope = page.scope();
    Links links = visit.links();
    int first = request.offset() + 1;
    int last = request.offset() + result.hits().size();
    int before = Math.max(0, request.offset() - request.limit());
    return new View.Search(
        frame(page, visit),
        Counts.of(result.total(), "message", "messages"),
        request.byRelevance(),
        request.ascending(),
        links.to(new InboxRoute.Search(scope, request.newestFirst())),
        links.to(new InboxRoute.Search(scope, request.mostRelevantFirst())),
        links.to(new InboxRoute.Search(scope, request.asFeed())),
        days,
        Counts.of(first) + " to " + Counts.of(last) + " of " + Counts.of(result.total()),
        last < result.total() && last <= SearchRequest.OFFSET_MAX
            ? links.to(new InboxRoute.Search(scope, request.at(last)))
            : null,
        request.offset() > 0 ? links.to(new InboxRoute.Search(scope, request.at(before))) : null,
        request.byRelevance() ? null : links.to(new InboxRoute.Search(scope, request.reversed())),
        QueryHelp.lines(scope, links));
  }

  /// Makes the rows of one answer; their snippets are read when they are written.
  private static final class Rows {
    private final Visit visit;
    private final Scope scope;
    private final List<String> inSubject;
    private final List<String> inText;
    private final MessageReader reader;

    Rows(Visit visit, Scope scope, Query query, MessageReader reader) {
      this.visit = visit;
      this.scope = scope;
      this.inSubject = Matches.words(query, Field.ANY, Field.SUBJECT);
      this.inText = Matches.words(query, Field.ANY, Field.BODY);
      this.reader = reader;
    }

    List<Day> days(List<Posting> hits, boolean byRelevance, Markup out) {
      SequencedMap<LocalDate, List<Row>> days = new LinkedHashMap<>();
      List<Day> all = new ArrayList<>();
      for (Posting hit : hits) {
        LocalDate day = Moments.of(hit.received()).toLocalDate();
        if (byRelevance) {
          all.add(day(day, List.of(row(hit, out))));
        } else {
          days.computeIfAbsent(day, _ -> new ArrayList<>()).add(row(hit, out));
        }
      }
      days.forEach((day, rows) -> all.add(day(day, rows)));
      return all;
    }

    private Day day(LocalDate day, List<Row> rows) {
      return new Day(day.toString(), Moments.heading(day, visit.now()), rows);
    }

    private Row row(Posting hit, Markup out) {
      Links links = visit.links();
      Scope home = Scope.of(hit.inbox());
      String inbox = hit.inbox().value();
      return new Row(
          _ -> SubjectMarkup.write(out, SubjectLine.of(hit.overview().subject()), inSubject),
          links.to(new MessageRoute.OneMessage(home, hit.id())),
          Moments.full(hit.received()),
          "",
          "",
          Names.of(hit.overview().from()),
          scope instanceof Scope.One ? null : inboxLink(links, home, inbox),
          _ -> snippet(hit, out));
    }

    private static @Nullable Link inboxLink(Links links, Scope home, String inbox) {
      return new Link(inbox, links.to(new InboxRoute.Topics(home, TimeWindow.NEWEST)));
    }

    private void snippet(Posting hit, Markup out) {
      if (inText.isEmpty()) {
        return;
      }
      try {
        MessageBody body = MessageBody.of(Message.parse(reader.read(hit)));
        Matches.writeSnippet(out, body.texts(), inText);
      } catch (MissingMessageException e) {
        out.raw("<div class=\"meta\">The text of this message is lost.</div>");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
