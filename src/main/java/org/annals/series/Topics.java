package org.annals.series;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.MessageId;
import org.annals.series.Version.Evidence;
import org.annals.thread.SubjectKey;

/// Finds which mailings are versions of one change.
///
/// Mailings that share a key are compared, each with the last few before it; what belongs together
/// directly or by others is one topic. The order of the mailings does not matter.
public final class Topics {
  /// Two mailings under one title that are further apart are two changes.
  private static final long APART_SECONDS_MAX = 400L * 86_400;

  /// Of the patches of the smaller one, one in so many is in the other: has a title of it, or the
  /// same lines as one of it.
  private static final int IN_COMMON = 3;

  /// With how many before it that share a key a mailing is compared.
  private static final int COMPARED_MAX = 8;

  /// Keys that begin so name a mail.
  static final String MAIL = "mail ";

  private static final Pattern STABLE =
      Pattern.compile("(?i)(?:linux-|stable[-/])?v?(\\d{1,4}\\.\\d{1,3})(?:[.-].*)?");

  private static final Set<String> STABLES = Set.of("AUTOSEL", "STABLE");

  private final List<Candidate> candidates;
  private final int[] roots;
  private final Evidence[] evidence;
  private final Map<MessageId, Integer> holding = new HashMap<>();

  /// Pairs that are no versions of each other, whatever speaks for it.
  private final Set<Long> parted = new HashSet<>();

  private Topics(List<Candidate> candidates) {
    this.candidates = candidates;
    this.roots = new int[candidates.size()];
    this.evidence = new Evidence[candidates.size()];
    for (int i = 0; i < roots.length; i++) {
      roots[i] = i;
      evidence[i] = Evidence.FIRST;
      for (SeriesMail mail : candidates.get(i).series().own()) {
        holding.putIfAbsent(mail.id(), i);
      }
    }
  }

  /// A mailing and what it is compared by.
  private record Candidate(
      Series series,
      String title,
      Set<String> titles,
      Set<String> patchIds,
      List<EarlierVersion> earlier) {
    static Candidate of(Series series) {
      Set<String> titles = new HashSet<>();
      Set<String> patchIds = new HashSet<>();
      for (SeriesMail patch : series.patches().values()) {
        titles.add(key(patch));
        patchIds.add(patch.body().patchId());
      }
      titles.remove("");
      patchIds.remove("");
      List<EarlierVersion> earlier =
          series.own().stream().flatMap(mail -> mail.body().earlier().stream()).toList();
      return new Candidate(series, key(series.head()), titles, patchIds, earlier);
    }

    Set<String> authors() {
      return Sender.of(series.head().from()).keys();
    }

    boolean isOfAuthorOf(Candidate other) {
      return Sender.of(series.head().from()).isSame(Sender.of(other.series.head().from()));
    }
  }

  /// The same without orders.
  public static List<List<Version>> of(Collection<Series> mailings) {
    return of(mailings, List.of());
  }

