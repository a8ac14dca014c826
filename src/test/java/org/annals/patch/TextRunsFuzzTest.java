package org.annals.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Texts made of the lines that matter, in any order. A failure names the seed that repeats it.
class TextRunsFuzzTest {
  @Test
  void runsTileAnyText() {
    for (int seed = 0; seed < 30_000; seed++) {
      String text = randomText(new Random(seed));
      List<Run> runs = TextRuns.split(text);
      StringBuilder joined = new StringBuilder();
      int line = 1;
      for (Run run : runs) {
        assertThat(run.start()).as("seed %d", seed).isEqualTo(joined.length());
        assertThat(run.line()).as("seed %d", seed).isEqualTo(line);
        joined.append(run.of(text));
        line += TextRunsTest.lineCount(text, run);
      }
      assertThat(joined.toString()).as("seed %d", seed).isEqualTo(text);
      assertThat(Trailers.of(text)).as("seed %d", seed).isNotNull();
    }
  }

  @Test
  @Timeout(60)
  void hostileTextsCostNoMoreThanTheirLength() {
    for (String piece :
        List.of(
            "\n",
            "\r",
            "> \n",
            " a.c | 1 +\n",
            " .../a.c | 1 +\n",
            "@@ -1,9 +1,9 @@\n\n",
            "--- a/x\n+++ b/x\n@@ -1,99999 +1,99999 @@\n\n\n\n",
            "diff --git a/a.c b/a.c\nold mode 1\n",
            "---\n .../a.c | 1 +\ndiff --git a/b/a.c b/b/a.c\nold mode 1\n",
            "Link: (\"\n",
            "Acked-by: a\n b\n",
            " ",
            "|",
            "-",
            "@@ ")) {
      String text = piece.repeat(1_000_000 / piece.length());
      assertThat(TextRuns.split(text).getLast().end()).isEqualTo(text.length());
      assertThat(TextRuns.split("--- a/x\n+++ b/x\n@@ -1 +1 @@ " + text)).isNotEmpty();
    }
  }

  private static final String[] LINES = {
    "",
    " ",
    "text",
    "> quote",
    "---",
    "-- ",
    "--",
    "2.51.0",
    "diff --git a/x b/x",
    "index 1111111..2222222 100644",
    "--- a/x",
    "+++ b/x",
    "--- /dev/null",
    "@@ -1,3 +1,4 @@ f",
    "@@@ -1,3 -1,3 +1,4 @@@",
    "@@ -1 +1 @@",
    "@@ -0,0 +1,999999999 @@",
    " context",
    "+added",
    "-removed",
    "\\ No newline at end of file",
    "GIT binary patch",
    "literal 10",
    "HcmV?d00001",
    "Binary files a and b differ",
    "Index: x",
    "===========",
    " x | 3 ++-",
    " .../x | Bin",
    " {a => b}/x | 1 +",
    " 1 file changed, 3 insertions(+)",
    " create mode 100644 x",
    "Acked-by: A <a@x.example>",
    "Fixes: 0123456789ab (\"a",
    "b\")",
    " folded",
    "\tfolded",
    "From: x",
    "Cc: b@x.example",
    "rename from \"a",
    "rename to x",
    "diff --cc x",
    "diff -u a b",
    "diff --git \"",
    "new file mode 100644",
    "\ud800",
    "é",
    "\r"
  };

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(25); i > 0; i--) {
      String line = LINES[random.nextInt(LINES.length)];
      int cut = random.nextInt(20) == 0 ? random.nextInt(line.length() + 1) : line.length();
      text.append(line, 0, cut).append(random.nextInt(12) == 0 ? "\r\n" : "\n");
    }
    return random.nextInt(4) == 0 ? text.toString().strip() : text.toString();
  }
}
