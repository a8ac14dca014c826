package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.testing.Share;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions that are known by a change-id or a link to belong together, as they are found without.
/// What the last run found stands in `docs/accuracy.md`.
@Tag("slow")
class VersionAccuracyTest {
  private static final double RECALL_MIN = 0.90;

  /// Who links his earlier version often gave the change another title: then only the link tells.
  private static final double LINKED_MIN = 0.80;

  private static final double PRECISION_MIN = 0.97;

  /// Where links are read, what is known by them is nothing to be proud of.
  private static final double READ_MIN = 0.97;

  /// Change-ids that agree; authors change them in the middle, too.
  private static final double AGREEING_MIN = 0.90;

  private static final Pattern LINK =
      Pattern.compile("https?://\\S+?/([^\\s/]+(?:@|%40)[^\\s/>)\\]]+)");

  /// What a line says that links an earlier version, or the line before it.
  private static final Pattern EARLIER =
      Pattern.compile("(?i)\\bv\\d+\\b|\\brfc\\b|\\b(previous|prior|last|earlier) (version|post)");

  /// These link reports, and what was taken.
  private static final Pattern OTHER = Pattern.compile("(?i)\\s*(link|closes|fixes|reported-by):");

  @TempDir private Path temp;
  private final Map<MessageId, Set<MessageId>> links = new HashMap<>();

  private record Pair(Series earlier, Series later) {
    boolean bySame() {
      return Sender.of(earlier.head().from()).isSame(Sender.of(later.head().from()));
    }

    String line() {
      long days = (later.head().sent() - earlier.head().sent()) / 86_400;
      String who = bySame() ? "" : " by another";
      return "  %s [%s]%n    %s [%s] %d days%s"
          .formatted(
              earlier.head().id().value(),
              earlier.title(),
              later.head().id().value(),
              later.title(),
              days,
              who);
    }
  }

  /// A mailing and the one before it, which a person read: whether they are versions of one change.
  /// `seen`: drawn before the rules were mended for what it showed.
  private record Label(boolean versions, boolean seen, MessageId earlier, MessageId later) {
    static Label parse(String line) {
      String[] fields = line.split(" ", 4);
      return new Label(
          fields[0].equals("yes"),
          fields[1].equals("seen"),
          new MessageId(fields[2]),
          new MessageId(fields[3]));
    }
  }

  private List<Series> series() throws Exception {
    Mailings mailings = new Mailings(temp);
    for (String list : List.of("linux-erofs", "linux-unionfs", "live-patching")) {
      mailings.read(list, this::note);
    }
    return mailings.series();
  }

  @Test
  void whatIsSaidToBeAVersionIsOne() throws Exception {
    Map<MessageId, List<Version>> topics = new HashMap<>();
    Map<MessageId, Version> versions = new HashMap<>();
    for (List<Version> topic : Topics.of(series())) {
      for (Version version : topic) {
        topics.put(version.series().head().id(), topic);
        versions.put(version.series().head().id(), version);
      }
    }
    List<Label> labels = labels();
    assertThat(versions.keySet()).containsAll(labels.stream().map(Label::later).toList());
    for (boolean seen : List.of(true, false)) {
      List<Label> some = labels.stream().filter(label -> label.seen == seen).toList();
      List<Label> said =
          some.stream()
              .filter(label -> topics.get(label.earlier).equals(topics.get(label.later)))
              .filter(label -> isSaid(versions.get(label.earlier), versions.get(label.later)))
              .toList();
      List<Label> wrong = said.stream().filter(label -> !label.versions).toList();
      long lost = some.stream().filter(Label::versions).filter(one -> !said.contains(one)).count();
      Share right = new Share(said.size() - wrong.size(), said.size());
      System.out.println(
          (seen ? "seen: " : "held out: ") + right + " of what is said right, not said " + lost);
      wrong.forEach(one -> System.out.println("  " + one.earlier + " " + one.later));
      assertThat(right.value()).isGreaterThanOrEqualTo(PRECISION_MIN);
      assertThat(lost).isZero();
    }
  }

  /// What only later ones tie, or is another part of the same mailing, is not.
  private static boolean isSaid(Version earlier, Version later) {
    return later.evidence() != Version.Evidence.FIRST
        && !later.series().isSentWith(earlier.series());
  }

