package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.annals.archive.AltId;
import org.annals.archive.InboxSettings;
import org.annals.archive.InboxSettings.Hide;
import org.annals.archive.InboxSettings.Limit;
import org.annals.archive.IndexHeader;
import org.annals.archive.ReplyTo;
import org.annals.archive.ReplyTo.Recipient;
import org.annals.config.Config;
import org.annals.web.SiteSettings;
import org.annals.web.SiteSettings.Listing;
import org.annals.web.SiteSettings.StyleSheet;
import org.annals.web.TrustedProxies;
import org.annals.web.WebLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the config file says, as archive and web get it, and what `config check` says of it.
class ConfiguredTest {
  @TempDir Path directory;

  private Config config(String text) throws IOException {
    return Config.read(Files.writeString(directory.resolve("config"), text));
  }

  private InboxSettings inbox(String keys) throws IOException {
    Config config = config("[publicinbox \"dev\"]\ninboxdir = dev\n" + keys + "\n");
    return new ConfiguredInboxes(config).all().getFirst();
  }

  private SiteSettings site(String text) throws IOException {
    return new ConfiguredSite(config(text)).settings();
  }

  @Test
  void inboxDefaults() throws Exception {
    InboxSettings inbox = inbox("");
    assertThat(inbox)
        .isEqualTo(
            InboxSettings.of(inbox.name(), directory.toAbsolutePath().resolve("dev"), List.of()));
    assertThat(inbox.pages().feedMessages()).isEqualTo(25);
    assertThat(inbox.pages().replyTo()).isEqualTo(ReplyTo.ALL);
  }

  @Test
  void everyKeyOfAnInbox() throws Exception {
    InboxSettings inbox =
        inbox(
            """
            	mainrepo = elsewhere
            	url = https://example.org/dev
            	url = //example.net/dev
            	address = dev@example.org
            	newsgroup = Org.Example.Dev
            	listid = <dev.example.org>
            	listid = Old <old.example.org>
            	infourl = https://info.example.org/
            	replyto = :list, Reply-To, other@example.org
            	obfuscate
            	feedmax = 7
            	mailmap = people
            	hide = www
            	hide = manifest
            	coderepo = brook
            	nntpserver = nntp://news.example.org
            	nntpmirror = nntp://mirror.example.org/group
            	imapmirror = imap://mirror.example.org/box
            	altid = serial:gmane:file=gmane.sqlite3
            	indexheader = boolean_term:xarchivehash:X-Archive-Hash:raw=1
            	filter = PublicInbox::Filter::Vger
            	watch = maildir:/var/mail/dev
            	watchheader = List-Id:<dev.example.org>
            	httpbackendmax = 3
            [publicinbox]
            	nntpserver = nntp://site.example.org
            	imapserver = imaps://site.example.org
            	pop3server = pop3s://site.example.org
            """);
    assertThat(inbox.directory()).isEqualTo(directory.toAbsolutePath().resolve("dev"));
    assertThat(inbox.urls()).containsExactly("https://example.org/dev", "//example.net/dev");
    assertThat(inbox.newsgroup()).isEqualTo("org.example.dev");
    assertThat(inbox.listIds()).containsExactly("dev.example.org", "old.example.org");
    assertThat(inbox.hidden()).isEqualTo(Set.of(Hide.WWW, Hide.MANIFEST));
    assertThat(inbox.pages().infoUrls()).containsExactly("https://info.example.org/");
    assertThat(inbox.pages().obfuscated()).isTrue();
    assertThat(inbox.pages().feedMessages()).isEqualTo(7);
    assertThat(inbox.pages().mailmap()).isEqualTo(directory.toAbsolutePath().resolve("people"));
    assertThat(inbox.pages().replyTo().recipients())
        .containsExactly(
            new Recipient.TheList(),
            new Recipient.Header("Reply-To"),
            new Recipient.Mailbox("other@example.org"));
    assertThat(inbox.pages().replyTo().print()).isEqualTo(":list, Reply-To, other@example.org");
    assertThat(inbox.servers())
        .isEqualTo(
            new InboxSettings.Servers(
                List.of("nntp://news.example.org"),
                List.of("imaps://site.example.org"),
                List.of("pop3s://site.example.org"),
                List.of("nntp://mirror.example.org/group"),
                List.of("imap://mirror.example.org/box"),
                new Limit("inbox dev", 3, 32)));
    AltId altId = inbox.intake().altIds().getFirst();
    assertThat(altId).isEqualTo(new AltId("gmane", "gmane.sqlite3"));
    assertThat(altId.print()).isEqualTo("serial:gmane:file=gmane.sqlite3");
    IndexHeader header = inbox.intake().indexHeaders().getFirst();
    assertThat(header)
        .isEqualTo(
            new IndexHeader(IndexHeader.Kind.BOOLEAN_TERM, "xarchivehash", "X-Archive-Hash", true));
    assertThat(header.print()).isEqualTo("boolean_term:xarchivehash:X-Archive-Hash:raw=1");
    assertThat(inbox.intake().filter()).isEqualTo("PublicInbox::Filter::Vger");
    assertThat(inbox.intake().watch()).containsExactly("maildir:/var/mail/dev");
    assertThat(inbox.intake().watchHeaders()).containsExactly("List-Id:<dev.example.org>");
  }

