package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Searches as pages, feeds and mbox files, by every key and by what is posted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchRoutesTest {
  private static final Pattern HIT =
      Pattern.compile("class=\"subj\" href=\"(?:\\.\\./\\w+/)?([^\"/]+)/\"");
  private static final Pattern ARTICLE =
      Pattern.compile("<h2[^>]*><a href=\"(?:\\.\\./\\w+/)?([^\"/]+)/\"");

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(directory, "dev", "users");
    site.add(
        "dev",
        MailText.number(1).subject("ring one").bytes(),
        MailText.number(2).subject("ring two").bytes(),
        MailText.number(3).inReplyTo("n1@example.org").subject("Re: ring one").bytes(),
        MailText.number(4).inReplyTo("n1@example.org").subject("off topic").bytes(),
        MailText.number(5).subject("100%25 ring-fenced").bytes(),
        MailText.number(6).subject("gamma").bytes());
    site.add("users", MailText.number(7).subject("ring elsewhere").bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  private static List<String> found(Pattern pattern, String page) {
    return pattern
        .matcher(page)
        .results()
        .map(m -> m.group(1).replace("@example.org", ""))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/?q=s:ring, n5 n3 n2 n1",
    "/dev/?q=s:ring&o=1, n3 n2 n1",
    "/dev/?q=s:ring&l=2, n5 n3",
    "/dev/?q=s:ring&l=2&o=2, n2 n1",
    "/dev/?q=s:ring&o=-1, n1 n2 n3 n5",
    "/dev/?q=s:ring&o=-3, n3 n5",
    "/dev/?q=s:ring&t=1, n5 n3 n2",
    "/dev/?q=s:ring&t, n5 n3 n2",
    "/dev/?q=s:ring&t=0, n5 n3 n2 n1",
    "/dev/?q=s:ring&t=1&l=1&o=1, n3",
    "/dev/?q=s:ring&t=1&o=-1, n1 n2 n5",
    "/all/?q=s:ring, n7 n5 n3 n2 n1",
    "/dev/?q=s:ring&x=m, n5 n3 n2 n1",
  })
  void keys(String path, String ids) throws Exception {
    assertThat(found(HIT, site.text(path))).containsExactly(ids.split(" "));
  }

  @Test
  void messagesAreInTheirThreads() throws Exception {
    String page = site.text("/dev/?q=s:ring&x=t");
    assertThat(found(ARTICLE, page)).containsExactly("n5", "n1", "n3", "n2");
    assertThat(page).contains("text of n3@example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/?q=rnig, Did you mean ring? 4 messages, ./?q=ring",
    "/dev/?q=RINK, Did you mean ring? 4 messages, ./?q=ring",
    "/dev/?q=gama+-on, Did you mean gamma -on? 1 message, ./?q=gamma+-on",
    "/dev/?q=subject:ring, Did you mean s:ring? 4 messages, ./?q=s:ring",
    "/dev/?q=S:ring, Did you mean s:ring? 4 messages, ./?q=s:ring",
    "/dev/?q=elsewhere, In all inboxes 1 message, ../all/?q=elsewhere",
    "/dev/?q=ring+d:2001, Without d:2001 4 messages, ./?q=ring",
    "/dev/?q=gamma+nobody&t=1, Without nobody 1 message, ./?q=gamma&amp;t=1",
  })
  void whatFindsNothingLeadsToWhatDoes(String path, String text, String href) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(text(response)).contains("<a href=\"" + href + "\">" + text + "</a>");
  }

  @Test
  void aSlipThatOthersMadeIsOneStill(@TempDir Path directory) throws Exception {
    try (RunningSite slips = RunningSite.of(directory, "dev", "users")) {
      for (int i = 1; i <= 25; i++) {
        slips.add("dev", MailText.number(i).subject("needle").bytes());
      }
      slips.add("dev", MailText.number(26).subject("neeedle").bytes());
      slips.add("users", MailText.number(27).subject("needle").bytes());
      assertThat(text(slips.get("/users/?q=neeedle")))
          .contains(">Did you mean needle? 1 message</a>", ">In all inboxes 1 message</a>");
    }
  }

  @Test
  void whereNothingIsLikeItNothingIsSuggested() throws Exception {
    assertThat(text(site.get("/all/?q=xylophone"))).doesNotContain("Did you mean", "Without");
  }

  @Test
  void everyOrderIsALink() throws Exception {
    for (String path : List.of("", "&r=1", "&o=-1")) {
      String page = site.text("/dev/?q=s:ring" + path);
      List<String> orders = List.of("newest first", "oldest first", "most relevant first");
      assertThat(orders).filteredOn(order -> page.contains("<b>" + order + "</b>")).hasSize(1);
      assertThat(orders).filteredOn(order -> page.contains("\">" + order + "</a>")).hasSize(2);
      assertThat(page).contains(">one of each thread</a>");
    }
    assertThat(site.text("/dev/?q=s:ring&t=1")).contains(">every message</a>");
  }

  @Test
  void threadsAreCountedAsSuch() throws Exception {
    assertThat(site.text("/dev/?q=s:ring&t=1")).contains("<b>3 threads</b>");
    assertThat(site.text("/dev/?q=s:ring")).contains("<b>4 messages</b>");
  }

  @Test
  void behindTheLastHitIsAPageThatSaysSo() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/?q=s:ring&o=50");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response)).contains("No more results, only 4");
  }

  @Test
  void aQueryEscapedTwiceIsUnderstood() throws Exception {
    String page = site.text("/dev/?q=s%253Agamma");
    assertThat(page).contains("Nothing matches s%3Agamma as it stands");
    assertThat(found(HIT, page)).containsExactly("n6");
    assertThat(Mbox.ids(site.post("/dev/?q=s%253Agamma&x=m", "")))
        .containsExactly("n6@example.org");
    assertThat(site.get("/dev/?q=nothing%2525here").statusCode()).isEqualTo(404);
    assertThat(site.get("/dev/?q=nothing%25").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "'', n5 n3 n2 n1, results-s-ring",
    "z=results only, n5 n3 n2 n1, results-s-ring",
    "x=0, n5 n3 n2 n1, results-s-ring",
    "x=, n5 n3 n2 n1, results-s-ring",
    "x=m, n5 n1 n3 n4 n2, results-thread-s-ring",
    "x=full threads, n5 n1 n3 n4 n2, results-thread-s-ring",
  })
  void theBodySaysWhetherWholeThreads(String body, String ids, String file) throws Exception {
    HttpResponse<byte[]> response = site.post("/dev/?x=m&q=s:ring", body);
    assertThat(Mbox.ids(response))
        .map(id -> id.replace("@example.org", ""))
        .containsExactly(ids.split(" "));
    assertThat(header(response, "Content-Disposition"))
        .isEqualTo("inline; filename=" + file + ".mbox.gz");
  }

  @Test
  void soDoesTheKey() throws Exception {
    assertThat(Mbox.ids(site.post("/dev/?x=m&q=s:ring&t=1", ""))).hasSize(5);
    assertThat(Mbox.ids(site.post("/all/?x=m&t=1&q=s:ring", ""))).hasSize(6);
  }

  @Test
  void anMboxIsNotCutIntoPages() throws Exception {
    assertThat(Mbox.ids(site.post("/dev/?x=m&q=s:ring&l=1&o=2", ""))).hasSize(4);
  }

  @Test
  void withinAThread() throws Exception {
    assertThat(Mbox.ids(site.post("/dev/n3@example.org/?x=m&q=s:ring", "")))
        .containsExactly("n3@example.org", "n1@example.org");
    assertThat(Mbox.ids(site.post("/all/n3%40example.org/?x=m&q=dt:20260301000200..", "")))
        .containsExactly("n4@example.org", "n3@example.org");
    assertThat(Mbox.ids(site.post("/dev/n3@example.org/?x=m&q=s:one", "x=m"))).hasSize(3);
    assertThat(site.post("/dev/n3@example.org/?x=m&q=s:gamma", "").statusCode()).isEqualTo(404);
    assertThat(site.post("/dev/nobody@x/?x=m&q=s:ring", "").statusCode()).isEqualTo(404);
    assertThat(site.text("/dev/n3@example.org/?x=m&q=s:ring")).contains("text of n3");
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/?x=m&q=xylophone, 404",
    "/dev/?x=m, 404",
    "/dev/, 404",
    "/dev/?x=m&q=(, 400",
    "/dev/?q=s:ring, 200",
    "/dev/?q=xylophone, 404",
    "/dev/n3@example.org/, 405",
    "/dev/new.html, 405",
  })
  void posted(String path, int status) throws Exception {
    HttpResponse<byte[]> response = site.post(path, "");
    assertThat(response.statusCode()).isEqualTo(status);
    if (path.contains("x=m")) {
      assertThat(header(response, "Content-Type")).isEqualTo(Answer.TEXT);
    }
    if (status == 200) {
      assertThat(header(response, "Content-Type")).isEqualTo(Answer.HTML);
    }
  }

  @Test
  void wordsOfAnyLengthAreLookedFor() throws Exception {
    for (String query : List.of("a-".repeat(1500) + "*", "m:" + "a.b-".repeat(900) + "*")) {
      assertThat(site.get("/dev/?q=" + query).statusCode()).isEqualTo(404);
      assertThat(site.post("/dev/?x=m&q=" + query, "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aBodyWithoutEndIsNotWaitedFor() throws Exception {
    String answer =
        site.raw(
            "POST /dev/?x=m&q=xylophone HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nx=m&y");
    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("No results found");
  }

  @Test
  void aBodyThatBreaksOffIsNoErrorOfOurs() throws Exception {
    site.raw("POST /dev/?x=m&q=s:ring HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx=");
    assertThat(site.get("/-/health").statusCode()).isEqualTo(200);
  }

  @Test
  void feedsHaveNextAndPreviousPages() throws Exception {
    String first = site.text("/dev/?q=s:ring&x=A&l=2");
    assertThat(first)
        .contains(
            "<link rel=\"next\" href=\""
                + site.base()
                + "/dev/?q=s:ring&amp;x=A&amp;o=2&amp;l=2\"/>");
    assertThat(first).doesNotContain("rel=\"previous\"");
    String second = site.text("/dev/?q=s:ring&x=A&l=2&o=2");
    assertThat(second).doesNotContain("rel=\"next\"").contains("rel=\"previous\"");
    String behind = site.text("/dev/?q=s:ring&x=A&o=50");
    assertThat(behind).contains("<feed ").doesNotContain("<entry>").endsWith("</feed>\n");
    assertThat(site.get("/dev/?q=xylophone&x=A").statusCode()).isEqualTo(404);
    assertThat(site.get("/dev/?q=(&x=A").statusCode()).isEqualTo(400);
  }
}
