package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.annals.archive.InboxSettings;
import org.annals.archive.Policy;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.annals.web.SiteSettings.CodeRepository;
import org.annals.web.SiteSettings.StyleSheet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the operator adds to every page: style sheets, and what the foot of it says.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StyleSheetsTest {
  private static final Pattern SHEETS = Pattern.compile("<link rel=\"[a-z ]*stylesheet\"[^>]*>");
  private static final String RED = "body { color: red }\n";

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users");
    fixture.change(
        "dev",
        one ->
            new InboxSettings(
                one.name(),
                one.directory(),
                one.addresses(),
                one.urls(),
                one.listIds(),
                "example.dev",
                List.of("ring", "bare"),
                one.hidden(),
                one.pages(),
                new InboxSettings.Servers(
                    List.of("nntp://news.example.org/"),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    InboxSettings.Limit.GIT),
                one.intake(),
                Policy.NONE));
    SiteSettings usual = new SiteSettings("Mail of the test", "");
    site =
        RunningSite.of(
            fixture,
            new SiteSettings(
                usual.title(),
                usual.baseUrl(),
                usual.trustedProxies(),
                usual.wwwListing(),
                usual.grokManifest(),
                List.of(
                    new StyleSheet("red.css", RED, "", "", "(min-width: 10em)"),
                    new StyleSheet("", "", "https://styles.example.net:8443/x.css?a&b", "", ""),
                    new StyleSheet("one.css", "p{}", "", "One", ""),
                    new StyleSheet("two.css", "q{}", "", "Two \"2\"", "")),
                usual.notObfuscated(),
                List.of(
                    new CodeRepository("ring", directory, List.of("https://git.example.org/ring")),
                    new CodeRepository("bare", directory, List.of("git@git.example.org:bare"))),
                usual.all(),
                usual.securityText()));
    site.add("dev", MailText.of("a@x").bytes());
    site.add("users", MailText.of("b@x").bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/all/",
        "/dev/",
        "/dev/new.html",
        "/dev/a@x/",
        "/dev/a@x/t/",
        "/dev/?q=about",
        "/dev/topics_new.html",
        "/dev/_/text/help/",
        "/dev/nobody@x/",
      })
  void everyPageHasThemBehindOurs(String path) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    List<String> sheets = SHEETS.matcher(text(response)).results().map(m -> m.group()).toList();
    assertThat(sheets).hasSize(5);
    assertThat(sheets.get(0)).contains("/annals.css?v=");
    assertThat(sheets.get(1)).contains("/red.css?v=").contains("media=\"(min-width: 10em)\"");
    assertThat(sheets.get(2)).contains("href=\"https://styles.example.net:8443/x.css?a&amp;b\"");
    assertThat(sheets.get(3)).contains("rel=\"stylesheet\"").contains("title=\"One\"");
    assertThat(sheets.get(4))
        .contains("rel=\"alternate stylesheet\"")
        .contains("title=\"Two &#34;2&#34;\"");
    String policy = header(response, "Content-Security-Policy");
    assertThat(policy).contains("style-src 'self' https://styles.example.net:8443;");
    assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe");
    String href = sheets.get(1).replaceFirst(".*href=\"([^\"]*)\".*", "$1");
    URI target = URI.create(site.base() + path.replace("?q=about", "")).resolve(href);
    HttpResponse<byte[]> sheet = site.get(target.getPath() + "?" + target.getQuery());
    assertThat(text(sheet)).isEqualTo(RED);
    assertThat(header(sheet, "Cache-Control")).contains("immutable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/+/red.css", "/+/red.css?v=old", "/dev/red.css", "/all/red.css"})
  void areServedUnderTheirName(String path) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).isEqualTo(RED);
    assertThat(header(response, "Content-Type")).isEqualTo("text/css; charset=UTF-8");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
    String tag = header(response, "ETag");
    assertThat(site.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(site.send("HEAD", path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/+/", "/+", "/+/other.css", "/+/x.css", "/+/../red.txt", "/dev/x.css"})
  void nothingElseIs(String path) throws Exception {
    assertThat(site.get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void theFootSaysWhereElseThingsAre() throws Exception {
    String page = site.text("/dev/a@x/");
    assertThat(page)
        .contains(
            "<p id=\"mirror\">This is a public inbox. See <a href=\"../_/text/help/\">help</a>")
        .contains("<a href=\"../_/text/mirror/\">how to mirror it</a>")
        .contains("<a href=\"../_/text/color/\">colours and fonts</a>")
        .contains("<a href=\"nntp://news.example.org/example.dev\">NNTP</a>")
        .contains("<a href=\"../new.atom\">Atom</a>")
        .contains(
            "<span id=\"code\">Code: <a href=\"https://git.example.org/ring\">ring</a>, bare.");
    assertThat(page).contains("href=\"../_/text/help/\">Help</a>");
    assertThat(site.text("/dev/_/text/help/")).contains("aria-current=\"page\">Help</a>");
    assertThat(site.text("/users/")).doesNotContain("id=\"code\"").doesNotContain("NNTP");
    assertThat(site.text("/")).contains("<a href=\"all/_/text/help/\">help</a>");
  }
}
