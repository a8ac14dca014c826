package org.annals.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.annals.code.CommitMatch.Kind;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.SeriesMail;
import org.annals.store.Epoch;
import org.annals.store.StoredCommit;
import org.annals.testing.Samples;
import org.annals.testing.Shell;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many patches of linux-erofs for erofs-utils are found in its repository, of which a clone
/// must be named by `-Dannals.coderepo=DIR`. Draws matches for people to read. What the last run
/// found stands in `docs/accuracy.md`.
@Tag("slow")
class CommitAccuracyTest {
  private static final String NAME = "erofs-utils";
  private static final int DRAWN = 200;
  private static final double FOUND_MIN = 0.70;

  @TempDir private Path temp;
  private final Map<MessageId, SeriesMail.Kind> kinds = new HashMap<>();
  private final List<MailedPatch> postings = new ArrayList<>();

  @Test
  void patchesAreFoundInTheRepository() throws Exception {
    String clone = System.getProperty("annals.coderepo", "");
    assumeTrue(!clone.isEmpty(), "skipped: -Dannals.coderepo names no clone of " + NAME);
    readList();
    Set<String> paths = paths(Path.of(clone));
    List<MailedPatch> wanted =
        postings.stream().filter(one -> paths.containsAll(one.paths())).toList();
    Map<MessageId, List<CommitMatch>> matches = new HashMap<>();
    try (CommitIndex index = CommitIndex.openForWriting(temp.resolve("index"))) {
      follow(index, Path.of(clone));
      try (CommitView view = index.view()) {
        for (List<MailedPatch> topic : topics(wanted)) {
          for (CommitMatch match : new CommitMatching(view).of(topic)) {
            matches.computeIfAbsent(match.patch().id(), _ -> new ArrayList<>()).add(match);
          }
        }
      }
    }
    Map<String, List<MailedPatch>> patches = new LinkedHashMap<>();
    for (MailedPatch one : wanted) {
      String key = Likeness.title(one.title()) + "\n" + Likeness.person(one.author());
      patches.computeIfAbsent(key, _ -> new ArrayList<>()).add(one);
    }
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    List<CommitMatch> drawable = new ArrayList<>();
    List<MailedPatch> lost = new ArrayList<>();
    for (List<MailedPatch> patch : patches.values()) {
      List<CommitMatch> found =
          patch.stream()
              .flatMap(one -> matches.getOrDefault(one.id(), List.of()).stream())
              .toList();
      for (Kind kind : Kind.values()) {
        boolean has = found.stream().anyMatch(match -> match.kinds().contains(kind));
        counts.merge(kind, has ? 1 : 0, Integer::sum);
      }
      found.stream()
          .filter(CommitMatch::taken)
          .findFirst()
          .or(() -> found.stream().findFirst())
          .ifPresentOrElse(drawable::add, () -> lost.add(patch.getFirst()));
    }
    int taken = (int) drawable.stream().filter(CommitMatch::taken).count();
    System.out.println(wanted.size() + " postings; of the found patches " + taken + " are taken");
    print(patches.size(), drawable.size(), counts);
    draw(drawable, lost);
    assertThat((double) drawable.size() / patches.size()).isGreaterThan(FOUND_MIN);
  }

