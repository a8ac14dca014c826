package org.annals.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.annals.mail.MessageId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConversationsTest {
  @Test
  void unrelatedMessagesGetNumbersInTurn() {
    Conversations conversations = new Conversations(7);
    assertThat(conversations.join(ids("a"), List.of())).isEqualTo(7);
    assertThat(conversations.join(ids("b"), List.of())).isEqualTo(8);
    assertThat(conversations.join(List.of(), List.of())).isEqualTo(9);
    assertThat(conversations.next()).isEqualTo(10);
  }

  @Test
  void replyJoinsWhatItRefersTo() {
    Conversations conversations = new Conversations(1);
    conversations.join(ids("a"), List.of());
    assertThat(conversations.join(ids("b"), ids("a"))).isEqualTo(1);
    assertThat(conversations.find(new MessageId("b"))).hasValue(1);
  }

  @Test
  void ghostHoldsTheNumberForItsMessage() {
    Conversations conversations = new Conversations(1);
    conversations.join(ids("b"), ids("ghost"));
    assertThat(conversations.join(ids("ghost"), List.of())).isEqualTo(1);
  }

  @Test
  void lateMessageMergesIntoTheOldest() {
    Conversations conversations = new Conversations(1);
    conversations.join(ids("a"), List.of());
    conversations.join(ids("b"), List.of());
    conversations.join(ids("c"), List.of());
    assertThat(conversations.join(ids("d"), ids("c b"))).isEqualTo(2);
    assertThat(conversations.join(ids("e d"), ids("a"))).isEqualTo(1);
    assertThat(conversations.merged()).containsExactly(Map.entry(2L, 1L), Map.entry(3L, 1L));
    assertThat(conversations.find(new MessageId("c"))).hasValue(1);
    assertThat(conversations.find(3)).isEqualTo(1);
  }

  @Test
  void storedNumbersAreKeptAndNotGivenAgain() {
    Conversations conversations = new Conversations(1);
    assertThat(conversations.place(new MessageId("a"), 40)).isEqualTo(40);
    assertThat(conversations.join(ids("b"), ids("a"))).isEqualTo(40);
    assertThat(conversations.join(ids("c"), List.of())).isEqualTo(41);
    assertThat(conversations.place(new MessageId("b"), 5)).isEqualTo(5);
    assertThat(conversations.find(new MessageId("a"))).hasValue(5);
    assertThat(conversations.find(new MessageId("nowhere"))).isEmpty();
  }

  @Test
  void selfReferenceIsNothing() {
    Conversations conversations = new Conversations(1);
    assertThat(conversations.join(ids("a"), ids("a"))).isEqualTo(1);
    assertThat(conversations.union(1, 1)).isEqualTo(1);
    assertThat(conversations.merged()).isEmpty();
  }

  @Test
  void agreesWithRelabelling() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Conversations conversations = new Conversations(0);
      Map<MessageId, Long> plain = new HashMap<>();
      long next = 0;
      for (int i = 0; i < 60; i++) {
        List<MessageId> all = new ArrayList<>();
        for (int j = 1 + random.nextInt(3); j > 0; j--) {
          all.add(new MessageId("i" + random.nextInt(50)));
        }
        List<Long> known = all.stream().filter(plain::containsKey).map(plain::get).toList();
        long winner = known.isEmpty() ? next++ : known.stream().min(Long::compare).orElseThrow();
        plain.replaceAll((_, number) -> known.contains(number) ? winner : number);
        all.forEach(id -> plain.put(id, winner));
        assertThat(conversations.join(all.subList(0, 1), all.subList(1, all.size())))
            .as("seed %d", seed)
            .isEqualTo(winner);
      }
      plain.forEach((id, number) -> assertThat(conversations.find(id)).hasValue(number));
    }
  }

  @Test
  @Timeout(20)
  void longChainsOfMergesStayCheap() {
    Conversations conversations = new Conversations(300_000);
    for (long number = 299_999; number > 0; number--) {
      conversations.union(number, number - 1);
    }
    for (long number = 299_999; number > 0; number--) {
      assertThat(conversations.find(number) == 0).isTrue();
    }
    assertThat(conversations.merged()).hasSize(299_999);
  }

  private static List<MessageId> ids(String words) {
    return Stream.of(words.split(" ", -1)).map(MessageId::new).toList();
  }
}
