package org.annals.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.annals.patch.Run.Kind;
import org.junit.jupiter.api.Test;

/// Expected runs are drawn one a line: kind, number of lines, `<name>`, path of the file.
class TextRunsTest {
  @Test
  void formattedPatch() {
    assertRuns(
        """
        Put the slots behind one pointer,
        so that both change at once.

        Reviewed-by: Hanna Lindqvist <hanna@lindq.example>
        Signed-off-by: Ines Okafor
         <ines@okafor.example>
        ---
        v2: new

         src/ring.c | 3 ++-
         src/{old.h => ring.h} | Bin 0 -> 12 bytes
         2 files changed, 2 insertions(+), 1 deletion(-)
         create mode 100644 src/ring.h

        diff --git a/src/ring.c b/src/ring.c
        index 4be1c07..93d02fa 100644
        --- a/src/ring.c
        +++ b/src/ring.c
        @@ -61,3 +61,4 @@ struct slot {
         	uint32_t gen;
        -};
        +	int a;
        +};
         x
        diff --git a/src/old.h b/src/ring.h
        similarity index 100%
        rename from src/old.h
        rename to src/ring.h
        --\s
        2.51.0

        """,
        """
        PROSE 2
        BLANK 1
        TRAILER 1 <Reviewed-by>
        TRAILER 2 <Signed-off-by>
        SEPARATOR 1
        PROSE 1
        BLANK 1
        DIFFSTAT_ROW 1 <src/ring.c> src/ring.c
        DIFFSTAT_ROW 1 <src/{old.h => ring.h}> src/ring.h
        DIFFSTAT_SUMMARY 1
        DIFFSTAT_NOTE 1
        BLANK 1
        FILE_HEAD 4 src/ring.c
        HUNK_HEAD 1 src/ring.c
        CONTEXT 1 src/ring.c
        REMOVED 1 src/ring.c
        ADDED 2 src/ring.c
        CONTEXT 1 src/ring.c
        FILE_HEAD 4 src/ring.h
        SIGNATURE 3\
        """);
  }

  @Test
  void replyIsQuotesAndProse() {
    assertRuns(
        """
        On Monday Ines wrote:
        > diff --git a/x b/x
        > --- a/x
        > +++ b/x
        > @@ -1 +1 @@
        >+y

        Please name it.
        > -z
        --\s
        Tomas
        > below
        """,
        """
        PROSE 1
        QUOTE 5
        BLANK 1
        PROSE 1
        QUOTE 1
        SIGNATURE 2
        QUOTE 1\
        """);
  }

  @Test
  void proseThatLooksLikeDiffIsProse() {
    assertRuns(
        """
        diff is a fine tool
        --- a rule
        +++ more
        + a list
        diff --git shows more
        - a list
        @@ -1,2 +1,2 @@
        Index: of names
        """,
        """
        PROSE 8\
        """);
  }

  @Test
  void traditionalDiffsFollowEachOther() {
    assertRuns(
        """
        --- lib.orig/a.c\t2020-01-01 00:00:00
        +++ lib/a.c\t2020-01-02 00:00:00
        @@ -1 +1 @@
        -a
        +b
        --- lib.orig/b.c 2020-01-01 00:00:00
        +++ lib/b.c 2020-01-02 00:00:00
        @@ -0,0 +1 @@
        +c
        \\ No newline at end of file
        """,
        """
        FILE_HEAD 2 a.c
        HUNK_HEAD 1 a.c
        REMOVED 1 a.c
        ADDED 1 a.c
        FILE_HEAD 2 b.c
        HUNK_HEAD 1 b.c
        ADDED 1 b.c
        NO_NEWLINE 1 b.c\
        """);
  }

  @Test
  void subversionAndCvs() {
    assertRuns(
        """
        Index: src/a.c
        ===================================================================
        --- src/a.c (revision 12)
        +++ src/a.c (working copy)
        @@ -1 +1 @@
        -a
        +b
        Index: src/b.c
        ===================================================================
        RCS file: /cvs/src/b.c,v
        retrieving revision 1.2
        diff -u -r1.2 b.c
        --- src/b.c 1 Jan 2020 00:00:00 -0000 1.2
        +++ src/b.c 1 Jan 2020 00:00:00 -0000
        @@ -1 +0,0 @@
        -a
        """,
        """
        FILE_HEAD 4 src/a.c
        HUNK_HEAD 1 src/a.c
        REMOVED 1 src/a.c
        ADDED 1 src/a.c
        FILE_HEAD 7 src/b.c
        HUNK_HEAD 1 src/b.c
        REMOVED 1 src/b.c\
        """);
  }

