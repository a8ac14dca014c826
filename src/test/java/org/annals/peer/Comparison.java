package org.annals.peer;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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

/// Asks both servers the same random questions and tells how what they say differs.
final class Comparison {
  private static final int CLIENTS = 4;
  private static final int SHOWN = 5;

  private final Server ours;
  private final Server peers;
  private final Mails mails;
  private final Explanations explanations;
  private final StringBuilder report = new StringBuilder();

  /// What is meant to differ stands in `docs/compatibility.md`.
  Comparison(Server ours, Server peers, Mails mails) throws IOException {
    this.ours = ours;
    this.peers = peers;
    this.mails = mails;
    this.explanations = Explanations.read(Path.of("docs", "compatibility.md"));
  }

  /// The differences that nothing explains, among the answers to up to `count` questions.
  List<Difference> ask(Kind kind, int count, Random random) throws Exception {
    Set<Question> questions = new LinkedHashSet<>();
    for (int i = 0; i < 2 * count && questions.size() < count; i++) {
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
    return tell(kind, questions.size(), List.copyOf(differences));
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
      String why = explanations.of(one.kind().name(), one.what(), one.toString());
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

  void write(Path file) throws IOException {
    Files.writeString(file, report);
  }
}
