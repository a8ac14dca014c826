package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.index.Bookmarks;
import org.annals.index.LuceneIndex;
import org.annals.index.Slot;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `verify` finds each kind of damage, and `--repair` mends what is made from git and nothing else.
class RepairTest {
  private static final InboxName DEV = new InboxName("dev");

  @TempDir private Path temporary;
  private ArchiveFixture fixture;

  @BeforeEach
  void makeArchive() throws IOException {
    fixture = ArchiveFixture.in(temporary.resolve("home"), "dev");
    for (int i = 1; i <= 3; i++) {
      fixture.importMails("dev", MailText.number(i)); // one alone is a loose object
    }
  }

  private CommandRun annals(String... arguments) {
    return CommandRun.in(fixture.layout().directory(), arguments);
  }

  private void assertMended(String problem) throws IOException {
    CommandRun found = annals("verify");
    assertThat(found.exit()).as(found.err()).isEqualTo(1);
    assertThat(found.err()).contains(problem).contains("'annals verify --repair' mends");
    CommandRun mended = annals("verify", "--repair");
    assertThat(mended.exit()).as(mended.err()).isZero();
    assertThat(mended.out()).contains("repair: ");
    assertThat(annals("verify").exit()).isZero();
    try (Archive archive = fixture.open()) {
      assertThat(archive.numbers(DEV, 0, 10)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void lostDocumentsComeBackUnderTheirNumbers() throws Exception {
    try (LuceneIndex index = LuceneIndex.openForWriting(fixture.layout().index())) {
      Bookmarks bookmarks;
      try (var view = index.view(_ -> true)) {
        bookmarks = view.bookmarks();
      }
      index.remove(List.of(new Slot(DEV, 2)));
      index.publish(bookmarks);
    }
    assertMended("<n2@example.org> is not in the index");
  }

  @Test
  void damagedFileOfTheIndexIsNamed() throws Exception {
    Path largest = largest(fixture.layout().index());
    byte[] bytes = Files.readAllBytes(largest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(largest, bytes);
    assertMended("is not what was written");
  }

  @Test
  void listsForOtherProgramsAreMadeAnew() throws Exception {
    Path alternates = fixture.inbox("dev").resolve("all.git/objects/info/alternates");
    Files.writeString(alternates, "../../git/7.git/objects\n");
    Path refs = fixture.epoch("dev", 0).resolve("info/refs");
    Files.writeString(refs, "0".repeat(40) + "\trefs/heads/master\n");
    assertMended("names ../../git/7.git/objects, which is no epoch");
    assertThat(Files.readString(alternates)).isEqualTo("../../git/0.git/objects\n");
    assertThat(Files.readString(refs)).doesNotContain("0000000000");
  }

  @Test
  void damagedGitIsToldAndLeftAlone() throws Exception {
    Path object = anObject(fixture.epoch("dev", 0).resolve("objects"));
    object.toFile().setWritable(true);
    byte[] before = "no object".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Files.write(object, before);
    CommandRun found = annals("verify", "--repair");
    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.err()).contains("annals: ").doesNotContain("Exception");
    assertThat(Files.readAllBytes(object)).isEqualTo(before);
  }

  private static Path largest(Path directory) throws IOException {
    Path largest = directory;
    long size = -1;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{cfs,fdt,doc}")) {
      for (Path file : files) {
        if (Files.size(file) > size) {
          size = Files.size(file);
          largest = file;
        }
      }
    }
    return largest;
  }

  /// The blob of the first message, as a loose object.
  private Path anObject(Path objects) throws IOException {
    String blob;
    try (Archive archive = fixture.open()) {
      blob = archive.byNumber(DEV, 1).orElseThrow().blob().hex();
    }
    return objects.resolve(blob.substring(0, 2)).resolve(blob.substring(2));
  }
}
