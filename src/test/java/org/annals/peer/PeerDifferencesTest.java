package org.annals.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;
import org.annals.testing.Samples;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Asks Annals and public-inbox the same random questions over the same three lists and compares
/// what they say. Each difference must be one that `docs/compatibility.md` explains.
///
/// `-Dannals.peer=URL` names a peer that runs already; else `tools/reference-up` of the samples
/// starts one below `target/peer`, which takes ten minutes the first time. `-Dannals.questions=N`
/// asks more or fewer than 2,000 of each kind; `-Dannals.kinds=QUERY,FILE` only of these. The report is `target/peer/differences.txt`.
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerDifferencesTest {
  private static final List<String> LISTS =
      List.of("linux-erofs", "linux-unionfs", "live-patching");
  private static final Path WORK = Path.of("target", "peer");
  private static final int QUESTIONS = Integer.getInteger("annals.questions", 2_000);
  private static final Set<String> KINDS =
      Set.of(System.getProperty("annals.kinds", "").split(",", -1));
  private static final int CLIENTS = 4;
  private static final int SHOWN = 5;

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final Mails mails = new Mails();
  private final StringBuilder report = new StringBuilder();
  private Launch.Running serving;
  private Server ours;
  private Server peers;
  private Explanations explanations;

  @BeforeAll
  void serve() throws Exception {
    Path reference = Samples.file("tools/reference-up");
    explanations = Explanations.read(Path.of("docs", "compatibility.md"));
    Files.createDirectories(WORK);
    System.out.println("PeerDifferencesTest: -Dannals.seed=" + seed);
    String running = System.getProperty("annals.peer", "");
    if (running.isEmpty()) {
      List<String> command = new ArrayList<>(List.of(reference.toString(), WORK + "/reference"));
      command.addAll(LISTS);
      Shell.run(command.toArray(String[]::new)).succeeded();
      running = "http://127.0.0.1:18080";
    }
    peers = new Server(running);
    Launch annals = Launch.on(WORK.resolve("annals"), "512m");
    for (String list : LISTS) {
      prepare(annals, list);
    }
    serving = annals.start("serve", "--http", "127.0.0.1:0");
    Eventually.holds(
        Duration.ofMinutes(1), "serve listens", () -> serving.out().contains("listening http "));
    String address = serving.out().replaceAll("(?s).*listening http (\\S+).*", "$1");
    ours = new Server("http://" + address);
  }

  private void prepare(Launch annals, String list) throws Exception {
    Path bundle = Samples.bundle(list);
    if (!Files.exists(annals.directory().resolve("inboxes").resolve(list))) {
      succeed(
          annals.run(
              "init",
              list,
              "--address",
              list.equals("linux-erofs")
                  ? "linux-erofs@lists.ozlabs.org"
                  : list + "@vger.kernel.org",
              "--newsgroup",
              "inbox." + list,
              "--url",
              "http://127.0.0.1/" + list,
              "--description",
              "public inbox for " + list));
    }
    succeed(annals.run("import", list, bundle.toString()));
    Launch.Result all =
        annals.run("search", "", "--inbox", list, "--format", "json", "--limit", "0");
    succeed(all).out().lines().forEach(line -> mails.add(list, line));
  }

  private static Launch.Result succeed(Launch.Result result) {
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  @AfterAll
  void stop() throws Exception {
    if (serving != null) {
      serving.kill();
    }
    if (System.getProperty("annals.peer", "").isEmpty()) {
      Shell.run(Samples.file("tools/reference-up").toString(), "--down", WORK + "/reference");
    }
    Files.writeString(WORK.resolve("differences.txt"), report);
  }

  @ParameterizedTest
  @EnumSource
  void answersAgree(Kind kind) throws Exception {
    Assumptions.assumeTrue(KINDS.contains("") || KINDS.contains(kind.name()), "not asked for");
    Random random = new Random(seed + kind.name().hashCode());
    Set<Question> questions = new LinkedHashSet<>();
    for (int i = 0; i < 2 * QUESTIONS && questions.size() < QUESTIONS; i++) {
      questions.add(kind.draw(mails, random));
    }
    ConcurrentLinkedQueue<Difference> differences = new ConcurrentLinkedQueue<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> asked = new ArrayList<>();
      for (Question question : questions) {
        asked.add(clients.submit(() -> compare(kind, question, differences)));
      }
      for (Future<?> one : asked) {
        one.get();
      }
    }
    List<Difference> unexplained = tell(kind, questions.size(), List.copyOf(differences));
    assertThat(unexplained).isEmpty();
  }

  private Void compare(Kind kind, Question question, ConcurrentLinkedQueue<Difference> differences)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> we = ours.ask(question);
    HttpResponse<byte[]> they = peers.ask(question);
    Shown mine = Shown.of(we, ours.base(), body -> kind.ours(body, question, ours.base()));
    Shown theirs = Shown.of(they, peers.base(), body -> kind.peers(body, question, peers.base()));
    differences.addAll(
        Difference.between(
            kind, question, mails, kind.compared(mine, mails), kind.compared(theirs, mails)));
    return null;
  }

  /// Adds to the report and returns what nothing explains.
  private List<Difference> tell(Kind kind, int questions, List<Difference> differences) {
    List<Difference> unexplained = new ArrayList<>();
    Map<String, List<Difference>> groups = new LinkedHashMap<>();
    for (Difference one : differences) {
      String why = explanations.of(one);
      if (why.isEmpty()) {
        unexplained.add(one);
      }
      groups
          .computeIfAbsent(why.isEmpty() ? "NOT EXPLAINED" : why, _ -> new ArrayList<>())
          .add(one);
    }
    report.append(
        "%s: %,d questions, %,d differences%n".formatted(kind, questions, differences.size()));
    groups.forEach((why, all) -> {
      report.append("  %,6d %s%n".formatted(all.size(), why));
      all.stream().limit(SHOWN).forEach(d -> report.append("         ").append(d).append('\n'));
    });
    System.out.print(report.substring(report.lastIndexOf(kind + ":")));
    return unexplained;
  }
}
