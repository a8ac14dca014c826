package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.annals.mail.MessageId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail that wants to be more than text, in every field that a page shows.
class HostileMailTest {
  private static final String EVIL =
      "\"'><script>alert(1)</script><img src=x onerror=alert(1)> javascript:alert(1) ${7*7} &lt;b>";

  private static final String ID = "e\"'<script/alert(2)<!--javascript:x&amp;%22?#@evil";

  private static final Set<String> FORBIDDEN =
      Set.of("script", "img", "iframe", "object", "embed", "style", "base", "svg:script");

  /// Every header and every kind of part says it.
  private static byte[] mail() {
    String html = "<html><body onload=alert(1)><script>alert(1)</script>" + EVIL + "</body></html>";
    return """
    From: %1$s <evil@x.example>
    To: %1$s
    Cc: "%2$s" <a"><script>@x.example>
    Subject: [PATCH <script>alert(1)</script> 1/2] %1$s
    Date: %1$s
    Message-ID: <%3$s>
    In-Reply-To: <%3$s.parent>
    References: <<script>alert(1)</script>@x> <%3$s.parent>
    Content-Type: multipart/mixed; boundary="b%%"

    --b%%
    Content-Type: text/plain; charset="<script>"

    %1$s
    > %1$s
    Acked-by: %1$s
    http://x.example/"onmouseover="alert(1)
    ---
     <script>.c | 2 +-
     1 file changed, 1 insertion(+), 1 deletion(-)

    diff --git a/<script>.c b/<script>.c
    --- a/<script>.c
    +++ b/<script>.c
    @@ -1 +1 @@ %1$s
    -%1$s
    +%1$s
    --b%%
    Content-Type: text/html; name="%2$s.html"
    Content-Disposition: attachment; filename="<script>alert(1)</script>.html"
    Content-Description: %1$s

    %4$s
    --b%%
    Content-Type: message/rfc822

    From: %1$s
    Subject: %1$s
    Content-Type: text/html

    %4$s
    --b%%
    Content-Type: image/svg+xml; name=a.svg

    <svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>
    --b%%--
    """
        .formatted(EVIL, EVIL.replace("\"", "\\\""), ID, html)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] htmlOnly() {
    return ("From: a@x.example\nSubject: html\nMessage-ID: <html@x>\nContent-Type: text/html\n\n"
            + "<p>Hello</p><a href=\"javascript:alert(1)\">there</a>"
            + "<img src=\"https://track.example/\">"
            + EVIL)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void nothingBecomesMarkup(@TempDir Path directory) throws Exception {
    try (RunningSite site = RunningSite.of(directory, "dev")) {
      site.add("dev", mail(), htmlOnly());
      String message = "/dev/" + Percent.segment(new MessageId(ID).value()) + "/";
      for (String path :
          List.of(
              "/",
              "/dev/",
              "/dev/new.html",
              message,
              message + "T/",
              message + "t/",
              "/dev/html@x/",
              "/dev/?q=alert",
              "/dev/?q=" + Percent.query(EVIL),
              "/dev/?q=s:%3Cscript%3E%22",
              "/dev/" + Percent.segment(EVIL) + "/")) {
        HttpResponse<byte[]> response = site.get(path);
        assertThat(response.statusCode()).as(path).isLessThan(500);
        checkPage(path, RunningSite.text(response));
      }
      for (String path : List.of("/dev/new.atom", message + "t.atom", "/dev/?q=alert&x=A")) {
        HttpResponse<byte[]> response = site.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        checkFeed(path, RunningSite.text(response));
      }
      assertThat(site.text("/dev/html@x/")).contains("Hello").doesNotContain("track.example");
    }
  }

  @Test
  void attachmentsAreTextOrBytes(@TempDir Path directory) throws Exception {
    try (RunningSite site = RunningSite.of(directory, "dev")) {
      site.add("dev", mail());
      String message = "/dev/" + Percent.segment(new MessageId(ID).value()) + "/";
      assertThat(RunningSite.header(site.get(message + "2-a.html"), "Content-Type"))
          .startsWith("text/plain");
      assertThat(RunningSite.header(site.get(message + "4-a.svg"), "Content-Type"))
          .isEqualTo("application/octet-stream");
      assertThat(RunningSite.header(site.get(message + "1-a.txt"), "Content-Type"))
          .isEqualTo("text/plain; charset=UTF-8");
    }
  }

  /// Reads tags as a browser does: quoted attribute values may hold `>`.
  private static void checkPage(String path, String page) {
    String html = RunningSite.withoutOurScript(page);
    assertThat(html).as(path).doesNotContainIgnoringCase("<script").doesNotContain("<img");
    int at = html.indexOf('<');
    while (at >= 0) {
      int end = at + 1;
      char quote = 0;
      StringBuilder bare = new StringBuilder();
      for (; end < html.length() && (quote != 0 || html.charAt(end) != '>'); end++) {
        char c = html.charAt(end);
        if (quote == 0 && c == '"') {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        } else if (quote == 0) {
          bare.append(c);
        }
      }
      assertThat(end).as("%s: unclosed tag at %s", path, at).isLessThan(html.length());
      String tag = bare.toString();
      assertThat(tag).as(path).matches("(?s)/?[a-z][a-z0-9]*( [a-zA-Z-]+=?)*/?|!DOCTYPE html");
      assertThat(tag).as(path).doesNotContainPattern("(?i) on[a-z]+=| style=| src=");
      String full = html.substring(at, end);
      assertThat(full).as(path).doesNotContainPattern("(?i)(href|action)=\"\\s*(javascript|data):");
      at = html.indexOf('<', end);
    }
  }

  private static void checkFeed(String path, String xml) throws Exception {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        assertThat(reader.getLocalName()).as(path).isNotIn(FORBIDDEN);
        for (int i = 0; i < reader.getAttributeCount(); i++) {
          assertThat(reader.getAttributeLocalName(i)).doesNotStartWith("on").isNotEqualTo("style");
          assertThat(reader.getAttributeValue(i)).doesNotStartWithIgnoringCase("javascript:");
        }
      }
    }
  }
}
