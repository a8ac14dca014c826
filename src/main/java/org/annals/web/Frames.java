package org.annals.web;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.archive.InboxSettings;
import org.annals.archive.StaleInboxes;
import org.annals.archive.TrackedSeries;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.web.View.Frame;
import org.annals.web.View.Link;
import org.annals.web.View.Place;
import org.annals.web.View.Tab;
import org.jspecify.annotations.Nullable;

/// Makes what stands around the matter of a page.
final class Frames {
  /// Which tab is the current one.
  enum At {
    TOPICS,
    MESSAGES,
    SERIES,
    REVIEW,
    PEOPLE,
    STATISTICS,
    HELP,
    MIRROR,
    NOWHERE
  }

  /// What a page says about itself beyond its title.
  record Particulars(
      At at,
      String query,
      @Nullable String feed,
      @Nullable String canonical,
      boolean indexed,
      @Nullable Route live) {
    Particulars(
        At at, String query, @Nullable String feed, @Nullable String canonical, boolean indexed) {
      this(at, query, feed, canonical, indexed, null);
    }

    /// Says where new mail is announced.
    Particulars live(@Nullable Route events) {
      return new Particulars(at, query, feed, canonical, indexed, events);
    }

    static Particulars of(At at, @Nullable String feed) {
      return new Particulars(at, "", feed, null, true);
    }
  }

  private final Archive archive;
  private final SiteSettings settings;
  private final StaticFiles files;
  private final OperatorSheets sheets;
  private volatile AddressBook addresses = AddressBook.EMPTY;

  Frames(Archive archive, SiteSettings settings, StaticFiles files, OperatorSheets sheets) {
    this.archive = archive;
    this.settings = settings;
    this.files = files;
    this.sheets = sheets;
  }

  String siteTitle() {
    return settings.title();
  }

  Frame site(Visit visit, String title, List<Link> skips) {
    return site(visit, title, skips, true);
  }

  /// `indexed`: whether search engines are to know it.
  Frame site(Visit visit, String title, List<Link> skips, boolean indexed) {
    Links links = visit.links();
    return new Frame(
        title,
        links.to(new SiteRoute.Home()),
        links.to(files.style()),
        sheets.links(links),
        links.to(files.icon()),
        links.to(files.script()),
        null,
        showsAll() ? feed(visit, new Scope.All()) : null,
        null,
        indexed,
        skips,
        null,
        siteFoot(visit));
  }

  Frame inbox(Visit visit, Scope scope, String title, List<Link> skips, Particulars said)
      throws IOException {
    Links links = visit.links();
    return new Frame(
        title,
        links.to(new SiteRoute.Home()),
        links.to(files.style()),
        sheets.links(links),
        links.to(files.icon()),
        links.to(files.script()),
        said.live() == null ? null : links.to(said.live()),
        said.feed(),
        said.canonical(),
        said.indexed(),
        skips,
        place(links, scope, said),
        foot(visit, scope));
  }

  private View.Foot siteFoot(Visit visit) {
    Links links = visit.links();
    List<Link> ways = new ArrayList<>();
    List<Link> also = new ArrayList<>();
    if (showsAll()) {
      ways.addAll(texts(links, new Scope.All()));
      also.add(new Link("Atom", feed(visit, new Scope.All())));
    }
    ways.add(new Link("where a mail is", links.to(new SiteRoute.Trace(""))));
    ways.add(new Link("for programs", links.to(new SiteRoute.Llms())));
    return new View.Foot(
        "Everything here is public. No cookies, no script needed.", ways, also, List.of());
  }

  private View.Foot foot(Visit visit, Scope scope) throws IOException {
    List<Link> also = new ArrayList<>();
    if (scope instanceof Scope.One(var inbox)) {
      card(inbox)
          .map(InboxCard::settings)
          .ifPresent(of -> {
            Joining.newsgroups(of).stream().limit(1).forEach(u -> also.add(new Link("NNTP", u)));
            Joining.folders(of).stream().limit(1).forEach(u -> also.add(new Link("IMAP", u)));
          });
    }
    also.add(new Link("Atom", feed(visit, scope)));
    String text =
        scope instanceof Scope.All() ? "These are public inboxes." : "This is a public inbox.";
    return new View.Foot(text, texts(visit.links(), scope), also, codePieces(scope));
  }

