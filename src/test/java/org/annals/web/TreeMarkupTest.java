package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.annals.index.ContentKey;
import org.annals.index.Overview;
import org.annals.index.Posting;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.InboxName;
import org.junit.jupiter.api.Test;

class TreeMarkupTest {
  private static final String PAGE = "t/";

  /// Message `n` that answers message `parent`, or nothing if that is negative.
  private static Posting message(int n, int parent) {
    List<MessageId> references = parent < 0 ? List.of() : List.of(id(parent));
    Overview overview = new Overview("Re: s", "P" + n, "", "", List.of(id(n)), references, 1, 1);
    return new Posting(
        new InboxName("dev"),
        n + 1L,
        BlobId.of(new byte[BlobId.BYTES]),
        n,
        n,
        1,
        true,
        new ContentKey(0, n),
        overview);
  }

  private static MessageId id(int n) {
    return new MessageId(n + "@example.org");
  }

  private static String write(List<Posting> all, Posting current, String page) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Markup out = new Markup(bytes);
    TreeMarkup.Targets targets = new TreeMarkup.Targets(page, "../");
    new TreeMarkup(out, new Conversation(all, all.size()), targets, current).write();
    out.drain();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static List<Posting> randomThread(Random random, int size) {
    List<Posting> all = new ArrayList<>();
    for (int n = 0; n < size; n++) {
      // Some answer what nobody has; most answer something late, so that trees get deep.
      int parent = random.nextInt(20) == 0 ? 1_000_000 + n : n - 1 - random.nextInt(1 + n / 3);
      all.add(message(n, n == 0 ? -1 : parent));
    }
    return all;
  }

  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  @Test
  void everyRowIsThereOnceInListsThatNest() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      List<Posting> all = randomThread(random, 1 + random.nextInt(200));
      Posting current = all.get(random.nextInt(all.size()));
      for (String page : List.of("", PAGE)) {
        String markup = write(all, current, page);
        WellFormed.nests(markup);
        assertThat(count(markup, "#m[0-9a-f]{40}")).isEqualTo(all.size());
        assertThat(count(markup, "aria-current")).isEqualTo(1);
      }
    }
  }

  @Test
  void besideAMessageWhatCameBeforeFoldsAway() {
    List<Posting> all = new ArrayList<>(List.of(message(0, -1)));
    for (int n = 1; n < 100; n++) {
      all.add(message(n, 0));
    }
    String markup = write(all, all.get(50), PAGE);
    assertThat(markup)
        .contains("<li><details class=\"more\"><summary>49 rows before</summary>")
        .contains("</ul></details></li>\n<li><a href=\"t/#m" + id(50).sha1Hex() + "\" id=\"r\"");
    assertThat(write(all, all.get(50), "")).doesNotContain("details");
    assertThat(write(all, all.get(8), PAGE)).doesNotContain("details");
  }

  @Test
  void besideAMessageALargeTreeIsCut() {
    Random random = new Random(6);
    for (int i = 0; i < 50; i++) {
      List<Posting> all = randomThread(random, 1_000);
      Posting current = all.get(random.nextInt(all.size()));
      String markup = write(all, current, PAGE);
      WellFormed.nests(markup);
      assertThat(count(markup, "aria-current")).isEqualTo(1);
      assertThat(markup).doesNotContain("details");
    }
    List<Posting> flat = new ArrayList<>(List.of(message(0, -1)));
    for (int n = 1; n < 1_000; n++) {
      flat.add(message(n, 0));
    }
    String markup = write(flat, flat.get(500), PAGE);
    assertThat(count(markup, "#m[0-9a-f]{40}")).isEqualTo(2 + 128);
    assertThat(markup)
        .contains(
            "<a class=\"more\" href=\"t/#r" + id(1).sha1Hex() + "\">499 rows before</a>",
            "<a class=\"more\" href=\"t/#r" + id(629).sha1Hex() + "\">371 rows after</a>");
  }

  @Test
  void aMissingMessageLeadsToWhatIsKnownOfIt() {
    String markup = write(List.of(message(1, 0)), message(1, 0), "");
    assertThat(markup).contains("href=\"../0@example.org/\"><span>[not found] &lt;0@example.org");
  }
}
