package org.annals.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.annals.store.Deletion;
import org.annals.testing.Launch;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A copy of a peer's config and inboxes, taken over where it lies, says what the peer says: the
/// same URLs, article numbers, UIDs and UIDVALIDITY. Where it may not, `docs/compatibility.md` says
/// so.
///
/// Which peer is asked says [Reference]. `-Dannals.urls=N` asks more or fewer than 1,000 URLs. The
/// report is `target/peer/taken-over.txt`.
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakenOverInPlaceTest {
  private static final Path WORK = Path.of("target", "peer").toAbsolutePath();
  private static final int URLS = Integer.getInteger("annals.urls", 1_000);
  private static final int SAMPLED = 1_000;
  private static final int LINES_AT_ONCE = 2_000;
  private static final Pattern ENTRY = Pattern.compile("\"(/[^\"]+)\":\\{([^}]*)}");
  private static final Pattern VALUE = Pattern.compile("\"[^\"]*\":(\"[^\"]*\"|[^\",]+)");
  private static final Pattern SIZE = Pattern.compile("RFC822\\.SIZE \\d+");
  private static final Pattern UID = Pattern.compile("UID \\d+");
  private static final Pattern ARRIVED = Pattern.compile("INTERNALDATE \"[^\"]+\"");
  private static final Pattern STATUS = Pattern.compile("(MESSAGES|UIDNEXT|UIDVALIDITY) \\d+");
  private static final Pattern MAILBOX = Pattern.compile("\"?(inbox\\.[a-z-]+\\.\\d+)\"?$");

  /// U+FFFD as the bytes of UTF-8.
  private static final String UNKNOWN = "\u00ef\u00bf\u00bd";

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final Mails mails = new Mails();
  private Reference reference;
  private Launch.Running serving;
  private Server ours;

  @BeforeAll
  void takeOver() throws Exception {
    System.out.println("TakenOverInPlaceTest: -Dannals.seed=" + seed);
    Files.createDirectories(WORK);
    reference = Reference.up(WORK);
    Path taken = WORK.resolve("taken");
    Deletion.tree(taken);
    Files.createDirectories(taken.resolve("archive"));
    Path config = taken.resolve("config");
    Files.copy(reference.directory().resolve("config"), config);
    for (String list : Reference.LISTS) {
      Path inbox = taken.resolve(list);
      Shell.run("cp", "-a", reference.directory().resolve(list).toString(), inbox.toString())
          .succeeded();
      Shell.run(
              "git",
              "config",
              "-f",
              config.toString(),
              "publicinbox." + list + ".inboxdir",
              inbox.toString())
          .succeeded();
    }
    Files.writeString(taken.resolve("archive/config"), "[include]\n\tpath = " + config + "\n");
    Launch annals = Launch.on(taken.resolve("archive"), "512m");
    annals.run("index").succeeded();
    for (String list : Reference.LISTS) {
      mails.addAll(annals, list);
    }
    assertThat(annals.run("take-over", "--all").succeeded().out().lines())
        .filteredOn(line -> line.endsWith(" messages have the numbers that they had; 0 had none"))
        .hasSize(Reference.LISTS.size());
    serving =
        annals.start(
            "serve", "--http", "127.0.0.1:0", "--nntp", "127.0.0.1:0", "--imap", "127.0.0.1:0");
    ours = Server.of(serving);
  }

  @AfterAll
  void stop() throws Exception {
    if (serving != null) {
      serving.kill();
    }
    if (reference != null) {
      reference.down();
    }
  }

  private int port(String protocol) throws IOException {
    return Integer.parseInt(
        serving.out().replaceAll("(?s).*listening " + protocol + " [^ ]*:(\\d+)\n.*", "$1"));
  }

  @Test
  void urlsAnswerAlike() throws Exception {
    Comparison comparison = new Comparison(ours, reference.http(), mails);
    List<Difference> unexplained = new ArrayList<>();
    Kind[] kinds = Kind.values();
    for (int i = 0; i < kinds.length; i++) {
      int share = URLS * (i + 1) / kinds.length - URLS * i / kinds.length;
      Random random = new Random(seed + kinds[i].name().hashCode());
      unexplained.addAll(comparison.ask(kinds[i], share, random));
    }
    comparison.write(WORK.resolve("taken-over.txt"));
    assertThat(unexplained).isEmpty();
  }

  @Test
  void descriptionsAndManifestSayTheSame() throws Exception {
    for (String list : Reference.LISTS) {
      Question question = Question.get("/" + list + "/description");
      assertThat(ours.ask(question).body()).isEqualTo(reference.http().ask(question).body());
    }
    Question question = Question.get("/manifest.js.gz");
    assertThat(epochs(ours.ask(question).body()))
        .hasSameSizeAs(Reference.LISTS)
        .isEqualTo(epochs(reference.http().ask(question).body()));
  }

  /// Of each path what is said of it, in no order.
  private static Map<String, Set<String>> epochs(byte[] manifest) {
    String json = new String(Shown.unzipped(manifest), StandardCharsets.UTF_8);
    Map<String, Set<String>> epochs = new TreeMap<>();
    for (MatchResult one : ENTRY.matcher(json).results().toList()) {
      Set<String> said = new TreeSet<>();
      VALUE.matcher(one.group(2)).results().forEach(value -> said.add(value.group()));
      epochs.put(one.group(1), said);
    }
    return epochs;
  }

  @Test
  void articlesHaveTheirNumbersAndOverviews() throws Exception {
    try (LineClient we = new LineClient(port("nntp"));
        LineClient they = new LineClient(reference.nntp())) {
      assertThat(new TreeSet<>(we.block("LIST ACTIVE.TIMES", "215")))
          .isEqualTo(new TreeSet<>(they.block("LIST ACTIVE.TIMES", "215")));
      long last = group(we, they, "inbox.linux-erofs");
      int articles = 0;
      for (long from = 1; from <= last; from += LINES_AT_ONCE) {
        String range = "OVER " + from + "-" + (from + LINES_AT_ONCE - 1);
        List<String> mine = we.block(range, "224");
        compareOverviews(mine, they.block(range, "224"));
        articles += mine.size();
      }
      assertThat(articles).isGreaterThan(15_000);
    }
  }

  @Test
  void articlesOfARandomThousandAreTheSameBytes() throws Exception {
    Random random = new Random(seed);
    try (LineClient we = new LineClient(port("nntp"));
        LineClient they = new LineClient(reference.nntp())) {
      long last = group(we, they, "inbox.live-patching");
      int articles = 0;
      while (articles < SAMPLED) {
        long number = random.nextLong(1, last + 1);
        String mine = we.ask("STAT " + number);
        String theirs = they.ask("STAT " + number);
        assertThat(mine.split(" ", -1)[0]).as(mine).isEqualTo(theirs.split(" ", -1)[0]);
        if (mine.startsWith("223")) {
          articles++;
          assertThat(we.block("ARTICLE " + number, "220"))
              .as("article %s", number)
              .isEqualTo(they.block("ARTICLE " + number, "220"));
          compareOverviews(we.block("OVER " + number, "224"), they.block("OVER " + number, "224"));
        }
      }
    }
  }

  /// The highest number, which is the same.
  private static long group(LineClient we, LineClient they, String name) throws IOException {
    String[] mine = we.ask("GROUP " + name).split(" ", -1);
    String[] theirs = they.ask("GROUP " + name).split(" ", -1);
    assertThat(List.of(mine[2], mine[3])).isEqualTo(List.of(theirs[2], theirs[3]));
    return Long.parseLong(mine[3]);
  }

  /// Number, date, Message-ID, bytes, lines and Xref to the letter; the same references, of which
  /// the last may be another; subject and sender, but for what the peer's library does to them.
  private static void compareOverviews(List<String> mine, List<String> theirs) {
    assertThat(mine).hasSameSizeAs(theirs);
    for (int i = 0; i < mine.size(); i++) {
      String[] we = mine.get(i).split("\t", -1);
      String[] they = theirs.get(i).split("\t", -1);
      for (int field : new int[] {0, 3, 4, 6, 7}) {
        assertThat(we[field]).as(mine.get(i)).isEqualTo(they[field]);
      }
      for (int field : new int[] {1, 2}) {
        boolean undecoded = they[field].contains("=?") || they[field].contains(UNKNOWN);
        if (!undecoded) {
          assertThat(unquoted(we[field])).as(mine.get(i)).isEqualTo(unquoted(they[field]));
        }
      }
      assertThat(groups(we[8])).as(mine.get(i)).isEqualTo(groups(they[8]));
      assertThat(Set.of(we[5].split(" ", -1)))
          .as(mine.get(i))
          .isEqualTo(Set.of(they[5].split(" ", -1)));
    }
  }

  private static String unquoted(String name) {
    return name.replaceAll("[\"\\\\]", "");
  }

  /// Without the name of the server.
  private static Set<String> groups(String xref) {
    return new TreeSet<>(List.of(xref.split(" ", -1)).subList(2, xref.split(" ", -1).length));
  }

  @Test
  void mailboxesHaveTheirUids() throws Exception {
    Random random = new Random(seed);
    try (LineClient we = new LineClient(port("imap"));
        LineClient they = new LineClient(reference.imap())) {
      we.told("LOGIN anonymous anonymous");
      they.told("LOGIN anonymous anonymous");
      Set<String> slices = slices(they.told("LIST \"\" *"));
      assertThat(slices).hasSameSizeAs(Reference.LISTS).isEqualTo(slices(we.told("LIST \"\" *")));
      for (String slice : slices) {
        String status = "STATUS " + slice + " (MESSAGES UIDNEXT UIDVALIDITY)";
        assertThat(facts(STATUS, we.told(status))).isEqualTo(facts(STATUS, they.told(status)));
        we.told("EXAMINE " + slice);
        they.told("EXAMINE " + slice);
        List<String> mine = we.told("UID FETCH 1:* (UID RFC822.SIZE INTERNALDATE)");
        List<String> theirs = they.told("UID FETCH 1:* (UID RFC822.SIZE INTERNALDATE)");
        for (Pattern fact : List.of(UID, SIZE, ARRIVED)) {
          assertThat(facts(fact, mine)).isEqualTo(facts(fact, theirs)).hasSameSizeAs(mine);
        }
        for (int i = 0; i < 50; i++) {
          String uid = facts(UID, mine).get(random.nextInt(mine.size()));
          String fetch = uid.replace("UID", "UID FETCH") + " BODY.PEEK[]";
          assertThat(text(we.told(fetch))).isEqualTo(text(they.told(fetch)));
        }
      }
    }
  }

  private static Set<String> slices(List<String> listed) {
    Set<String> slices = new TreeSet<>();
    for (String line : listed) {
      MAILBOX.matcher(line.toLowerCase(Locale.ROOT)).results().forEach(m -> slices.add(m.group(1)));
    }
    return slices;
  }

  private static List<String> facts(Pattern fact, List<String> lines) {
    return lines.stream()
        .flatMap(line -> fact.matcher(line).results())
        .map(MatchResult::group)
        .toList();
  }

  /// What was sent of a message, without the line that says which.
  private static String text(List<String> fetched) {
    String whole = String.join("\n", fetched);
    return whole.substring(whole.indexOf('\n'), whole.lastIndexOf(')'));
  }

  @Test
  void whatIsOfThePeerIsAsItWas() throws Exception {
    for (String list : Reference.LISTS) {
      for (String file : List.of("msgmap.sqlite3", "inbox.lock", "xap15/over.sqlite3")) {
        assertThat(
                Files.mismatch(
                    copied(list, file), reference.directory().resolve(list + "/" + file)))
            .as("%s of %s", file, list)
            .isEqualTo(-1);
      }
      try (Stream<Path> git = Files.list(copied(list, "git"))) {
        assertThat(git.map(Path::getFileName)).containsExactly(Path.of("0.git"));
      }
    }
  }

  private static Path copied(String list, String file) {
    return WORK.resolve("taken").resolve(list).resolve(file);
  }
}
