package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.annals.archive.InboxSettings;
import org.annals.archive.Policy;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `manifest.js.gz`, as public-inbox-fetch, grokmirror and their like read it.
class ManifestTest {
  private static final String FINGERPRINT_OF_NOTHING = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

  @TempDir Path directory;

  private static String json(HttpResponse<byte[]> response) throws Exception {
    assertThat(response.statusCode()).isEqualTo(200);
    byte[] bytes = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String fingerprint(Path epoch) throws Exception {
    String refs = Shell.git(epoch, "show-ref").succeeded().out();
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    return HexFormat.of().formatHex(sha1.digest(refs.getBytes(StandardCharsets.UTF_8)));
  }

  private RunningSite filled() throws Exception {
    RunningSite site = RunningSite.of(directory, "dev", "users", "empty");
    site.add("dev", MailText.number(1).bytes(), MailText.number(2).bytes());
    site.add("users", MailText.number(3).bytes());
    return site;
  }

  @Test
  void saysWhatMirrorsNeed() throws Exception {
    try (RunningSite site = filled()) {
      Path epoch = site.epoch("dev", 0);
      String modified = Shell.git(epoch, "log", "-1", "--format=%ct").succeeded().out().strip();
      assertThat(json(site.get("/dev/manifest.js.gz")))
          .isEqualTo(
              "{\"/dev/git/0.git\":{\"description\":\"mail about dev [epoch 0]\",\"owner\":null,"
                  + "\"reference\":null,\"modified\":"
                  + modified
                  + ",\"fingerprint\":\""
                  + fingerprint(epoch)
                  + "\"}}");
    }
  }

  @Test
  void thatOfTheSiteHasAllThatHoldAnything() throws Exception {
    try (RunningSite site = filled()) {
      assertThat(json(site.get("/manifest.js.gz")))
          .contains("\"/dev/git/0.git\":", "\"/users/git/0.git\":")
          .doesNotContain("empty");
    }
  }

  @Test
  void textIsAsciiAndWhatTheOperatorWrote() throws Exception {
    try (RunningSite site = filled()) {
      Path epoch = site.epoch("dev", 0);
      Files.writeString(epoch.resolve("description"), "Übersicht \"𝄞\"\nmore\n");
      Shell.git(epoch, "config", "gitweb.owner", "Ann").succeeded();
      assertThat(json(site.get("/dev/manifest.js.gz")).toLowerCase(java.util.Locale.ROOT))
          .contains(
              "\"description\":\"\\u00dcbersicht \\\"\\ud834\\udd1e\\\"\""
                  .toLowerCase(java.util.Locale.ROOT))
          .contains("\"owner\":\"ann\"");
      Files.writeString(epoch.resolve("description"), "Unnamed repository; edit this file\n");
      assertThat(json(site.get("/dev/manifest.js.gz"))).contains("mail about dev [epoch 0]");
    }
  }

  @Test
  void namesTheOneRepositoryThatAnEpochBorrowsFrom() throws Exception {
    try (RunningSite site = filled()) {
      Path alternates = site.epoch("dev", 0).resolve("objects/info/alternates");
      Files.createDirectories(alternates.getParent());
      Files.writeString(alternates, site.epoch("users", 0).resolve("objects") + "\n");
      assertThat(json(site.get("/dev/manifest.js.gz")))
          .contains("\"reference\":\"/users/git/0.git\"");
      Files.writeString(alternates, directory.resolve("elsewhere/objects") + "\n");
      assertThat(json(site.get("/dev/manifest.js.gz"))).contains("\"reference\":null");
    }
  }

  @Test
  void listsEveryEpochAndLeavesGapsOut() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev");
    for (int number : new int[] {1, 3}) {
      try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", number))) {
        epoch.add(MailText.number(number));
      }
    }
    try (EpochFixture empty = EpochFixture.create(fixture.epoch("dev", 4))) {
      assertThat(empty.path()).exists();
    }
    try (RunningSite site = RunningSite.of(fixture, new SiteSettings("", ""))) {
      String json = json(site.get("/dev/manifest.js.gz"));
      assertThat(json)
          .contains("\"/dev/git/1.git\"", "[epoch 1]", "\"/dev/git/3.git\"", "[epoch 3]")
          .doesNotContain("0.git", "2.git", "4.git", FINGERPRINT_OF_NOTHING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/manifest.js.gz", "/dev/manifest.js.gz"})
  void isAFileThatMirrorsKeep(String path) throws Exception {
    try (RunningSite site = filled()) {
      HttpResponse<byte[]> first = site.get(path, "Accept-Encoding", "gzip, deflate");
      assertThat(header(first, "Content-Type")).isEqualTo("application/gzip");
      assertThat(header(first, "Content-Encoding")).isEmpty();
      assertThat(header(first, "Content-Length")).isEqualTo("" + first.body().length);
      assertThat(header(first, "Last-Modified")).endsWith(" GMT");
      HttpResponse<byte[]> head = site.send("HEAD", path);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(header(head, "Last-Modified")).isNotEmpty();
      assertThat(site.get(path, "If-None-Match", header(first, "ETag")).statusCode())
          .isEqualTo(304);
      HttpResponse<byte[]> same =
          site.get(path, "If-Modified-Since", header(site.get(path), "Last-Modified"));
      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.body()).isEmpty();
      assertThat(header(same, "Last-Modified")).isNotEmpty();
      assertThat(site.get(path, "If-Modified-Since", "Tue, 02 Jun 2020 15:57:52 GMT").statusCode())
          .isEqualTo(200);
    }
  }

  /// Also when the mail is older than what is there, so that no date in git grows.
  @Test
  void newMailChangesItAtOnce() throws Exception {
    try (RunningSite site = filled()) {
      HttpResponse<byte[]> before = site.get("/dev/manifest.js.gz");
      String known = header(before, "Last-Modified");
      site.add("dev", MailText.of("old@x").sent(MailText.START - 100_000).bytes());
      HttpResponse<byte[]> after = site.get("/dev/manifest.js.gz");
      assertThat(json(after))
          .isNotEqualTo(json(before))
          .contains(fingerprint(site.epoch("dev", 0)));
      assertThat(
              site.get("/dev/manifest.js.gz", "If-None-Match", header(before, "ETag")).statusCode())
          .isEqualTo(200);
      org.annals.testing.Eventually.holds(
          java.time.Duration.ofSeconds(10),
          "who knows the time of before gets the new one",
          () -> site.get("/dev/manifest.js.gz", "If-Modified-Since", known).statusCode() == 200);
    }
  }

  @Test
  void anEmptyOneIsNone() throws Exception {
    try (RunningSite site = RunningSite.of(directory, "empty")) {
      for (String path : List.of("/manifest.js.gz", "/empty/manifest.js.gz")) {
        assertThat(site.get(path).statusCode()).as(path).isEqualTo(404);
      }
    }
  }

  private RunningSite changed(InboxSettings settings, SiteSettings.Listing listing)
      throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users");
    fixture.importMails("dev", MailText.number(1));
    fixture.importMails("users", MailText.number(2));
    fixture.change("dev", _ -> settings);
    SiteSettings plain = new SiteSettings("", "");
    return RunningSite.of(
        fixture,
        new SiteSettings(
            plain.title(),
            plain.baseUrl(),
            plain.trustedProxies(),
            plain.wwwListing(),
            listing,
            plain.styles(),
            plain.notObfuscated(),
            plain.coderepos(),
            plain.all(),
            plain.securityText()));
  }