  /// The versions of each change among these mailings, the earliest first.
  public static List<List<Version>> of(Collection<Series> mailings, Collection<Regrouping> orders) {
    List<Candidate> candidates =
        mailings.stream()
            .sorted(Comparator.comparing(Series::head, SeriesMail.BY_DATE))
            .map(Candidate::of)
            .toList();
    Topics topics = new Topics(candidates);
    topics.obey(orders);
    topics.join();
    topics.joinNaming();
    Map<Integer, List<Version>> found = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      found
          .computeIfAbsent(topics.root(i), _ -> new ArrayList<>())
          .add(new Version(candidates.get(i).series(), topics.evidence[i]));
    }
    return List.copyOf(found.values());
  }

  /// Two versions of a change share one of these, unless one answers the other.
  public static Set<String> keys(Series series) {
    Candidate candidate = Candidate.of(series);
    Set<String> keys = new LinkedHashSet<>();
    if (!series.changeId().isEmpty()) {
      keys.add("change " + series.changeId());
    }
    if (series.ghost()) {
      return keys;
    }
    Set<String> titles = new LinkedHashSet<>(candidate.titles());
    titles.add(candidate.title());
    titles.remove("");
    for (String author : candidate.authors()) {
      titles.forEach(title -> keys.add("title " + author + " " + title));
      candidate.patchIds().forEach(id -> keys.add("patch " + author + " " + id));
    }
    series.own().forEach(mail -> keys.add(MAIL + mail.id().value()));
    candidate.earlier().forEach(link -> keys.add(MAIL + link.id().value()));
    return keys;
  }

  private void obey(Collection<Regrouping> orders) {
    for (Regrouping order : orders) {
      Integer one = holding.get(order.series());
      Integer other = holding.get(order.other());
      if (one != null
          && other != null
          && !one.equals(other)
          && (order.maintainer() || candidates.get(one).isOfAuthorOf(candidates.get(other)))) {
        int earlier = Math.min(one, other);
        int later = Math.max(one, other);
        if (order.same()) {
          join(earlier, later, Evidence.ORDER);
        } else {
          parted.add(pair(earlier, later));
        }
      }
    }
  }

  private static long pair(int earlier, int later) {
    return ((long) earlier << 32) | later;
  }

  private void join() {
    Map<String, List<Integer>> sharing = new HashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      Set<String> keys = keys(candidates.get(i).series());
      keys.add("answered " + candidates.get(i).title());
      for (String key : keys) {
        if (!key.startsWith(MAIL)) {
          sharing.computeIfAbsent(key, _ -> new ArrayList<>()).add(i);
        }
      }
    }
    Set<Long> compared = new HashSet<>();
    for (List<Integer> group : sharing.values()) {
      for (int at = 1; at < group.size(); at++) {
        for (int back = 1; back <= Math.min(at, COMPARED_MAX); back++) {
          int earlier = group.get(at - back);
          int later = group.get(at);
          if (compared.add(pair(earlier, later))) {
            evidence(candidates.get(earlier), candidates.get(later))
                .ifPresent(why -> join(earlier, later, why));
          }
        }
      }
    }
  }

  /// What names mails of others: as links, or as what it answers.
  private void joinNaming() {
    for (int later = 0; later < candidates.size(); later++) {
      Candidate naming = candidates.get(later);
      for (EarlierVersion link : naming.earlier()) {
        int earlier = holding.getOrDefault(link.id(), later);
        if (earlier < later && links(naming, candidates.get(earlier), link)) {
          join(earlier, later, Evidence.LINK);
        }
      }
      for (MessageId answered : naming.series().head().references()) {
        int earlier = holding.getOrDefault(answered, later);
        if (earlier < later
            && goesOn(naming.series(), candidates.get(earlier).series(), answered)) {
          join(earlier, later, Evidence.ANSWER);
        }
      }
    }
  }

  private void join(int earlier, int later, Evidence why) {
    if (parted.contains(pair(earlier, later))) {
      return;
    }
    if (evidence[later] == Evidence.FIRST || why.compareTo(evidence[later]) < 0) {
      evidence[later] = why;
    }
    int one = root(earlier);
    int other = root(later);
    roots[Math.max(one, other)] = Math.min(one, other);
  }

  private int root(int i) {
    int root = i;
    while (roots[root] != root) {
      root = roots[root];
    }
    while (roots[i] != root) {
      int next = roots[i];
      roots[i] = root;
      i = next;
    }
    return root;
  }

  /// Whether it says with reason that the other is a version before it: what somebody else sent, or
  /// what has no number, must be alike.
  private static boolean links(Candidate later, Candidate earlier, EarlierVersion link) {
    Series one = earlier.series();
    Series other = later.series();
    int said = link.number();
    boolean counted = !other.versionText().isEmpty();
    boolean before =
        isForTheTreesOf(one, other)
            && (said == 0 || !counted || said < other.version())
            && (said == 0 || one.versionText().isEmpty() || one.version() == said);
    boolean sure = said > 0 && counted && later.isOfAuthorOf(earlier);
    return before && (sure || alike(one, other));
  }

  /// Whether it is a higher version, in answer, of what it answers: whoever sent it under whatever
  /// title, it must change a file that this changes.
  private static boolean goesOn(Series later, Series earlier, MessageId answered) {
    boolean sameChange =
        later.changeId().isEmpty()
            || earlier.changeId().isEmpty()
            || later.changeId().equals(earlier.changeId());
    return sameChange
        && !later.versionText().isEmpty()
        && later.version() > earlier.version()
        && isForTheTreesOf(later, earlier)
        && (later.holds(answered)
            || !Collections.disjoint(later.files(), files(earlier, answered)));
  }

  /// Those of the patch; of the cover letter those of all patches.
  private static Collection<String> files(Series series, MessageId id) {
    return series.patches().values().stream()
        .filter(patch -> patch.id().equals(id))
        .findFirst()
        .map(patch -> (Collection<String>) patch.body().files())
        .orElseGet(series::files);
  }

  private static boolean alike(Series one, Series other) {
    Set<String> files = one.files();
    return (files.isEmpty() || other.files().isEmpty())
        ? one.title().equals(other.title())
        : other.files().stream().anyMatch(files::contains);
  }

  /// Why two mailings are versions of one change; empty if nothing says so.
  private static Optional<Evidence> evidence(Candidate one, Candidate other) {
    if (one.series().isSentWith(other.series())) {
      return Optional.empty();
    }
    String left = one.series().changeId();
    String right = other.series().changeId();
    if (!left.isEmpty() && !right.isEmpty()) {
      return left.equals(right) ? Optional.of(Evidence.CHANGE_ID) : Optional.empty();
    }
    boolean far =
        Math.abs(one.series().head().sent() - other.series().head().sent()) > APART_SECONDS_MAX;
    if (far || !isForTheTreesOf(one.series(), other.series())) {
      return Optional.empty();
    }
    boolean titled = one.title().equals(other.title()) && !one.title().isEmpty();
    if (!one.isOfAuthorOf(other)) {
      return titled
              && (answers(one.series(), other.series()) || answers(other.series(), one.series()))
          ? Optional.of(Evidence.ANSWER)
          : Optional.empty();
    }
    if (titled) {
      return Optional.of(Evidence.TITLE);
    }
    int fewer =
        Math.max(1, Math.min(one.series().patches().size(), other.series().patches().size()));
    if (common(one.titles(), other.titles()) * IN_COMMON >= fewer) {
      return Optional.of(Evidence.PATCHES);
    }
    return common(one.patchIds(), other.patchIds()) * IN_COMMON >= fewer
        ? Optional.of(Evidence.PATCH_ID)
        : Optional.empty();
  }

  /// Backports repeat titles without being versions of what is for another tree.
  private static boolean isForTheTreesOf(Series one, Series other) {
    return stableTrees(one).equals(stableTrees(other));
  }

  private static Set<String> stableTrees(Series series) {
    Set<String> trees = new HashSet<>();
    boolean stable = false;
    for (String tag : series.head().subject().tags()) {
      Matcher tree = STABLE.matcher(tag);
      if (tree.matches()) {
        trees.add(tree.group(1));
      }
      stable |= STABLES.contains(tag.toUpperCase(Locale.ROOT));
    }
    return trees.isEmpty() && stable ? STABLES : trees;
  }

  private static boolean answers(Series later, Series earlier) {
    return later.head().references().stream().anyMatch(earlier::holds);
  }

  private static String key(SeriesMail mail) {
    return SubjectKey.of(mail.subject().title());
  }

  private static int common(Set<String> one, Set<String> other) {
    return (int) one.stream().filter(other::contains).count();
  }
}
