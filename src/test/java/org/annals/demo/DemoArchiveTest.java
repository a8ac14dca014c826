package org.annals.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.annals.demo.DemoArchive.Inbox;
import org.annals.demo.DemoArchive.Posting;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoArchiveTest {
  private static final Pattern COMMIT_LINK =
      Pattern.compile("(?:/r/|Message-ID: <)([^\\s>]+@[^\\s>]+)");
  private static final Pattern README_ID = Pattern.compile("`([^` ]+@[^` ]+)`");

  @TempDir static Path directory;
  private static DemoArchive demo;

  @BeforeAll
  static void generate() throws IOException {
    demo = DemoArchive.generate(directory.resolve("brook.git"));
  }

  @Test
  void everyRunMakesTheSameBytes() throws IOException {
    DemoArchive again = DemoArchive.generate(directory.resolve("again.git"));
    assertThat(again.postings()).hasSameSizeAs(demo.postings());
    for (int i = 0; i < demo.postings().size(); i++) {
      Posting one = demo.postings().get(i);
      Posting other = again.postings().get(i);
      assertThat(other.raw()).as("posting %d", i).isEqualTo(one.raw());
      assertThat(other.inbox()).isEqualTo(one.inbox());
      assertThat(other.received()).isEqualTo(one.received());
    }
    assertThat(refs("again.git")).isEqualTo(refs("brook.git"));
  }

  @Test
  void postingsComeInOrderOfArrivalOnKnownLists() {
    Set<String> names = DemoArchive.inboxes().stream().map(Inbox::name).collect(Collectors.toSet());
    assertThat(demo.postings()).extracting(Posting::inbox).allMatch(names::contains);
    assertThat(demo.postings()).extracting(Posting::received).isSorted();
  }

  @Test
  void headerLinesAreShort() {
    for (Posting posting : demo.postings()) {
      String mail = text(posting);
      String head = mail.substring(0, mail.indexOf("\n\n"));
      assertThat(head.lines()).allMatch(line -> line.length() <= 998);
      assertThat(head).startsWith("Received: ").contains("\nList-Id: ");
    }
  }

  /// Every patch mail applies to blobs that the repository has or that earlier mails made, and
  /// makes just the blobs that its `index` lines name.
  @Test
  void everyPatchMailApplies() throws IOException {
    try (Repository code = open("brook.git")) {
      PatchCheck check = new PatchCheck(code);
      for (Posting posting : demo.postings()) {
        String mail = text(posting);
        if (mail.contains("\nX-Mailer: git-send-email") && mail.contains("\ndiff --git ")) {
          check.apply(mail);
        }
      }
      assertThat(check.applied()).isGreaterThan(70);
    }
  }

  @Test
  void numbersAreAsTold() {
    Map<String, Long> lists =
        demo.postings().stream()
            .collect(Collectors.groupingBy(Posting::inbox, Collectors.counting()));
    assertThat(lists.get("brook-devel")).isBetween(350L, 420L);
    assertThat(lists.get("brook-users")).isBetween(100L, 150L);
    assertThat(lists.get("brook-announce")).isBetween(6L, 10L);
    assertThat(demo.postings().getLast().received())
        .isBefore(Instant.parse("2026-11-23T00:00:00Z"));
  }

  @Test
  void planForTheFreezeHasAHundredAndFiftyMails() {
    String root = "<871keehr3q.fsf@brook.example>";
    assertThat(demo.postings().stream().map(DemoArchiveTest::head))
        .filteredOn(h -> h.contains("Message-ID: " + root) || references(h).contains(root))
        .hasSize(150);
  }

  @Test
  void oneMailComesTwiceAndAnnouncementsOnAllLists() {
    List<String> twice = inboxesOf("weir 3.3 runs on brook 0.8");
    assertThat(twice).containsExactly("brook-users", "brook-users");
    assertThat(inboxesOf("brook 0.9.2 released"))
        .containsExactly("brook-announce", "brook-devel", "brook-users");
  }

  /// Links in the history lead to mails, and so do the Message-IDs in the README.
  @Test
  void whatIsReferredToExists() throws IOException, GitAPIException {
    Set<String> ids =
        demo.postings().stream()
            .flatMap(p -> head(p).lines())
            .filter(line -> line.startsWith("Message-ID: <"))
            .map(line -> line.substring(13, line.length() - 1))
            .collect(Collectors.toSet());
    List<String> named = new ArrayList<>();
    try (Repository code = open("brook.git");
        Git git = new Git(code)) {
      for (RevCommit commit : git.log().all().call()) {
        collect(COMMIT_LINK, commit.getFullMessage(), named);
      }
      assertThat(named).hasSizeGreaterThan(15);
    }
    try (InputStream in = DemoArchive.class.getResourceAsStream("README.md")) {
      collect(README_ID, new String(in.readAllBytes(), ISO_8859_1), named);
    }
    assertThat(named).hasSizeGreaterThan(90);
    named.removeAll(ids);
    assertThat(named).isEmpty();
  }

  @Test
  void historyHasBranchesTagsAndBothKindsOfTrailer() throws IOException, GitAPIException {
    assertThat(refs("brook.git").keySet())
        .contains("refs/heads/main", "refs/heads/stable-0.8", "refs/tags/v0.8.1");
    try (Repository code = open("brook.git");
        Git git = new Git(code)) {
      List<String> messages = new ArrayList<>();
      git.log().all().call().forEach(commit -> messages.add(commit.getFullMessage()));
      assertThat(messages).hasSizeBetween(40, 60);
      assertThat(messages).anyMatch(m -> m.contains("\nMessage-ID: <"));
      assertThat(messages).anyMatch(m -> m.contains("\nLink: https://annals.example/r/"));
      assertThat(messages).anyMatch(m -> m.contains("\nThis reverts commit "));
    }
  }

  private static void collect(Pattern pattern, String text, List<String> found) {
    pattern.matcher(text).results().map(r -> r.group(1)).forEach(found::add);
  }

  private static List<String> inboxesOf(String subject) {
    return demo.postings().stream()
        .filter(p -> head(p).contains("\nSubject: " + subject + "\n"))
        .map(Posting::inbox)
        .toList();
  }

  private static String head(Posting posting) {
    String mail = text(posting);
    return mail.substring(0, mail.indexOf("\n\n") + 1);
  }

  private static String references(String head) {
    String unfolded = head.replace("\n ", " ");
    return unfolded.lines().filter(l -> l.startsWith("References: ")).findFirst().orElse("");
  }

  private static String text(Posting posting) {
    return new String(posting.raw(), ISO_8859_1);
  }

  private static Map<String, String> refs(String name) throws IOException {
    Map<String, String> refs = new TreeMap<>();
    try (Repository code = open(name)) {
      for (Ref ref : code.getRefDatabase().getRefs()) {
        refs.put(ref.getName(), ref.getObjectId().name());
      }
    }
    return refs;
  }

  private static Repository open(String name) throws IOException {
    return new FileRepositoryBuilder().setGitDir(directory.resolve(name).toFile()).build();
  }
}