  private static List<Link> texts(Links links, Scope scope) {
    return List.of(
        new Link("help", links.to(new TextRoute.Page(scope, TextRoute.Topic.HELP))),
        new Link("how to mirror it", links.to(new TextRoute.Page(scope, TextRoute.Topic.MIRROR))),
        new Link("colours and fonts", links.to(new TextRoute.Page(scope, TextRoute.Topic.COLOR))));
  }

  private List<View.Piece> codePieces(Scope scope) throws IOException {
    return code(scope).stream()
        .map(one ->
            new View.Piece(
                one.name(),
                one.urls().stream()
                    .filter(url -> url.startsWith("https://") || url.startsWith("http://"))
                    .findFirst()
                    .orElse(null)))
        .toList();
  }

  /// Where new mail in an inbox, or in the thread of a message, is announced; null over all
  /// inboxes, where no number tells what is new. Ask before the page is made of what is there.
  @Nullable Route live(Scope scope, @Nullable MessageId thread) throws IOException {
    return switch (scope) {
      case Scope.All() -> null;
      case Scope.One(var inbox) ->
          card(inbox)
              .map(card -> new SiteRoute.Events(inbox, thread, card.highestNumber()))
              .orElse(null);
    };
  }

  private Place place(Links links, Scope scope, Particulars said) throws IOException {
    At at = said.at();
    Route topics = new InboxRoute.Topics(scope, TimeWindow.NEWEST);
    List<Tab> tabs = new ArrayList<>();
    tabs.add(new Tab("Topics", links.to(topics), at == At.TOPICS, false));
    Route newest = new InboxRoute.Newest(scope, TimeWindow.NEWEST);
    tabs.add(new Tab("Messages", links.to(newest), at == At.MESSAGES, false));
    Route series = new BrowseRoute.SeriesList(scope, SeriesAsked.ALL);
    tabs.add(new Tab("Series", links.to(series), at == At.SERIES, false));
    SeriesAsked queue = SeriesAsked.ALL.waitingFor(TrackedSeries.Waiting.ANSWER);
    Route review = new BrowseRoute.SeriesList(scope, queue);
    tabs.add(new Tab("Review", links.to(review), at == At.REVIEW, false));
    if (givesAddresses(scope)) {
      Route people = new BrowseRoute.People(scope, 0);
      tabs.add(new Tab("People", links.to(people), at == At.PEOPLE, false));
    }
    Route statistics = new BrowseRoute.Statistics(scope);
    tabs.add(new Tab("Statistics", links.to(statistics), at == At.STATISTICS, false));
    Route help = new TextRoute.Page(scope, TextRoute.Topic.HELP);
    tabs.add(new Tab("Help", links.to(help), at == At.HELP, true));
    Route mirror = new TextRoute.Page(scope, TextRoute.Topic.MIRROR);
    tabs.add(new Tab("Mirror", links.to(mirror), at == At.MIRROR, true));
    Route feed = new InboxRoute.NewestFeed(scope, TimeWindow.NEWEST);
    tabs.add(new Tab("Atom", links.to(feed), false, true));
    return new Place(name(scope), description(scope), links.to(topics), said.query(), tabs);
  }

  static String name(Scope scope) {
    return switch (scope) {
      case Scope.All() -> "all";
      case Scope.One(var inbox) -> inbox.value();
    };
  }

  String description(Scope scope) throws IOException {
    return switch (scope) {
      case Scope.All() -> "every inbox, each message once";
      case Scope.One(var inbox) -> card(inbox).map(InboxCard::description).orElse("");
    };
  }

  /// The addresses that mail to the inbox goes to.
  List<String> addresses(Scope scope) throws IOException {
    return switch (scope) {
      case Scope.All() -> List.of();
      case Scope.One(var inbox) -> card(inbox).map(InboxCard::addresses).orElse(List.of());
    };
  }

  /// Whether pages may tell the addresses of those who write; over all inboxes only if all do.
  boolean givesAddresses(Scope scope) throws IOException {
    return switch (scope) {
      case Scope.All() -> cards().stream().noneMatch(card -> card.settings().pages().obfuscated());
      case Scope.One(var inbox) ->
          card(inbox).filter(card -> card.settings().pages().obfuscated()).isEmpty();
    };
  }

