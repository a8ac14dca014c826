package org.annals.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>one<p>two                                    | one~~two~",
        "a<br>b<br><br>c                                 | a~b~~c~",
        "<div>a</div><div>b</div>                        | a~b~",
        "x &lt;b&gt; &amp;&nbsp;y&#33;&#x21;             | x <b> & y!!~",
        "<style>p{}</style>a<script>alert('<p>')</script>b | ab~",
        "<head><title>t</title></head><body>b</body>     | b~",
        "<ul><li>one<li>two</ul>                         | - one~- two~",
        "<a href=\"https://x.example/\">here</a>         | here <https://x.example/>~",
        "<a href='javascript:alert(1)'>here</a>          | here~",
        "<a href=\"https://x.example/\">https://x.example/</a> | https://x.example/~",
        "<blockquote>q<br>r</blockquote>a                | > q~> r~~a~",
        "<pre>a  b%n  c</pre>                            | a  b~  c~",
        "1 < 2 & 3 > 2                                   | 1 < 2 & 3 > 2~",
        "<!-- <p>no -->yes<!DOCTYPE x>                   | yes~",
        "<b title=\"a>b\">bold</b>                       | bold~",
        "<b title=\"unclosed>text                        | text~",
        "<ol><li>one<li>two<ul><li>in</ul><li>three</ol>| 1. one~2. two~~- in~~3. three~",
        "<div style='Display: none'>no</div>yes          | yes~",
        "<b style='display:none'>never closed            | never closed~",
        "<img src=x alt='A fish'>                        | [image: A fish]~",
        "<img src='https://t.example/pixel.gif'>a        | a~",
        "<a data-href='https://n.example' href='https://x.example/'>b</a> | b <https://x.example/>~",
        "a&nbsp;&nbsp;&times;&Ouml;&shy;&zwnj;b          | a ×Öb~",
        "<p>&nbsp;</p><p>one</p><p>\u00a0\u200b</p>two    | one~~two~",
        "&#0;&#xD800;&#9999999999;                       | ���~",
      })
  void readsText(String html, String text) {
    assertThat(HtmlText.of(html.replace("%n", "\n"))).isEqualTo(text.replace('~', '\n'));
  }

  @Test
  void paragraphsAreFilledAndPreformattedLinesKeptLong() {
    String words = "word ".repeat(20).strip();
    assertThat(HtmlText.of("<blockquote>" + words + "</blockquote>" + words).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Filling.COLUMNS_MAX))
        .hasSize(5)
        .startsWith("> " + "word ".repeat(15).strip());
    assertThat(HtmlText.of("<pre>" + words + "\nnext</pre>").lines())
        .containsExactly(words, "next");
  }

  @Test
  void takesAnything() {
    String[] pieces = {
      "<",
      ">",
      "</",
      "<p",
      "<script",
      "</script>",
      "\"",
      "'",
      "&",
      "&#",
      ";",
      "<!--",
      "-->",
      "a",
      " ",
      "\n",
      "<blockquote>",
      "<pre>",
      "</pre>",
      "<a href=",
      "<br>",
      "<li>",
      "<head>",
      "=",
      "<ol>",
      "</ol>",
      "<i style='display:none'>",
      "</i>",
      "<img alt='x'>",
      "a longer text that has to be broken into lines of a width that people like to read"
    };
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder html = new StringBuilder();
      int count = random.nextInt(30);
      for (int p = 0; p < count; p++) {
        html.append(pieces[random.nextInt(pieces.length)]);
      }
      assertThat(HtmlText.of(html.toString())).endsWith("\n");
    }
  }

  @Test
  void nestingCostsNothing() {
    assertThat(HtmlText.of("<blockquote>".repeat(100_000) + "deep")).endsWith("> deep\n");
    assertThat(HtmlText.of("<i style=display:none>".repeat(50_000) + "deep")).isEqualTo("deep\n");
    assertThat(HtmlText.of("<ol>".repeat(100_000) + "<li>deep")).isEqualTo("1. deep\n");
  }
}
