package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.annals.testing.Samples;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills while mail is taken: the import says so and fails, what was there stays, and
/// with more space the next import goes on.
///
/// The disk is a small tmpfs, which needs root; without it the tests are skipped.
class FullDiskTest {
  private static final int MAILS = 2_500;
  private static final long MEBIBYTE = 1 << 20;
  private static final String ROOMY = "200m";

  @TempDir Path directory;
  private Path disk;

  @BeforeEach
  void mountDisk() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    Shell.Result mounted = mount("-t", "tmpfs", "-o", "size=" + ROOMY, "annals-test");
    Assumptions.assumeTrue(
        mounted.exit() == 0, () -> "skipped: no disk to fill: " + mounted.err().strip());
  }

  @AfterEach
  void unmountDisk() throws Exception {
    Shell.run("umount", disk.toString());
  }

  @Test
  void importIntoAFullDiskFailsAndTheNextGoesOn() throws Exception {
    Path source = mbox();
    fill(source, MAILS, 2, needed(source) / 2);
  }

  @Test
  @Tag("slow")
  void whereverTheDiskIsFullNothingIsLost() throws Exception {
    Path mbox = mbox();
    fillAtManySizes(mbox, MAILS);
    fillAtManySizes(Samples.bundle("live-patching"), 7_133);
  }

  private void fillAtManySizes(Path source, int messages) throws Exception {
    long needed = needed(source);
    for (int eighths = 1; eighths < 8; eighths++) {
      fill(source, messages, eighths, needed * eighths / 8);
    }
  }

  private void fill(Path source, int messages, int round, long size) throws Exception {
    Launch annals = fresh(source.getFileName() + "." + round);
    resize(Long.toString(used() + size));
    Launch.Result first = annals.run("import", "list", source.toString());
    assertThat(first.exit()).as("%s bytes: %s%s", size, first.out(), first.err()).isEqualTo(1);
    assertThat(first.err())
        .as("with %s bytes", size)
        .contains("annals: import: ", "No space left on device")
        .doesNotContain("\tat ");
    resize(ROOMY);
    Set<String> held = held(annals);
    assertThat(annals.run("import", "list", source.toString()).exit()).isZero();
    assertThat(held(annals)).hasSize(messages).containsAll(held);
    Shell.run("rm", "-r", annals.directory().toString()).succeeded();
  }

  /// The Message-IDs of an archive that `verify` finds well.
  private static Set<String> held(Launch annals) throws Exception {
    Launch.Result indexed = annals.run("index");
    assertThat(indexed.exit()).as(indexed.err()).isZero();
    Launch.Result verified = annals.run("verify");
    assertThat(verified.exit()).as(verified.err()).isZero();
    Launch.Result all = annals.run("search", "--inbox", "list", "--limit", "0", "--format", "json");
    List<String> ids = all.out().lines().map(line -> line.split("\"", -1)[3]).toList();
    assertThat(ids).doesNotHaveDuplicates();
    return new HashSet<>(ids);
  }

  /// What an archive of this source takes.
  private long needed(Path source) throws Exception {
    long before = used();
    Launch annals = fresh("measured");
    assertThat(annals.run("import", "list", source.toString()).exit()).isZero();
    long after = used();
    Shell.run("rm", "-r", annals.directory().toString()).succeeded();
    assertThat(after - before).isGreaterThan(MEBIBYTE);
    return after - before;
  }

  private Launch fresh(String name) throws Exception {
    Launch annals = Launch.on(disk.resolve(name), "512m");
    assertThat(annals.run("init", "list", "--address", "list@example.org").exit()).isZero();
    return annals;
  }

  private Path mbox() throws IOException {
    MailText[] mails = new MailText[MAILS];
    for (int i = 0; i < MAILS; i++) {
      mails[i] = MailText.number(i).body(("line " + i + " of many\n").repeat(20));
    }
    return ArchiveFixture.mbox(directory.resolve("list.mbox"), mails);
  }

  private long used() throws IOException {
    var store = Files.getFileStore(disk);
    return store.getTotalSpace() - store.getUnallocatedSpace();
  }

  private void resize(String size) throws Exception {
    mount("-o", "remount,size=" + size, "annals-test").succeeded();
  }

  private Shell.Result mount(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    command.add(disk.toString());
    return Shell.run(command.toArray(String[]::new));
  }
}
