package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.Importer;
import org.annals.archive.SeriesFilter;
import org.annals.archive.TrackedSeries;
import org.annals.demo.DemoArchive;
import org.annals.index.Scope;
import org.annals.series.AsOf;
import org.annals.series.State;
import org.annals.store.Deletion;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Shell;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is tracked of the demo's series is the same whatever way the mail came in.
class TrackingTest {
  @TempDir static Path temporary;
  private static Path code;
  private static List<DemoArchive.Posting> mails;
  private static List<String> expected;

  @BeforeAll
  static void track() throws IOException {
    code = temporary.resolve("code.git");
    mails = DemoArchive.generate(code).postings();
    expected = tracked(archive("once"), List.of(mails));
  }

  private static ArchiveFixture archive(String name) throws IOException {
    return ArchiveFixture.in(temporary.resolve(name), inboxes()).about("brook", code);
  }

  private static String[] inboxes() {
    return DemoArchive.inboxes().stream().map(DemoArchive.Inbox::name).toArray(String[]::new);
  }

  /// The series after these mails came in, one part after the other.
  private static List<String> tracked(ArchiveFixture fixture, List<List<DemoArchive.Posting>> parts)
      throws IOException {
    try (Archive archive = fixture.open()) {
      for (List<DemoArchive.Posting> part : parts) {
        for (DemoArchive.Inbox inbox : DemoArchive.inboxes()) {
          List<byte[]> raw =
              part.stream()
                  .filter(posting -> posting.inbox().equals(inbox.name()))
                  .map(DemoArchive.Posting::raw)
                  .toList();
          new Importer(archive, new InboxName(inbox.name())).importMails(raw);
        }
      }
      return lines(archive);
    }
  }

  private static List<String> lines(Archive archive) throws IOException {
    StringWriter text = new StringWriter();
    SeriesJson json = new SeriesJson(new PrintWriter(text), AsOf.newestMail(0));
    for (TrackedSeries series :
        archive.tracking().find(new Scope.All(), SeriesFilter.ALL, true, null, 1_000).found()) {
      json.write(series);
    }
    return text.toString().lines().sorted().toList();
  }

  @Test
  void landedPatchesAreFoundByTheirCommits() {
    assertThat(expected)
        .anyMatch(line -> line.contains("commit-patch-id"))
        .anyMatch(line -> line.contains("commit-msgid"))
        .anyMatch(line -> line.contains("\"kind\":\"newer-version\""))
        .anyMatch(line -> line.contains("\"state\":\"" + State.ACCEPTED.word() + "\""));
  }

  /// The words of the contract, which programs match on.
  @Test
  void evidenceIsOfTheKindsThatAreTold() {
    assertThat(expected)
        .flatExtracting(line ->
            Pattern.compile("\"kind\":\"([^\"]*)\"")
                .matcher(line)
                .results()
                .map(k -> k.group(1))
                .toList())
        .isSubsetOf(
            "commit-msgid",
            "commit-patch-id",
            "commit-title",
            "bot",
            "ty",
            "applier",
            "command",
            "newer-version",
            "review");
  }

  @Test
  void mailInAnotherOrderGivesTheSameStates() throws IOException {
    List<DemoArchive.Posting> reversed = new ArrayList<>(mails);
    Collections.reverse(reversed);
    assertThat(tracked(archive("reversed"), List.of(reversed))).isEqualTo(expected);
  }

  @Test
  void mailInSmallPartsGivesTheSameStates() throws IOException {
    List<DemoArchive.Posting> shuffled = new ArrayList<>(mails);
    Collections.shuffle(shuffled, new Random(7));
    List<List<DemoArchive.Posting>> parts = new ArrayList<>();
    for (int from = 0; from < shuffled.size(); from += 41) {
      parts.add(shuffled.subList(from, Math.min(shuffled.size(), from + 41)));
    }
    assertThat(tracked(archive("parts"), parts)).isEqualTo(expected);
  }

  /// A series is made anew when what it became is pushed.
  @Test
  void commitsThatComeLaterGiveTheSameStates() throws Exception {
    Path late = temporary.resolve("late.git");
    Shell.run("git", "clone", "-q", "--mirror", code.toString(), late.toString()).succeeded();
    String branch = Shell.git(late, "symbolic-ref", "HEAD").succeeded().out().strip();
    List<String> commits =
        Shell.git(late, "rev-list", "--reverse", branch).succeeded().out().lines().toList();
    ArchiveFixture fixture = ArchiveFixture.in(temporary.resolve("late"), inboxes());
    fixture.about("brook", late);
    Shell.git(late, "update-ref", branch, commits.getFirst()).succeeded();
    assertThat(tracked(fixture, List.of(mails))).isNotEqualTo(expected);
    try (Archive archive = fixture.open()) {
      for (int next = 1; next < commits.size(); next += 3) {
        Shell.git(late, "update-ref", branch, commits.get(next)).succeeded();
        archive.bringUp(archive.names().getFirst());
      }
      Shell.git(late, "update-ref", branch, commits.getLast()).succeeded();
      archive.bringUp(archive.names().getFirst());
      assertThat(lines(archive)).isEqualTo(expected);
    }
  }

  @Test
  void aDeletedIndexComesBackWithTheSameStates() throws IOException {
    ArchiveFixture fixture = archive("deleted");
    tracked(fixture, List.of(mails));
    Deletion.tree(fixture.layout().index());
    try (Archive archive = fixture.open()) {
      for (InboxName name : archive.names()) {
        archive.bringUp(name);
      }
      assertThat(lines(archive)).isEqualTo(expected);
    }
  }

  @Test
  void seriesOfAHiddenInboxAreNotTracked() throws IOException {
    ArchiveFixture fixture = archive("hidden");
    tracked(fixture, List.of(mails));
    String hidden = DemoArchive.inboxes().getFirst().name();
    fixture.hide(hidden);
    try (Archive archive = fixture.open()) {
      archive.bringUp(new InboxName(hidden));
      assertThat(
              archive.tracking().find(new Scope.All(), SeriesFilter.ALL, true, null, 1_000).found())
          .isNotEmpty()
          .noneMatch(series -> series.inboxes().contains(new InboxName(hidden)));
    }
  }
}