  /// Postings of one title and author, and of one patch-id, belong together.
  private static Collection<List<MailedPatch>> topics(List<MailedPatch> postings) {
    int[] earlier = new int[postings.size()];
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < earlier.length; i++) {
      earlier[i] = i;
      MailedPatch one = postings.get(i);
      Set<String> keys = new HashSet<>();
      Likeness.person(one.author()).forEach(who -> keys.add(who + Likeness.title(one.title())));
      if (!one.patchId().isEmpty()) {
        keys.add(one.patchId());
      }
      for (String key : keys) {
        Integer known = first.putIfAbsent(key, i);
        int other = root(earlier, known == null ? i : known);
        earlier[Math.max(other, root(earlier, i))] = Math.min(other, root(earlier, i));
      }
    }
    Map<Integer, List<MailedPatch>> topics = new LinkedHashMap<>();
    for (int i = 0; i < earlier.length; i++) {
      topics.computeIfAbsent(root(earlier, i), _ -> new ArrayList<>()).add(postings.get(i));
    }
    return topics.values();
  }

  private static int root(int[] earlier, int of) {
    int at = of;
    while (earlier[at] != at) {
      at = earlier[at];
    }
    return at;
  }

  private static void print(int all, int found, Map<Kind, Integer> counts) {
    System.out.println("| distinct patches | with a commit | " + "msgid | patch-id | title |");
    System.out.printf(
        Locale.ROOT,
        "| %d | %d = %.1f %% | %d | %d | %d |%n",
        all,
        found,
        100.0 * found / all,
        counts.get(Kind.MSGID),
        counts.get(Kind.PATCH_ID),
        counts.get(Kind.TITLE));
  }

  private void follow(CommitIndex index, Path clone) throws IOException {
    long start = System.nanoTime();
    try (CodeRepositories repositories = new CodeRepositories(Map.of(NAME, clone))) {
      CommitReport report =
          index.bringUp(
              repositories,
              Map.of(NAME, List.of()),
              new CommitSink() {
                @Override
                public void added(List<Commit> commits) {}

                @Override
                public void removed(List<Commit> commits) {}
              });
      assertThat(report.warnings()).isEmpty();
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(Locale.ROOT, "%d commits in %.2f s%n", report.added(), seconds);
    }
  }

  /// A line for each match that is drawn, for who reads them beside mail and commit.
  private static void draw(List<CommitMatch> drawable, List<MailedPatch> lost) throws IOException {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    Random random = new Random(seed);
    Collections.shuffle(drawable, random);
    Collections.shuffle(lost, random);
    StringBuilder text = new StringBuilder();
    for (CommitMatch match : drawable.subList(0, Math.min(DRAWN, drawable.size()))) {
      text.append(match.patch().id()).append('\t').append(match.commit().id());
      text.append('\t')
          .append(match.kinds())
          .append(match.taken() ? "" : " other")
          .append('\t')
          .append(match.patch().title());
      text.append('\t').append(match.commit().title()).append('\n');
    }
    Path file = Path.of("target/commit-matches.txt");
    Files.writeString(file, text);
    StringBuilder none = new StringBuilder();
    for (MailedPatch patch : lost) {
      none.append(patch.id()).append('\t').append(patch.sent()).append('\t');
      none.append(patch.author().mailbox()).append('\t').append(patch.title()).append('\n');
    }
    Files.writeString(Path.of("target/commit-misses.txt"), none);
    System.out.println("CommitAccuracyTest: -Dannals.seed=" + seed + ", matches in " + file);
  }

  /// Every path that a commit of the repository ever changed.
  private static Set<String> paths(Path clone) throws Exception {
    String out =
        Shell.git(clone, "log", "--all", "--no-renames", "--format=", "--name-only")
            .succeeded()
            .out();
    return new HashSet<>(out.lines().toList());
  }

  private void readList() throws Exception {
    Path git = temp.resolve("mail.git");
    Shell.run("git", "clone", "-q", "--mirror", "" + Samples.bundle("linux-erofs"), "" + git)
        .succeeded();
    try (Epoch epoch = Epoch.open(0, git);
        Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), null)) {
      while (scan.hasNext()) {
        StoredCommit commit = scan.next();
        if (commit.kind() == StoredCommit.Kind.ADD) {
          ObjectId blob = ObjectId.fromString(commit.blob().hex());
          readMail(Message.parse(epoch.repository().open(blob).getBytes()));
        }
      }
    }
  }

  private void readMail(Message message) {
    if (message.ids().isEmpty() || kinds.containsKey(message.ids().getFirst())) {
      return;
    }
    MessageId id = message.ids().getFirst();
    SeriesMail mail = SeriesMail.of(id, message, 0);
    kinds.put(id, mail.kind());
    if (mail.kind() == SeriesMail.Kind.PATCH) {
      MailDate sent = message.sent(MailDate.ofEpochSecond(0));
      Optional<MessageId> cover =
          mail.references().stream()
              .filter(one -> kinds.get(one) == SeriesMail.Kind.COVER)
              .findFirst();
      if (mail.body().diff()) {
        postings.add(
            new MailedPatch(
                id,
                cover.orElse(null),
                mail.patchAuthor(),
                mail.subject().title(),
                mail.body().patchId(),
                sent.instant(),
                mail.body().files()));
      }
    }
  }
}
