package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.RangeDiff.Pair;
import org.annals.series.RangeDiff.Piece;
import org.annals.testing.Share;
import org.annals.testing.Shell;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions of patches for erofs-utils compared from mails alone, and by `git range-diff` when both
/// are commits. A clone of its repository must be named by `-Dannals.coderepo=DIR`. What the last
/// run found stands in `docs/accuracy.md`.
@Tag("slow")
class RangeDiffAgainstGitTest {
  private static final int PAIRS = Integer.getInteger("annals.pairs", 50);

  /// Commits before a mail on which it is tried.
  private static final int BASES_MAX = 12;

  private static final double PAIRED_MIN = 0.85;
  private static final double LINES_MIN = 0.90;

  /// `1:  0123abc ! 2:  4567def title`
  private static final Pattern PAIR =
      Pattern.compile("\\s*(-|\\d+):\\s+[0-9a-f-]+ ([=!<>])\\s+(-|\\d+):\\s+[0-9a-f-]+ .*");

  /// How unlike two patches may be to be one: as git has it unless told, and as patches of a change
  /// are that was much rewritten.
  private static final String STRICT = "60";

  private static final String LOOSE = "95";

  @TempDir private Path temp;
  private final Map<MessageId, byte[]> raws = new HashMap<>();
  private Path work = Path.of("");
  private int asIs;
  private int changed;
  private int equalChanges;
  private int paired;
  private int pairedLoosely;
  private int read;

  private record Applied(String base, String tip) {}

  /// What differs in a patch, as `-line` and `+line`; `1!2` names the two.
  private record Difference(String pair, List<String> lines) {
    /// Without what is only moved: where that is shown is the algorithm's choice.
    List<String> settled() {
      List<String> rest = new ArrayList<>(lines);
      for (String line : lines) {
        String other = (line.startsWith("-") ? "+" : "-") + line.substring(1);
        if (rest.contains(line) && rest.remove(other)) {
          rest.remove(line);
        }
      }
      return rest.stream().sorted().toList();
    }
  }

  @Test
  void versionsDifferAsRangeDiffSays() throws Exception {
    String clone = System.getProperty("annals.coderepo", "");
    assumeTrue(!clone.isEmpty(), "skipped: -Dannals.coderepo names no clone of erofs-utils");
    work = temp.resolve("work");
    Shell.run("git", "clone", "-q", "--shared", clone, "" + work).succeeded();
    git("config", "user.name", "Ann");
    git("config", "user.email", "ann@x.example");
    Set<String> paths =
        new HashSet<>(
            git("log", "--all", "--no-renames", "--format=", "--name-only").out().lines().toList());
    Mailings mailings = new Mailings(temp);
    mailings.read(
        "linux-erofs",
        message -> {
          MessageId id = message.ids().getFirst();
          if (mailings.mails().get(id).kind() == SeriesMail.Kind.PATCH) {
            raws.put(id, message.raw());
          }
        });
    List<Series[]> pairs = pairs(mailings.series(), paths);
    long seed = Long.getLong("annals.seed", System.nanoTime());
    Collections.shuffle(pairs, new Random(seed));
    System.out.println(
        "RangeDiffAgainstGitTest: -Dannals.seed=" + seed + ", of " + pairs.size() + " pairs");
    for (Series[] pair : pairs) {
      if (read < PAIRS) {
        Applied before = applied(pair[0]);
        Applied after = before == null ? null : applied(pair[1]);
        if (before != null && after != null) {
          compare(pair[0], before, pair[1], after);
        }
      }
    }
    System.out.println(
        "paired alike " + new Share(paired, read) + ", loosely " + new Share(pairedLoosely, read));
    System.out.println(
        "of " + changed + " changed patches the same lines " + new Share(asIs, changed));
    System.out.println("the same but for what moved " + new Share(equalChanges, changed));
    assertThat(read).isPositive();
    assertThat(new Share(pairedLoosely, read).value()).isGreaterThanOrEqualTo(PAIRED_MIN);
    assertThat(new Share(equalChanges, changed).value()).isGreaterThanOrEqualTo(LINES_MIN);
  }

  /// Each complete version with the one before it, if they touch nothing but these files.
  private static List<Series[]> pairs(List<Series> series, Set<String> paths) {
    List<Series[]> pairs = new ArrayList<>();
    for (List<Version> topic : Topics.of(series)) {
      List<Series> whole =
          topic.stream()
              .map(Version::series)
              .filter(one -> one.isComplete() && one.takenOver().isEmpty())
              .filter(one ->
                  one.patches().values().stream()
                      .allMatch(
                          patch -> patch.body().diff() && paths.containsAll(patch.body().files())))
              .toList();
      for (int i = 1; i < whole.size(); i++) {
        pairs.add(new Series[] {whole.get(i - 1), whole.get(i)});
      }
    }
    return pairs;
  }

  private Shell.Result git(String... arguments) throws Exception {
    return Shell.git(work, arguments);
  }

  /// The series as commits, on what it was made for as far as that can be guessed; null if it
  /// applies nowhere there.
  private @Nullable Applied applied(Series series) throws Exception {
    List<String> command = new ArrayList<>(List.of("am", "-q", "--no-3way"));
    for (SeriesMail patch : series.patches().values()) {
      Path mail = temp.resolve(patch.number() + ".eml");
      Files.write(mail, raws.get(patch.id()));
      command.add("" + mail);
    }
    for (String base : bases(series)) {
      git("checkout", "-q", "--force", "--detach", base).succeeded();
      if (git(command.toArray(String[]::new)).exit() == 0) {
        return new Applied(base, git("rev-parse", "HEAD").succeeded().out().strip());
      }
      git("am", "--abort");
    }
    return null;
  }

