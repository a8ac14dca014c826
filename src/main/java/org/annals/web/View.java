package org.annals.web;

import gg.jte.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the templates show. Texts are plain and get escaped there; `href`s are relative URLs;
/// `Content` is markup that writes itself.
public final class View {
  private View() {}

  /// Around the matter of every page. `events`, `feed` and `place` are null where there is none;
  /// `styles` come after `style`.
  public record Frame(
      String title,
      String home,
      String style,
      List<Style> styles,
      String icon,
      String script,
      @Nullable String events,
      @Nullable String feed,
      @Nullable String canonical,
      boolean indexed,
      List<Link> skips,
      @Nullable Place place,
      Foot foot) {}

  /// A style sheet of the operator. `title` and `media` are null if not set.
  public record Style(String href, String rel, @Nullable String title, @Nullable String media) {}

  /// Below every page. `also` is where else the same is, `code` the repositories it is about; one
  /// without `href` is only named.
  public record Foot(String text, List<Link> ways, List<Link> also, List<Piece> code) {}

  public record Link(String text, String href) {}

  /// The inbox that a page belongs to; `query` is what the search box holds.
  public record Place(String name, String description, String href, String query, List<Tab> tabs) {}

  public record Tab(String text, String href, boolean current, boolean far) {}

  /// A moment: `iso` for machines, the others for people.
  public record When(String iso, String weekday, String day, String clock) {}

  /// `reply` is `Re: ` or empty, `prefix` is `[PATCH 1/2]` or empty.
  public record Subject(String reply, String prefix, String title) {
    public boolean empty() {
      return prefix.isEmpty() && title.isEmpty();
    }
  }

  /// Some text, perhaps a link.
  public record Piece(String text, @Nullable String href) {}

  public record HeaderLine(String label, boolean mono, List<Piece> pieces) {}

  /// `name` is the type when the sender gave none; then `type` is empty.
  public record AttachmentLine(
      String index, String anchor, String name, String href, String type, String size) {}

  /// A link below a message. `rel` and `id` are null where not needed.
  public record Act(String text, String href, @Nullable String rel) {}

  /// How the subject of an entry is shown.
  public enum Heading {
    /// the title of the page
    TITLE,
    /// said just before: only for screen readers
    HIDDEN,
    /// repeats its parent's
    REPEATED,
    NEW
  }

  /// One message in full. `authorHref` is where more is said of the author.
  public record Entry(
      String anchor,
      Heading heading,
      boolean requested,
      Subject subject,
      String permalink,
      String author,
      @Nullable String authorHref,
      When sent,
      String audience,
      List<HeaderLine> headers,
      String label,
      Content body,
      List<AttachmentLine> attachments,
      List<Act> acts) {}

  /// Messages or topics of one day.
  public record Day(String iso, String text, List<Row> rows) {}

  /// A message or topic in a list. `count` is empty, or what comes before `countNoun`.
  public record Row(
      Content subject,
      String href,
      When when,
      String count,
      String countNoun,
      String people,
      @Nullable Link inbox,
      Content snippet) {}

  /// `search` is where messages of all inboxes are searched, null if they are not; `find` where an
  /// inbox is looked for. `query` is what was looked for. `busiest` are threads of the last days.
  public record Home(
      Frame frame,
      String title,
      @Nullable String search,
      String find,
      String query,
      String summary,
      List<Link> tries,
      List<Shelf> inboxes,
      List<Row> busiest,
      @Nullable String next,
      @Nullable String previous) {}

  /// An inbox on the home page. `weeks` is empty when nothing came in them.
  public record Shelf(
      String name,
      String href,
      String description,
      List<Link> info,
      @Nullable When newest,
      Content weeks,
      String quiet,
      String thisMonth) {}

  /// `news` says what moved lately.
  public record Topics(
      Frame frame,
      List<Piece> news,
      String range,
      Content months,
      List<Content> days,
      @Nullable String older,
      @Nullable String newer) {}

