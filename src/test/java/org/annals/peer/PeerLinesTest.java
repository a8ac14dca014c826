package org.annals.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.annals.testing.Eventually;
import org.annals.testing.ImapResponse;
import org.annals.testing.Launch;
import org.annals.testing.LineTalk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Asks Annals and public-inbox the same by NNTP, IMAP and POP3 over the same three lists. Each
/// difference must be one that `docs/compatibility.md` explains.
///
/// Which peer is asked says [Reference]. `-Dannals.seed=N` replays a run,
/// `-Dannals.sample=N` reads more or fewer than 1,000 messages of each list, `-Dannals.kinds=A,B`
/// asks only these. The report is `target/peer/line-differences.txt`, with 5 differences of each
/// sort, or `-Dannals.shown=N`.
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerLinesTest {
  private static final Path WORK = Path.of("target", "peer");
  private static final Set<String> KINDS =
      Set.of(System.getProperty("annals.kinds", "").split(",", -1));
  private static final int SHOWN = Integer.getInteger("annals.shown", 5);
  private static final int CHARACTERS_SHOWN = 300;

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final StringBuilder report = new StringBuilder();
  private Reference reference;
  private Launch.Running serving;
  private Explanations explanations;

  private record Difference(LineKind kind, String question, String ours, String peers) {
    @Override
    public String toString() {
      return "question=" + question + ", ours=" + ours + ", peers=" + peers;
    }
  }

  @BeforeAll
  void serve() throws Exception {
    explanations = Explanations.read(Path.of("docs", "compatibility.md"));
    Files.createDirectories(WORK);
    System.out.println("PeerLinesTest: -Dannals.seed=" + seed);
    reference = Reference.up(WORK);
    String free = "127.0.0.1:0";
    serving =
        SampleArchive.in(WORK)
            .start("serve", "--http", free, "--nntp", free, "--imap", free, "--pop3", free);
    Eventually.holds(
        Duration.ofMinutes(1), "serve listens", () -> serving.out().contains("listening pop3 "));
  }

  @AfterAll
  void stop() throws Exception {
    if (serving != null) {
      serving.kill();
    }
    if (reference != null) {
      reference.down();
    }
    Files.writeString(WORK.resolve("line-differences.txt"), report);
  }

  private int port(String protocol) throws IOException {
    return Integer.parseInt(
        serving.out().replaceAll("(?s).*listening " + protocol + " [^ ]*:(\\d+)\n.*", "$1"));
  }

  @ParameterizedTest
  @EnumSource
  void answersAgree(LineKind kind) throws Exception {
    Assumptions.assumeTrue(KINDS.contains("") || KINDS.contains(kind.name()), "not asked for");
    String protocol = kind.name().replaceAll("_.*", "").toLowerCase(Locale.ROOT);
    List<Difference> differences = new ArrayList<>();
    int questions = 0;
    for (String list : Reference.LISTS) {
      Map<String, String> ours = ask(kind, new LineTalk(port(protocol)), list);
      Map<String, String> peers =
          ask(kind, new LineTalk(reference.port(protocol), ImapResponse::parseLeniently), list);
      Set<String> all = new TreeSet<>(ours.keySet());
      all.addAll(peers.keySet());
      questions += all.size();
      for (String question : all) {
        String mine = ours.getOrDefault(question, "nothing");
        String theirs = peers.getOrDefault(question, "nothing");
        if (!mine.equals(theirs)) {
          differences.add(new Difference(kind, list + " " + question, mine, theirs));
        }
      }
    }
    assertThat(questions).as("questions").isPositive();
    assertThat(tell(kind, questions, differences)).isEmpty();
  }

  private SequencedMap<String, String> ask(LineKind kind, LineTalk server, String list)
      throws IOException {
    SequencedMap<String, String> answers = new LinkedHashMap<>();
    Map<String, Integer> asked = new HashMap<>();
    try (LineTalk talk = server) {
      kind.ask(
          talk,
          "inbox." + list,
          new Random(seed + kind.name().hashCode()),
          (question, answer) -> {
            int times = asked.merge(question, 1, Integer::sum);
            answers.put(times == 1 ? question : question + " #" + times, answer);
          });
    }
    return answers;
  }

  /// Adds to the report and returns what nothing explains, cut to what can be read.
  private List<String> tell(LineKind kind, int questions, List<Difference> differences) {
    List<String> unexplained = new ArrayList<>();
    Map<String, List<Difference>> groups = new LinkedHashMap<>();
    for (Difference one : differences) {
      String why = explanations.of(kind.name(), "differs", one.toString());
      if (why.isEmpty() && unexplained.size() < SHOWN) {
        unexplained.add(shortened(one));
      }
      groups
          .computeIfAbsent(why.isEmpty() ? "NOT EXPLAINED" : why, _ -> new ArrayList<>())
          .add(one);
    }
    report.append("%s: %,d answers, %,d differ%n".formatted(kind, questions, differences.size()));
    groups.forEach((why, all) -> {
      report.append("  %,6d %s%n".formatted(all.size(), why));
      all.stream()
          .limit(SHOWN)
          .forEach(one -> report.append("         ").append(shortened(one)).append('\n'));
    });
    System.out.print(report.substring(report.lastIndexOf(kind + ":")));
    return unexplained;
  }

  /// Around the place where the two begin to differ.
  private static String shortened(Difference one) {
    int at = 0;
    while (at < Math.min(one.ours.length(), one.peers.length())
        && one.ours.charAt(at) == one.peers.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - CHARACTERS_SHOWN / 6);
    return new Difference(one.kind, one.question, from(one.ours, from), from(one.peers, from))
        .toString();
  }

  private static String from(String text, int from) {
    int end = Math.min(text.length(), from + CHARACTERS_SHOWN);
    return (from > 0 ? "…" : "") + text.substring(Math.min(from, end), end);
  }
}
