package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
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

/// Pages of months, people and counts.
///
/// `dev` has mail of March and May 2026 from Ann, Bob and a crowd, and patches of the last weeks;
/// `shy` does not show addresses; `secret` is hidden.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowseTest {
  private static final long DAY = 24 * 3600L;
  private static final int CROWD = 120;

  private RunningSite site;
  private Path users;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    ArchiveFixture fixture =
        ArchiveFixture.in(directory, "dev", "users", "odd", "brisk", "shy", "secret", "empty");
    users = fixture.inbox("users");
    fixture.hide("secret");
    fixture.change("shy", BrowseTest::obfuscated);
    Files.writeString(
        fixture.inbox("dev").resolve("mailmap"),
        "Bob Brown <bob@example.org> <bob@work.example>\n");
    site = RunningSite.of(fixture, new SiteSettings("Mail of the test", ""));
    long now = Instant.now().getEpochSecond();
    site.add(
        "dev",
        MailText.of("root@x").subject("plan <b>&</b>").bytes(),
        bob("one@x", MailText.START + DAY).inReplyTo("root@x").bytes(),
        bob("two@x", MailText.START + 2 * DAY).inReplyTo("one@x").bytes(),
        bob("work@x", MailText.START + 70 * DAY).from("Bob <bob@work.example>").bytes(),
        MailText.of("deep@x").sent(MailText.START + 3 * DAY).inReplyTo("two@x").bytes(),
        bob("p@x", now - 20 * DAY).subject("[PATCH 0/1] lonely").bytes(),
        bob("p1@x", now - 20 * DAY).subject("[PATCH 1/1] one").inReplyTo("p@x").bytes(),
        bob("q@x", now - 19 * DAY).subject("[PATCH] answered").bytes(),
        MailText.of("r@x").sent(now - 18 * DAY).inReplyTo("q@x").bytes(),
        bob("n@x", now - DAY).subject("[PATCH] too new").bytes());
    site.add(
        "dev",
        IntStream.range(0, CROWD)
            .mapToObj(i ->
                MailText.of("crowd" + i + "@x")
                    .from("Number " + i + " <c" + i + "@crowd.example>")
                    .sent(MailText.START + 71 * DAY + i)
                    .bytes())
            .toArray(byte[][]::new));
    site.add("users", MailText.of("u@x").from("Who <u@example.org>").bytes());
    site.add("shy", MailText.of("shy@x").from("Cautious <cautious@example.org>").bytes());
    site.add("secret", MailText.of("secret@x").from("Spy <spy@example.org>").bytes());
  }

  private static MailText bob(String id, long sent) {
    return MailText.of(id).from("Bob <Bob@example.org>").sent(sent);
  }

  private static InboxSettings obfuscated(InboxSettings of) {
    return new InboxSettings(
        of.name(),
        of.directory(),
        of.addresses(),
        of.urls(),
        of.listIds(),
        of.newsgroup(),
        of.coderepos(),
        of.hidden(),
        new InboxSettings.Pages(
            List.of(),
            of.pages().replyTo(),
            true,
            InboxSettings.Pages.FEED_MESSAGES,
            of.pages().mailmap()),
        of.servers(),
        of.intake(),
        Policy.NONE);
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  private String page(String path) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    assertThat(header(response, "ETag")).as(path).isNotEmpty();
    return text(response);
  }

  @Test
  void monthsLeadToTheirTopicsAndTheirMail() throws Exception {
    String page = page("/dev/_/months/");
    assertThat(page)
        .contains(">2026</h2>")
        .contains("href=\"../../_/months/2026-03/\" aria-label=\"Mar 2026\">Mar</a>")
        .contains("href=\"../../?t=20260301000000-20260331235959\"")
        .contains("href=\"../../2026-05.mbox.gz\" rel=\"nofollow\"")
        .contains("<li class=\"quiet\">Apr</li>");
    assertThat(page("/empty/_/months/")).contains("no messages yet");
  }

  @Test
  void homeAndInboxSayWhatMovedLately() throws Exception {
    long yesterday = Instant.now().getEpochSecond() - DAY;
    site.add(
        "brisk",
        MailText.of("b1@x").subject("brisk plan").sent(yesterday).bytes(),
        bob("b2@x", yesterday + 1).inReplyTo("b1@x").bytes(),
        bob("b3@x", yesterday + 2).inReplyTo("b1@x").bytes(),
        bob("b4@x", yesterday - 20 * DAY).subject("[PATCH] waits").bytes());
    String row = "<a href=\"b1@x/t/#t\"><span>brisk plan</span> <span class=\"num\">3</span></a>";
    assertThat(page("/brisk/"))
        .contains("<span>3 in seven days</span>")
        .contains("<a href=\"_/unanswered/\">1 patch or series without a reply</a>")
        .contains("Most messages in seven days</h2>" + row)
        .contains("href=\"_/months/\"");
    assertThat(page("/brisk/?t=20260101-")).doesNotContain("in seven days</span>");
    assertThat(page("/")).contains("in seven days</p>").contains("brisk plan</a>");
    assertThat(page("/?q=brisk")).doesNotContain("brisk plan");
  }

  @Test
  void yearsWithoutMailTakeNoPlace() throws Exception {
    site.add(
        "odd",
        MailText.of("old@x").sent(86_400).bytes(),
        MailText.of("far@x").sent(253_000_000_000L).bytes());
    String page = page("/odd/_/months/");
    assertThat(page).contains(">9987</h2>").contains(">1970</h2>").doesNotContain(">2026</h2>");
    assertThat(page("/odd/_/stats/")).contains("January 1970 to ").doesNotContain(">2026</th>");
  }

  @Test
  void aMonthShowsItsDaysAndBusiestThreads() throws Exception {
    String page = page("/dev/_/months/2026-03/");
    assertThat(page)
        .contains("<h1>March 2026</h1>")
        .contains("<b>4 messages</b>")
        .contains("aria-label=\"2 Mar 2026, 1 message\">2</a>")
        .contains("<span class=\"quiet\">30</span>")
        .contains("plan &lt;b&gt;&amp;&lt;/b&gt;")
        .contains("<b>4</b> messages")
        .contains("rel=\"next\">May 2026</a>")
        .doesNotContain("rel=\"prev\"");
    assertThat(site.get("/dev/_/months/2026-04/").statusCode()).isEqualTo(404);
  }

  @Test
  void peopleAreListedByMessages() throws Exception {
    String page = page("/dev/_/people/");
    assertThat(page.indexOf(">Bob Brown</a>")).isPositive().isLessThan(page.indexOf("Ann Author"));
    assertThat(page)
        .contains("href=\"../../_/people/bob@example.org/\"")
        .contains("noindex")
        .containsPattern("<span>12[23] people</span>")
        .containsPattern("1 to 100 of 12[23]")
        .contains("href=\"../../_/people/?o=100\" rel=\"next\"");
    assertThat(page("/dev/_/people/?o=100"))
        .containsPattern("101 to 12[23] of 12[23]")
        .contains("rel=\"prev\"");
    assertThat(site.get("/dev/_/people/?o=200").statusCode()).isEqualTo(404);
    assertThat(site.get("/dev/_/people/?o=-1").statusCode()).isEqualTo(400);
    assertThat(page("/empty/_/people/")).contains("0 people");
  }

  @Test
  void aPersonHasAllTheirAddresses() throws Exception {
    String page = page("/dev/_/people/bob@example.org/");
    assertThat(page)
        .contains("<h1>Bob Brown</h1>")
        .contains(">bob@example.org</span>")
        .contains(">bob@work.example</span>")
        .contains("<b>7 messages</b>")
        .contains("<span>of them 4 patches</span>")
        .contains("?q=f:%22bob@example.org%22+OR+f:%22bob@work.example%22\"")
        .contains("role=\"img\"><title>Messages a month from Bob Brown, ")
        .contains("Took part in 5 threads")
        .contains("in a thread of 4");
    HttpResponse<byte[]> other = site.get("/dev/_/people/bob@WORK.example/");
    assertThat(header(other, "Location")).endsWith("/dev/_/people/bob@example.org/");
    assertThat(site.get("/dev/_/people/nobody@x/").statusCode()).isEqualTo(404);
  }

  @Test
  void aListThatSendsForOthersIsNobody() throws Exception {
    String list = "Ann via dev <dev@example.org>";
    long may = MailText.START + 72 * DAY;
    site.add(
        "dev",
        MailText.of("via@x").from(list).sent(may).bytes(),
        MailText.of("via2@x").from(list).sent(may).bytes());
    assertThat(page("/dev/_/people/")).contains(">several people, by way of the list</a>");
    assertThat(page("/dev/via@x/")).contains("<b>Ann via dev</b>").doesNotContain("people/dev@");
  }

  @Test
  void aChangedMailmapShows() throws Exception {
    String known = header(site.get("/users/_/people/"), "ETag");
    assertThat(site.get("/users/_/people/", "If-None-Match", known).statusCode()).isEqualTo(304);
    Files.writeString(users.resolve("mailmap"), "Ulla <ulla@example.org> <u@example.org>\n");
    HttpResponse<byte[]> response = site.get("/users/_/people/", "If-None-Match", known);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).contains(">Ulla</a></th>");
    site.add("users", MailText.of("u2@x").from("Ulla <other@example.org>").bytes());
    assertThat(page("/users/_/people/"))
        .contains(">Ulla</a> <span class=\"quiet\">ulla@example.org</span></th>")
        .contains(">Ulla</a> <span class=\"quiet\">other@example.org</span></th>");
  }

  @Test
  void authorsOfMessagesLeadToTheirPage() throws Exception {
    assertThat(page("/dev/work@x/"))
        .contains("<a href=\"../_/people/bob@work.example/\" rel=\"nofollow\"><b>Bob</b></a>");
    assertThat(page("/dev/root@x/t/")).contains("../_/people/ann@example.org/");
  }

  @Test
  void statisticsAreInWordsToo() throws Exception {
    String page = page("/dev/_/stats/");
    assertThat(page)
        .contains("<title>Messages a month, March 2026 to ")
        .contains("<b>4</b> patches and cover letters")
        .contains("<b>4</b> replies")
        .contains("<title>Messages by hour of the week, most ")
        .contains("plan &lt;b&gt;")
        .contains(">Bob Brown</a>");
    assertThat(page("/empty/_/stats/")).contains("no messages yet");
  }

  @Test
  void patchesWithoutAReplyAreListed() throws Exception {
    String page = page("/dev/_/unanswered/");
    assertThat(page)
        .contains("<h1>1 patch or series without a reply</h1>")
        .contains("lonely")
        .contains("<b>2</b> messages")
        .doesNotContain("answered</a>")
        .doesNotContain("too new");
    assertThat(page("/empty/_/unanswered/")).contains("<h1>No patches without a reply</h1>");
  }

  @Test
  void longThreadsHaveAPicture() throws Exception {
    assertThat(page("/dev/root@x/t/"))
        .contains("<title>Shape of the thread: 4 messages, 4 levels deep</title>");
    assertThat(page("/dev/root@x/")).doesNotContain("Shape of the thread");
    assertThat(page("/dev/q@x/T/")).doesNotContain("Shape of the thread");
  }

  @Test
  void noAddressIsToldWhereTheyAreNotShown() throws Exception {
    for (String path : List.of("/shy/_/people/", "/shy/_/people/cautious@example.org/")) {
      assertThat(site.get(path).statusCode()).as(path).isEqualTo(404);
    }
    for (String path : List.of("/shy/_/stats/", "/shy/_/months/", "/shy/shy@x/", "/all/shy@x/")) {
      assertThat(site.text(path)).as(path).doesNotContain("_/people/");
    }
    assertThat(site.get("/all/_/people/").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_/months/",
        "_/months/2026-03/",
        "_/people/",
        "_/people/spy@example.org/",
        "_/stats/",
        "_/unanswered/"
      })
  void hiddenInboxesHaveNone(String page) throws Exception {
    assertThat(site.get("/secret/" + page).statusCode()).isEqualTo(404);
    assertThat(site.text("/all/" + page)).doesNotContain("Spy").doesNotContain("spy@");
  }

  @ParameterizedTest
  @CsvSource({
    "_/months, 301",
    "_/months/2026-03, 301",
    "_/people, 301",
    "_/stats, 301",
    "_/unanswered, 301",
    "_/months/2026-13/, 404",
    "_/months/x/, 404",
    "_/people/%FF/, 400",
    "_/people/a/b/, 404",
    "_/people/%00/, 400",
    "_/other/, 404"
  })
  void otherForms(String path, int status) throws Exception {
    assertThat(site.get("/dev/" + path).statusCode()).isEqualTo(status);
  }
}
