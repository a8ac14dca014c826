package org.annals.web;

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
        "&#0;&#xD800;&#9999999999;                       | ���~",
      })
  void readsText(String html, String text) {
    assertThat(HtmlText.of(html.replace("%n", "\n"))).isEqualTo(text.replace('~', '\n'));
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
      "="
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
  }
}