  /// What is beside the topics.
  public record Months(
      List<Year> years, List<Figure> figures, String all, List<Busy> busiest, List<Link> writeTo) {}

  /// A thread with much mail lately.
  public record Busy(String subject, String href, String count) {}

  /// A number and what it counts; the number may be empty.
  public record Figure(String number, String text) {}

  /// Twelve months, null where there was nothing.
  public record Year(String text, List<@Nullable Month> months) {}

  public record Month(String number, String href, @Nullable String heat, String label) {}

  public record Newest(
      Frame frame,
      boolean oldestFirst,
      String range,
      String topics,
      Iterable<Content> entries,
      @Nullable String next,
      @Nullable String previous,
      String latest,
      String newTopics,
      String activeTopics) {}

  /// The conversation beside a message or thread page.
  public record Overview(
      String id,
      String count,
      String mbox,
      String feed,
      Content shape,
      Content tree,
      List<Sibling> sameSubject) {}

  /// Another conversation under the same subject.
  public record Sibling(String text, String href, When when) {}

  public record WholeThread(
      Frame frame,
      Subject subject,
      String messages,
      String people,
      String dates,
      boolean nested,
      String flatHref,
      String nestedHref,
      @Nullable String cut,
      Overview overview,
      Iterable<Content> entries,
      String aroundThen) {}

  /// A patch among those of its series; the one that is shown has no `href`.
  public record Step(String number, String label, @Nullable String href) {}

  /// `series` is empty for what is no patch of one. `differences` leads to what tells the messages
  /// under one id apart; null when there is only one.
  public record Message(
      Frame frame,
      Overview overview,
      List<Piece> facts,
      List<Act> neighbours,
      List<Step> series,
      String warning,
      @Nullable String differences,
      Iterable<Content> entries,
      Content reply) {}

  /// How to answer a message, and how to find what is like it. `refusal` says why it is not to be
  /// answered, else it is empty; `mailto` is empty when addresses are not given out.
  public record Reply(
      String refusal,
      String mailto,
      String draft,
      String raw,
      String command,
      List<Link> joining,
      String searchAction,
      String related,
      String aroundThen) {}

  /// Either `days` or `entries` has something; `warning` is null where there is none.
  public record Search(
      Frame frame,
      @Nullable String warning,
      String found,
      boolean byRelevance,
      boolean oldestFirst,
      String newestHref,
      String oldestHref,
      String relevantHref,
      boolean full,
      boolean threads,
      String summaryHref,
      String fullHref,
      String threadsHref,
      String feed,
      String download,
      @Nullable Content narrow,
      List<Content> days,
      Iterable<Content> entries,
      String range,
      @Nullable String next,
      @Nullable String previous,
      @Nullable String reverse,
      List<Help> help) {}

  /// Ways to narrow a search, and those to widen it again. `note` says what counts do not count.
  public record Narrow(
      String summary,
      @Nullable String note,
      List<Link> chosen,
      List<Histogram> histograms,
      List<Facet> facets) {}

  /// Bars, each a link; `axis` says the same in words and numbers.
  public record Histogram(String id, String heading, Content drawing, List<Bar> axis) {}

  /// Without `href` there is nothing.
  public record Bar(String text, String label, @Nullable String href) {}

  public record Facet(String id, String heading, List<FacetLine> values) {}

  public record FacetLine(String text, String href, String count) {}

  public record Help(List<Link> examples, String meaning) {}

  /// A search that led nowhere, and how to ask.
  public record QueryNotice(Notice notice, List<Help> help) {}

  /// A page with one thing to say. `bad`: it is a mistake of the reader.
  public record Notice(Frame frame, String title, String text, boolean bad, List<Link> ways) {}

  /// Threads, one line each.
  public record Threads(
      Frame frame,
      boolean byNew,
      String newHref,
      String activeHref,
      String topicsHref,
      String feed,
      List<Day> days) {}

