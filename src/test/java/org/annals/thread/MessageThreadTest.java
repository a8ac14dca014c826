package org.annals.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.annals.mail.MessageId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How to read the tables: a message is `date key: ids < references`, the last reference is the
/// parent. A tree has a line for each node, `.` for each level, `?` before a ghost.
class MessageThreadTest {
  record Case(String name, String messages, String tree) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("empty", "", ""),
        new Case("one message", "1 A: a", "A"),
        new Case("reply", "1 A: a\n2 B: b < a", "A\n.B"),
        new Case("siblings stand by date", "1 A: a\n3 C: c < a\n2 B: b < a", "A\n.B\n.C"),
        new Case(
            "replies stand below their parent, not by date",
            "1 A: a\n2 B: b < a\n3 C: c < a\n9 D: d < a b",
            "A\n.B\n..D\n.C"),
        new Case("roots stand by date", "2 B: b\n1 A: a", "A\nB"),
        new Case("missing parent is a ghost", "1 B: b < a\n2 C: c < a", "?a\n.B\n.C"),
        new Case("chain of ghosts", "1 D: d < a b c\n2 C2: x < a b", "?a\n.?b\n..?c\n...D\n..C2"),
        new Case(
            "ghost stands where its topmost message stands",
            "5 E: e\n3 C: c < g\n9 I: i < g\n4 D: d",
            "?g\n.C\n.I\nD\nE"),
        new Case("ghost among siblings", "1 A: a\n4 D: d < a\n3 C: c < a g", "A\n.?g\n..C\n.D"),
        new Case("reply sent before its parent", "5 A: a\n1 B: b < a", "A\n.B"),
        new Case("self reference", "1 A: a < a", "A"),
        new Case("self reference after the parent", "1 A: a\n2 B: b < a b", "A\n.B"),
        new Case("self reference before the parent", "1 A: a\n2 B: b < b a", "A\n.B"),
        new Case("cycle of two", "1 A: a < b\n2 B: b < a", "B\n.A"),
        new Case("cycle of three", "1 A: a < b\n2 B: b < c\n3 C: c < a", "C\n.B\n..A"),
        new Case("cycle among ghosts", "1 A: a < x y\n2 B: b < y x", "?x\n.?y\n..A\n.B"),
        new Case(
            "own reference outranks hearsay", "1 A: a\n2 B: b < a\n3 C: c < x b", "A\n.B\n..C"),
        new Case(
            "hearsay helps those without references", "1 A: a\n2 B: b\n3 C: c < a b", "A\n.B\n..C"),
        new Case("hearsay makes no cycle", "1 A: a\n2 B: b < a\n3 C: c < b a b", "A\n.B\n..C"),
        new Case(
            "a later reference fills the ghost's place",
            "1 C: c < b\n2 B: b < a\n3 A: a",
            "A\n.B\n..C"),
        new Case("same id twice", "1 A: a\n2 B: a", "A\n.B"),
        new Case(
            "duplicates are the first children",
            "1 A: a\n2 B: b < a\n3 A2: a < z\n4 A3: a",
            "A\n.A2\n.A3\n.B"),
        new Case("same id, same date: the reference lists decide", "1 A2: a < z\n1 A: a", "A\n.A2"),
        new Case("several ids", "1 A: a a2\n2 B: b < a2\n3 C: c < a", "A\n.B\n.C"),
        new Case(
            "a first id is stronger than another's second",
            "1 A: a b\n2 B: b\n3 C: c < b",
            "A\nB\n.C"),
        new Case(
            "a duplicate holds its second id", "1 A: a\n2 A2: a gen\n3 C: c < gen", "A\n.A2\n..C"),
        new Case("a duplicate whose holder refers to it", "1 A: a < gen\n2 A2: a gen", "A\n.A2"),
        new Case("without any id", "1 A:\n2 B: < a\n3 C: c", "A\n?a\n.B\nC"),
        new Case(
            "sent in one second: numbers in ids count",
            "1 X0: x-0-y\n2 X10: x-10-y < x-0-y\n2 X2: x-2-y < x-0-y",
            "X0\n.X2\n.X10"),
        new Case(
            "ghosts that hang together are kept, alone they are not",
            "1 P: p\n2 A: a < p\n3 B: b < g1 g2 a\n4 C: c < lone a",
            "P\n.A\n..B\n..C\n?g1\n.?g2"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void buildsTree(Case given) {
    MessageThread<String> thread = MessageThread.build(messages(given.messages()));
    assertThat(drawn(thread)).isEqualTo(given.tree());
    assertThat(thread.messageCount()).isEqualTo(messages(given.messages()).size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void orderOfInputDoesNotMatter(Case given) {
    List<ThreadEntry<String>> messages = messages(given.messages());
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(messages, new Random(seed));
      assertThat(drawn(MessageThread.build(messages))).as("seed %d", seed).isEqualTo(given.tree());
    }
  }

  @Test
  void randomGraphsKeepEveryMessageOnceWhateverTheOrder() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<ThreadEntry<String>> entries = randomEntries(random);
      String expected = drawn(MessageThread.build(entries, Collections.reverseOrder()));
      for (int i = 0; i < 5; i++) {
        Collections.shuffle(entries, random);
        MessageThread<String> thread = MessageThread.build(entries, Collections.reverseOrder());
        assertThat(drawn(thread)).as("seed %d", seed).isEqualTo(expected);
        assertThat(thread.inOrder().stream().filter(node -> !node.ghost()).map(ThreadNode::key))
            .as("seed %d", seed)
            .containsExactlyInAnyOrderElementsOf(entries.stream().map(ThreadEntry::key).toList());
      }
    }
  }

