package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.web.SearchRequest.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
  private static final Scope.One BROOK = new Scope.One(new InboxName("brook-devel"));
  private static final long SEED = 20261123;

  /// Ids as they occur, and as somebody might make them.
  private static List<String> ids() {
    List<String> ids =
        new ArrayList<>(
            List.of(
                "20261119091402.4417-2-ines@okafor.example",
                "a/b@c",
                "/",
                "a//b",
                "100%@x",
                "%2F@x",
                "%",
                "\"quoted\"@x",
                "<script>alert(1)</script>@x",
                "a?b#c@x",
                "a&b;c=d@x",
                "sp ace@x",
                "plus+and-minus@x",
                "naïve@exämple",
                "𝄞@music",
                "new.html",
                "raw",
                "T",
                "t.mbox.gz",
                "1-a.txt",
                "x".repeat(2_000)));
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder id = new StringBuilder();
      int length = 1 + random.nextInt(40);
      for (int c = 0; c < length; c++) {
        id.append((char) (' ' + random.nextInt(random.nextInt(20) == 0 ? 0x2000 : 95)));
      }
      ids.add("m" + id + "@x");
    }
    return ids;
  }

  private static Stream<Route> pages() {
    Scope all = new Scope.All();
    TimeWindow[] windows = {
      TimeWindow.NEWEST,
      TimeWindow.until(1_782_398_160L),
      TimeWindow.since(1_782_398_160L),
      TimeWindow.between(0, 1_782_398_160L)
    };
    Slot edge = new Slot(BROOK.inbox(), 4711);
    Stream.Builder<Route> pages = Stream.builder();
    pages.add(new SiteRoute.Home(SearchRequest.of("a b"))).add(new SiteRoute.Robots());
    pages.add(new SiteRoute.Home(SearchRequest.of("").at(200))).add(new SiteRoute.Llms());
    pages.add(new SiteRoute.SecurityText()).add(new SiteRoute.SitemapIndex());
    InboxName brook = new InboxName("brook-devel");
    pages.add(new SiteRoute.Sitemap(brook, java.time.YearMonth.of(2026, 7), 1));
    pages.add(new SiteRoute.Sitemap(brook, java.time.YearMonth.of(2026, 7), 12));
    pages.add(new SiteRoute.Home()).add(new SiteRoute.Health());
    gitPages().forEach(pages);
    pages
        .add(new SiteRoute.StaticFile("annals.css", "abc"))
        .add(new SiteRoute.StaticFile("annals.css", ""))
        .add(new SiteRoute.OperatorSheet("dark.css", "abc"))
        .add(new SiteRoute.OperatorSheet("dark.css", ""))
        .add(new SiteRoute.Events(new InboxName("brook-devel"), null, -1))
        .add(new SiteRoute.Events(new InboxName("brook-devel"), null, 404));
    for (Scope scope : List.of(BROOK, all)) {
      pages.add(new InboxRoute.Description(scope));
      pages.add(new InboxRoute.WholeMbox(scope)).add(new InboxRoute.AltIds(scope, "gmane"));
      pages.add(new InboxRoute.MonthMbox(scope, YearMonth.of(2026, 7)));
      pages.add(new BrowseRoute.Months(scope));
      pages.add(new BrowseRoute.Month(scope, YearMonth.of(2026, 7)));
      pages.add(new BrowseRoute.People(scope, 0)).add(new BrowseRoute.People(scope, 100));
      pages.add(new BrowseRoute.Statistics(scope)).add(new BrowseRoute.Unanswered(scope));
      pages.add(new BrowseRoute.Removals(scope)).add(new BrowseRoute.RemovalNotices(scope));
      for (var by : InboxRoute.Threads.By.values()) {
        for (var form : InboxRoute.Threads.Form.values()) {
          pages.add(new InboxRoute.Threads(scope, by, form));
        }
      }
      for (TextRoute.Topic topic : TextRoute.Topic.values()) {
        pages.add(new TextRoute.Page(scope, topic)).add(new TextRoute.Plain(scope, topic));
      }
      pages.add(new TextRoute.Sheet(scope, "userContent.css"));
      for (TimeWindow window : windows) {
        if (!window.equals(TimeWindow.NEWEST)) {
          pages.add(new InboxRoute.Topics(scope, window.past(edge)));
          pages.add(new InboxRoute.Newest(scope, window.past(edge)));
        }
        pages.add(new InboxRoute.Topics(scope, window));
        pages.add(new InboxRoute.Newest(scope, window));
        pages.add(new InboxRoute.NewestFeed(scope, window));
      }
      for (String q : List.of("a b", "s:\"x\" AND f:y", "a&b;c=d+e%20/?#", "käse 𝄞", "0")) {
        SearchRequest request = SearchRequest.of(q);
        pages.add(new InboxRoute.Search(scope, request));
        pages.add(new InboxRoute.Search(scope, request.as(Form.FEED)));
        pages.add(new InboxRoute.Search(scope, request.reversed()));
        pages.add(new InboxRoute.Search(scope, request.reversed().at(400)));
        pages.add(new InboxRoute.Search(scope, request.mostRelevantFirst().at(200)));
        pages.add(
            new InboxRoute.Search(
                scope, new SearchRequest(q, Form.FULL, 7, false, 50, false, true, null)));
      }
      for (String text : ids()) {
        MessageId id = new MessageId(text);
        pages.add(new SiteRoute.Events(new InboxName("brook-devel"), id, 7));
        pages.add(new BrowseRoute.Person(scope, text));
        pages.add(new MessageRoute.OneMessage(scope, id)).add(new MessageRoute.Raw(scope, id));
        pages
            .add(new MessageRoute.ThreadFlat(scope, id))
            .add(new MessageRoute.ThreadNested(scope, id));
        pages
            .add(new MessageRoute.ThreadMbox(scope, id, true))
            .add(new MessageRoute.ThreadMbox(scope, id, false))
            .add(new MessageRoute.Differences(scope, id))
            .add(new MessageRoute.ReplyDraft(scope, id))
            .add(new MessageRoute.ThreadSearch(scope, id, SearchRequest.of("a").as(Form.MBOX)))
            .add(new MessageRoute.ThreadFeed(scope, id));
        pages.add(new MessageRoute.Attachment(scope, id, "2.1", "peek-latency.csv"));
      }
    }
    return pages.build();
  }

  private static Stream<Route> gitPages() {
    InboxName inbox = new InboxName("brook-devel");
    Stream.Builder<Route> pages = Stream.builder();
    pages.add(new GitRoute.Manifest(new Scope.All())).add(new GitRoute.Manifest(BROOK));
    for (GitRoute.Repository of :
        List.of(
            new GitRoute.Repository.Joined(inbox),
            new GitRoute.Repository.Epoch(inbox, 0),
            new GitRoute.Repository.Epoch(inbox, 999_999))) {
      pages.add(new GitRoute.Advertisement(of)).add(new GitRoute.UploadPack(of));
      pages.add(new GitRoute.Push(of)).add(new GitRoute.File(of, "HEAD"));
      pages.add(new GitRoute.File(of, "objects/pack/pack-" + "a".repeat(40) + ".idx"));
      pages.add(new GitRoute.File(of, "objects/0f/" + "a".repeat(38)));
    }
    return pages.build();
  }

  @Test
  void parseAndPathAreInverse() {
    pages()
        .forEach(page -> {
          String path = page.path();
          assertThat(path).matches("[\\x21-\\x7E]+");
          int question = path.indexOf('?');
          RequestTarget target =
              question < 0
                  ? RequestTarget.of(path, "")
                  : RequestTarget.of(path.substring(0, question), path.substring(question + 1));
          assertThat(Route.parse(target)).as(path).contains(page);
        });
  }

  /// From every page to every other, by the rules that browsers follow.
  @Test
  void linksLeadWhereTheyShould() {
    List<Route> pages = pages().filter(p -> !(p instanceof Route.Moved)).limit(400).toList();
    List<String> from =
        List.of(
            "/", "/brook-devel/", "/brook-devel/new.html", "/brook-devel/a%2Fb@c/t/", "/all/x/");
    for (String start : from) {
      Links links = Links.from(start);
      for (Route page : pages) {
        String resolved =
            java.net
                .URI
                .create("http://site.example" + start.replace("%2F", "_"))
                .resolve(links.to(page))
                .toString();
        assertThat(resolved)
            .as("%s from %s", page, start)
            .isEqualTo("http://site.example" + page.path());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/x/a@b/, OneMessage",
    "/x/a/b@c/, OneMessage",
    "/x/a/b@c/raw, Raw",
    "/x/a/b@c/T/, ThreadFlat",
    "/x/_/people/a@b/, Person",
    "/x/_/people/a@b, Moved",
    "/x/_/months, Moved",
    "/x/1f90c2e/s/, ObjectRoute",
    "/x/1f90c2e/s/?b=src/ring.c, ObjectRoute",
    "/x/1f90c2e/s/src-ring.c, ObjectRoute",
    "/x/1f90c2e/s, Moved",
    "/x/a@b, Moved",
    "/x/a@b/t, Moved",
    "/x/%3Ca@b%3E/, Moved",
    "/x/atom.xml, NewestFeed",
    "/x/index.html, Topics",
    "/x, Moved",
    "/x/m/, OneMessage",
    "/x/m/raw, Raw",
    "/x/t/t/, ThreadNested",
    "/x/2026-07.mbox.gz, MonthMbox",
    "/x/a@b.mbox.gz, Moved",
    "/x/new.rss, Moved",
    "/x/0/HEAD, File",
    "/x/git/0/HEAD, File",
    "/x/12.git/info/refs, File",
    "/x/HEAD, File",
    "/x/0/info/refs?service=git-upload-pack, Advertisement",
    "/x/0/info/refs?service=git-upload-pack&a=1, File",
    "/x/0/info/refs?service=git-receive-pack, Push",
    "/x/git-upload-pack, UploadPack",
    "/x/0/config@x/, OneMessage",
    "/x/git/0/, OneMessage",
    "/x/manifest.js.gz, Manifest",
    "/x/_/text, Moved",
    "/x/_/text/, Moved",
    "/x/_/text/mirror, Moved",
    "/all/_/text/mirror/, Page",
    "/x/_/text/config/raw, Plain",
    "/x/216dark.css, Sheet",
    "/x/a/b.css/, OneMessage",
    "/manifest.js.gz, Manifest",
  })
  void readsOtherForms(String path, String kind) {
    String[] parts = path.split("\\?", 2);
    RequestTarget target = RequestTarget.of(parts[0], parts.length == 2 ? parts[1] : "");
    Route page = Route.parse(target).orElseThrow();
    assertThat(page.getClass().getSimpleName()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "git-upload-pack, PACK",
    "objects/pack/pack-942bab4f00b230a59deaaa78791e343bc241921b.pack, PACK",
    "objects/pack/pack-942bab4f00b230a59deaaa78791e343bc241921b.idx, PACK",
    "objects/94/2bab4f00b230a59deaaa78791e343bc241921b, NONE",
    "objects/info/packs, NONE",
    "HEAD, NONE",
  })
  void packsTakeTurns(String file, Route.Cost cost) {
    Route route = Route.parse(RequestTarget.of("/x/0/" + file, "")).orElseThrow();
    assertThat(route.cost()).isEqualTo(cost);
  }

  /// Old addresses and sloppy ones, and where they lead.
  @ParameterizedTest
  @CsvSource({
    "/x, /x/",
    "/x/a@b, /x/a@b/",
    "/x/a%40b, /x/a@b/",
    "/x/%3Ca@b%3E/, /x/a@b/",
    "/x/%3Ca@b%3E/t.mbox.gz, /x/a@b/t.mbox.gz",
    "/x/a@b/T, /x/a@b/T/#u",
    "/x/a@b/t, /x/a@b/t/#u",
    "/x/a@b/R, /x/a@b/#R",
    "/x/a@b/R/, /x/a@b/#R",
    "/x/a@b/f, /x/a@b/",
    "/x/a@b/f/, /x/a@b/",
    "/x/a/b@c/T, /x/a%2Fb@c/T/#u",
    "/x/m/a@b/, /x/a@b/",
    "/x/m/a@b, /x/a@b/",
    "/x/m/a@b/raw, /x/a@b/raw",
    "/x/m/a@b.html, /x/a@b/",
    "/x/m/a@b.txt, /x/a@b/raw",
    "/x/m/a%2Fb@c/, /x/a%2Fb@c/",
    "/x/m/a/b@c/, /x/a%2Fb@c/",
    "/x/m/a/b@c, /x/a%2Fb@c/",
    "/x/m/%3Ca@b%3E/, /x/a@b/",
    "/x/f/a@b/, /x/a@b/",
    "/x/f/a@b, /x/a@b/",
    "/x/f/a@b.html, /x/a@b/",
    "/x/f/a@b.txt, /x/a@b/raw",
    "/x/t/a@b/, /x/a@b/t/#u",
    "/x/t/a@b, /x/a@b/t/#u",
    "/x/t/a@b.html, /x/a@b/t/#u",
    "/x/t/a@b/mbox, /x/a@b/t.mbox",
    "/x/t/a@b/mbox.gz, /x/a@b/t.mbox.gz",
    "/x/t/a@b.mbox, /x/a@b/t.mbox",
    "/x/t/a@b.mbox.gz, /x/a@b/t.mbox.gz",
    "/x/t/a@b/T/, /x/a@b/T/",
  })
  void oldAddressesLead(String from, String to) {
    assertThat(Route.parse(RequestTarget.of(from, "")).orElseThrow())
        .isInstanceOfSatisfying(
            Route.Moved.class,
            moved -> {
              assertThat(moved.forGood()).isTrue();
              assertThat(moved.target("")).isEqualTo(to);
            });
  }

  @Test
  void pagingByCommitLeadsToTheNewest() {
    Route route = Route.parse(RequestTarget.of("/x/", "r=abc")).orElseThrow();
    assertThat(route)
        .isInstanceOfSatisfying(
            Route.Moved.class,
            moved -> {
              assertThat(moved.forGood()).isFalse();
              assertThat(moved.target("?r=abc")).isEqualTo("/x/new.html?r=abc");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "//",
        "/..",
        "/../x/",
        "/.hidden/",
        "/-/",
        "/-/nothing",
        "/-/static/../x",
        "/_x/",
        "/x/_/",
        "/x/_/nothing/",
        "/a%2Fb/",
        "x",
        "*",
        "/x/a@b/unknown",
        "/x/a",
        "/x/a/b@c",
        "/x/2026-13.mbox.gz",
        "/x/2026.mbox.gz",
        "/x/some-word.mbox.gz"
      })
  void nothingLivesThere(String path) {
    assertThat(Route.parse(RequestTarget.of(path, ""))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/x/%zz/", "/x/%4/", "/x/%FF/", "/x/%C0%AF/", "/x/%ED%A0%80/"})
  void refusesBrokenEscapes(String path) {
    assertThatThrownBy(() -> Route.parse(RequestTarget.of(path, ""))).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026",
        "20261301",
        "20260230",
        "abc",
        "-",
        "2026062514360",
        "-20260101",
        "20260102-20260101",
        "99999999999999",
        "20260101--"
      })
  void refusesNonsenseTimes(String t) {
    assertThatThrownBy(() -> Route.parse(RequestTarget.of("/x/", "t=" + t)))
        .isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1.", "1.y", "1.2.3.4.5.6.7.8.9.0.1.2.3.4", "9999999999999"})
  void refusesNonsenseNumbers(String n) {
    assertThatThrownBy(() -> Route.parse(RequestTarget.of("/x/", "t=20260101&n=" + n)))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void onlySingleLetterKeysCount() {
    RequestTarget target = RequestTarget.of("/x/", "q=one&q=two;r&page=3&Z&x=A&=&q&&l=5+0");
    assertThat(target.key('q')).contains("");
    assertThat(RequestTarget.of("/x/", "q=one&q=two;r").key('q')).contains("two");
    assertThat(target.flag('r')).isTrue();
    assertThat(target.keys()).containsOnlyKeys('q', 'r', 'x', 'l');
    assertThat(target.key('l')).contains("5 0");
  }

  @ParameterizedTest
  @MethodSource
  void readsSearchKeys(String query, int offset, boolean ascending, int limit) {
    SearchRequest request = SearchRequest.parse(RequestTarget.of("/x/", query));
    assertThat(request.offset()).isEqualTo(offset);
    assertThat(request.ascending()).isEqualTo(ascending);
    assertThat(request.limit()).isEqualTo(limit);
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> readsSearchKeys() {
    return Stream.of(
        org.junit.jupiter.params.provider.Arguments.of("q=a", 0, false, 200),
        org.junit.jupiter.params.provider.Arguments.of("q=a&o=-1", 0, true, 200),
        org.junit.jupiter.params.provider.Arguments.of("q=a&o=-51&l=50", 50, true, 50),
        org.junit.jupiter.params.provider.Arguments.of("q=a&l=201", 0, false, 200),
        org.junit.jupiter.params.provider.Arguments.of("q=a&l=x&o=y", 0, false, 200),
        org.junit.jupiter.params.provider.Arguments.of(
            "q=a&o=99999999999", Integer.MAX_VALUE, false, 200));
  }
}
