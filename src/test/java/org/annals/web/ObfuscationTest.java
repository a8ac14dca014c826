package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.annals.archive.InboxSettings;
import org.annals.archive.Policy;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `obfuscate` and `noObfuscate`: the addresses of people are not shown as they are.
///
/// `veiled` obfuscates and `open` does not; both have `cross@x`, so that parts of pages made for one
/// would show in the other if they were mixed up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObfuscationTest {
  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "open", "veiled");
    fixture.change(
        "veiled",
        one ->
            new InboxSettings(
                one.name(),
                one.directory(),
                one.addresses(),
                one.urls(),
                one.listIds(),
                one.newsgroup(),
                one.coderepos(),
                one.hidden(),
                new InboxSettings.Pages(
                    one.pages().infoUrls(), one.pages().replyTo(), true, 25, null),
                one.servers(),
                one.intake(),
                Policy.NONE));
    SiteSettings usual = new SiteSettings("Mail of the test", "");
    site =
        RunningSite.of(
            fixture,
            new SiteSettings(
                usual.title(),
                usual.baseUrl(),
                usual.trustedProxies(),
                usual.wwwListing(),
                usual.grokManifest(),
                usual.styles(),
                List.of("@shown.example", "one@known.example"),
                usual.coderepos(),
                usual.all(),
                usual.securityText()));
    byte[] mail =
        MailText.of("cross@x")
            .subject("[PATCH] ring: grow")
            .from("\"ann@secret.example\" <ann@secret.example>")
            .header("To", "veiled@example.org, Bob <bob@mail.secret.example>, one@known.example")
            .header("Cc", "carl@lists.shown.example")
            .body(
                """
                Write to dora@secret.example. Or see
                https://lore.example/r/2026@secret.example/ for more.

                > emil@secret.example said so

                Reviewed-by: Fay <fay@secret.example>
                ---
                diff --git a/MAINTAINERS b/MAINTAINERS
                --- a/MAINTAINERS
                +++ b/MAINTAINERS
                @@ -1,1 +1,1 @@
                -M: Gus <gus@secret.example>
                +M: Hal <hal@secret.example>
                """)
            .bytes();
    byte[] newer =
        MailText.of("newer@x")
            .subject("[PATCH v2] ring: grow")
            .from("\"ann@secret.example\" <ann@secret.example>")
            .inReplyTo("cross@x")
            .body(
                """
                Ask ida@secret.example.
                ---
                diff --git a/MAINTAINERS b/MAINTAINERS
                --- a/MAINTAINERS
                +++ b/MAINTAINERS
                @@ -1,1 +1,1 @@
                -M: Gus <gus@secret.example>
                +M: Ida <ida@secret.example>
                """)
            .bytes();
    byte[] endorsed =
        MailText.of("endorsed@x")
            .from("jun@secret.example")
            .subject("Re: [PATCH] ring: grow")
            .inReplyTo("cross@x")
            .body("Acked-by: jun@secret.example\n")
            .bytes();
    site.add("open", mail, newer, endorsed);
    site.add("veiled", mail, newer, endorsed, MailText.number(1).inReplyTo("cross@x").bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "new.html",
        "cross@x/",
        "cross@x/T/",
        "cross@x/t/",
        "new.atom",
        "cross@x/t.atom",
        "?q=write",
        "?q=z:0..",
        "?q=write&x=t",
        "?q=write&x=A",
        "topics_new.html",
        "topics_new.atom",
        "_/text/help/",
        "n1@example.org/",
        "cross@x/series/",
        "newer@x/series/",
        "newer@x/series/?v=cross@x",
      })
  void noPageShowsThem(String below) throws Exception {
    String open = site.text("/open/" + (below.equals("/") ? "" : below));
    String veiled = site.text("/veiled/" + (below.equals("/") ? "" : below));
    String rest = veiled.replaceAll("https://lore.example/r/2026@secret.example/", "");
    assertThat(rest).doesNotContain("@secret.example").doesNotContain("@mail.secret");
    if (open.contains("dora@")) {
      assertThat(open).contains("dora@secret.example").doesNotContain("\u2022");
      assertThat(veiled).contains("dora@secret\u2022example");
    }
  }

  @Test
  void seriesShowThemInTheOpen() throws Exception {
    assertThat(site.text("/open/cross@x/series/")).contains("jun@secret.example");
    assertThat(site.text("/open/newer@x/series/?v=cross@x"))
        .contains("ida@secret.example")
        .contains("dora@secret.example");
  }

  @Test
  void exceptionsAndLinksStay() throws Exception {
    String page = site.text("/veiled/cross@x/");
    assertThat(page)
        .contains("veiled@example.org")
        .contains("one@known.example")
        .contains("carl@lists.shown.example")
        .contains("bob@mail\u2022secret.example")
        .contains("<a href=\"https://lore.example/r/2026@secret.example/\">")
        .contains("hal@secret\u2022example")
        .contains("class=\"add\"");
  }

  @Test
  void nothingIsAddressedByALink() throws Exception {
    assertThat(site.text("/open/cross@x/")).contains("mailto:ann@secret.example");
    assertThat(site.text("/veiled/cross@x/"))
        .doesNotContain("mailto:ann")
        .contains("--to=ann@secret$(echo .)example")
        .contains("--cc=one@known.example");
  }

  @Test
  void theShellPutsTheDotBack() throws Exception {
    String page = site.text("/veiled/cross@x/");
    String option = page.replaceFirst("(?s).*(--to=[^\\n]*?) \\\\\\n.*", "$1");
    assertThat(Shell.run("sh", "-c", "echo " + option).succeeded().out())
        .isEqualTo("--to=ann@secret.example\n");
  }

  /// Not text, which search engines read.
  @Test
  void rawIsAnMbox() throws Exception {
    HttpResponse<byte[]> open = site.get("/open/cross@x/raw");
    HttpResponse<byte[]> veiled = site.get("/veiled/cross@x/raw");
    assertThat(header(open, "Content-Type")).startsWith("text/plain");
    assertThat(header(veiled, "Content-Type")).startsWith("application/mbox");
    assertThat(header(veiled, "Content-Disposition"))
        .isEqualTo("inline; filename=PATCH-ring-grow.mbox");
    assertThat(veiled.body()).isEqualTo(open.body());
    assertThat(header(veiled, "ETag")).isNotEmpty();
  }

  @Test
  void feedsNameNobodysAddress() throws Exception {
    assertThat(site.text("/open/new.atom")).contains("<email>ann@secret.example</email>");
    assertThat(site.text("/veiled/new.atom")).doesNotContain("<email>ann").contains("<name>ann");
  }

  @Test
  void aViewOverAllHidesWhatOneInboxHides() throws Exception {
    assertThat(text(site.get("/all/n1@example.org/")))
        .contains("ann@example\u2022org")
        .doesNotContain("ann@example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "a@b.c, a@b\u2022c",
    "a@b.c.d, a@b\u2022c.d",
    "<a@b.c>; d@e.f, <a@b\u2022c>; d@e\u2022f",
    "@b.c, @b.c",
    "a@b, a@b",
    "a@.c, a@.c",
    "a@b., a@b.",
    "a@@b.c, a@@b.c",
    "http://h/a@b.c x@y.z, http://h/a@b.c x@y\u2022z",
    "x@shown.example, x@shown.example",
    "x@sub.shown.example., x@sub.shown.example.",
    "x@notshown.example, x@notshown\u2022example",
    "ONE@known.example, ONE@known.example",
    "two@known.example, two@known\u2022example",
  })
  void theFirstDotOfADomainIsHidden(String plain, String hidden) {
    Obfuscation obfuscation =
        new Obfuscation(AddressBook.EMPTY, List.of("@shown.example", "one@known.example"));
    assertThat(obfuscation.of(plain)).isEqualTo(hidden);
    assertThat(Obfuscation.NONE.of(plain)).isEqualTo(plain);
  }
}