  @Test
  void tieBreakDecidesWhichCopyHoldsTheId() {
    List<ThreadEntry<String>> copies = messages("1 Y: a\n1 X: a\n1 Z: a");
    assertThat(drawn(MessageThread.build(copies, Collections.reverseOrder())))
        .isEqualTo("Z\n.Y\n.X");
  }

  @Test
  void findsMessagesAndGhostsByAnyId() {
    MessageThread<String> thread =
        MessageThread.build(messages("1 A: a a2 < g\n2 A2: a\n3 B: b < lone a"));
    assertThat(thread.find(new MessageId("a2")).orElseThrow().key()).isEqualTo("A");
    assertThat(thread.find(new MessageId("a")).orElseThrow().key()).isEqualTo("A");
    assertThat(thread.find(new MessageId("g")).orElseThrow().ghost()).isTrue();
    assertThat(thread.find(new MessageId("lone"))).isEmpty();
    assertThat(thread.find(new MessageId("none"))).isEmpty();
  }

  @Test
  void nodesKnowTheirPlace() {
    MessageThread<String> thread = MessageThread.build(messages("1 A: a\n2 A2: a\n3 B: b < a"));
    ThreadNode<String> root = thread.roots().getFirst();
    ThreadNode<String> reply = root.children().getLast();
    assertThat(root.parent()).isNull();
    assertThat(root.duplicate()).isFalse();
    assertThat(root.children().getFirst().duplicate()).isTrue();
    assertThat(reply.parent()).isSameAs(root);
    assertThat(reply.depth()).isEqualTo(1);
    assertThat(reply.id()).isEqualTo(new MessageId("b"));
  }

  @Test
  @Timeout(20)
  void chainOfHundredThousand() {
    for (int seed = 0; seed < 3; seed++) {
      List<ThreadEntry<String>> chain = new ArrayList<>();
      Random random = new Random(seed);
      for (int i = 0; i < 100_000; i++) {
        List<MessageId> parent = i == 0 ? List.of() : ids("m" + (i - 1));
        // Dates rising, falling, at random: the chain grows from its head, its tail, anywhere.
        long sent = seed == 0 ? i : seed == 1 ? -i : random.nextInt();
        chain.add(new ThreadEntry<>("m" + i, ids("m" + i), parent, sent));
      }
      MessageThread<String> thread = MessageThread.build(chain);
      assertThat(thread.roots()).hasSize(1);
      assertThat(thread.inOrder().getLast().depth()).isEqualTo(99_999);
    }
  }