  private InboxSettings dev(List<String> urls, Set<InboxSettings.Hide> hidden) {
    InboxSettings plain =
        InboxSettings.of(
            new org.annals.store.InboxName("dev"),
            directory.resolve("inboxes/dev"),
            List.of("dev@example.org"));
    return new InboxSettings(
        plain.name(),
        plain.directory(),
        plain.addresses(),
        urls,
        plain.listIds(),
        plain.newsgroup(),
        plain.coderepos(),
        hidden,
        plain.pages(),
        plain.servers(),
        plain.intake(),
        Policy.NONE);
  }

  @Test
  void whatIsHiddenFromItCanStillBeMirrored() throws Exception {
    InboxSettings hidden = dev(List.of(), Set.of(InboxSettings.Hide.MANIFEST));
    try (RunningSite site = changed(hidden, SiteSettings.Listing.ALL)) {
      assertThat(json(site.get("/manifest.js.gz"))).contains("/users/").doesNotContain("/dev/");
      assertThat(json(site.get("/dev/manifest.js.gz"))).contains("/dev/git/0.git");
    }
  }

  @Test
  void whatIsHiddenFromTheWebIsNotThere() throws Exception {
    InboxSettings hidden = dev(List.of(), Set.of(InboxSettings.Hide.WWW));
    try (RunningSite site = changed(hidden, SiteSettings.Listing.ALL)) {
      assertThat(json(site.get("/manifest.js.gz"))).contains("/users/").doesNotContain("/dev/");
      for (String path :
          List.of(
              "/dev/manifest.js.gz",
              "/dev/0/HEAD",
              "/dev/HEAD",
              "/dev/0/info/refs",
              "/dev/0/info/refs?service=git-upload-pack")) {
        assertThat(site.get(path).statusCode()).as(path).isEqualTo(404);
      }
      assertThat(site.post("/dev/0/git-upload-pack", new byte[0]).statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @EnumSource(SiteSettings.Listing.class)
  void theOperatorSaysWhatItLists(SiteSettings.Listing listing) throws Exception {
    InboxSettings elsewhere = dev(List.of("https://lists.example.org/dev"), Set.of());
    try (RunningSite site = changed(elsewhere, listing)) {
      HttpResponse<byte[]> answer = site.get("/manifest.js.gz");
      switch (listing) {
        case NONE -> assertThat(answer.statusCode()).isEqualTo(404);
        case ALL -> assertThat(json(answer)).contains("/dev/", "/users/");
        case MATCHING_DOMAIN ->
            assertThat(json(answer)).contains("/users/").doesNotContain("/dev/");
      }
    }
  }
}