  /// What was removed, newest first. `key` is that of its notices, or empty.
  public record RemovedMessages(
      Frame frame, String title, List<Removal> removals, String cut, String notices, String key) {}

  /// `href` leads to what stands there now, null if nothing does.
  public record Removal(
      String day, String inbox, String message, @Nullable String href, String what, String why) {}

  /// A message that is not here, and where it may be.
  public record Missing(Frame frame, String title, String text, List<Choice> choices) {}

  public record Choice(String heading, List<Link> links) {}

  /// A text of ours. `texts` are the others; `plain` is where it is a file.
  public record Text(
      Frame frame, String title, List<Tab> texts, String plain, List<TextPart> parts) {}

  /// `heading` may be empty.
  public record TextPart(String id, String heading, Content matter) {}

  /// An attachment that another site links to; `action` is where a button leads.
  public record DeepLink(Frame frame, String name, String action, String message) {}

  /// Messages under one id, each compared with the first.
  public record Differences(
      Frame frame, Subject subject, String message, Iterable<Difference> differences) {}

  /// `note` says that the two are equal or why they were not compared; else it is empty.
  public record Difference(String heading, String note, Content text) {}

  /// The months of an inbox. `ways` are the pages to browse by; that which is shown has no `href`.
  public record Calendar(Frame frame, List<Piece> ways, String total, List<CalendarYear> years) {}

  public record CalendarYear(String text, String total, List<CalendarMonth> months) {}

  /// `label` is its name with the year; without mail `href` is empty.
  public record CalendarMonth(
      String name,
      String label,
      String href,
      String count,
      String topics,
      String mbox,
      @Nullable String heat) {}

  /// A month with its weeks, in which days of other months are null.
  public record MonthOverview(
      Frame frame,
      List<Piece> ways,
      String title,
      String messages,
      String topics,
      String mbox,
      @Nullable Link before,
      @Nullable Link after,
      List<List<@Nullable CalendarDay>> weeks,
      List<Row> busiest) {}

  public record CalendarDay(
      String number, @Nullable String href, String label, @Nullable String heat) {}

  public record People(
      Frame frame,
      List<Piece> ways,
      String summary,
      List<PersonLine> people,
      String range,
      @Nullable String next,
      @Nullable String previous) {}

  /// `address` is empty where the name tells who it is. `first` and `last` are months.
  public record PersonLine(
      String name,
      String address,
      String href,
      String messages,
      String messagesNoun,
      String patches,
      String started,
      String first,
      String last) {}

  public record Person(
      Frame frame,
      List<Piece> ways,
      String name,
      List<String> addresses,
      String messages,
      String patches,
      String started,
      String dates,
      String search,
      String feed,
      List<Link> series,
      @Nullable Picture months,
      String threads,
      List<Day> days) {}

  /// Bars a month, what stands below them, and the same as a table.
  public record Picture(Content drawing, List<String> axis, String caption, List<YearLine> table) {}

  public record YearLine(String year, String all, List<String> months) {}

  /// The hours of a week.
  public record Week(Content drawing, List<String> axis, List<WeekDay> days) {}

  public record WeekDay(String name, List<String> hours) {}

  public record KindLine(String what, String count, String share, Picture months) {}

  /// `people` is empty where addresses are not told.
  public record Statistics(
      Frame frame,
      List<Piece> ways,
      List<Figure> figures,
      @Nullable Picture months,
      List<KindLine> kinds,
      Week week,
      List<Row> busiest,
      List<PersonLine> people) {}

  public record UnansweredPatches(
      Frame frame,
      List<Piece> ways,
      String title,
      int daysMin,
      int daysMax,
      String cut,
      List<Day> days) {}

  /// An object of code, or what became of looking for one. `body` is null where there is nothing
  /// to show, then `note` says why; `tryOpen`: how it was looked for is what the page is about.
  public record CodeObject(
      Frame frame,
      String title,
      List<Piece> facts,
      List<HeaderLine> headers,
      String note,
      List<Link> choices,
      String label,
      @Nullable Content body,
      String mailsHeading,
      List<Day> mails,
      boolean tryOpen,
      List<Attempt> attempts) {}

