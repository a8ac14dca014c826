package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Parts of pages are kept from one answer to the next; nobody may notice.
class KeptPagesTest {
  private static String zipped(RunningSite site, String path) throws Exception {
    byte[] body = site.get(path, "Accept-Encoding", "gzip").body();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] mail(int number) {
    return MailText.number(number)
        .inReplyTo("root@x")
        .subject("Re: [PATCH] ring: grow")
        .body("> the line that all quote\n\nAnswer " + number + ".\n")
        .bytes();
  }

  private static RunningSite site(Path directory) throws Exception {
    RunningSite site = RunningSite.of(directory, "dev");
    site.add("dev", MailText.of("root@x").subject("[PATCH] ring: grow").bytes(), mail(1), mail(2));
    return site;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "new.html",
        "root@x/",
        "root@x/T/",
        "root@x/t/",
        "root@x/raw",
        "root@x/t.atom"
      })
  void aPageIsTheSameForEveryClientAndEveryTime(String page, @TempDir Path directory)
      throws Exception {
    try (RunningSite site = site(directory)) {
      String first = zipped(site, "/dev/" + page);

      assertThat(site.text("/dev/" + page)).isEqualTo(first);
      assertThat(zipped(site, "/dev/" + page)).isEqualTo(first);
      assertThat(site.text("/dev/" + page)).isEqualTo(first);
    }
  }

  @Test
  void theSameMessageIsMarkedOnlyWhereItWasAskedFor(@TempDir Path directory) throws Exception {
    try (RunningSite site = site(directory)) {
      String root = site.text("/dev/root@x/T/");
      String reply = site.text("/dev/n1@example.org/T/");

      assertThat(root).contains("<u id=\"u\">").isNotEqualTo(reply);
      assertThat(reply.indexOf("<u id=\"u\">")).isGreaterThan(root.indexOf("<u id=\"u\">"));
      assertThat(site.text("/dev/root@x/T/")).isEqualTo(root);
    }
  }

  @Test
  void aConversationThatGrewShowsItsNewMessage(@TempDir Path directory) throws Exception {
    try (RunningSite site = site(directory)) {
      zipped(site, "/dev/n2@example.org/T/");
      assertThat(zipped(site, "/dev/n2@example.org/")).contains("3 messages");

      site.add("dev", mail(3));

      assertThat(zipped(site, "/dev/n2@example.org/T/"))
          .contains("Answer 2.", "Answer 3.", ">next</a> ");
      assertThat(zipped(site, "/dev/n2@example.org/")).contains("4 messages", ">next</a>");
      assertThat(zipped(site, "/dev/new.html")).contains("Answer 3.");
      assertThat(zipped(site, "/dev/root@x/t.mbox.gz")).contains("Answer 3.");
    }
  }
}