  Standpoint standpoint(Scope scope, Links links) throws IOException {
    AddressBook inboxes = givesAddresses(scope) ? addressBook() : null;
    return new Standpoint(scope, links, inboxes, !code(scope).isEmpty());
  }

  /// Refuses what is made of addresses where they are not told.
  void requireAddresses(Scope scope) throws IOException {
    if (!givesAddresses(scope)) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "This inbox does not show addresses.");
    }
  }

  /// How many messages `new.html` and the feed of an inbox hold.
  int feedMessages(Scope scope) throws IOException {
    int usual = InboxSettings.Pages.FEED_MESSAGES;
    return switch (scope) {
      case Scope.All() -> usual;
      case Scope.One(var inbox) ->
          card(inbox).map(card -> card.settings().pages().feedMessages()).orElse(usual);
    };
  }

  boolean shows(Scope scope) throws IOException {
    return switch (scope) {
      case Scope.All() -> showsAll();
      case Scope.One(var inbox) -> card(inbox).isPresent();
    };
  }

  /// Hidden inboxes are not there.
  Optional<InboxCard> card(InboxName inbox) throws IOException {
    return archive.inbox(inbox.value()).filter(card -> !card.settings().isHidden());
  }

  List<InboxCard> cards() throws IOException {
    return archive.inboxes().stream().filter(card -> !card.settings().isHidden()).toList();
  }

  /// How many packs of it may be fetched at once.
  InboxSettings.Limit gitLimit(InboxName inbox) throws IOException {
    return card(inbox).map(card -> card.settings().servers().git()).orElse(InboxSettings.Limit.GIT);
  }

  AddressBook addressBook() throws IOException {
    AddressBook now = addresses.of(archive.inboxes());
    addresses = now;
    return now;
  }

  /// What is hidden of the messages of an inbox, wherever they are shown.
  Obfuscation obfuscation(InboxName inbox) throws IOException {
    boolean hides = card(inbox).filter(card -> card.settings().pages().obfuscated()).isPresent();
    return hides ? new Obfuscation(addressBook(), settings.notObfuscated()) : Obfuscation.NONE;
  }

  /// What is hidden of texts of a whole scope; over all inboxes what any of them hides.
  Obfuscation obfuscation(Scope scope) throws IOException {
    return givesAddresses(scope)
        ? Obfuscation.NONE
        : new Obfuscation(addressBook(), settings.notObfuscated());
  }

  /// Those that `wwwListing` names where all are asked for.
  List<InboxCard> listed(Visit visit) throws IOException {
    return cards().stream()
        .filter(card -> Listed.names(settings.wwwListing(), card.settings(), visit))
        .toList();
  }

  /// Where newsgroups are read, each once.
  List<String> newsServers() throws IOException {
    return cards().stream()
        .filter(card -> !card.settings().newsgroup().isEmpty())
        .flatMap(card -> card.settings().servers().nntp().stream())
        .distinct()
        .toList();
  }

  /// The repositories of the code that an inbox is about, as far as the config describes them.
  List<SiteSettings.CodeRepository> code(Scope scope) throws IOException {
    List<String> names =
        switch (scope) {
          case Scope.All() -> settings.all().coderepos();
          case Scope.One(var inbox) ->
              card(inbox).map(card -> card.settings().coderepos()).orElse(List.of());
        };
    return settings.coderepos().stream().filter(one -> names.contains(one.name())).toList();
  }

  SiteSettings.AllInboxes all() {
    return settings.all();
  }

  /// Whether there is a view over all inboxes.
  boolean showsAll() {
    return !settings.all().hidden();
  }

  String securityText() {
    return settings.securityText();
  }

  /// Since when shown inboxes are not up to date.
  SortedMap<InboxName, Instant> stale() throws IOException {
    SortedMap<InboxName, Instant> shown = new TreeMap<>();
    SortedMap<InboxName, StaleInboxes.Stale> all = archive.stale().now();
    for (InboxCard card : cards()) {
      StaleInboxes.Stale stale = all.get(card.name());
      if (stale != null) {
        shown.put(card.name(), stale.since());
      }
    }
    return shown;
  }

  String feed(Visit visit, Scope scope) {
    return visit.links().to(new InboxRoute.NewestFeed(scope, TimeWindow.NEWEST));
  }
}
