package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.annals.mail.MessageId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastedIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "n1@example.org",
        "  <n1@example.org> ",
        "Message-ID: <n1@example.org>",
        "message-id:n1@example.org",
        "In-Reply-To: Ann's mail <n1@example.org>",
        "mid:n1@example.org",
        "https://lore.example.org/r/n1@example.org",
        "https://lore.example.org/all/n1%40example.org/T/#t",
        "http://example.org/dev/n1@example.org/t.mbox.gz",
        "https://example.org/dev/n1@example.org/#r",
        "https://marc.example/?i=n1@example.org",
        "https://example.org/?l=dev&q=mid:n1@example.org",
        "nntp://news.example.org/n1@example.org",
      })
  void idIsFoundInWhatPeoplePaste(String pasted) {
    assertThat(PastedId.parse(pasted)).contains(new MessageId("n1@example.org"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.org/dev/87a5.fsf/T/, 87a5.fsf",
    "https://example.org/dev/87a5.fsf/raw, 87a5.fsf",
    "https://example.org/dev/a%2Fb@c/, a/b@c",
    "100%, 100%",
    "<a b>, a b",
  })
  void idsThatLookLikeNoneAreFoundToo(String pasted, String id) {
    assertThat(PastedId.parse(pasted)).contains(new MessageId(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "https://example.org/", "mid:"})
  void nothingIsNothing(String pasted) {
    assertThat(PastedId.parse(pasted)).isEmpty();
  }
}
