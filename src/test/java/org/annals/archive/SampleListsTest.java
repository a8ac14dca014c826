package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.QueryParser;
import org.annals.index.Scope;
import org.annals.mail.HtmlText;
import org.annals.mail.Message;
import org.annals.mail.Part;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real lists in one archive: numbers, duplicates and threads are those that public-inbox gives.
class SampleListsTest {
  @TempDir Path directory;

  @Test
  void realListsAreNumberedAsThePeerNumbersThem() throws Exception {
    Path erofs = Samples.bundle("linux-erofs");
    Path unionfs = Samples.bundle("linux-unionfs");
    Path livePatching = Samples.bundle("live-patching");
    ArchiveFixture lists =
        ArchiveFixture.in(directory, "linux-erofs", "linux-unionfs", "live-patching");
    imported(lists, "linux-erofs", erofs, 15_168, 50);
    imported(lists, "linux-unionfs", unionfs, 8_381, 100);
    imported(lists, "live-patching", livePatching, 7_133, 29);
    ImportReport again = lists.importFrom("linux-erofs", erofs);
    assertThat(again.added() + again.duplicates() + again.refusals()).isZero();
    assertThat(lists.problems()).isEmpty();
    try (Archive archive = lists.open()) {
      numberedWithoutGaps(archive, "linux-erofs", 15_168);
      numberedWithoutGaps(archive, "live-patching", 7_133);
      assertThat(archive.threadCount(new InboxName("live-patching"))).isEqualTo(804);
      assertThat(archive.threadCount(new InboxName("linux-erofs"))).isEqualTo(3_424);
      crossPostsCountOnce(archive);
      htmlMailIsFoundByItsText(archive);
    }
  }

  /// Of the newest mails those that have nothing else to read.
  private static void htmlMailIsFoundByItsText(Archive archive) throws Exception {
    int mails = 0;
    List<Posting> all = ArchiveFixture.postings(archive, "linux-erofs");
    try (MessageReader reader = archive.open()) {
      for (Posting posting : all.subList(all.size() - 2_000, all.size())) {
        List<Part> parts = Message.parse(reader.read(posting)).parts();
        if (parts.stream().anyMatch(Part::html)
            && parts.stream().noneMatch(part -> part.inlineText() && !part.text().isBlank())) {
          String word = longestWord(parts.stream().filter(Part::html).findFirst().orElseThrow());
          if (word.isEmpty()) {
            continue; // a picture alone
          }
          Query body = QueryParser.parse("nq:\"" + word + "\"", Instant.EPOCH);
          Query query = new Query.And(List.of(body, Query.Exact.id(posting.id())));
          assertThat(archive.search(new Scope.All(), query, Order.NEWEST_FIRST, 0, 1).total())
              .as(posting.id() + " by " + word)
              .isEqualTo(1);
          mails++;
        }
      }
    }
    assertThat(mails).isPositive();
  }

  private static String longestWord(Part html) {
    return Stream.of(HtmlText.of(html.text()).split("[^\\p{L}\\p{N}\\p{M}_]+", -1))
        .max(Comparator.comparingInt(String::length))
        .orElseThrow();
  }

  private static void imported(
      ArchiveFixture lists, String list, Path bundle, long added, long duplicates)
      throws Exception {
    ImportReport report = lists.importFrom(list, bundle);
    assertThat(report.added()).as(list).isEqualTo(added);
    assertThat(report.duplicates()).as(list).isEqualTo(duplicates);
    assertThat(report.refusals()).as(list).isZero();
  }

  private static void numberedWithoutGaps(Archive archive, String list, long count)
      throws Exception {
    List<Posting> all = ArchiveFixture.postings(archive, list);
    assertThat(all)
        .extracting(Posting::number)
        .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
  }

  /// Of each mail on two lists one posting is the first, and `all` counts that one.
  private static void crossPostsCountOnce(Archive archive) throws Exception {
    long copies = 0;
    for (Posting posting : ArchiveFixture.postings(archive, "linux-unionfs")) {
      List<Posting> everywhere = archive.find(new Scope.All(), posting.id());
      List<Posting> sameContent =
          everywhere.stream().filter(p -> p.content().equals(posting.content())).toList();
      assertThat(sameContent).filteredOn(Posting::first).as(posting.id().value()).hasSize(1);
      copies += posting.first() ? 0 : 1;
    }
    assertThat(copies).isGreaterThan(100);
    long postings = 15_168 + 8_381 + 7_133;
    assertThat(ArchiveFixture.total(archive)).isEqualTo(postings - copies - otherCopies(archive));
  }

  private static long otherCopies(Archive archive) throws Exception {
    long copies = 0;
    for (String list : List.of("linux-erofs", "live-patching")) {
      copies += ArchiveFixture.postings(archive, list).stream().filter(p -> !p.first()).count();
    }
    return copies;
  }
}
