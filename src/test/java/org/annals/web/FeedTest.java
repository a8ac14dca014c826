package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.annals.archive.InboxSettings;
import org.annals.archive.Policy;
import org.annals.archive.ReplyTo;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.annals.web.AtomFeed.Entry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every feed is strict XML and keeps RFC 4287, with ids that do not change between servers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedTest {
  private static final int MANY = 30;

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(directory, "dev", "users");
    site.add(
        "dev",
        MailText.of("root@x").subject("R&D <b>budget</b> \"plan\"").bytes(),
        MailText.number(1)
            .inReplyTo("root@x")
            .from("\"A & B\" <a&b@example.org>, Second Author <second@example.org>")
            .body("> quoted\nhttps://a.example/?x=1&y=2 and <script>alert(1)</script>\n")
            .bytes(),
        MailText.number(2)
            .inReplyTo("ghost@x")
            .from("nobody in particular")
            .subject("bell \u0007 escape \u001b[1m feed \f del \u007f nel \u0085")
            .body("nul \0 vt \u000b bs \b ffff \uffff\ud83d\ude00 ]]> &nbsp; &amp;\n")
            .bytes(),
        MailText.number(3).header("From", null).header("Subject", null).bytes(),
        MailText.number(4)
            .header("Content-Type", "text/plain; charset=iso-8859-1")
            .header("Message-ID", "<we\"ird/id&<x@y>")
            .bytes());
    site.add(
        "users",
        IntStream.range(0, MANY)
            .mapToObj(i -> MailText.of("u" + i + "@x").sent(MailText.START + i).bytes())
            .toArray(byte[][]::new));
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  private AtomFeed feed(String path) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(header(response, "Content-Type")).isEqualTo(Answer.ATOM);
    return AtomFeed.parse(response.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/new.atom",
        "/dev/atom.xml",
        "/all/new.atom",
        "/dev/new.atom?t=20260301000100-",
        "/dev/root@x/t.atom",
        "/dev/n2@example.org/t.atom",
        "/dev/?q=text&x=A",
        "/dev/?q=%22R%26D%22&x=A",
        "/dev/?q=nobody+OR+budget&x=A&r=1",
        "/dev/topics_new.atom",
        "/dev/topics_active.atom",
        "/all/topics_active.atom",
      })
  void isStrict(String path) throws Exception {
    AtomFeed feed = feed(path);
    assertThat(feed.entries()).isNotEmpty();
    assertThat(feed.title()).isNotBlank();
    assertThat(feed.updated())
        .isEqualTo(feed.entries().stream().map(Entry::updated).max(Instant::compareTo).get());
    assertThat(feed.entries().stream().map(Entry::id)).doesNotHaveDuplicates();
    String self = feed.link("self").substring(site.base().length());
    assertThat(site.get(self).statusCode()).isEqualTo(200);
    String alternate = feed.link("alternate").substring(site.base().length());
    assertThat(site.get(alternate).statusCode()).isEqualTo(200);
    for (Entry entry : feed.entries()) {
      String page = entry.href().substring(site.base().length());
      assertThat(site.get(page).statusCode()).as(page).isEqualTo(200);
    }
  }

  @Test
  void idsAreThoseOfPublicInbox() throws Exception {
    assertThat(feed("/dev/new.atom").id()).isEqualTo("mailto:dev@example.org");
    assertThat(feed("/dev/root@x/t.atom").id()).isEqualTo(Feeds.uuid("t\nroot@x"));
    assertThat(feed("/dev/?q=text&x=A").id()).isEqualTo(Feeds.uuid("q\ntext"));
    String self = site.base() + "/dev/topics_new.atom";
    assertThat(feed("/dev/topics_new.atom").id()).isEqualTo(Feeds.uuid(self));
    // measured: the entry of <20260715101107.973997-1-mszeredi@redhat.com>
    assertThat(Feeds.uuid("20260715101107.973997-1-mszeredi@redhat.com"))
        .isEqualTo("urn:uuid:fffc5a4c-9646-8cd5-3231-24818bd0b70c");
  }

  @Test
  void bothNamesHoldTheSameBytes() throws Exception {
    assertThat(site.get("/dev/atom.xml").body()).isEqualTo(site.get("/dev/new.atom").body());
  }

  @Test
  void entriesSayWhatTheMailSays() throws Exception {
    List<Entry> entries = feed("/dev/root@x/t.atom").entries();
    assertThat(entries).hasSize(2);
    Entry root = entries.getFirst();
    assertThat(root.id()).isEqualTo(Feeds.uuid("root@x"));
    assertThat(root.title()).isEqualTo("R&D <b>budget</b> \"plan\"");
    assertThat(root.author()).isEqualTo("Ann Author");
    assertThat(root.email()).isEqualTo("ann@example.org");
    assertThat(root.parent()).isEmpty();
    assertThat(root.updated()).isEqualTo(Instant.ofEpochSecond(MailText.START));
    assertThat(root.href()).isEqualTo(site.base() + "/dev/root@x/");
    Entry reply = entries.getLast();
    assertThat(reply.parent()).isEqualTo(Feeds.uuid("root@x"));
    assertThat(reply.author()).isEqualTo("A & B, Second Author");
    assertThat(reply.body()).contains("https://a.example/?x=1&y=2 and <script>alert(1)</script>");
  }

  @Test
  void controlCharactersAreShownNotSent() throws Exception {
    Entry entry = feed("/dev/n2@example.org/t.atom").entries().getFirst();
    assertThat(entry.title()).startsWith("bell \\a escape ^[[1m");
    assertThat(entry.body()).contains("\\0").contains("\\v").contains("]]> &nbsp; &amp;");
    assertThat(entry.parent()).isEqualTo(Feeds.uuid("ghost@x"));
  }

  @Test
  void whatAMailLacksHasAPlaceholder() throws Exception {
    Entry entry = feed("/dev/n3@example.org/t.atom").entries().getFirst();
    assertThat(entry.title()).isEqualTo("(no subject)");
    assertThat(entry.author()).isEqualTo("(nobody)");
    assertThat(entry.email()).isEqualTo("dev@example.org");
  }

  @Test
  void theNewestAreAsManyAsAPageHolds() throws Exception {
    AtomFeed feed = feed("/users/new.atom");
    assertThat(feed.entries()).hasSize(InboxSettings.Pages.FEED_MESSAGES);
    assertThat(feed.entries().getFirst().href()).endsWith("/u29@x/");
    assertThat(feed.link("next")).startsWith(site.base() + "/users/new.atom?t=");
  }

  @Test
  void nothingInARangeIsNoFeed() throws Exception {
    assertThat(site.get("/dev/new.atom?t=19990101").statusCode()).isEqualTo(404);
  }

  @Test
  void theOperatorSaysHowManyAPageHolds(@TempDir Path directory) throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev");
    fixture.change("dev", FeedTest::withTwoMessages);
    try (RunningSite other = RunningSite.of(fixture, new SiteSettings("", ""))) {
      other.add(
          "dev",
          MailText.number(1).bytes(),
          MailText.number(2).bytes(),
          MailText.number(3).bytes());
      assertThat(AtomFeed.parse(other.get("/dev/new.atom").body()).entries()).hasSize(2);
      assertThat(other.text("/dev/new.html"))
          .contains("text of n3")
          .contains("text of n2")
          .doesNotContain("text of n1")
          .contains("rel=\"next\"");
    }
  }

  private static InboxSettings withTwoMessages(InboxSettings of) {
    return new InboxSettings(
        of.name(),
        of.directory(),
        of.addresses(),
        of.urls(),
        of.listIds(),
        of.newsgroup(),
        of.coderepos(),
        of.hidden(),
        new InboxSettings.Pages(List.of(), ReplyTo.ALL, false, 2, null),
        of.servers(),
        of.intake(),
        Policy.NONE);
  }
}
