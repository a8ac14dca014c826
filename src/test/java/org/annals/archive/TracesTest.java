package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.annals.archive.Trace.Decision;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file of traces: as it grows, and as a crash or a full disk leaves it.
class TracesTest {
  private static final InboxName DEV = new InboxName("dev");

  @TempDir private Path directory;
  private Traces traces;

  @BeforeEach
  void open() {
    traces = new Traces(directory, 10_000);
  }

  private static MessageId id(int number) {
    return new MessageId("n" + number + "@example.org");
  }

  private static Trace trace(int number, String words) {
    return Trace.of(Decision.FILTERED, DEV, id(number), "lmtp 192.0.2.1", words);
  }

  private List<String> words(int number) throws IOException {
    return traces.find(id(number)).stream().map(Trace::words).toList();
  }

  @Test
  void oldestFileIsDroppedAndWhatIsLeftIsFoundInOrder() throws Exception {
    int most = 2_000;
    for (int i = 0; i < most; i++) {
      traces.add(List.of(trace(i, "one"), trace(i % 2, "round " + i)));
    }
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "lock");
    }
    assertThat(Files.size(directory.resolve("1"))).isBetween(10_000L, 10_400L);
    assertThat(words(most - 1)).containsExactly("one");
    assertThat(words(2)).as("dropped with its file").isEmpty();
    assertThat(words(0)).hasSize(100).last().isEqualTo("round " + (most - 2));
    List<Integer> rounds =
        words(0).stream().map(word -> Integer.valueOf(word.substring("round ".length()))).toList();
    assertThat(rounds).isSorted();
    assertThat(traces.since()).isPresent();
  }

  @Test
  void tornLineIsSkippedAndTheNextIsWhole() throws Exception {
    traces.add(List.of(trace(1, "whole")));
    byte[] whole = Files.readAllBytes(directory.resolve("0"));
    for (int length = 1; length < whole.length; length++) {
      Files.write(directory.resolve("0"), java.util.Arrays.copyOf(whole, length));
      traces.add(List.of(trace(2, "next")));
      assertThat(words(2)).as("cut after " + length).containsExactly("next");
      assertThat(words(1)).as("cut after " + length).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void linesThatAreNoneOfOursHideNoOthers() throws Exception {
    traces.add(List.of(trace(1, "before")));
    String rubbish =
        "\t\t\t\t\t\t\n"
            + "x".repeat(3 << 20)
            + "\n99999999999999999999\tFILED\tdev\tn1@example.org\tlmtp\t-\t-\n"
            + "1\tINVENTED LATER\tdev\tn1@example.org\tlmtp\t-\t-\n"
            + "1\tFILED\t../dev\tn1@example.org\tlmtp\t-\t-\n"
            + "\0\0\0\0\0\n";
    Files.writeString(
        directory.resolve("0"), rubbish, StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
    traces.add(List.of(trace(1, "behind")));
    assertThat(words(1)).containsExactly("before", "behind");
    assertThat(directory.resolve("0")).as("became an older one").doesNotExist();
  }

  @Test
  void whatMailsSayMakesNoLinesAndNoFields() throws Exception {
    MessageId evil = new MessageId("a\tb\n1\tFILED\tdev\tn7@example.org\tlmtp\t-\t-\n@x");
    traces.add(
        List.of(
            Trace.of(Decision.SPAM, null, evil, "lmtp\n1\t2", "x\r\ny".concat("z".repeat(999)))));
    assertThat(traces.find(id(7))).isEmpty();
    assertThat(Files.readAllLines(directory.resolve("0"))).hasSize(1);
  }

  @Test
  void manyWritersLoseNothing() throws Exception {
    List<Thread> writers = new ArrayList<>();
    Traces large = new Traces(directory, 1 << 20);
    for (int writer = 0; writer < 4; writer++) {
      int first = 1_000 * writer;
      writers.add(
          Thread.ofVirtual()
              .start(() ->
                  IntStream.range(first, first + 200)
                      .forEach(number -> large.add(List.of(trace(number, "once"))))));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(Files.readAllLines(directory.resolve("0"))).hasSize(800);
    assertThat(large.find(id(3_199))).hasSize(1);
  }
}
