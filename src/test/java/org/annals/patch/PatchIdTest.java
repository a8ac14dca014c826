package org.annals.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.annals.mail.Message;
import org.annals.mail.Part;
import org.annals.testing.Samples;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Beside git itself, on real patches.
class PatchIdTest {
  private static final int SOME = 300;
  private static final int PROCESSES = 4;

  @TempDir private Path directory;

  @Test
  void whiteSpaceLineNumbersAndTheOrderOfFilesDoNotMatter() {
    String one =
        """
        diff --git a/x b/x
        index 1111111..2222222 100644
        --- a/x
        +++ b/x
        @@ -1,2 +1,2 @@
         a
        -b c
        +d
        """;
    String two = one.replace("/x", "/y").replace("b c", "e");
    String moved = one.replace("@@ -1,2 +1,2 @@", "@@ -9,2 +9,2 @@ f").replace("b c", "b\tc");
    assertThat(PatchId.stable("text\n" + one + two)).isEqualTo(PatchId.stable(two + moved));
    assertThat(PatchId.stable(one)).isNotEqualTo(PatchId.stable(two));
    assertThat(PatchId.stable("no patch")).isEmpty();
  }

  @Test
  void binaryFilesAndFormFeedsCountAsGitCountsThem() throws Exception {
    String text =
        "diff --git a/t b/t\nindex 1..2 100644\n--- a/t\n+++ b/t\n@@ -1 +1 @@\n-a\f\n+b\f\n";
    String binary = "diff --git a/m b/m\nindex 11..22 100644\nGIT binary patch\ndelta 3\nzcm1\n\n";
    String differs =
        "diff --git a/n b/n\nnew file mode 100644\nindex 0..3\nBinary files /dev/null and b/n differ\n";
    for (String first : List.of(text, binary, differs)) {
      for (String second : List.of(text, binary, differs)) {
        compare(List.of(first + second, first + second + text));
      }
    }
  }

  @Test
  void gitSaysTheSameOfSomePatches() throws Exception {
    List<String> patches = patches("live-patching");
    long seed = Long.getLong("annals.seed", System.nanoTime());
    System.out.println("PatchIdTest: -Dannals.seed=" + seed);
    Collections.shuffle(patches, new Random(seed));
    compare(patches.subList(0, SOME));
  }

  @Test
  @Tag("slow")
  void gitSaysTheSameOfEveryPatch() throws Exception {
    for (String list : List.of("linux-erofs", "linux-unionfs", "live-patching")) {
      compare(patches(list));
    }
  }

  private static void compare(List<String> patches) throws Exception {
    List<String> differences = Collections.synchronizedList(new ArrayList<>());
    try (ExecutorService processes = Executors.newFixedThreadPool(PROCESSES)) {
      List<Future<?>> all = new ArrayList<>();
      for (String patch : patches) {
        all.add(
            processes.submit(() -> {
              String git = git(patch);
              String ours = PatchId.stable(patch).orElse("");
              if (!git.equals(ours)) {
                differences.add(git + " is not " + ours + " of\n" + patch);
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(differences).as("of %s patches", patches.size()).isEmpty();
  }

  private static String git(String patch) throws IOException, InterruptedException {
    String out = Shell.gitWithInput(Path.of("."), patch, "patch-id", "--stable").succeeded().out();
    return out.isEmpty() ? "" : out.substring(0, out.indexOf(' '));
  }

  /// The texts with a diff in the mails of a sample list.
  private List<String> patches(String list) throws Exception {
    Path clone = directory.resolve(list);
    Shell.run("git", "clone", "-q", "--bare", Samples.bundle(list).toString(), clone.toString())
        .succeeded();
    String commits = Shell.git(clone, "rev-list", "HEAD").succeeded().out();
    List<String> patches = new ArrayList<>();
    Process git = new ProcessBuilder("git", "-C", clone.toString(), "cat-file", "--batch").start();
    Thread asking = Thread.ofVirtual().start(() -> ask(git.getOutputStream(), commits));
    try (DataInputStream in = new DataInputStream(git.getInputStream())) {
      for (String head = line(in); !head.isEmpty(); head = line(in)) {
        if (head.endsWith(" missing")) {
          continue;
        }
        byte[] raw = in.readNBytes(Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1)));
        in.skipBytes(1);
        for (Part part : Message.parse(raw).parts()) {
          if (part.inlineText() && part.text().contains("\ndiff --git ")) {
            patches.add(part.text());
          }
        }
      }
    }
    asking.join();
    return patches;
  }

  private static void ask(OutputStream git, String commits) {
    try (git) {
      for (String commit : commits.lines().toList()) {
        git.write((commit + ":m\n").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }
}
