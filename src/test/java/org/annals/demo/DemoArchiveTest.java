package org.annals.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.annals.demo.DemoArchive.Inbox;
import org.annals.demo.DemoArchive.Posting;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoArchiveTest {
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
      assertThat(check.applied()).isGreaterThan(10);
    }
  }

  private static String text(Posting posting) {
    return new String(posting.raw(), ISO_8859_1);
  }

  private Map<String, String> refs(String name) throws IOException {
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
