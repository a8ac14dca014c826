package org.annals.web;

import static org.annals.web.RunningSite.header;
import static org.annals.web.RunningSite.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What belongs to an inbox as a whole: lists of threads, and mail by the inbox and by the month.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InboxRoutesTest {
  private static final long DAY = 24 * 3600L;
  private static final Pattern ROW = Pattern.compile("class=\"subj\" href=\"([^\"/]+)/t/#(\\w)\"");

  /// More than a scan asks of the index at once.
  private static final int FILLERS = 450;

  private RunningSite site;

  @BeforeAll
  void serve(@TempDir Path directory) throws IOException {
    site = RunningSite.of(directory, "dev", "users", "empty");
    site.add(
        "dev",
        MailText.of("old@x").sent(MailText.START).bytes(),
        MailText.of("young@x").sent(MailText.START + DAY).bytes(),
        MailText.of("reply@x").inReplyTo("old@x").sent(MailText.START + 2 * DAY).bytes(),
        MailText.of("april@x").sent(MailText.START + 31 * DAY).bytes());
    site.add(
        "dev",
        IntStream.range(0, FILLERS)
            .mapToObj(i ->
                MailText.of("filler" + i + "@x")
                    .sent(MailText.START + 70 * DAY + i)
                    .inReplyTo("filler@x")
                    .bytes())
            .toArray(byte[][]::new));
    site.add(
        "users",
        MailText.of("reply@x").inReplyTo("old@x").sent(MailText.START + 2 * DAY).bytes(),
        MailText.of("users@x").sent(MailText.START + 3 * DAY).bytes());
  }

  @AfterAll
  void stop() throws IOException {
    site.close();
  }

  private List<String> rows(String path) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    return ROW.matcher(text(response)).results().map(m -> m.group(1) + "#" + m.group(2)).toList();
  }

  @Test
  void newTopicsAreByTheirBeginning() throws Exception {
    List<String> rows = rows("/dev/topics_new.html");
    assertThat(rows).containsExactly("filler0@x#t", "april@x#u", "young@x#u", "old@x#t");
  }

  @Test
  void activeTopicsAreByTheirNewest() throws Exception {
    List<String> rows = rows("/dev/topics_active.html");
    assertThat(rows)
        .containsExactly("filler" + (FILLERS - 1) + "@x#t", "april@x#u", "reply@x#t", "young@x#u");
  }

  @Test
  void topicsOfAllInboxes() throws Exception {
    assertThat(rows("/all/topics_new.html"))
        .containsExactly("filler0@x#t", "april@x#u", "users@x#u", "young@x#u", "old@x#t");
  }

  @Test
  void theWholeInboxIsByNumber() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/all.mbox.gz");
    List<String> ids = Mbox.ids(response);
    assertThat(ids).startsWith("old@x", "young@x", "reply@x", "april@x", "filler0@x");
    assertThat(ids).hasSize(4 + FILLERS).doesNotHaveDuplicates();
    assertThat(header(response, "Content-Disposition")).isEqualTo("inline; filename=all.mbox.gz");
  }

  @Test
  void allInboxesHaveEachMessageOnce() throws Exception {
    assertThat(Mbox.ids(site.get("/all/all.mbox.gz")))
        .hasSize(5 + FILLERS)
        .doesNotHaveDuplicates()
        .contains("users@x", "old@x", "reply@x");
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/2026-03.mbox.gz, old@x young@x reply@x, dev-2026-03.mbox.gz",
    "/dev/2026-04.mbox.gz, april@x, dev-2026-04.mbox.gz",
    "/users/2026-03.mbox.gz, reply@x users@x, users-2026-03.mbox.gz",
    "/all/2026-03.mbox.gz, old@x young@x reply@x users@x, 2026-03.mbox.gz",
  })
  void aMonthIsWhatWasReceivedInIt(String path, String ids, String file) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(Mbox.ids(response)).containsExactly(ids.split(" "));
    assertThat(header(response, "Content-Disposition")).isEqualTo("inline; filename=" + file);
  }

  @Test
  void aLongMonthIsWhole() throws Exception {
    List<String> ids = Mbox.ids(site.get("/dev/2026-05.mbox.gz"));
    assertThat(ids).hasSize(FILLERS).doesNotHaveDuplicates();
    assertThat(ids.getFirst()).isEqualTo("filler0@x");
    assertThat(ids.getLast()).isEqualTo("filler" + (FILLERS - 1) + "@x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/2026-02.mbox.gz",
        "/dev/2199-01.mbox.gz",
        "/dev/2026-13.mbox.gz",
        "/dev/0000-00.mbox.gz",
        "/dev/some.mbox.gz",
        "/empty/all.mbox.gz",
        "/empty/2026-03.mbox.gz",
        "/empty/new.atom",
        "/empty/topics_new.html",
        "/empty/topics_active.atom",
        "/dev/gmane.sql.gz",
        "/dev/a",
      })
  void isNotThere(String path) throws Exception {
    HttpResponse<byte[]> response = site.get(path);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(header(response, "Content-Type")).isEqualTo(Answer.TEXT);
    assertThat(header(response, "Cache-Control")).contains("no-cache");
  }

  @Test
  void anUnknownAltIdCannotBePosted() throws Exception {
    assertThat(site.post("/dev/gmane.sql.gz", "").statusCode()).isEqualTo(404);
  }

  @Test
  void theIndexPageHasItsOldName() throws Exception {
    assertThat(site.text("/dev/index.html")).isEqualTo(site.text("/dev/"));
    assertThat(site.get("/dev/index.html?q=young").statusCode()).isEqualTo(200);
  }

  @Test
  void pagingByCommitLeadsToTheNewest() throws Exception {
    HttpResponse<byte[]> response = site.get("/dev/?r=0123abcd");
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(header(response, "Location")).isEqualTo(site.base() + "/dev/new.html?r=0123abcd");
    assertThat(site.get("/dev/new.html?r=0123abcd").statusCode()).isEqualTo(200);
  }
}
