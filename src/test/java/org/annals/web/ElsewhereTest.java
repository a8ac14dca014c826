package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.annals.archive.InboxSettings;
import org.annals.archive.Policy;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses that begin with no inbox: newsgroups and Message-IDs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ElsewhereTest {
  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(fixture(directory), new SiteSettings("", ""));
    fill(site);
  }

  private static ArchiveFixture fixture(Path directory) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users", "vault");
    fixture.hide("vault");
    for (String name : List.of("dev", "vault")) {
      fixture.change(name, one -> grouped(one, "org.example." + name));
    }
    return fixture;
  }

  private static InboxSettings grouped(InboxSettings one, String group) {
    return new InboxSettings(
        one.name(),
        one.directory(),
        one.addresses(),
        one.urls(),
        one.listIds(),
        group,
        one.coderepos(),
        one.hidden(),
        one.pages(),
        one.servers(),
        one.intake(),
        Policy.NONE);
  }

  private static void fill(RunningSite site) throws IOException {
    site.add("users", MailText.of("cross@x").bytes(), MailText.of("own@x").bytes());
    site.add("dev", MailText.of("cross@x").bytes(), MailText.of("with/slash@x").bytes());
    site.add("vault", MailText.of("secret@x").bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/org.example.dev,            301, /dev/",
    "/org.example.dev/,           301, /dev/",
    "/Org.Example.Dev/,           301, /dev/",
    "/org.example.dev/1,          302, /dev/cross@x/",
    "/org.example.dev/2,          302, /dev/with%2Fslash@x/",
    "/cross@x,                    302, /dev/cross@x/",
    "/cross@x/,                   302, /dev/cross@x/",
    "/cross%40x/,                 302, /dev/cross@x/",
    "/%3Ccross@x%3E/,             302, /dev/cross@x/",
    "/own@x/,                     302, /users/own@x/",
    "/with%2Fslash@x/,            302, /dev/with%2Fslash@x/",
    "/r/cross@x,                  302, /dev/cross@x/",
    "/r/cross@x/,                 302, /dev/cross@x/",
    "/r/cross@x/raw,              302, /dev/cross@x/raw",
    "/r/cross@x/t.mbox.gz,        302, /dev/cross@x/t.mbox.gz",
    "/r/cross@x/T/,               302, /dev/cross@x/T/",
    "/r/cross@x/t/,               302, /dev/cross@x/t/",
    "/r/cross@x/T,                302, /dev/cross@x/T/#u",
    "/r/own@x/t.atom,             302, /users/own@x/t.atom",
    "/r/nobody@x/,                302, /all/nobody@x/",
    "/cross@x/raw,                302, /dev/cross@x/raw",
  })
  void leadsToWhereItIs(String path, int status, String target) throws Exception {
    for (String method : new String[] {"GET", "HEAD"}) {
      HttpResponse<byte[]> response = site.send(method, path);
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(header(response, "Location")).isEqualTo(site.base() + target);
    }
    assertThat(site.send("POST", path).statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nobody@x",
        "/nobody@x/",
        "/secret@x/",
        "/org.example.dev/99",
        "/org.example.dev/x",
        "/org.example.vault",
        "/org.example.vault/1",
        "/r/",
        "/r",
        "/nothing/",
        "/vault/",
      })
  void nothingLivesThere(String path) throws Exception {
    assertThat(site.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void theViewOverAllIsPreferredWhenTheConfigSpeaksOfIt(@TempDir Path directory) throws Exception {
    SiteSettings.AllInboxes all =
        new SiteSettings.AllInboxes(List.of(), List.of(), List.of(), false, true);
    try (RunningSite other = RunningSite.of(fixture(directory), with(all))) {
      fill(other);
      assertThat(header(other.get("/cross@x/"), "Location"))
          .isEqualTo(other.base() + "/all/cross@x/");
    }
  }

  @Test
  void theViewOverAllCanBeHidden(@TempDir Path directory) throws Exception {
    SiteSettings.AllInboxes all =
        new SiteSettings.AllInboxes(List.of(), List.of(), List.of(), true, true);
    try (RunningSite other = RunningSite.of(fixture(directory), with(all))) {
      fill(other);
      assertThat(other.get("/all/").statusCode()).isEqualTo(404);
      assertThat(other.get("/all/cross@x/").statusCode()).isEqualTo(404);
      assertThat(header(other.get("/r/cross@x/"), "Location"))
          .isEqualTo(other.base() + "/dev/cross@x/");
      assertThat(other.get("/r/nobody@x/").statusCode()).isEqualTo(404);
    }
  }

  private static SiteSettings with(SiteSettings.AllInboxes all) {
    SiteSettings usual = new SiteSettings("", "");
    return new SiteSettings(
        usual.title(),
        usual.baseUrl(),
        usual.trustedProxies(),
        usual.wwwListing(),
        usual.grokManifest(),
        usual.styles(),
        usual.notObfuscated(),
        usual.coderepos(),
        all,
        usual.securityText());
  }
}