  @Test
  void combinedDiff() {
    assertRuns(
        """
        diff --cc src/a.c
        index 1111111,2222222..3333333
        --- a/src/a.c
        +++ b/src/a.c
        @@@ -1,2 -1,2 +1,3 @@@ int f
          a
        + b
         +c
        - d
        --e
        after
        """,
        """
        FILE_HEAD 4 src/a.c
        HUNK_HEAD 1 src/a.c
        CONTEXT 1 src/a.c
        ADDED 2 src/a.c
        REMOVED 2 src/a.c
        PROSE 1\
        """);
  }

  @Test
  void binaryPatches() {
    assertRuns(
        """
        diff --git a/a.png b/a.png
        new file mode 100644
        index 0000000..1111111
        GIT binary patch
        literal 10
        Rcmeyu000000000000000

        literal 0
        HcmV?d00001

        diff --git a/b.png b/b.png
        index 1111111..2222222 100644
        Binary files a/b.png and b/b.png differ
        tail
        """,
        """
        FILE_HEAD 3 a.png
        BINARY 6 a.png
        BLANK 1
        FILE_HEAD 2 b.png
        BINARY 1 b.png
        PROSE 1\
        """);
  }

  @Test
  void countsThatAreTooSmallAreOverrun() {
    assertRuns(
        """
        --- a/x
        +++ b/x
        @@ -1,1 +1,1 @@
        -a
        +b
        +c
         d

        End of it.
        """,
        """
        FILE_HEAD 2 x
        HUNK_HEAD 1 x
        REMOVED 1 x
        ADDED 2 x
        CONTEXT 1 x
        BLANK 1
        PROSE 1\
        """);
  }

  @Test
  void countsThatAreTooLargeEndAtTheFirstOtherLine() {
    assertRuns(
        """
        --- a/x
        +++ b/x
        @@ -1,9 +1,9 @@
        -a
        +b
        @@ -20,9 +20,9 @@
         c
        --- a/y
        +++ b/y
        @@ -1,9 +1,9 @@
        +d
        --\s
        2.51.0
        """,
        """
        FILE_HEAD 2 x
        HUNK_HEAD 1 x
        REMOVED 1 x
        ADDED 1 x
        HUNK_HEAD 1 x
        CONTEXT 1 x
        FILE_HEAD 2 y
        HUNK_HEAD 1 y
        ADDED 1 y
        SIGNATURE 2\
        """);
  }

  @Test
  void removedLineThatLooksLikeSignatureOrHeaderIsRemoved() {
    assertRuns(
        """
        --- a/x
        +++ b/x
        @@ -1,4 +1,3 @@
        --\s
        --- y
        +++ y
         z
        +w
         v
        --\s
        2.51.0
        """,
        """
        FILE_HEAD 2 x
        HUNK_HEAD 1 x
        REMOVED 2 x
        ADDED 1 x
        CONTEXT 1 x
        ADDED 1 x
        CONTEXT 1 x
        SIGNATURE 2\
        """);
  }

  @Test
  void emptyContextLinesWithoutTheirSpace() {
    assertRuns(
        """
        --- a/x
        +++ b/x
        @@ -1,5 +1,6 @@
         a


        +b
         c

        @@ -9,3 +10,3 @@
        -a
        +b


        Text.
        """,
        """
        FILE_HEAD 2 x
        HUNK_HEAD 1 x
        CONTEXT 3 x
        ADDED 1 x
        CONTEXT 2 x
        HUNK_HEAD 1 x
        REMOVED 1 x
        ADDED 1 x
        CONTEXT 2 x
        PROSE 1\
        """);
  }

  @Test
  void wrappedLinesEndTheHunkButNotTheFile() {
    assertRuns(
        """
        diff --git a/x b/x
        index 1111111..2222222 100644
        --- a/x
        +++ b/x
        @@ -1,3 +1,3 @@ static int name(struct a *a,
        struct b *b)
         c
        -long line that was
        wrapped
        +d
        @@ -8 +8 @@
        -e
        +f
        """,
        """
        FILE_HEAD 4 x
        HUNK_HEAD 2 x
        CONTEXT 1 x
        REMOVED 1 x
        PROSE 2
        HUNK_HEAD 1 x
        REMOVED 1 x
        ADDED 1 x\
        """);
  }