  @Test
  @Timeout(20)
  void longTreesUnderTheEndOfALongChain() {
    List<ThreadEntry<String>> all = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      List<MessageId> parent = i == 0 ? List.of() : ids("m" + (i - 1));
      all.add(new ThreadEntry<>("m" + i, ids("m" + i), parent, i));
      // A reply that is there before its parent, which then has a child when it is linked.
      all.add(new ThreadEntry<>("y" + i, ids("y" + i), ids("x" + i), 100_000 + 2 * i));
      all.add(new ThreadEntry<>("x" + i, ids("x" + i), ids("m49999"), 100_001 + 2 * i));
    }
    MessageThread<String> thread = MessageThread.build(all);
    assertThat(thread.roots()).hasSize(1);
    assertThat(thread.inOrder()).hasSize(150_000);
  }

  @Test
  @Timeout(20)
  void hundredThousandRepliesToOne() {
    List<ThreadEntry<String>> all =
        new ArrayList<>(
            IntStream.range(0, 100_000)
                .mapToObj(i -> new ThreadEntry<>("m" + i, ids("m" + i), ids("ghost"), -i))
                .toList());
    MessageThread<String> thread = MessageThread.build(all);
    assertThat(thread.roots()).hasSize(1);
    assertThat(thread.roots().getFirst().children()).hasSize(100_000);
    assertThat(thread.roots().getFirst().children().getFirst().key()).isEqualTo("m99999");
  }

  @Test
  @Timeout(20)
  void longReferencesAreCapped() {
    List<MessageId> references =
        IntStream.range(0, 5_000).mapToObj(i -> new MessageId("r" + i)).toList();
    List<ThreadEntry<String>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(new ThreadEntry<>("m" + i, ids("m" + i), references, i));
    }
    MessageThread<String> thread = MessageThread.build(all);
    assertThat(thread.inOrder()).hasSize(MessageThread.REFERENCES_MAX + 1_000);
    assertThat(thread.find(new MessageId("r4999")).orElseThrow().children()).hasSize(1_000);
  }

  @Test
  void hundredThousandCopiesOfOneId() {
    List<ThreadEntry<String>> all = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      all.add(new ThreadEntry<>("m" + i, ids("a"), List.of(), i));
    }
    assertTimeout(
        Duration.ofSeconds(10),
        () -> assertThat(MessageThread.build(all).roots().getFirst().children()).hasSize(99_999));
  }

  private static List<ThreadEntry<String>> randomEntries(Random random) {
    List<ThreadEntry<String>> entries = new ArrayList<>();
    int count = 1 + random.nextInt(30);
    for (int i = 0; i < count; i++) {
      List<MessageId> references = new ArrayList<>();
      for (int j = random.nextInt(5); j > 0; j--) {
        references.add(new MessageId("i" + random.nextInt(20)));
      }
      List<MessageId> own = new ArrayList<>();
      for (int j = random.nextInt(8) == 0 ? random.nextInt(4) : 1; j > 0; j--) {
        own.add(new MessageId("i" + random.nextInt(20)));
      }
      entries.add(new ThreadEntry<>("k" + i, own, references, random.nextInt(10)));
    }
    return entries;
  }

  private static String drawn(MessageThread<String> thread) {
    List<String> lines = new ArrayList<>();
    for (ThreadNode<String> node : thread.inOrder()) {
      String name = node.ghost() ? "?" + node.id().value() : node.key();
      lines.add(".".repeat(node.depth()) + name);
    }
    return String.join("\n", lines);
  }

  private static List<ThreadEntry<String>> messages(String table) {
    List<ThreadEntry<String>> entries = new ArrayList<>();
    for (String line : table.lines().toList()) {
      int colon = line.indexOf(':');
      int arrow = line.indexOf('<');
      int space = line.indexOf(' ');
      String own = arrow < 0 ? line.substring(colon + 1) : line.substring(colon + 1, arrow);
      String references = arrow < 0 ? "" : line.substring(arrow + 1);
      entries.add(
          new ThreadEntry<>(
              line.substring(space + 1, colon),
              ids(own),
              ids(references),
              Long.parseLong(line.substring(0, space))));
    }
    return entries;
  }

  private static List<MessageId> ids(String words) {
    return Stream.of(words.strip().split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(MessageId::new)
        .toList();
  }
}
