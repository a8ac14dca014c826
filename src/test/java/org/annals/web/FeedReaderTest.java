package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.annals.testing.Home;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of feed, read by the feed parser that many feed readers are built on.
class FeedReaderTest {
  private static final String THREAD = "/brook-devel/20261119091402.4417-0-ines@okafor.example/";
  private static final List<String> FEEDS =
      List.of(
          "/brook-devel/new.atom",
          "/brook-users/atom.xml",
          "/all/new.atom",
          "/brook-devel/?q=ring&x=A",
          "/all/?q=f:ines&x=A",
          "/brook-devel/topics_new.atom",
          "/all/topics_active.atom",
          THREAD + "t.atom");

  /// Prints for each feed what it is, whether all is well with it, and that it is not sent again.
  private static final String READ =
      """
      import feedparser, sys
      for url in sys.argv[1:]:
          feed = feedparser.parse(url)
          entries = feed.entries
          again = feedparser.parse(url, etag=feed.get("etag"), modified=feed.get("modified"))
          print(feed.get("bozo_exception", "sound"), feed.version, feed.status, again.status,
                len(entries) > 1 and len({entry.id for entry in entries}) == len(entries),
                all(entry.title and entry.author_detail.email and entry.updated_parsed
                    and entry.link.startswith("http") and entry.content[0].value
                    for entry in entries))
      """;

  @Test
  void everyFeedIsReadWhole(@TempDir Path directory) throws Exception {
    Home home = Home.with(directory.resolve("home"), "python3");
    Assumptions.assumeTrue(
        home.run("python3", "-c", "import feedparser").exit() == 0,
        "skipped: no python3-feedparser; tools/clients.sh installs it");
    try (RunningSite site = RunningSite.demo(directory)) {
      List<String> command = new ArrayList<>(List.of("python3", "-c", READ));
      FEEDS.forEach(path -> command.add(site.base() + path));
      Shell.Result result = home.run(command.toArray(String[]::new)).succeeded();
      assertThat(result.out().lines())
          .hasSize(FEEDS.size())
          .containsOnly("sound atom10 200 304 True True");
    }
  }
}
