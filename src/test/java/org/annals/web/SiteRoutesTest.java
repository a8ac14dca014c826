package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.annals.archive.InboxSettings;
import org.annals.archive.Policy;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What belongs to the site: the list of inboxes and what programs are told.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SiteRoutesTest {
  private static final Pattern ROW = Pattern.compile("<a class=\"subj\" href=\"([a-z]+)/\"");
  private static final Pattern LOC = Pattern.compile("<loc>([^<]*)</loc>");

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = site(directory, SiteSettings.Listing.ALL, "Contact: mailto:s@example.org\n");
  }

  private static RunningSite site(Path directory, SiteSettings.Listing listing, String security)
      throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users", "vault", "empty");
    fixture.hide("vault");
    fixture.change("dev", one -> withUrl(one, "https://lists.example.org/dev"));
    fixture.change("users", one -> withUrl(one, "//127.0.0.1:1/users"));
    fixture.change("empty", one -> withUrl(one, "https://lists.example.org/empty"));
    SiteSettings usual = new SiteSettings("Lists of the test", "");
    RunningSite site =
        RunningSite.of(
            fixture,
            new SiteSettings(
                usual.title(),
                usual.baseUrl(),
                usual.trustedProxies(),
                listing,
                usual.grokManifest(),
                usual.styles(),
                usual.notObfuscated(),
                usual.coderepos(),
                usual.all(),
                security));
    site.add("dev", MailText.of("one@x").received(1_772_323_200L).bytes());
    site.add("dev", MailText.of("a&b/c@x").received(1_775_001_600L).bytes());
    site.add("users", MailText.of("two@x").received(1_772_323_300L).bytes());
    site.add("vault", MailText.of("secret@x").bytes());
    return site;
  }

  private static InboxSettings withUrl(InboxSettings one, String url) {
    return new InboxSettings(
        one.name(),
        one.directory(),
        one.addresses(),
        List.of(url),
        List.of("list-" + one.name() + ".example.org"),
        one.newsgroup(),
        one.coderepos(),
        one.hidden(),
        one.pages(),
        one.servers(),
        one.intake(),
        Policy.NONE);
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  private static List<String> rows(String page) {
    return ROW.matcher(page).results().map(row -> row.group(1)).toList();
  }

  /// `order` is the inboxes that are shown, parted by spaces.
  @ParameterizedTest
  @CsvSource({
    "/,                        dev users empty",
    "/?q=,                     dev users empty",
    "/?o=-1,                   empty users dev",
    "/?l=1,                    dev",
    "/?l=1&o=1,                users",
    "/?l=2&o=1,                users empty",
    "/?q=users,                users",
    "/?q=MAIL+about,           dev users empty",
    "/?q=mail+users,           users",
    "/?q=name:dev,             dev",
    "/?q=address:users@example.org, users",
    "/?q=listid:list-dev.example.org, dev",
    "/?q=url:lists.example.org, dev empty",
    "/?q=users+mail&r=1,       users",
    "/?q=e&r=1,                dev users empty",
  })
  void inboxesAreFound(String path, String order) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(String.join(" ", rows(text(response)))).isEqualTo(order);
    assertThat(text(response)).doesNotContain("vault");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?q=nothing", "/?q=vault", "/?q=description:users@example.org", "/?o=9"})
  void noInboxMatches(String path) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(text(response)).contains("No inbox matches.").doesNotContain("vault@");
  }

  @Test
  void theOtherButtonSearchesMessages() throws Exception {
    HttpResponse<byte[]> response = site.get("/?q=s:ring&a=search+all");
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(header(response, "Location")).isEqualTo(site.base() + "/all/?q=s:ring&a=search+all");
  }

  @Test
  void pagesLinkToEachOther() throws Exception {
    String page = site.text("/?l=1&o=1");
    assertThat(page).contains("href=\"./?q=&amp;o=2&amp;l=1\" rel=\"next\"");
    assertThat(page).contains("href=\"./?q=&amp;l=1\" rel=\"prev\"");
  }

  @Test
  void theListCanBeOfTheDomainOnly(@TempDir Path directory) throws Exception {
    try (RunningSite other = site(directory, SiteSettings.Listing.MATCHING_DOMAIN, "")) {
      assertThat(rows(other.text("/"))).containsExactly("users");
      String proxied = text(other.get("/", "X-Forwarded-Host", "lists.example.org"));
      assertThat(rows(proxied)).containsExactly("dev", "empty");
      assertThat(other.text("/sitemap.xml")).contains("/users/").doesNotContain("/dev/");
      assertThat(other.get("/-/sitemap/dev/2026-03.xml").statusCode()).isEqualTo(404);
      assertThat(other.get("/.well-known/security.txt").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void thereNeedBeNoList(@TempDir Path directory) throws Exception {
    try (RunningSite other = site(directory, SiteSettings.Listing.NONE, "")) {
      HttpResponse<byte[]> home = other.get("/");
      assertThat(home.statusCode()).isEqualTo(404);
      assertThat(text(home)).contains("No inboxes, yet.").doesNotContain("users");
      assertThat(other.get("/sitemap.xml").statusCode()).isEqualTo(404);
      assertThat(other.text("/robots.txt")).doesNotContain("Sitemap");
      assertThat(other.text("/llms.txt")).doesNotContain("/users/");
      assertThat(other.get("/users/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void robotsMayReadEverythingThatIsCheap() throws Exception {
    String robots = site.text("/robots.txt");
    assertThat(robots)
        .contains("User-agent: *\n")
        .contains("Disallow: /*?q=\n")
        .contains("Sitemap: " + site.base() + "/sitemap.xml\n");
    assertThat(robots.lines()).doesNotContain("Disallow: /", "Disallow: /*");
  }

  @Test
  void sitemapsHoldEveryMessageOfShownInboxes() throws Exception {
    HttpResponse<byte[]> index = site.get("/sitemap.xml");
    assertThat(header(index, "Content-Type")).isEqualTo("application/xml; charset=UTF-8");
    List<String> files = locations(text(index));
    assertThat(files)
        .containsExactlyInAnyOrder(
            site.base() + "/-/sitemap/dev/2026-04.xml",
            site.base() + "/-/sitemap/dev/2026-03.xml",
            site.base() + "/-/sitemap/users/2026-03.xml");
    assertThat(files.getFirst()).endsWith("2026-04.xml");
    assertThat(text(index)).contains("<lastmod>2026-04-01T00:00:00Z</lastmod>");
    String april = site.text("/-/sitemap/dev/2026-04.xml");
    assertThat(locations(april)).containsExactly(site.base() + "/dev/a&amp;b%2Fc@x/");
    assertThat(april).contains("<lastmod>2026-04-01T00:00:00Z</lastmod>");
    assertThat(locations(site.text("/-/sitemap/dev/2026-03.xml")))
        .containsExactly(site.base() + "/dev/one@x/");
    for (String page : locations(april)) {
      String path = page.substring(site.base().length()).replace("&amp;", "&");
      assertThat(site.get(path).statusCode()).isEqualTo(200);
    }
  }

  private static List<String> locations(String sitemap) {
    return LOC.matcher(sitemap).results().map(loc -> loc.group(1)).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/-/sitemap/dev/2026-05.xml",
        "/-/sitemap/dev/2026-03-2.xml",
        "/-/sitemap/dev/2026-13.xml",
        "/-/sitemap/dev/2026-03-0.xml",
        "/-/sitemap/vault/2026-03.xml",
        "/-/sitemap/nothing/2026-03.xml",
        "/-/sitemap/",
      })
  void noSuchSitemap(String path) throws Exception {
    assertThat(site.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void programsAreToldWhereToGo() throws Exception {
    String llms = site.text("/llms.txt");
    assertThat(llms)
        .startsWith("# Lists of the test\n\n> ")
        .contains("- [git](" + site.base() + "/INBOX/0): ")
        .contains("- [dev](" + site.base() + "/dev/): mail about dev\n")
        .doesNotContain("vault");
  }

  @Test
  void theOperatorSaysWhomToTell() throws Exception {
    assertThat(site.text("/.well-known/security.txt")).isEqualTo("Contact: mailto:s@example.org\n");
    assertThat(header(site.get("/security.txt"), "Location"))
        .isEqualTo(site.base() + "/.well-known/security.txt");
  }
}
