package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading on through the results of a search, where many bear one second and one number.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchPagingTest {
  private static final Pattern HIT =
      Pattern.compile("class=\"subj\" href=\"(?:\\.\\./\\w+/)?([^\"/]+)/\"");

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(directory, "dev", "users", "zoo");
    for (int batch = 0; batch < 4; batch++) {
      for (String inbox : List.of("users", "zoo", "dev")) {
        site.add(inbox, mails(inbox + batch, 12, 60L * batch));
      }
    }
  }

  private static byte[][] mails(String name, int count, long after) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            MailText.of(name + "x" + i + "@x")
                .subject("ring")
                .sent(MailText.START + after)
                .inReplyTo("thread" + (i % 5) + "@x")
                .bytes())
        .toArray(byte[][]::new);
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  private static List<String> hits(String page) {
    return HIT.matcher(page).results().map(m -> m.group(1)).toList();
  }

  private URI follow(URI at, String page, String relation) {
    Matcher link = Pattern.compile("<a href=\"([^\"]*)\" rel=\"" + relation + "\"").matcher(page);
    return link.find() ? at.resolve(link.group(1).replace("&amp;", "&")) : at;
  }

  private String text(URI at) throws Exception {
    return site.text(at.toString().substring(site.base().length()));
  }

  private List<List<String>> walk(URI from, String relation) throws Exception {
    List<List<String>> pages = new ArrayList<>();
    URI at = from;
    while (true) {
      String page = text(at);
      pages.add(hits(page));
      URI next = follow(at, page, relation);
      if (next.equals(at)) {
        return pages;
      }
      at = next;
      assertThat(pages.size()).isLessThan(200);
    }
  }

  private static List<String> flat(List<List<String>> pages) {
    return pages.stream().flatMap(List::stream).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "/all/?q=ring, 144, 1",
    "/all/?q=ring, 144, 7",
    "/all/?q=ring&o=-1, 144, 5",
    "/dev/?q=ring, 48, 5",
    "/dev/?q=ring&o=-1, 48, 5",
    "/all/?q=ring&r=1, 144, 11",
    "/all/?q=ring&t=1, 5, 2",
    "/all/?q=ring&t=1&o=-1, 5, 2",
    "/all/?q=ring&t=1&r=1, 5, 2",
  })
  void allPagesTogetherAreAllOnceAndInOrder(String path, int total, int limit) throws Exception {
    List<String> all = hits(site.text(path));
    assertThat(all).hasSize(total).doesNotHaveDuplicates();
    List<List<String>> pages = walk(URI.create(site.base() + path + "&l=" + limit), "next");
    assertThat(flat(pages)).isEqualTo(all);
    assertThat(pages).hasSize((total + limit - 1) / limit);
  }

  @Test
  void oldestFirstIsNewestFirstBackwards() throws Exception {
    assertThat(hits(site.text("/all/?q=ring&o=-1")).reversed())
        .isEqualTo(hits(site.text("/all/?q=ring")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/all/?q=ring&l=7", "/all/?q=ring&l=7&o=-1", "/dev/?q=ring&l=7&r=1"})
  void theWayBackShowsTheSamePages(String path) throws Exception {
    URI at = URI.create(site.base() + path);
    List<List<String>> down = walk(at, "next");
    for (int i = 1; i < down.size(); i++) {
      at = follow(at, text(at), "next");
    }
    assertThat(walk(at, "prev").reversed()).isEqualTo(down);
  }

  @Test
  void mailThatComesInMeanwhileShiftsNothing(@TempDir Path directory) throws Exception {
    try (RunningSite busy = RunningSite.of(directory, "dev")) {
      busy.add("dev", mails("old", 10, 0));
      List<String> before = hits(busy.text("/dev/?q=ring"));
      String first = busy.text("/dev/?q=ring&l=4");
      busy.add("dev", mails("new", 3, 600));
      URI start = URI.create(busy.base() + "/dev/?q=ring&l=4");
      URI next = follow(start, first, "next");
      String second = busy.text(next.toString().substring(busy.base().length()));
      assertThat(hits(second)).isEqualTo(before.subList(4, 8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"n=1", "n=1.2", "n=x.y.z", "n=1.2.-", "p=", "n=99999999999999999999.1.dev"})
  void anEdgeThatIsNoneIsNotThere(String edge) throws Exception {
    assertThat(hits(site.text("/dev/?q=ring&l=3&" + edge)))
        .isEqualTo(hits(site.text("/dev/?q=ring&l=3")));
  }

  @Test
  void anEdgeNeedNotBeThereAnyMore() throws Exception {
    String all = "/all/?q=ring&n=" + (MailText.START + 30) + ".1000000.gone";
    assertThat(hits(site.text(all))).hasSize(36).allMatch(id -> id.contains("0x"));
    String far = "/all/?q=ring&o=900000&n=" + MailText.START + ".0.a";
    assertThat(site.get(far).statusCode()).isEqualTo(200);
  }
}