  private Set<String> bases(Series series) throws Exception {
    Set<String> bases = new LinkedHashSet<>();
    String said = series.baseCommit();
    if (!said.isEmpty() && git("cat-file", "-e", said + "^{commit}").exit() == 0) {
      bases.add(said);
    }
    long sent = series.head().sent();
    String title = series.patches().firstEntry().getValue().subject().title();
    bases.addAll(
        git("log", "--all", "--fixed-strings", "--grep=" + title, "--format=%P")
            .out()
            .lines()
            .limit(2)
            .toList());
    for (String branch : List.of("origin/dev", "origin/experimental")) {
      bases.addAll(
          git("rev-list", "-n" + BASES_MAX, "--before=" + sent, branch)
              .succeeded()
              .out()
              .lines()
              .toList());
    }
    bases.removeIf(base -> base.isBlank() || base.contains(" "));
    return bases;
  }

  private void compare(Series before, Applied old, Series after, Applied now) throws Exception {
    read++;
    List<Difference> own = differences(RangeDiff.of(patches(before), patches(after)));
    Set<String> ownShape = shape(own);
    List<Difference> git = differences(rangeDiff(STRICT, old, now));
    paired += shape(git).equals(ownShape) ? 1 : 0;
    git = differences(rangeDiff(LOOSE, old, now));
    String what = before.head().id() + " .. " + after.head().id();
    if (shape(git).equals(ownShape)) {
      pairedLoosely++;
    } else {
      System.out.println("  " + what + "\n    git  " + shape(git) + "\n    ours " + ownShape);
    }
    for (Difference one : git) {
      own.stream()
          .filter(other -> other.pair.equals(one.pair) && one.pair.contains("!"))
          .filter(other -> !one.lines.isEmpty() || !other.lines.isEmpty())
          .forEach(other -> compare(what, one, other));
    }
  }

  private String rangeDiff(String factor, Applied old, Applied now) throws Exception {
    return git(
            "range-diff",
            "--no-color",
            "--creation-factor=" + factor,
            old.base + ".." + old.tip,
            now.base + ".." + now.tip)
        .succeeded()
        .out();
  }

  private void compare(String what, Difference git, Difference own) {
    changed++;
    asIs +=
        git.lines.stream().sorted().toList().equals(own.lines.stream().sorted().toList()) ? 1 : 0;
    if (git.settled().equals(own.settled())) {
      equalChanges++;
      return;
    }
    List<String> more = new ArrayList<>(own.settled());
    git.settled().forEach(more::remove);
    List<String> less = new ArrayList<>(git.settled());
    own.settled().forEach(less::remove);
    System.out.println("  " + what + " " + git.pair);
    less.stream().limit(6).forEach(line -> System.out.println("    git  " + line));
    more.stream().limit(6).forEach(line -> System.out.println("    ours " + line));
  }

  /// What differs in nothing but what is not compared here is taken for equal.
  private static Set<String> shape(List<Difference> differences) {
    Set<String> shape = new TreeSet<>();
    differences.forEach(
        one -> shape.add(one.lines.isEmpty() ? one.pair.replace('!', '=') : one.pair));
    return shape;
  }

  private List<RangeDiff.Patch> patches(Series series) {
    List<RangeDiff.Patch> patches = new ArrayList<>();
    for (SeriesMail patch : series.patches().values()) {
      String title = patch.subject().title();
      Message message = Message.parse(raws.get(patch.id()));
      patches.add(new RangeDiff.Patch(patch.number(), title, PatchText.comparable(message, title)));
    }
    return patches;
  }

  private static List<Difference> differences(List<Pair> pairs) {
    List<Difference> all = new ArrayList<>();
    for (Pair pair : pairs) {
      List<String> lines = new ArrayList<>();
      for (Piece piece : pair.pieces()) {
        if (piece instanceof Piece.Changed(var before, var after)) {
          before.forEach(line -> addTo(lines, "-" + line));
          after.forEach(line -> addTo(lines, "+" + line));
        }
      }
      String old = pair.before() == null ? "-" : "" + pair.before().number();
      String now = pair.after() == null ? "-" : "" + pair.after().number();
      String sign =
          pair.before() == null ? ">" : pair.after() == null ? "<" : pair.same() ? "=" : "!";
      all.add(new Difference(old + sign + now, lines));
    }
    return all;
  }

  /// What `git range-diff` wrote. Who wrote the patch is not compared: mails say it elsewhere.
  private static List<Difference> differences(String text) {
    List<Difference> all = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher pair = PAIR.matcher(line);
      if (pair.matches()) {
        all.add(new Difference(pair.group(1) + pair.group(2) + pair.group(3), new ArrayList<>()));
      } else if (!all.isEmpty() && line.startsWith("    ")) {
        String inner = line.substring(4);
        if ((inner.startsWith("-") || inner.startsWith("+")) && !inner.startsWith("Author: ", 1)) {
          addTo(all.getLast().lines, inner);
        }
      }
    }
    return all;
  }

  /// Blank lines are left out, and the headings of hunks: which function they name is up to whoever
  /// made the diff. Of messages git expands tabs and strips
  /// the ends of lines.
  private static void addTo(List<String> lines, String line) {
    String rest = line.substring(1);
    if (!rest.isBlank() && !rest.startsWith("@@")) {
      boolean message = rest.startsWith("    ");
      boolean said = rest.strip().startsWith("## ") || rest.strip().startsWith("\\ ");
      String text = message ? rest.replaceAll("\\s+", " ") : rest;
      lines.add(line.charAt(0) + (message || said ? text.strip() : text));
    }
  }
}
