package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.archive.InboxSettings;
import org.annals.archive.Policy;
import org.annals.archive.ReplyTo;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `X/_/text/…`: what we say ourselves about an inbox, and that what it says can be done.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextRoutesTest {
  private static final Pattern CLONE = Pattern.compile("(?m)^ *git clone --mirror (\\S+) (\\S+)$");
  private static final Pattern SEARCH =
      Pattern.compile("href=\"([^\"]*[?]q=[^\"]*)\"><code>([^<]*)</code>");
  private static final Pattern KEY_VALUE = Pattern.compile("\t([a-z0-9]+) = (.+)");

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "plain", "empty");
    ControlInbox.open(fixture.layout().control())
        .append(List.of(new ControlRecord.InboxCreated(new InboxName("plain"), 1_770_264_200)));
    fixture.change(
        "dev",
        one ->
            new InboxSettings(
                one.name(),
                one.directory(),
                List.of("dev@example.org", "dev@old.example.org"),
                List.of(),
                List.of("dev.example.org"),
                "example.dev",
                List.of("ring", "unknown"),
                Set.of(),
                new InboxSettings.Pages(
                    List.of("https://example.org/about;dev"),
                    ReplyTo.parse(":list"),
                    true,
                    25,
                    null),
                new InboxSettings.Servers(
                    List.of("nntp://news.example.org"),
                    List.of("imaps://mail.example.org/"),
                    List.of("pop3://mail.example.org"),
                    List.of("nntp://mirror.example.org/x"),
                    List.of(),
                    InboxSettings.Limit.GIT),
                one.intake(),
                Policy.NONE));
    SiteSettings usual = new SiteSettings("Mail of the test", "");
    SiteSettings settings =
        new SiteSettings(
            usual.title(),
            usual.baseUrl(),
            usual.trustedProxies(),
            usual.wwwListing(),
            usual.grokManifest(),
            usual.styles(),
            usual.notObfuscated(),
            List.of(
                new SiteSettings.CodeRepository(
                    "ring", directory.resolve("ring.git"), List.of("https://git.example.org/ring")),
                new SiteSettings.CodeRepository("other", directory, List.of())),
            usual.all(),
            usual.securityText());
    site = RunningSite.of(fixture, settings);
    MailText newest =
        MailText.of("newest@example.org")
            .subject("[PATCH] ring: grow while somebody reads")
            .from("Ann Author <ann@example.org>")
            .header("Cc", "Developers of the ring <ring@example.org>")
            .body("The buffer was too small.\n");
    site.add("dev", MailText.number(1).bytes(), newest.sent(MailText.START + 3600).bytes());
    site.add("plain", MailText.number(1).bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "config", "color", "mirror"})
  void isAPageAndAFile(String topic) throws Exception {
    for (String inbox : List.of("dev", "plain", "empty", "all")) {
      String path = "/" + inbox + "/_/text/" + topic;
      HttpResponse<byte[]> page = site.get(path + "/");
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(header(page, "Content-Type")).isEqualTo(Answer.HTML);
      assertThat(text(page))
          .contains("<h1>")
          .contains("/raw\">as plain text</a>")
          .doesNotContain("style=");
      assertThat(site.send("HEAD", path + "/").statusCode()).isEqualTo(200);
      HttpResponse<byte[]> file = site.get(path + "/raw");
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(header(file, "Content-Type")).isEqualTo(Answer.TEXT);
      assertThat(site.send("HEAD", path + "/raw").statusCode()).isEqualTo(200);
      assertThat(text(file)).isNotBlank();
      String tag = header(page, "ETag");
      assertThat(site.get(path + "/", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/_/text, /dev/_/text/help/",
    "/dev/_/text/, /dev/_/text/help/",
    "/dev/_/text/mirror, /dev/_/text/mirror/",
    "/all/_/text/config, /all/_/text/config/",
  })
  void leadsToThePage(String from, String to) throws Exception {
    HttpResponse<byte[]> response = site.get(from);
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(header(response, "Location")).isEqualTo(site.base() + to);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/_/text/nope",
        "/dev/_/text/nope/",
        "/dev/_/text/nope/raw",
        "/dev/_/text/help/raw/",
        "/dev/_/text/help/more/",
        "/dev/_/textual/",
        "/nothing/_/text/help/",
        "/dev/nope.css",
      })
  void isNotThere(String path) throws Exception {
    assertThat(site.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void textsAreNarrow() throws Exception {
    for (String topic : List.of("help", "mirror", "color")) {
      String plain = site.text("/dev/_/text/" + topic + "/raw");
      assertThat(plain.lines().filter(line -> !line.contains("http")))
          .allMatch(l -> l.length() < 80);
      assertThat(plain).doesNotContain("&amp;").doesNotContain("<a ");
    }
  }

  @Test
  void everySearchInTheHelpFindsSomething() throws Exception {
    String page = site.text("/dev/_/text/help/");
    List<MatchResult> examples = SEARCH.matcher(page).results().toList();
    assertThat(examples.stream().map(m -> m.group(2)))
        .contains("s:grow", "grow -unlikelyword", "&#34;grow while&#34;", "b:buffer", "f:author")
        .contains("d:20260301..", "mid:newest@example.org", "c:developers");
    for (MatchResult example : examples) {
      String href = example.group(1).replace("&amp;", "&");
      if (example.group(2).contains("ago") || example.group(2).contains("last.")) {
        continue; // how long ago the test's mail is depends on the day
      }
      URI target = URI.create(site.base() + "/dev/_/text/help/").resolve(href);
      HttpResponse<byte[]> response = site.get(target.getPath() + "?" + target.getRawQuery());
      assertThat(response.statusCode()).as(example.group(2)).isEqualTo(200);
      assertThat(text(response)).as(example.group(2)).contains("newest@example.org");
    }
  }

  @Test
  void linksOfTheTextsLeadSomewhere() throws Exception {
    for (String topic : List.of("help", "mirror", "color", "config")) {
      String path = "/dev/_/text/" + topic + "/";
      List<String> hrefs =
          Pattern.compile("<main.*?</main>", Pattern.DOTALL)
              .matcher(site.text(path))
              .results()
              .flatMap(main -> Pattern.compile("href=\"([^\"]*)\"").matcher(main.group()).results())
              .map(m -> m.group(1).replace("&amp;", "&"))
              .filter(href -> !href.contains("://"))
              .filter(href -> !href.contains("ago") && !href.contains("last."))
              .toList();
      assertThat(hrefs).isNotEmpty();
      for (String href : hrefs) {
        URI target = URI.create(site.base() + path).resolve(href);
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        assertThat(site.get(target.getRawPath() + query).statusCode()).as(href).isEqualTo(200);
      }
    }
  }

  /// By lines, as programs do that know no git-config.
  @Test
  void aMirrorLearnsTheInboxByLines() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/_/text/config/raw");
    assertThat(header(response, "Content-Disposition")).isEqualTo("inline; filename=inbox.config");
    List<String> seen = new ArrayList<>();
    for (String line : text(response).lines().toList()) {
      var pair = KEY_VALUE.matcher(line);
      if (pair.matches()) {
        seen.add(pair.group(1) + "=" + pair.group(2));
      } else {
        assertThat(line).matches("\\[.*\\]|\t?; .*");
      }
    }
    assertThat(seen)
        .containsSubsequence(
            "url=https://example.com/dev/",
            "url=http://example.onion/dev/",
            "address=dev@example.org",
            "address=dev@old.example.org",
            "listid=dev.example.org",
            "infourl=\"https://example.org/about;dev\"",
            "newsgroup=example.dev",
            "obfuscate=true",
            "replyto=:list",
            "nntpmirror=nntp://mirror.example.org/x",
            "coderepo=ring",
            "cgiturl=https://git.example.org/ring");
  }

  @Test
  void gitReadsTheConfig(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("c"), site.get("/dev/_/text/config/raw").body());
    String all = Shell.run("git", "config", "-f", file.toString(), "--list").succeeded().out();
    assertThat(all)
        .contains("publicinbox.dev.address=dev@old.example.org\n")
        .contains("publicinbox.dev.infourl=https://example.org/about;dev\n")
        .contains("coderepo.ring.cgiturl=https://git.example.org/ring\n")
        .doesNotContain("coderepo.other");
    assertThat(text(site.get("/all/_/text/config/raw"))).contains("[extindex \"all\"]\n");
    assertThat(header(site.get("/all/_/text/config/raw"), "Content-Disposition"))
        .isEqualTo("inline; filename=extindex.config");
  }

  /// public-inbox-clone takes it over as the time that numbers count from.
  @Test
  void theConfigIsAsOldAsTheInbox() throws Exception {
    HttpResponse<byte[]> first = site.get("/plain/_/text/config/raw");
    assertThat(header(first, "Last-Modified")).isEqualTo("Thu, 05 Feb 2026 04:03:20 GMT");
    site.add("plain", MailText.number(7).bytes());
    HttpResponse<byte[]> second = site.get("/plain/_/text/config/raw");
    String created = header(first, "Last-Modified");
    assertThat(header(second, "Last-Modified")).isEqualTo(created);
    HttpResponse<byte[]> since = site.get("/plain/_/text/config/raw", "If-Modified-Since", created);
    assertThat(since.statusCode()).as("it may change all the same").isEqualTo(200);
  }

  @Test
  void theMirrorTextIsTrue(@TempDir Path directory) throws Exception {
    String mirror = site.text("/dev/_/text/mirror/raw");
    List<MatchResult> clones = CLONE.matcher(mirror).results().toList();
    assertThat(clones).hasSize(1);
    assertThat(clones.getFirst().group(1)).isEqualTo(site.base() + "/dev/0");
    assertThat(clones.getFirst().group(2)).isEqualTo("dev/git/0.git");
    Path copy = directory.resolve(clones.getFirst().group(2));
    Shell.run("git", "clone", "-q", "--mirror", clones.getFirst().group(1), copy.toString())
        .succeeded();
    Shell.run("git", "--git-dir=" + copy, "fetch", "-q", "--prune").succeeded();
    assertThat(mirror)
        .contains("nntp://news.example.org/example.dev\n")
        .contains("nntp://mirror.example.org/x\n")
        .contains("imaps://mail.example.org/example.dev\n")
        .contains("pop3://mail.example.org\n")
        .contains("UUID@example.dev")
        .contains("ring: https://git.example.org/ring\n")
        .contains(site.base() + "/dev/_/text/config/raw");
    assertThat(site.text("/dev/_/text/mirror/"))
        .contains("id=\"nntp\"", "id=\"imap\"", "id=\"pop3\"", "id=\"repositories\"");
    assertThat(site.text("/plain/_/text/mirror/"))
        .doesNotContain("id=\"nntp\"", "id=\"imap\"", "id=\"pop3\"", "id=\"repositories\"");
    assertThat(site.text("/empty/_/text/mirror/raw")).doesNotContain("git clone");
  }

  @Test
  void theSampleSheetNamesWhatThereIs() throws Exception {
    HttpResponse<byte[]> sheet = site.get("/dev/userContent.css");
    assertThat(header(sheet, "Content-Type")).isEqualTo("text/css; charset=UTF-8");
    assertThat(text(sheet)).contains("url-prefix(\"" + site.base() + "/dev/\")");
    assertThat(site.text("/dev/_/text/color/raw")).contains("  :root {\n".strip());
    String ours = site.text("/-/static/annals.css");
    assertThat(Pattern.compile("(--[a-z-]+):").matcher(text(sheet)).results().map(m -> m.group(1)))
        .hasSizeGreaterThan(10)
        .allMatch(name -> ours.contains(name + ":"));
    assertThat(
            Pattern.compile("  (--?[a-z-]+|\\.[a-z]+)  +[a-z]")
                .matcher(site.text("/dev/_/text/color/raw"))
                .results()
                .map(m -> m.group(1)))
        .hasSizeGreaterThan(20)
        .allMatch(name -> ours.contains(name));
  }
}
