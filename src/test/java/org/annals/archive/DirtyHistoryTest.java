package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.annals.index.Posting;
import org.annals.mail.Defect;
import org.annals.store.BlobReader;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail as decades of programs have left it: each kind of damage is told with its place, whether
/// or not anything is written, and what can be held is held.
class DirtyHistoryTest {
  private static final InboxName DEV = new InboxName("dev");

  /// Such are found in other sources than an mbox file.
  private static final Set<Defect.Kind> ELSEWHERE =
      EnumSet.of(
          Defect.Kind.TOO_LARGE,
          Defect.Kind.SOURCE_CUT,
          Defect.Kind.UNREADABLE,
          Defect.Kind.REFUSED);

  @TempDir Path temporary;
  private ArchiveFixture fixture;

  @BeforeEach
  void makeArchive() throws IOException {
    fixture = ArchiveFixture.in(temporary.resolve("home"), "dev");
    fixture.index();
  }

  private ImportReport tried(Path source) throws IOException {
    try (Archive archive = Archive.openForReading(fixture.layout(), fixture.settings())) {
      return new Importer(archive, DEV).tryFrom(source);
    }
  }

  @Test
  void dryRunNamesEachKindWithItsPlaces() throws Exception {
    DirtyMail.Mbox dirty = DirtyMail.write(temporary.resolve("dirty.mbox"));
    ImportReport report = tried(dirty.file());
    Map<Defect.Kind, List<Long>> places = new TreeMap<>();
    Map<Defect.Kind, Long> counts = new TreeMap<>();
    report
        .found()
        .forEach((kind, found) -> {
          counts.put(kind, found.count());
          places.put(kind, found.places().stream().map(DirtyHistoryTest::offset).toList());
        });
    assertThat(places).isEqualTo(dirty.offsets());
    dirty
        .offsets()
        .forEach((kind, offsets) -> assertThat(counts.get(kind)).isEqualTo(offsets.size()));
    assertThat(report.added()).isEqualTo(dirty.held().size());
    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(report.refusals()).isEqualTo(1);
  }

  private static long offset(String place) {
    Matcher at = Pattern.compile("dirty\\.mbox at byte (\\d+)(, its byte \\d+)?$").matcher(place);
    assertThat(at.find()).as(place).isTrue();
    return Long.parseLong(at.group(1));
  }

  @Test
  void everyKindIsInTheFixtureAndItsReadme() throws Exception {
    Set<Defect.Kind> kinds =
        EnumSet.copyOf(DirtyMail.write(temporary.resolve("dirty.mbox")).offsets().keySet());
    kinds.addAll(ELSEWHERE);
    assertThat(kinds).isEqualTo(EnumSet.allOf(Defect.Kind.class)).hasSizeGreaterThan(30);
    String readme =
        new String(
            DirtyHistoryTest.class.getResourceAsStream("dirty/README.md").readAllBytes(),
            StandardCharsets.UTF_8);
    for (Defect.Kind kind : Defect.Kind.values()) {
      assertThat(readme).contains("\n| `" + kind.word() + "` |");
    }
  }

  @Test
  void importHoldsWhatTheDryRunPromised() throws Exception {
    DirtyMail.Mbox dirty = DirtyMail.write(temporary.resolve("dirty.mbox"));
    ImportReport promised = tried(dirty.file());
    ImportReport done = fixture.importFrom("dev", dirty.file());
    assertThat(done.added()).isEqualTo(promised.added());
    assertThat(done.duplicates()).isEqualTo(promised.duplicates());
    assertThat(done.refused()).isEqualTo(promised.refused());
    assertThat(done.found()).isEqualTo(promised.found());
    try (Archive archive = fixture.open()) {
      List<Posting> postings = ArchiveFixture.postings(archive, "dev");
      assertThat(postings).hasSize(dirty.held().size());
      for (int i = 0; i < postings.size(); i++) {
        String raw = new String(archive.raw(postings.get(i)), StandardCharsets.ISO_8859_1);
        assertThat(raw).contains(dirty.held().get(i));
      }
    }
    assertThat(fixture.problems()).isEmpty();
    ImportReport again = fixture.importFrom("dev", dirty.file());
    assertThat(again.added()).isZero();
    assertThat(again.duplicates()).isEqualTo(dirty.held().size() + 1L);
  }

  @Test
  void dryRunWritesNothing() throws Exception {
    DirtyMail.Mbox dirty = DirtyMail.write(temporary.resolve("dirty.mbox"));
    Map<Path, FileTime> before = files();
    tried(dirty.file());
    assertThat(files()).isEqualTo(before);
  }

  private Map<Path, FileTime> files() throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> all = Files.walk(temporary.resolve("home"))) {
      for (Path file : all.toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void cutArchiveIsNamedAndTakenUpToThere() throws Exception {
    StringBuilder text = new StringBuilder();
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      text.append(MailText.number(i).body(Long.toHexString(random.nextLong()).repeat(40)).inMbox());
    }
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = zipped.toByteArray();
    Path file = temporary.resolve("old.mbox.gz");
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    ImportReport report = tried(file);
    assertThat(report.found().get(Defect.Kind.SOURCE_CUT).places())
        .containsExactly(file.toString());
    assertThat(report.added()).isPositive();
    assertThat(fixture.importFrom("dev", file).added()).isEqualTo(report.added());
  }

  @Test
  void maildirFilesThatCannotBeTakenAreNamed() throws Exception {
    Path fresh = Files.createDirectories(temporary.resolve("Maildir/new"));
    Files.createSymbolicLink(fresh.resolve("1.absent"), temporary.resolve("absent"));
    try (RandomAccessFile huge = new RandomAccessFile(fresh.resolve("2.huge").toFile(), "rw")) {
      huge.setLength(BlobReader.MESSAGE_BYTES_MAX + 1L);
    }
    Files.write(fresh.resolve("3.good"), MailText.number(1).bytes());
    ImportReport report = tried(temporary.resolve("Maildir"));
    assertThat(report.found())
        .containsEntry(Defect.Kind.UNREADABLE, found(fresh.resolve("1.absent")))
        .containsEntry(Defect.Kind.TOO_LARGE, found(fresh.resolve("2.huge")));
    assertThat(report.added()).isEqualTo(1);
  }

  private static ImportReport.Found found(Path place) {
    return new ImportReport.Found(1, List.of(place.toString()));
  }
}
