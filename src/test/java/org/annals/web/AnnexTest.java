package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What else answers at the port of the site.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnnexTest {
  private RunningSite site;

  /// Says what it was asked.
  private static final class Echo implements Annex {
    @Override
    public boolean owns(String path) {
      return path.startsWith("/api/") || path.startsWith("/project/");
    }

    @Override
    public Reply answer(Question question) {
      String said =
          String.join(
              "|",
              question.method(),
              question.path(),
              question.query(),
              question.authorization(),
              question.contentType(),
              new String(question.body(), StandardCharsets.UTF_8));
      return new Reply(
          201,
          Map.of("Content-Type", "application/json", "Link", "<" + question.base() + ">"),
          out -> out.write(said.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @BeforeAll
  void serve(@TempDir Path directory) throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "project");
    site =
        RunningSite.of(
            fixture, new SiteSettings("Mail of the test", ""), WebLimits.DEFAULT, new Echo());
    site.add("project", MailText.of("a@example.org").bytes());
  }

  @AfterAll
  void stop() throws Exception {
    site.close();
  }

  @Test
  void isAskedAsTheClientAsked() throws Exception {
    HttpResponse<byte[]> answer =
        site.send("DELETE", "/api/a%2Fb/?x=1&y=%20", "Authorization", "Token t");
    assertThat(text(answer)).isEqualTo("DELETE|/api/a%2Fb/|x=1&y=%20|Token t||");
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
    assertThat(header(answer, "Link")).isEqualTo("<" + site.base() + ">");
    assertThat(header(answer, "Cache-Control")).contains("no-cache");
    assertThat(header(answer, "ETag")).isEmpty();
    assertThat(text(site.post("/api/x", "state=new")))
        .isEqualTo("POST|/api/x|||application/x-www-form-urlencoded|state=new");
    assertThat(site.send("HEAD", "/api/x").statusCode()).isEqualTo(201);
  }

  @Test
  void anInboxOfTheSameNameHasItsAddresses() throws Exception {
    assertThat(site.text("/project/")).contains("about a@example.org");
    assertThat(site.get("/project/a@example.org/").statusCode()).isEqualTo(200);
    assertThat(site.get("/project/nosuch/patch/x/").statusCode()).isNotEqualTo(201);
  }

  @Test
  void pagesTakeNothingOfThat() throws Exception {
    for (String method : new String[] {"PUT", "PATCH", "DELETE"}) {
      assertThat(site.send(method, "/dev/").statusCode()).as(method).isEqualTo(405);
      assertThat(site.send(method, "/project/").statusCode()).as(method).isEqualTo(405);
    }
    assertThat(site.send("BREW", "/api/x").statusCode()).isEqualTo(405);
  }

  @Test
  void whatIsTooLongIsRefused() throws Exception {
    assertThat(site.post("/api/x", "x".repeat((1 << 20) + 1)).statusCode()).isEqualTo(413);
    assertThat(site.post("/api/x", "x".repeat(1 << 20)).statusCode()).isEqualTo(201);
  }
}