  private static List<Label> labels() throws IOException {
    try (InputStream in = VersionAccuracyTest.class.getResourceAsStream("version-edges.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).map(Label::parse).toList();
    }
  }

  @Test
  void versionsAreFoundWithoutChangeIds() throws Exception {
    List<Series> series = series();
    Map<MessageId, String> changes = new HashMap<>();
    series.stream()
        .filter(one -> !one.changeId().isEmpty())
        .forEach(one -> changes.put(one.head().id(), one.changeId()));
    List<Pair> byChange = byChangeId(series);
    List<Pair> linked = byLink(series);
    List<Pair> own = linked.stream().filter(Pair::bySame).toList();
    System.out.println(series.size() + " mailings, " + changes.size() + " with a change-id");
    Map<MessageId, Integer> without = topicOf(series, false);
    Share blind = found("change-id, no links read", byChange, without);
    Share blindly = found("link to a mail of one's own, no links read", own, without);
    Map<MessageId, Integer> topics = topicOf(series, true);
    Share hidden = found("change-id", byChange, topics);
    Share read = found("link", linked, topics);
    found("link to a mail of one's own", own, topics);
    Share right = agreeing(topics(series, true), changes);
    assertThat(blind.value()).isGreaterThanOrEqualTo(RECALL_MIN);
    assertThat(blindly.value()).isGreaterThanOrEqualTo(LINKED_MIN);
    assertThat(hidden.value()).isGreaterThanOrEqualTo(READ_MIN);
    assertThat(read.value()).isGreaterThanOrEqualTo(READ_MIN);
    assertThat(right.value()).isGreaterThanOrEqualTo(AGREEING_MIN);
  }

  /// Without change-ids.
  private static List<List<Version>> topics(List<Series> series, boolean links) {
    return Topics.of(series.stream().map(one -> withoutChangeId(one, links)).toList());
  }

  private static Map<MessageId, Integer> topicOf(List<Series> series, boolean links) {
    Map<MessageId, Integer> topicOf = new HashMap<>();
    List<List<Version>> topics = topics(series, links);
    for (int i = 0; i < topics.size(); i++) {
      for (Version version : topics.get(i)) {
        topicOf.put(version.series().head().id(), i);
      }
    }
    return topicOf;
  }

  private static Share found(String what, List<Pair> known, Map<MessageId, Integer> topicOf) {
    List<Pair> missed =
        known.stream()
            .filter(pair ->
                !topicOf.get(pair.earlier.head().id()).equals(topicOf.get(pair.later.head().id())))
            .toList();
    Share share = new Share(known.size() - missed.size(), known.size());
    System.out.println("of " + known.size() + " pairs by " + what + " found " + share);
    missed.forEach(pair -> System.out.println(pair.line()));
    return share;
  }

  /// Of what is joined and has change-ids, each with the one before it.
  private static Share agreeing(List<List<Version>> topics, Map<MessageId, String> changes) {
    int all = 0;
    List<Pair> wrong = new ArrayList<>();
    for (List<Version> topic : topics) {
      Series before = null;
      for (Version version : topic) {
        Series series = version.series();
        String change = changes.get(series.head().id());
        if (change != null && before != null) {
          all++;
          if (!change.equals(changes.get(before.head().id()))) {
            wrong.add(new Pair(before, series));
          }
        }
        before = change == null ? before : series;
      }
    }
    Share share = new Share(all - wrong.size(), all);
    System.out.println("of " + all + " joined pairs with change-ids agree " + share);
    wrong.forEach(pair -> System.out.println(pair.line()));
    return share;
  }

  /// Each version with the one before it.
  private static List<Pair> byChangeId(List<Series> series) {
    Map<String, Series> last = new HashMap<>();
    List<Pair> pairs = new ArrayList<>();
    for (Series one : byDate(series)) {
      Series before = one.changeId().isEmpty() ? null : last.put(one.changeId(), one);
      if (before != null) {
        pairs.add(new Pair(before, one));
      }
    }
    return pairs;
  }

  /// Each version with the last one that it links.
  private List<Pair> byLink(List<Series> series) {
    Map<MessageId, Series> holding = new HashMap<>();
    for (Series one : byDate(series)) {
      mails(one).forEach(mail -> holding.putIfAbsent(mail.id(), one));
    }
    List<Pair> pairs = new ArrayList<>();
    for (Series one : byDate(series)) {
      mails(one).stream()
          .flatMap(mail -> links.getOrDefault(mail.id(), Set.of()).stream())
          .map(holding::get)
          .filter(linked -> linked != null && isEarlier(linked, one))
          .max((left, right) -> SeriesMail.BY_DATE.compare(left.head(), right.head()))
          .ifPresent(linked -> pairs.add(new Pair(linked, one)));
    }
    return pairs;
  }

  private static boolean isEarlier(Series linked, Series one) {
    boolean rfc = linked.head().subject().rfc() && !one.head().subject().rfc();
    return linked.head().sent() < one.head().sent() && (rfc || linked.version() < one.version());
  }

  private static List<Series> byDate(List<Series> series) {
    return series.stream()
        .sorted((one, other) -> SeriesMail.BY_DATE.compare(one.head(), other.head()))
        .toList();
  }

  private static List<SeriesMail> mails(Series series) {
    List<SeriesMail> mails = new ArrayList<>(series.patches().values());
    if (series.cover() != null) {
      mails.addFirst(series.cover());
    }
    return mails;
  }

  private void note(Message message) {
    Set<MessageId> found = new HashSet<>();
    String before = "";
    for (String line : PatchText.of(message).lines().toList()) {
      if (line.startsWith("diff --git ")) {
        break;
      }
      boolean earlier = EARLIER.matcher(line).find() || EARLIER.matcher(before).find();
      Matcher link = LINK.matcher(line);
      while (earlier && !line.startsWith(">") && !OTHER.matcher(line).lookingAt() && link.find()) {
        String id = link.group(1).replaceAll("[.,;#].{0,1}$", "");
        found.add(new MessageId(id.contains("%40") ? id.replace("%40", "@") : id));
      }
      before = line;
    }
    if (!found.isEmpty()) {
      links.put(message.ids().getFirst(), found);
    }
  }

  private static Series withoutChangeId(Series series, boolean links) {
    SortedMap<Integer, SeriesMail> patches = new TreeMap<>();
    series.patches().forEach((number, patch) -> patches.put(number, withoutChangeId(patch, links)));
    SeriesMail cover = series.cover();
    return new Series(
        series.version(),
        series.versionText(),
        series.total(),
        cover == null ? null : withoutChangeId(cover, links),
        patches,
        series.takenOver());
  }

  private static SeriesMail withoutChangeId(SeriesMail mail, boolean links) {
    BodyFacts body = mail.body();
    return new SeriesMail(
        mail.id(),
        mail.references(),
        mail.from(),
        mail.sent(),
        mail.subject(),
        new BodyFacts(
            body.diff(),
            body.diffstat(),
            body.patchId(),
            body.diffHash(),
            "",
            body.baseCommit(),
            body.trailers(),
            body.claims(),
            body.files(),
            body.author(),
            links ? body.earlier() : List.of()));
  }
}
