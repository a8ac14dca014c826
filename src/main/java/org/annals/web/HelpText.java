package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import org.annals.archive.InboxCard;
import org.annals.index.OwnPrefixes;
import org.annals.index.Posting;
import org.annals.index.QueryLanguage;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.web.TextDocument.Example;
import org.annals.web.TextDocument.Examples;
import org.annals.web.TextDocument.Prose;
import org.annals.web.TextDocument.Section;
import org.annals.web.TextDocument.Ways;
import org.annals.web.View.Link;
import org.jspecify.annotations.Nullable;

/// What somebody wants to know who comes here for the first time, and then how to search.
final class HelpText {
  private HelpText() {}

  /// Examples are made of a message: `newest` is null when there is none yet.
  static TextDocument of(
      TextPlace place,
      @Nullable Posting newest,
      Message message,
      List<Example> patch,
      OwnPrefixes own) {
    return new TextDocument(
        "Help for " + place.name(),
        List.of(
            about(place),
            addresses(place, newest),
            search(place, newest, message),
            patches(patch),
            language(own),
            following(place),
            replying(),
            programs(place)));
  }

  private static Section about(TextPlace place) {
    InboxCard card = place.card();
    String what =
        card == null
            ? "This is the mail of all public inboxes here, each message once."
            : "This is a public inbox: the mail of a list, for everybody to read, search and copy.";
    return new Section(
        "about",
        "What this is",
        List.of(
            new Prose(what + " No account and no script is needed, and no cookie is set."),
            new Prose(
                "Topics are conversations, the last active one first. Messages are single mails,"
                    + " the newest first. In a conversation, mails that answer each other stand"
                    + " below each other; a mail that is quoted or answered but was never seen here"
                    + " is marked as not found."),
            new Ways(
                List.of(
                    place.link("topics", new InboxRoute.Topics(place.scope(), TimeWindow.NEWEST)),
                    place.link("messages", new InboxRoute.Newest(place.scope(), TimeWindow.NEWEST)),
                    place.link(
                        "threads by their beginning",
                        new InboxRoute.Threads(
                            place.scope(),
                            InboxRoute.Threads.By.NEW,
                            InboxRoute.Threads.Form.HTML)),
                    place.link("months", new BrowseRoute.Months(place.scope())),
                    place.link("statistics", new BrowseRoute.Statistics(place.scope())),
                    place.link("unanswered patches", new BrowseRoute.Unanswered(place.scope())),
                    place.link(
                        "copy it all", new TextRoute.Page(place.scope(), TextRoute.Topic.MIRROR)),
                    place.link(
                        "colours and fonts",
                        new TextRoute.Page(place.scope(), TextRoute.Topic.COLOR))))));
  }

  private static Section addresses(TextPlace place, @Nullable Posting newest) {
    Scope scope = place.scope();
    MessageId id = newest == null ? new MessageId("MESSAGE-ID") : newest.id();
    return new Section(
        "addresses",
        "Addresses of messages",
        List.of(
            new Prose(
                "A message has one address, made of its Message-ID without the angle brackets:"
                    + " `"
                    + place.url()
                    + "MESSAGE-ID/`. It stays the same for as long as there is this archive, so it"
                    + " is good to be quoted. A `/` in a Message-ID is written `%2F`. Below it:"),
            new Examples(
                "behind the Message-ID",
                "what is there",
                List.of(
                    address(place, "/", "the message", new MessageRoute.OneMessage(scope, id)),
                    address(
                        place,
                        "/T/",
                        "its whole thread by time; with #u, at this message",
                        new MessageRoute.ThreadFlat(scope, id)),
                    address(
                        place,
                        "/t/",
                        "its whole thread as a tree",
                        new MessageRoute.ThreadNested(scope, id)),
                    address(place, "/raw", "the mail as it came", new MessageRoute.Raw(scope, id)),
                    address(
                        place,
                        "/t.mbox.gz",
                        "the thread for a mail program, as mboxrd",
                        new MessageRoute.ThreadMbox(scope, id, true)),
                    address(
                        place,
                        "/t.atom",
                        "the thread for a feed reader",
                        new MessageRoute.ThreadFeed(scope, id)))),
            new Prose(
                "A Message-ID or a link that names one can be pasted into the search box. An"
                    + " address that was cut off leads to what it may have meant.")));
  }

