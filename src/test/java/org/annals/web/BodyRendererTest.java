package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.annals.index.Scope;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyRendererTest {
  private static final FileLinks LINKS =
      new FileLinks(Scope.of(new InboxName("dev")), Links.from("/dev/a@example.org/"));

  private static final Pattern OUR_LINK =
      Pattern.compile("<a href=\"\\.\\./[0-9a-f]+/s/[^\"<>]*\" rel=\"nofollow\">");

  private static String render(String text) {
    return render(text, null);
  }

  private static String render(String text, @Nullable FileLinks links) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Markup out = new Markup(bytes);
    BodyRenderer.render(out, text, "Zabc", links);
    out.drain();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void quotesAndParagraphs() {
    String text =
        """

        On Monday, Ines wrote:
        > Shall we grow the ring?
        > It is full.

        Yes. Growing it in place costs one pointer more for each reader,
        and nothing for those that never grow.

        Tomas
        """;
    assertThat(render(text))
        .isEqualTo(
            """
            <pre>On Monday, Ines wrote:
            <span class="q">&gt; Shall we grow the ring?
            &gt; It is full.</span>

            <span class="p">Yes. Growing it in place costs one pointer more for each reader,
            and nothing for those that never grow.</span>

            Tomas
            </pre>
            """);
  }

  @Test
  void aLineIsFilledIfTheNextWordIsTooLongForIt() {
    String text =
        "Bound the count by\nCONFIG_BROOK_FS_ZIP_LZMA_DEFAULT_MAX_STREAMS_PER_MOUNT, or 16.\n";
    assertThat(render(text))
        .isEqualTo("<pre><span class=\"p\">" + text.strip() + "</span>\n</pre>\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thanks,\nInes\n",
        "https://one.example/a-long-name-of-a-page-there\nhttps://two.example/b\n"
      })
  void shortLinesStayAsTheyAre(String text) {
    assertThat(render(text)).doesNotContain("class=\"p");
  }

  @Test
  void longQuotesFoldAllButTheirEnd() {
    StringBuilder text = new StringBuilder("Hello\n");
    for (int i = 1; i <= 10; i++) {
      text.append("> line ").append(i).append('\n');
    }
    text.append("No.\n");
    assertThat(render(text.toString()))
        .isEqualTo(
            """
            <pre>Hello
            </pre>
            <details class="fold"><summary>6 quoted lines</summary><pre class="q">&gt; line 1
            &gt; line 2
            &gt; line 3
            &gt; line 4
            &gt; line 5
            &gt; line 6
            </pre></details>
            <pre><span class="q">&gt; line 7
            &gt; line 8
            &gt; line 9
            &gt; line 10</span>
            No.
            </pre>
            """);
  }

  @Test
  void nineQuotedLinesStay() {
    assertThat(render("> a\n".repeat(9))).doesNotContain("details");
  }

  @Test
  void patch() {
    String text =
        """
        Disarm the read side after a read of length zero.

        Fixes: 3ad0c9e71b42 ("poll: arm both directions at once")
        Reviewed-by: Hanna Lindqvist <hanna@lindq.example>
        Signed-off-by: Kestutis Vaitkus <kv@delta.example>
        ---
         src/poll.c | 4 +++-
         1 file changed, 3 insertions(+), 1 deletion(-)

        diff --git a/src/poll.c b/src/poll.c
        index 8a1b2f0..c33d914 100644
        --- a/src/poll.c
        +++ b/src/poll.c
        @@ -118,3 +118,5 @@ static int poll_one(struct brook_poll *p)
         \tif (n < 0)
        -\tp->armed |= POLLIN;
        +\tif (n == 0)
        +\t\tp->half_closed = true;
        +\tp->armed = n;
         \treturn 0;
        --\s
        2.50.1
        """;
    assertThat(render(text))
        .isEqualTo(
            """
            <pre>Disarm the read side after a read of length zero.

            <span class="tr">Fixes: 3ad0c9e71b42 (&#34;poll: arm both directions at once&#34;)</span>
            <span class="tr">Reviewed-by: Hanna Lindqvist &lt;hanna@lindq.example&gt;</span>
            Signed-off-by: Kestutis Vaitkus &lt;kv@delta.example&gt;
            ---
            <span class="keep"> <a href="#iZabc:src:poll.c" id="Zabc:src:poll.c">src/poll.c</a> | 4 +++-
             1 file <b>changed</b>, 3 insertions(+), 1 deletion(-)</span>
            </pre>
            <div class="file" id="iZabc:src:poll.c"><pre><span class="head">diff --git a/src/poll.c <b><a href="#Zabc:src:poll.c">b/src/poll.c</a></b>
            index 8a1b2f0..c33d914 100644
            --- a/src/poll.c
            +++ b/src/poll.c
            </span><span class="hunk" id="hZabc.1"><a href="#hZabc.1">@@ -118,3 +118,5 @@</a> static int poll_one(struct brook_poll *p)
            </span> \tif (n &lt; 0)
            <span class="del">-\tp-&gt;armed |= POLLIN;
            </span><span class="add">+\tif (n == 0)
            +\t\tp-&gt;half_closed = true;
            +\tp-&gt;armed = n;
            </span> \treturn 0;
            </pre></div>
            <pre><span class="q">--\s
            2.50.1</span>
            </pre>
            """);
  }

  @Test
  void aFileTwiceGetsTwoNames() {
    String file = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    assertThat(render(file + file)).contains("id=\"iZabc:x\"").contains("id=\"iZabc:x::2\"");
  }

  @Test
  void aPatchWithoutDiffstatGetsAListOfItsFiles() {
    String text =
        """
        Two at once.

        diff --git a/src/ring.c b/src/ring.c
        --- a/src/ring.c
        +++ b/src/ring.c
        @@ -1,2 +1,3 @@
         a
        -b
        +c
        +d
        diff --git a/old.h b/old.h
        deleted file mode 100644
        --- a/old.h
        +++ /dev/null
        @@ -1 +0,0 @@
        -x
        """;
    assertThat(render(text))
        .startsWith(
            """
            <pre>Two at once.
            </pre>
            <div class="files"><p>2 files changed, 2 lines added, 2 removed</p><ul>
            <li><a href="#iZabc:src:ring.c" id="Zabc:src:ring.c">src/ring.c</a> <span>+2 -1</span></li>
            <li><a href="#iZabc:old.h" id="Zabc:old.h">old.h</a> <span>+0 -1</span></li>
            </ul></div>
            <div class="file" id="iZabc:src:ring.c"><pre><span class="head">diff --git a/src/ring.c <b><a href="#Zabc:src:ring.c">b/src/ring.c</a></b>
            """)
        .contains("id=\"hZabc.1\"", "id=\"hZabc.2\"");
  }

  @Test
  void aLongListOfFilesFolds() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      text.append("--- a/f" + i + "\n+++ b/f" + i + "\n@@ -1 +1 @@\n-a\n+b\n");
    }
    assertThat(render(text.toString()))
        .contains("<details class=\"files\"><summary>25 files changed, 25 lines added, 25 removed");
  }

  @Test
  void longLinesWrapAndColumnsDoNot() {
    String words = "word ".repeat(30).strip();
    assertThat(render(words + "\n"))
        .isEqualTo("<pre><span class=\"long\">" + words + "</span>\n</pre>\n");
    assertThat(render("> " + words + "\n")).contains("<span class=\"q long\">");
    assertThat(render("a   b " + words + "\n")).contains("<span class=\"keep\">");
  }

  @Test
  void tablesKeepTheirColumns() {
    assertThat(render("          p50      p99\nfixed     0.9 us   1.4 us\n"))
        .contains("<span class=\"keep\">");
  }

  @Test
  void listItemsStayIndented() {
    String text =
        """
         (1) The kernel file input and output seems to be moving towards
             consolidating on arrays, so embrace this.
        """;
    assertThat(render(text)).startsWith("<pre><span class=\"item\"> (1) The");
  }

  @Test
  void codeIsNotReflowed() {
    assertThat(render("if (the_first_condition_is_true(argument))\n  return something;\n"))
        .doesNotContain("class=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "see https://x.example/a.                | https://x.example/a",
        "(https://x.example/a)                   | https://x.example/a",
        "<https://x.example/a?b=c#d>             | https://x.example/a?b=c#d",
        "https://x.example/wiki/A_(b)            | https://x.example/wiki/A_(b)",
        "[1]: ftp://x.example/                   | ftp://x.example/",
        "'https://x.example/a'b                  | https://x.example/a",
        "HTTPS://X.example/a                     | HTTPS://X.example/a",
        "https://x.example/%22onmouseover=       | https://x.example/%22onmouseover=",
        "https://x.example/a\"onclick=\"b        | https://x.example/a",
        "nntp://news.example/group               | nntp://news.example/group",
      })
  void links(String text, String url) {
    String escaped = url.replace("&", "&amp;");
    assertThat(render(text + "\n")).contains("<a href=\"" + escaped + "\">" + escaped + "</a>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "javascript:alert(1)",
        "javascript://x.example/%0Aalert(1)",
        "data:text/html,x",
        "vbscript://x",
        "xhttps://x.example/",
        "http://",
        "file:///etc/passwd",
        "://x",
        "a+https://x.example/",
      })
  void noLinks(String text) {
    assertThat(render(text + "\n")).doesNotContain("<a ");
  }

  @Test
  void controlCharactersAreShown() {
    assertThat(render("bell\u0007 esc\u001b[31m nul\0 c1\u0085 \ud800 end\u007f\n"))
        .contains("bell\\a esc^[[31m nul\\0 c1\ufffd \ufffd end\\x7F");
  }

  @Test
  void carriageReturnsGo() {
    assertThat(render("a\r\nb\r\r\nc\n")).isEqualTo("<pre>a\nb\nc\n</pre>\n");
  }

  /// Whatever a mail says: tags are ours, and they nest.
  @Test
  void randomTextNeverBecomesMarkup() {
    String[] pieces = {
      "<script>",
      "</pre>",
      "> ",
      ">>",
      "\"",
      "'",
      "&",
      "&lt;",
      "diff --git a/x b/x\n",
      "--- a/x\n",
      "+++ b/<b>\n",
      "@@ -1,2 +1,2 @@ <i>\n",
      "+",
      "-",
      " ",
      "\n",
      "\n\n",
      "-- \n",
      "---\n",
      " a\"b | 2 +-\n",
      " 1 file changed\n",
      "http://x/<\"'",
      "Acked-by: <a> <b@c>\n",
      "\t",
      "\0",
      "word ",
      "javascript://x\n",
      "\r\n",
      "(1) ",
      "GIT binary patch\n",
      "index 1f90c2e..0000000\n",
      "index 0..1f90c2e 100644\n",
      "ü",
      "\ud83d"
    };
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int count = random.nextInt(30);
      for (int p = 0; p < count; p++) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      WellFormed.check(render(text.toString()));
      String linked = render(text.toString(), LINKS);
      WellFormed.check(OUR_LINK.matcher(linked).replaceAll("<a href=\"#f\">"));
    }
  }

  /// Created, deleted, merged, renamed and damaged files: each id leads to a file, or stays text.
  @Test
  void indexLinesLeadToFiles() {
    String[] indexes = {
      "index 0000000..1f90c2e",
      "index 1f90c2e..0000000 100644",
      "index 1f90c2e,1f90c2f..1f90c2d",
      "index 1f90c2e..",
      "index ..",
      "index ",
      "index 1f90c2e..1F90C2F 100644",
      "index 1f..2e"
    };
    String[] files = {"--- a/f\n+++ b/f\n", "--- a/f\n+++ /dev/null\n", "--- /dev/null\n+++ b/f\n"};
    String[] hunks = {
      "@@ -1,2 +1 @@ x..y\n a\n-b\n", "@@ -1 +1,3 @@\n a\n+b\n", "@@@ -1 -1 +1 @@@\n  a\n", ""
    };
    for (String index : indexes) {
      for (String file : files) {
        for (String hunk : hunks) {
          String text = "diff --git a/f b/f\n" + index + "\n" + file + hunk + "after .. it\n";
          String plain = render(text, LINKS).replaceAll("<[^>]*>", "").replace("&gt;", ">");
          assertThat(plain.strip().replaceAll("\\n+", "\n"))
              .as(text)
              .contains(text.strip().replaceAll("\\n+", "\n"));
        }
      }
    }
  }
}
