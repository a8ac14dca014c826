package org.annals.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Patches are applied as `git apply` does it. A seed is printed; `-Dannals.seed=N` replays it.
class FilePatchTest {
  private static final int FILES = 120;
  private static final int SHIFTED = 40;

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir Path directory;

  @Test
  void gitsDiffsMakeWhatGitMade() throws Exception {
    System.out.println("FilePatchTest seed " + seed);
    Path git = repository();
    List<byte[]> before = new ArrayList<>();
    List<byte[]> after = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] old = i % 10 == 0 ? new byte[0] : i % 7 == 0 ? binary() : text();
      before.add(old);
      after.add(i % 11 == 0 ? text() : i % 7 == 0 ? changedBytes(old) : changed(old));
      write(git, name(i), old);
    }
    commit(git, "old");
    for (int i = 0; i < FILES; i++) {
      Files.write(git.resolve(name(i)), after.get(i));
    }
    commit(git, "new");
    String diff = diff(git, "--binary", "--no-renames", "HEAD~1", "HEAD");
    int applied = 0;
    for (FilePatch patch : FilePatch.parseAll(diff)) {
      int i = Integer.parseInt(patch.file().newPath().replaceFirst(".*\\.", ""));
      assertThat(content(patch.apply(before.get(i)))).as(diff).isEqualTo(after.get(i));
      applied++;
    }
    assertThat(applied).isGreaterThan(FILES / 2);
  }

  /// Whether a patch fits a file that changed meanwhile, and where.
  @Test
  void fitsWhereGitFitsIt() throws Exception {
    System.out.println("FilePatchTest seed " + seed);
    Path git = repository();
    int fits = 0;
    for (int i = 0; i < SHIFTED; i++) {
      byte[] old = text();
      write(git, "f", old);
      commit(git, "old " + i);
      write(git, "f", changed(old));
      String diff = diff(git, "HEAD");
      byte[] shifted = random.nextInt(3) == 0 ? changed(old) : padded(old);
      write(git, "f", shifted);
      Path file = Files.write(directory.resolve("p"), diff.getBytes(StandardCharsets.ISO_8859_1));
      if (diff.isEmpty()) {
        continue;
      }
      boolean fitsGit = Shell.git(git, "apply", file.toString()).exit() == 0;
      PatchResult ours = FilePatch.parseAll(diff).getFirst().apply(shifted);
      assertThat(ours instanceof PatchResult.Applied)
          .as("%s%non%n%s", diff, new String(shifted, StandardCharsets.ISO_8859_1))
          .isEqualTo(fitsGit);
      if (fitsGit) {
        assertThat(content(ours)).isEqualTo(Files.readAllBytes(git.resolve("f")));
        fits++;
      }
    }
    assertThat(fits).isGreaterThan(SHIFTED / 4);
  }

  @Test
  void createdRenamedAndEmptyFiles() throws Exception {
    Path git = repository();
    byte[] long1 = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n".getBytes(StandardCharsets.UTF_8);
    write(git, "old name", long1);
    commit(git, "old");
    Files.createDirectory(git.resolve("neu"));
    Shell.git(git, "mv", "old name", "neu/b\u00e4r").succeeded();
    String renamed = new String(long1, StandardCharsets.UTF_8).replace("four\n", "4\n");
    write(git, "neu/b\u00e4r", renamed.getBytes(StandardCharsets.UTF_8));
    write(git, "empty", new byte[0]);
    write(git, "latin", "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    commit(git, "new");
    List<FilePatch> patches = FilePatch.parseAll(diff(git, "-M", "HEAD~1", "HEAD"));
    assertThat(patches).hasSize(3);
    assertThat(content(patches.get(0).apply(new byte[0]))).isEmpty();
    assertThat(content(patches.get(1).apply(new byte[0])))
        .isEqualTo("caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(patches.get(2).file().oldPath()).isEqualTo("old name");
    assertThat(patches.get(2).file().newPath()).isEqualTo("neu/b\u00e4r");
    assertThat(new String(content(patches.get(2).apply(long1)), StandardCharsets.UTF_8))
        .isEqualTo(renamed);
  }

  @Test
  void wrongCountsAreRefused() {
    String head = "diff --git a/f b/f\nindex 1111111..2222222 100644\n--- a/f\n+++ b/f\n";
    assertThat(refusal(head + "@@ -1,9 +1,9 @@\n a\n-b\n+c\n", "a\nb\n"))
        .isEqualTo(
            "the hunk in line 5 of the text has 2 old and 2 new lines, not 9 and 9 as it says");
    assertThat(refusal(head + "@@ -1,2 +1,2 @@\n x\n-b\n+c\n", "a\nb\n"))
        .isEqualTo("hunk 1 of 1 does not fit");
    assertThat(
            refusal(
                "diff --git a/f b/f\nindex 1111111..2222222\nBinary files a/f and b/f differ\n",
                ""))
        .contains("binary");
    assertThat(
            refusal(
                "diff --git a/f b/f\nindex 1111111..2222222\nGIT binary patch\nliteral 5\nMcmZQzABCDE\n\n",
                ""))
        .contains("damaged");
  }

  @Test
  void whatCostsTooMuchIsRefused() {
    StringBuilder hunks = new StringBuilder();
    hunks.append("diff --git a/f b/f\nindex 1111111..2222222 100644\n--- a/f\n+++ b/f\n");
    for (int i = 2; i < 60_000; i++) {
      hunks.append("@@ -").append(i).append(",2 +").append(i).append(",2 @@\n-a\n+a\n a\n");
    }
    hunks.append("@@ -5,2 +5,2 @@\n-a\n+b\n z\n".repeat(10_000));
    String refusal = refusal(hunks.toString(), "a\n".repeat(200_000) + "end\n");
    assertThat(refusal).isEqualTo("it takes too much work to find where its hunks belong");
  }

  /// Whatever is done to a patch, it applies or is refused.
  @Test
  void brokenPatchesNeverThrow() throws Exception {
    System.out.println("FilePatchTest seed " + seed);
    Path git = repository();
    byte[] old = text();
    byte[] bytes = binary();
    write(git, "f", old);
    write(git, "b", bytes);
    commit(git, "old");
    write(git, "f", changed(old));
    write(git, "b", changedBytes(bytes));
    String diff = diff(git, "--binary", "HEAD");
    for (int i = 0; i < 2_000; i++) {
      StringBuilder broken = new StringBuilder(diff);
      for (int n = random.nextInt(8); n >= 0; n--) {
        int at = random.nextInt(broken.length());
        switch (random.nextInt(3)) {
          case 0 -> broken.setCharAt(at, (char) random.nextInt(256));
          case 1 -> broken.delete(at, Math.min(broken.length(), at + random.nextInt(40)));
          default -> broken.insert(at, "@@ -1,7 +1,7 @@\n".substring(random.nextInt(16)));
        }
      }
      for (FilePatch patch : FilePatch.parseAll(broken.toString())) {
        assertThat(patch.apply(random.nextBoolean() ? old : bytes)).isNotNull();
      }
    }
  }

  private static String refusal(String patch, String before) {
    FilePatch first = FilePatch.parseAll(patch).getFirst();
    return switch (first.apply(before.getBytes(StandardCharsets.UTF_8))) {
      case PatchResult.Refused(var reason) -> reason;
      case PatchResult.Applied _ -> "applied";
    };
  }

  private static byte[] content(PatchResult result) {
    return switch (result) {
      case PatchResult.Applied(var content) -> content;
      case PatchResult.Refused(var reason) -> throw new AssertionError(reason);
    };
  }

  private Path repository() throws Exception {
    Path git = Files.createTempDirectory(directory, "git");
    Shell.git(git, "init", "-q").succeeded();
    Shell.git(git, "config", "user.name", "Ann").succeeded();
    Shell.git(git, "config", "user.email", "ann@example.org").succeeded();
    return git;
  }

  private static void commit(Path git, String message) throws Exception {
    Shell.git(git, "add", "-A").succeeded();
    Shell.git(git, "commit", "-q", "--allow-empty", "-m", message).succeeded();
  }

  /// By way of a file, as the diff need not be UTF-8.
  private String diff(Path git, String... arguments) throws Exception {
    Path file = directory.resolve("diff");
    List<String> all = new ArrayList<>(List.of("diff", "--no-color", "--output=" + file));
    all.addAll(List.of(arguments));
    Shell.git(git, all.toArray(String[]::new)).succeeded();
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private static void write(Path git, String name, byte[] content) throws IOException {
    Path file = git.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private static String name(int i) {
    return "d" + i % 3 + "/file." + i;
  }

  /// Lines with repetitions, so that hunks fit in several places.
  private byte[] text() {
    StringBuilder text = new StringBuilder();
    int count = random.nextInt(60);
    for (int i = 0; i < count; i++) {
      text.append(line());
    }
    if (random.nextInt(4) == 0 && !text.isEmpty()) {
      text.setLength(text.length() - 1);
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private String line() {
    String[] lines = {"", "\t}", "{", "int a;", "caf\u00e9", "cr\r", "-- ", "+++ x", "@@ -1 +1 @@"};
    int i = random.nextInt(lines.length + 12);
    return (i < lines.length ? lines[i] : "line " + random.nextInt(1_000)) + "\n";
  }

  private byte[] changed(byte[] old) {
    List<String> lines =
        new ArrayList<>(List.of(new String(old, StandardCharsets.ISO_8859_1).split("(?<=\n)")));
    for (int n = random.nextInt(5); n >= 0; n--) {
      int at = random.nextInt(lines.size() + 1);
      if (random.nextBoolean() || at == lines.size()) {
        String last = at == lines.size() && at > 0 ? lines.get(at - 1) : "\n";
        if (last.endsWith("\n")) {
          lines.add(at, line());
        }
      } else {
        lines.remove(at);
      }
    }
    return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] padded(byte[] old) {
    String text = new String(old, StandardCharsets.ISO_8859_1);
    return (line() + line() + text).getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] binary() {
    byte[] bytes = new byte[1 + random.nextInt(3_000)];
    random.nextBytes(bytes);
    bytes[0] = 0;
    return bytes;
  }

  private byte[] changedBytes(byte[] old) {
    byte[] bytes = old.length == 0 ? binary() : old.clone();
    for (int n = random.nextInt(4); n >= 0; n--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
