package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.annals.archive.AltId;
import org.annals.archive.InboxSettings;
import org.annals.archive.IndexHeader;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.annals.testing.SerialFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// An inbox with prefixes of its own: `altid` and `indexheader`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AltIdRoutesTest {
  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users");
    InboxSettings.Intake intake =
        new InboxSettings.Intake(
            List.of(
                AltId.parse("serial:gmane:file=gmane.sqlite3"),
                AltId.parse("serial:gone:file=gone.sqlite3")),
            List.of(IndexHeader.parse("boolean_term:bug:X-Bug")),
            "",
            List.of(),
            List.of());
    fixture.change("dev", one -> one.withIntake(intake));
    SerialFile.write(fixture.inbox("dev").resolve("gmane.sqlite3"), Map.of(1234L, "a@example.org"));
    site = RunningSite.of(fixture, new SiteSettings("Mail of the test", ""));
    site.add("dev", MailText.of("a@example.org").header("X-Bug", "17").bytes());
    site.add("dev", MailText.of("b@example.org").bytes());
  }

  @AfterAll
  void stop() throws Exception {
    site.close();
  }

  @Test
  void numbersOfAnOlderArchiveArePostedForAndCannotBeGot() throws Exception {
    HttpResponse<byte[]> dump = site.post("/dev/gmane.sql.gz", "");
    assertThat(dump.statusCode()).isEqualTo(200);
    assertThat(header(dump, "Content-Type")).isEqualTo("application/gzip");
    assertThat(header(dump, "Content-Encoding")).isEmpty();
    try (GZIPInputStream sql = new GZIPInputStream(new ByteArrayInputStream(dump.body()))) {
      assertThat(new String(sql.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE msgmap")
          .contains("INSERT INTO msgmap VALUES(1234,'a@example.org');\n")
          .endsWith("COMMIT;\n");
    }
    HttpResponse<byte[]> got = site.get("/dev/gmane.sql.gz");
    assertThat(got.statusCode()).isEqualTo(405);
    assertThat(text(got)).contains("curl -d '' -O " + site.base() + "/dev/gmane.sql.gz");
    assertThat(site.post("/users/gmane.sql.gz", "").statusCode()).isEqualTo(404);
    assertThat(site.post("/all/gmane.sql.gz", "").statusCode()).isEqualTo(404);
    assertThat(site.post("/dev/bug.sql.gz", "").statusCode()).isEqualTo(404);
  }

  @Test
  void pagesFindAndListThem() throws Exception {
    for (String query : List.of("gmane:1234", "bug:17")) {
      String page = site.text("/dev/?q=" + query);
      assertThat(page).contains("a@example.org").doesNotContain("b@example.org");
    }
    String help = site.text("/dev/_/text/help/raw");
    assertThat(help).contains("gmane:1234").contains("the value of the header X-Bug");
    assertThat(site.text("/users/_/text/help/raw")).doesNotContain("gmane:");
    assertThat(site.text("/dev/?q=gmane:99")).contains("bug:value");
  }

  @Test
  void whatCannotBeLookedUpIsAnErrorOfTheQuery() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/?q=gone:1");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).contains("cannot be read here").doesNotContain("sqlite3");
  }
}