  /// A step of looking for an object; `mail` is what it is about, if it is about one.
  public record Attempt(String text, @Nullable Link mail) {}

  /// One mailing of a series; `href` and `compared` are null on its own page. `evidence` is why it
  /// is a version.
  public record SeriesVersion(
      String name,
      @Nullable String href,
      When when,
      String size,
      String evidence,
      PatchState state,
      @Nullable Link compared) {}

  /// A state: the class of its shape, its word, and what it rests on, null if that has no page.
  public record PatchState(String css, String words, @Nullable Link because) {}

  /// A piece of evidence about a patch. `counts`: it speaks for the state of the patch. `href`
  /// is null where it has no page; the commit has an empty one where no code is shown.
  public record ProofRow(
      String patch,
      String css,
      String state,
      boolean counts,
      String rule,
      @Nullable String href,
      @Nullable Link commit,
      String tree,
      @Nullable When when) {}

  /// What a robot found.
  public record CheckRow(
      String patch,
      String context,
      String css,
      String result,
      String says,
      @Nullable String href,
      When when) {}

  /// A trailer that a patch was given; `matches`: by the person it names.
  public record Given(String name, String person, String href, boolean matches) {}

  /// `since` is how it changed, empty without an earlier version, and `changes` where that is
  /// shown. `href` is null if the patch is not here.
  public record SeriesPatch(
      String number,
      String title,
      @Nullable String href,
      String since,
      @Nullable String changes,
      List<Given> trailers,
      String replies,
      @Nullable PatchState state) {}

  /// An answer that nobody answered.
  public record Comment(String author, String about, When when, String href) {}

  /// `what` says how complete it is; `missing` is empty if it is.
  public record Series(
      Frame frame,
      String title,
      String what,
      String author,
      String dates,
      String missing,
      PatchState state,
      String need,
      String thread,
      String mbox,
      String feed,
      String command,
      List<SeriesVersion> versions,
      String version,
      String before,
      List<SeriesPatch> patches,
      String base,
      boolean latest,
      List<Comment> unanswered,
      List<FitRow> fits,
      List<CheckRow> checks,
      List<ProofRow> proofs,
      Content course) {}

  /// What became of the patches on a branch.
  public record FitRow(String branch, Link commit, String css, String result, String says) {}

  /// Where a message went and what it was taken for.
  public record Why(Frame frame, String subject, String message, List<HeaderLine> lines) {}

  /// `strip` is null for a single patch; `inbox` is empty on the pages of one.
  public record SeriesRow(
      String prefix,
      String title,
      String href,
      String css,
      String state,
      @Nullable Content strip,
      When when,
      String why,
      String author,
      String replies,
      String inbox) {}

  public record SeriesDay(String iso, String text, List<SeriesRow> rows) {}

  /// `clear` is the same list without any filter. `author` is null where addresses are not told.
  public record SeriesList(
      Frame frame,
      String title,
      String about,
      boolean oldestFirst,
      String turned,
      String feed,
      Narrow narrow,
      List<SeriesDay> days,
      @Nullable String next,
      String clear,
      String path,
      @Nullable String author,
      String waiting,
      String state) {}

  /// Two patches, or one that is new or gone: then a number is `none`. `anchor` is null if there is
  /// nothing to show.
  public record RangeRow(
      String before, String after, String title, String change, @Nullable String anchor) {}

  /// Two patches compared line by line: `rows` of a table, or lines of one diff.
  public record RangePart(String anchor, String title, Content rows) {}

  /// `other` leads to the same as interdiff, or from there back; `code`: it is one.
  public record RangeDiff(
      Frame frame,
      String title,
      String series,
      Link other,
      boolean code,
      String before,
      String after,
      When beforeWhen,
      When afterWhen,
      List<RangeRow> rows,
      List<RangePart> parts) {}
}
