package org.annals.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.InboxSettings;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A small archive, and the interface for programs in front of it.
abstract class PatchworkCase {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;
  ArchiveFixture fixture;
  Archive archive;
  PatchworkApi api;

  @BeforeEach
  void makeArchive() throws IOException {
    fixture = ArchiveFixture.in(directory, "dev", "users", "secret");
    fixture.hide("secret");
    fixture.importMails(
        "dev",
        patch("cover", "[PATCH v2 0/2] ring: grow", 0, "It grows.\n").header("To", "dev"),
        patch("p1", "[PATCH v2 1/2] ring: one", 1, null).references("cover@x"),
        patch("p2", "[PATCH v2 2/2] ring: two", 2, null).references("cover@x"),
        MailText.of("review@x")
            .from("Rita Reader <rita@example.org>")
            .subject("Re: [PATCH v2 1/2] ring: one")
            .sent(MailText.START + 60)
            .references("cover@x", "p1@x")
            .body("> +c1\nFine.\n\nReviewed-by: Rita Reader <rita@example.org>\n"));
    fixture.importMails("users", patch("single/mbox", "[PATCH] users: single", 5, null));
    fixture.importMails("secret", patch("hush", "[PATCH] hush", 6, null));
    open();
  }

  static MailText patch(String id, String subject, int second, String text) {
    return MailText.of(id + "@x")
        .subject(subject)
        .sent(MailText.START + second)
        .body(
            text == null
                ? "Because.\n\nSigned-off-by: Ann Author <ann@example.org>\n" + diff(second)
                : text);
  }

  static String diff(int line) {
    return """
    ---
     ring.c | 2 +-
     1 file changed, 1 insertion(+), 1 deletion(-)

    diff --git a/ring.c b/ring.c
    index 1111111..2222222 100644
    --- a/ring.c
    +++ b/ring.c
    @@ -%1$d,3 +%1$d,3 @@ int ring(void)
     a
    -b
    +c%1$d
     d
    --\s
    2.40.0
    """
        .formatted(line);
  }

  void open() throws IOException {
    archive = fixture.open();
    for (InboxSettings inbox : fixture.settings()) {
      archive.bringUp(inbox.name());
    }
    api =
        new PatchworkApi(
            archive,
            List.of(
                user("mia", "mia@example.org", List.of("dev")),
                user("ann", "Ann@Example.org", List.of()),
                user("otto", "otto@example.org", List.of("users"))));
  }

  static ApiUser user(String name, String email, List<String> maintains) {
    String hash = HexFormat.of().formatHex(Ids.sha256("token of " + name));
    return new ApiUser(name, "Full " + name, List.of(email), hash, maintains);
  }

  @AfterEach
  void close() throws IOException {
    archive.close();
  }

  ApiAnswer ask(String method, String path, String user, String type, String body)
      throws IOException {
    int question = path.indexOf('?');
    return api.answer(
        new ApiRequest(
            method,
            question < 0 ? path : path.substring(0, question),
            question < 0 ? "" : path.substring(question + 1),
            "https://host",
            user.isEmpty() ? "" : "Token token of " + user,
            type,
            body.getBytes(StandardCharsets.UTF_8)));
  }

  ApiAnswer get(String path) throws IOException {
    return ask("GET", path, "", "", "");
  }

  static String text(ApiAnswer answer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    answer.body().writeTo(bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  static JsonNode json(ApiAnswer answer) throws IOException {
    return JSON.readTree(text(answer));
  }

  JsonNode json(String path) throws IOException {
    ApiAnswer answer = get(path);
    assertThat(answer.status()).as(path).isEqualTo(200);
    return json(answer);
  }

  static List<String> each(JsonNode array, String property) {
    List<String> all = new ArrayList<>();
    array.forEach(one -> all.add(one.get(property).asString()));
    return all;
  }

  /// The number of a message as a patch or cover letter.
  long number(String id) throws IOException {
    JsonNode found = json("/api/1.2/patches/?msgid=" + id);
    return (found.isEmpty() ? json("/api/1.2/covers/?msgid=" + id) : found)
        .get(0)
        .get("id")
        .asLong();
  }

  ApiAnswer form(String method, String path, String user, String body) throws IOException {
    return ask(method, path, user, "application/x-www-form-urlencoded", body);
  }
}