  @Test
  void quoteEndsADiff() {
    assertRuns(
        """
        --- a/x
        +++ b/x
        @@ -1,3 +1,3 @@
         c
        > quoted
         d
        """,
        """
        FILE_HEAD 2 x
        HUNK_HEAD 1 x
        CONTEXT 1 x
        QUOTE 1
        PROSE 1\
        """);
  }

  @Test
  void headersWithoutHunks() {
    assertRuns(
        """
        diff --git a/run b/run
        old mode 100644
        new mode 100755
        diff --git a/a b.c b/a b.c
        deleted file mode 100644
        index 1111111..0000000
        diff --git "a/gr\\303\\266\\303\\237e" "b/gr\\303\\266\\303\\237e"
        new file mode 100644
        index 0000000..1111111
        """,
        """
        FILE_HEAD 3 run
        FILE_HEAD 3 a b.c
        FILE_HEAD 3 größe\
        """);
  }

  @Test
  void diffstatNeedsItsSummaryOrTheSeparator() {
    assertRuns(
        """
        name | 12
        other | 3 ++

         a.c | 1 +
         1 file changed, 1 insertion(+)

        ---
         .../b.c | 2 +-
        --- a/lib/b.c
        +++ b/lib/b.c
        @@ -1 +1 @@
        -a
        +b
        """,
        """
        PROSE 2
        BLANK 1
        DIFFSTAT_ROW 1 <a.c>
        DIFFSTAT_SUMMARY 1
        BLANK 1
        SEPARATOR 1
        DIFFSTAT_ROW 1 <.../b.c> lib/b.c
        FILE_HEAD 2 lib/b.c
        HUNK_HEAD 1 lib/b.c
        REMOVED 1 lib/b.c
        ADDED 1 lib/b.c\
        """);
  }

  @Test
  void diffAfterASignatureIsStillADiff() {
    assertRuns(
        """
        Text
        --
        Name
        Reviewed-by: N <n@x.example>

        --- a/x
        +++ b/x
        @@ -1 +1 @@
        -a
        +b
        """,
        """
        PROSE 1
        SIGNATURE 4
        FILE_HEAD 2 x
        HUNK_HEAD 1 x
        REMOVED 1 x
        ADDED 1 x\
        """);
  }

  @Test
  void lineEndsMayBeCrLfAndTheLastMayLack() {
    String text = "a\r\n\r\n--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@ f\r\n-a\r\n+b\r\n-- \r\n2.51";
    assertThat(drawn(text, TextRuns.split(text)))
        .isEqualTo(
            "PROSE 1\nBLANK 1\nFILE_HEAD 2 x\nHUNK_HEAD 1 x\nREMOVED 1 x\nADDED 1 x\nSIGNATURE 2");
  }

  @Test
  void runsKnowOffsetsAndLines() {
    String text = "one\ntwo\n\n> q\n";
    assertThat(TextRuns.split(text))
        .containsExactly(
            new Run(Kind.PROSE, 0, 8, 1, "", null),
            new Run(Kind.BLANK, 8, 9, 3, "", null),
            new Run(Kind.QUOTE, 9, 13, 4, "", null));
    assertThat(TextRuns.split("")).isEmpty();
  }

  @Test
  void filesKnowPathsAndBlobs() {
    List<Run> runs =
        TextRuns.split(
            """
            diff --git a/x.c b/x.c
            deleted file mode 100644
            index 1f90c2e..0000000
            --- a/x.c
            +++ /dev/null
            @@ -1 +0,0 @@
            -a
            """);
    DiffFile file = runs.getFirst().file();
    assertThat(file).isEqualTo(new DiffFile(0, "x.c", "", "1f90c2e", ""));
    assertThat(file.path()).isEqualTo("x.c");
    assertThat(runs).allMatch(Run::inDiff).extracting(Run::file).containsOnly(file);
  }

  private static void assertRuns(String text, String expected) {
    List<Run> runs = TextRuns.split(text);
    assertThat(drawn(text, runs)).isEqualTo(expected);
  }

  private static String drawn(String text, List<Run> runs) {
    List<String> lines = new ArrayList<>();
    for (Run run : runs) {
      DiffFile file = run.file();
      lines.add(
          run.kind()
              + " "
              + lineCount(text, run)
              + (run.name().isEmpty() ? "" : " <" + run.name() + ">")
              + (file == null ? "" : " " + file.path()));
    }
    return String.join("\n", lines);
  }

  static int lineCount(String text, Run run) {
    int count = 0;
    for (int i = run.start(); i < run.end(); i++) {
      count += text.charAt(i) == '\n' || i == text.length() - 1 ? 1 : 0;
    }
    return count;
  }
}
