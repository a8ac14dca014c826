package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
import org.junit.jupiter.params.provider.ValueSource;

/// Reading on through lists by time, where more messages than a page holds bear one second.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagingTest {
  /// More than three pages of `new.html` and one of topics.
  private static final int SAME_SECOND = 230;

  private static final String SECOND = "20260301000000";
  private static final Pattern MESSAGE =
      Pattern.compile("<h2[^>]*><a href=\"(?:\\.\\./\\w+/)?([^\"/]+)/");
  private static final Pattern TOPIC = Pattern.compile("class=\"subj\" href=\"([^\"/]+)/t/");
  private static final Pattern ENTRY =
      Pattern.compile("</updated><link href=\"[^\"]*/([^\"/]+)/\"");

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(directory, "dev", "users");
    site.add("dev", mails("early", 3, -60));
    site.add("dev", mails("same", SAME_SECOND, 0));
    site.add("users", mails("other", 40, 0));
    site.add("dev", mails("late", 3, 60));
  }

  private static byte[][] mails(String name, int count, long after) {
    return IntStream.range(0, count)
        .mapToObj(i -> MailText.of(name + i + "@x").sent(MailText.START + after).bytes())
        .toArray(byte[][]::new);
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  /// Follows a relation to the end; the messages of each page, in order.
  private List<List<String>> walk(String start, String relation, Pattern shown) throws Exception {
    List<List<String>> pages = new ArrayList<>();
    Pattern link =
        Pattern.compile(
            "<a href=\"([^\"]*)\" rel=\"%1$s\"|<link rel=\"%1$s\" href=\"([^\"]*)\""
                .formatted(relation));
    URI at = URI.create(site.base() + start);
    while (true) {
      String page = site.text(at.toString().substring(site.base().length()));
      pages.add(shown.matcher(page).results().map(m -> m.group(1)).toList());
      Matcher next = link.matcher(page);
      if (!next.find()) {
        return pages;
      }
      String href = next.group(1) == null ? next.group(2) : next.group(1);
      at = at.resolve(href.replace("&amp;", "&"));
      assertThat(pages.size()).isLessThan(40);
    }
  }

  private static List<String> flat(List<List<String>> pages) {
    return pages.stream().flatMap(List::stream).toList();
  }

  @Test
  void olderMessagesAreEachShownOnce() throws Exception {
    List<String> all = flat(walk("/dev/new.html", "next", MESSAGE));
    assertThat(all).hasSize(6 + SAME_SECOND).doesNotHaveDuplicates();
    assertThat(all.getFirst()).startsWith("late");
    assertThat(all.getLast()).startsWith("early");
  }

  @Test
  void newerMessagesAreEachShownOnce() throws Exception {
    List<String> all = flat(walk("/dev/new.html?t=20260228-", "next", MESSAGE));
    assertThat(all).hasSize(6 + SAME_SECOND).doesNotHaveDuplicates();
    List<String> backwards = flat(walk("/dev/new.html", "next", MESSAGE)).reversed();
    assertThat(all).isEqualTo(backwards);
  }

  @Test
  void theWayBackShowsTheSameMessages() throws Exception {
    List<String> down = flat(walk("/dev/new.html?t=" + SECOND, "next", MESSAGE));
    String last = down.getLast();
    int number = numberOf(last);
    List<String> up = flat(walk("/dev/new.html?t=20260228235900-&n=" + number, "next", MESSAGE));
    assertThat(up.reversed().subList(3, up.size())).isEqualTo(down.subList(0, down.size() - 1));
  }

  private static int numberOf(String id) {
    String digits = id.replaceAll("\\D", "");
    return Integer.parseInt(digits) + 1;
  }

  @Test
  void inAllOfThemInboxesDoNotHideOneAnother() throws Exception {
    List<String> all = flat(walk("/all/new.html", "next", MESSAGE));
    assertThat(all).hasSize(6 + SAME_SECOND + 40).doesNotHaveDuplicates();
    assertThat(flat(walk("/all/new.html?t=20260101-", "next", MESSAGE)).reversed()).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/", "/dev/?t=20260301"})
  void topicsAreEachShownOnce(String start) throws Exception {
    List<String> all = flat(walk(start, "next", TOPIC));
    assertThat(all)
        .doesNotHaveDuplicates()
        .hasSize(SAME_SECOND + 3 + (start.contains("t=") ? 0 : 3));
  }

  @Test
  void feedsGoOnToOlderMessages() throws Exception {
    List<String> all = flat(walk("/dev/new.atom", "next", ENTRY));
    assertThat(all).hasSize(6 + SAME_SECOND).doesNotHaveDuplicates();
  }

  @Test
  void aRangeIsNotLeft() throws Exception {
    List<String> all = flat(walk("/dev/new.html?t=" + SECOND + "-" + SECOND, "next", MESSAGE));
    assertThat(all).hasSize(SAME_SECOND).allMatch(id -> id.startsWith("same"));
  }

  @Test
  void linksWithoutTheNumberGoOnWorking() throws Exception {
    Set<String> first =
        new LinkedHashSet<>(
            MESSAGE
                .matcher(site.text("/dev/new.html?t=" + SECOND))
                .results()
                .map(m -> m.group(1))
                .toList());
    assertThat(first).hasSize(25).allMatch(id -> id.startsWith("same"));
  }
}