  private static Example address(TextPlace place, String below, String meaning, Route route) {
    return new Example(List.of(place.link(below, route)), meaning);
  }

  private static Section search(TextPlace place, @Nullable Posting newest, Message message) {
    return new Section(
        "search",
        "Search",
        List.of(
            new Prose(
                "Words that stand beside each other must all be in a message: in its subject, its"
                    + " text, the name or address of its author, or its Message-ID."
                    + " Results come newest first, or the best first if you say so. The"
                    + " examples are links; each finds something here."),
            new Examples("write", "to find", SearchExamples.of(place, newest, message)),
            new Prose(
                "Results can be had as full messages, one of each thread, as a feed, or as one mbox"
                    + " file; the links stand above them.")));
  }

  private static Section patches(List<Example> examples) {
    return new Section(
        "patches",
        "Search for patches",
        examples.isEmpty()
            ? List.of(new Prose("There is no patch here yet to give examples of."))
            : List.of(
                new Prose("Diffs are searched by what their lines are. These find a late patch:"),
                new Examples("write", "to find", examples)));
  }

  /// `own`: prefixes that only this place has.
  private static Section language(OwnPrefixes own) {
    List<TextDocument.Block> blocks = new ArrayList<>();
    blocks.add(new Prose("The language in brief; these examples need not find anything here."));
    for (QueryLanguage.Section section : QueryLanguage.sections()) {
      blocks.add(
          new Examples(
              section.title(), "to find", section.rows().stream().map(HelpText::written).toList()));
    }
    if (!own.all().isEmpty()) {
      blocks.add(
          new Examples(
              "Only here",
              "to find",
              own.all().stream()
                  .map(prefix -> Example.of(prefix.example(), prefix.meaning()))
                  .toList()));
    }
    return new Section("language", "All that can be written", blocks);
  }

  private static Example written(QueryLanguage.Row row) {
    return new Example(
        row.examples().stream().map(text -> new Link(text, "")).toList(), row.meaning());
  }

  private static Section following(TextPlace place) {
    return new Section(
        "follow",
        "Following along",
        List.of(
            new Prose(
                "Every list, every thread and every search has an Atom feed. Pages of an inbox or"
                    + " thread that are open in a browser with script announce new mail; `?` shows"
                    + " the keys there."),
            new Ways(
                List.of(
                    place.link(
                        "feed of new messages",
                        new InboxRoute.NewestFeed(place.scope(), TimeWindow.NEWEST)),
                    place.link(
                        "feed of new threads",
                        new InboxRoute.Threads(
                            place.scope(),
                            InboxRoute.Threads.By.NEW,
                            InboxRoute.Threads.Form.ATOM)),
                    place.link(
                        "with a mail program or newsreader",
                        new TextRoute.Page(place.scope(), TextRoute.Topic.MIRROR))))));
  }

  private static Section replying() {
    return new Section(
        "reply",
        "Answering",
        List.of(
            new Prose(
                "Nothing is written here: an answer is a mail to everybody who is in the"
                    + " conversation. Below each message, `reply` opens your mail program with"
                    + " their addresses, gives a draft with the text quoted, and shows the"
                    + " `git send-email` command. Write plain text, quote only what you answer, and"
                    + " answer below it.")));
  }

  private static Section programs(TextPlace place) {
    return new Section(
        "programs",
        "For programs",
        List.of(
            new Prose(
                "Everything on these pages is there for programs, too, without limits on what may"
                    + " be copied. Whoever wants much is better served by git than by pages."),
            new Examples(
                "ask for",
                "to get",
                List.of(
                    address(
                        place,
                        "?q=QUERY&x=A",
                        "a search as a feed; o=200 goes on",
                        new InboxRoute.Search(
                            place.scope(),
                            SearchRequest.of("d:2.years.ago..").as(SearchRequest.Form.FEED))),
                    Example.of(
                        "curl -d '' 'URL/?q=QUERY&x=m'",
                        "what was found as mbox.gz; with &t=1 whole threads"),
                    address(
                        place, "/robots.txt", "what crawlers may ask for", new SiteRoute.Robots()),
                    address(place, "/llms.txt", "the whole site at a glance", new SiteRoute.Llms()),
                    address(
                        place,
                        "_/text/help/raw",
                        "this text without markup; the other texts have the same",
                        new TextRoute.Plain(place.scope(), TextRoute.Topic.HELP))))));
  }
}