  @Test
  void theOldNameOfTheDirectory() throws Exception {
    Config config = config("[publicinbox \"dev\"]\nmainrepo = /srv/dev\n");
    assertThat(new ConfiguredInboxes(config).all().getFirst().directory())
        .isEqualTo(Path.of("/srv/dev"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replyto = :nobody      | replyto: ':nobody' is neither :all, :list, :none=TEXT, a header",
        "replyto = :none=       | replyto: ':none=' needs a text that says why",
        "replyto = ,            | replyto: ',' names nobody",
        "obfuscate = perhaps    | obfuscate: 'perhaps' is neither true nor false",
        "feedmax = many         | feedmax: 'many' is not a number from 1 to 1000",
        "feedmax = 1001         | feedmax: '1001' is not a number from 1 to 1000",
        "hide = web             | hide: 'web' is neither www nor manifest",
        "altid = gmane          | altid: 'gmane' is not serial:PREFIX:file=FILE",
        "indexheader = text:X   | indexheader: 'text:X' is not boolean_term|text|phrase:PREFIX:",
        "httpbackendmax = slow  | httpbackendmax: there is no [publicinboxlimiter \"slow\"]",
        "httpbackendmax = 0     | httpbackendmax: '0' is not a number from 1 to 10000",
      })
  void wrongKeysOfAnInboxAreNamed(String line, String why) {
    assertThatThrownBy(() -> inbox(line.strip()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(directory.resolve("config") + ": publicinbox.dev." + why.strip());
  }

  @ParameterizedTest
  @CsvSource({"all", "r", "api", "-", "+", "_x", "a/b", ".x", "x."})
  void reservedNamesAreRefused(String name) {
    assertThatThrownBy(() ->
            new ConfiguredInboxes(config("[publicinbox \"" + name + "\"]\ninboxdir = x\n")).all())
        .hasMessageStartingWith(directory.resolve("config") + ": inbox name '" + name + "'");
  }

  @Test
  void limitersAreShared() throws Exception {
    String limiters =
        """
        httpbackendmax = slow
        [publicinboxlimiter "slow"]
        	max = 2
        	depth = 5
        """;
    assertThat(inbox(limiters).servers().git()).isEqualTo(new Limit("slow", 2, 5));
    assertThat(inbox("[publicinboxlimiter \"-httpbackend\"]\nmax = 4").servers().git())
        .isEqualTo(new Limit("-httpbackend", 4, 32));
    assertThat(inbox("").servers().git()).isEqualTo(Limit.GIT);
  }

  @Test
  void siteDefaults() throws Exception {
    SiteSettings site = site("");
    assertThat(site).isEqualTo(new SiteSettings("", ""));
    assertThat(site.wwwListing()).isEqualTo(Listing.ALL);
    assertThat(site.grokManifest()).isEqualTo(Listing.MATCHING_DOMAIN);
  }

  @Test
  void everyKeyOfTheSite() throws Exception {
    Files.writeString(directory.resolve("security.txt"), "Contact: mailto:s@example.org\n");
    Files.writeString(directory.resolve("dark.css"), "body{color:red}");
    SiteSettings site =
        site(
            """
            [annals]
            	title = Lists
            	baseurl = https://lists.example.org/
            	trustedproxy = 192.0.2.0/24
            	securitytxt = security.txt
            [publicinbox]
            	wwwListing = match=domain
            	grokManifest = 404
            	nameIsUrl = true
            	noObfuscate = one@example.org @example.net
            	css = dark.css title=dark media='screen,(prefers-color-scheme:dark)'
            	css = /dev/null href=https://cdn.example.org/x.css load=import
            [coderepo "brook"]
            	dir = brook.git
            	cgiturl = https://git.example.org/brook.git
            [extindex "all"]
            	topdir = /srv/all
            	url = https://lists.example.org/all/
            	hide = www
            """);
    assertThat(site.title()).isEqualTo("Lists");
    assertThat(site.baseUrl()).isEqualTo("https://lists.example.org");
    assertThat(site.trustedProxies()).isEqualTo(TrustedProxies.LOCAL.and(List.of("192.0.2.0/24")));
    assertThat(site.wwwListing()).isEqualTo(Listing.MATCHING_DOMAIN);
    assertThat(site.grokManifest()).isEqualTo(Listing.NONE);
    assertThat(site.notObfuscated()).containsExactly("one@example.org", "@example.net");
    assertThat(site.styles())
        .containsExactly(
            new StyleSheet(
                "dark.css", "body{color:red}", "", "dark", "screen,(prefers-color-scheme:dark)"),
            new StyleSheet("", "", "https://cdn.example.org/x.css", "", ""));
    assertThat(site.coderepos().getFirst().urls())
        .containsExactly("https://git.example.org/brook.git");
    assertThat(site.all().hidden()).isTrue();
    assertThat(site.all().preferred()).isTrue();
    assertThat(site.all().urls()).containsExactly("https://lists.example.org/all/");
    assertThat(site.securityText()).isEqualTo("Contact: mailto:s@example.org\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[publicinbox] | wwwListing = some | publicinbox.wwwlisting: 'some' is none of 404, all,",
        "[publicinbox] | css = absent.css | publicinbox.css: ",
        "[publicinbox] | css = title=x | publicinbox.css: names no file",
        "[publicinbox] | css = a.css b.css | publicinbox.css: 'b.css' is not title=, media=,",
        "[publicinbox] | css = a.txt | publicinbox.css: ",
        "[publicinbox] | css = href=javascript:x | publicinbox.css: 'javascript:x' is no http",
        "[annals] | baseurl = lists.example.org | annals.baseurl: 'lists.example.org' is no http",
        "[annals] | trustedproxy = proxy.example.org | annals.trustedproxy: 'proxy.example.org'",
        "[annals] | trustedproxy = 10.0.0.0/33 | annals.trustedproxy: '10.0.0.0/33' is no",
        "[annals] | securitytxt = absent | annals.securitytxt: ",
        "[coderepo \"x\"] | cgiturl = y | coderepo.x.dir: is not set",
      })
  void wrongKeysOfTheSiteAreNamed(String section, String line, String why) {
    assertThatThrownBy(() -> site(section.strip() + "\n" + line.strip() + "\n"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(directory.resolve("config") + ": " + why.strip());
  }

  @Test
  void limitsAreThoseOfTheMachineChangedByTheFile() throws Exception {
    assertThat(new ConfiguredLimits(config("")).limits()).isEqualTo(WebLimits.DEFAULT);
    WebLimits limits =
        new ConfiguredLimits(
                config(
                    """
                    [annals]
                    	connectionsPerAddress = 9
                    [annals "Search"]
                    	workers = 7
                    	waitMillis = 0
                    """))
            .limits();
    assertThat(limits)
        .isEqualTo(
            WebLimits.DEFAULT
                .with("", "connectionsPerAddress", 9)
                .with("search", "workers", 7)
                .with("search", "waitMillis", 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[annals]           | connections = many  | annals.connections: 'many' is not a number",
        "[annals]           | connections = 0     | annals.connections: must be at least 1",
        "[annals \"search\"] | workers = 0        | annals.search.workers: must be at least 1",
        "[annals \"search\"] | speed = 1          | annals.search.speed: is no limit",
        "[annals \"surch\"]  | workers = 1        | annals.surch.workers: is no limit",
      })
  void wrongLimitsAreNamed(String section, String line, String why) throws Exception {
    Config config = config(section.strip() + "\n" + line.strip() + "\n");
    assertThatThrownBy(() -> new ConfiguredLimits(config).limits())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(directory.resolve("config") + ": " + why.strip());
    assertThat(ConfigReview.of(config).problems())
        .anySatisfy(problem -> assertThat(problem).startsWith(why.strip()));
  }

  @Test
  void reviewNamesWhatCannotWorkAndWhatMeansNothing() throws Exception {
    Files.createDirectories(directory.resolve("one"));
    ConfigReview review =
        ConfigReview.of(
            config(
                """
                [annals]
                	http = nowhere
                [publicinbox "one"]
                	inboxdir = one
                	address = list@example.org
                	newsgroup = group
                	coderepo = absent
                	mailmap = absent
                [publicinbox "two"]
                	inboxdir = one
                	address = LIST@example.org
                	newsgroup = group
                [publicinbox "three"]
                	inboxdir = three
                	newsgroup = group.3
                	colour = red
                [publicinbox "all"]
                	inboxdir = all
                [extindex "some"]
                	topdir = /srv/some
                [coderepo "gone"]
                	dir = gone
                [coderepo "none"]
                	dir = one
                """));
    assertThat(review.problems())
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).startsWith("annals.http: "),
            p -> assertThat(p).isEqualTo("publicinbox.one.coderepo: there is no absent"),
            p -> assertThat(p).startsWith("publicinbox.one.mailmap: ").endsWith(" is not a file"),
            p -> assertThat(p).isEqualTo("publicinbox.two.newsgroup: is that of one, too"),
            p -> assertThat(p).isEqualTo("publicinbox.two.inboxdir: is that of one, too"),
            p -> assertThat(p).isEqualTo("publicinbox.two.address: is that of one, too"),
            p -> assertThat(p).startsWith("publicinbox.three.inboxdir: "),
            p -> assertThat(p).isEqualTo("publicinbox.three.address: is not set"),
            p -> assertThat(p).startsWith("publicinbox.three.newsgroup: 'group.3': "),
            p -> assertThat(p).isEqualTo("inbox name 'all' is reserved"),
            p -> assertThat(p).startsWith("coderepo.gone.dir: ").endsWith("is not a directory"),
            p ->
                assertThat(p)
                    .startsWith("coderepo.none.dir: ")
                    .endsWith("is not a git repository"));
    assertThat(review.warnings())
        .satisfiesExactlyInAnyOrder(
            w -> assertThat(w).isEqualTo("publicinbox.three.colour: unknown key"),
            w -> assertThat(w).startsWith("extindex.some: is not served"));
  }
}
