package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.Claim;
import org.annals.series.SeriesMail;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Home;
import org.annals.testing.Samples;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// b4, as maintainers use it, on the demo archive and its code repository. What each message is, the
/// archive's `README.md` says.
class B4ClientTest {
  private static final String V1 = "20261005090211.2871-0-ines@okafor.example";
  private static final String V4 = "20261119091402.4417-0-ines@okafor.example";
  private static final String PULL = "afRx2I2dQfvfO9J4@lindq.example";
  private static final String PARTIAL = "20260407121000.90240-0-praman@lowland.example";
  private static final String ODD_ID = "a/b%2Fc+d?e=f#g@relay-7.zapruda.example";

  /// Where b4 says that a series belongs.
  private static final Pattern BASE = Pattern.compile("Base: .*?([0-9a-f]{40})");

  private static final Pattern BASE_COMMIT = Pattern.compile("(?m)^base-commit: ([0-9a-f]{40})");
  private static final Pattern TIP = Pattern.compile("fetch changes up to ([0-9a-f]{40})");
  private static final Pattern COVER = Pattern.compile("\\[PATCH v3 0+/([0-9]+)\\]");

  @TempDir static Path directory;
  private static RunningSite site;
  private static Home home;
  private static Path code;

  @BeforeAll
  static void serve() throws Exception {
    home = Home.with(directory.resolve("home"), "b4", "git");
    site = RunningSite.demo(directory);
    code = directory.resolve("brook.git");
  }

  @AfterAll
  static void stop() throws IOException {
    if (site != null) {
      site.close();
    }
  }

  /// `midmask` is what stands between the site and the Message-ID.
  private static Home configured(String midmask) {
    return configured(site, midmask);
  }

  private static Home configured(RunningSite site, String midmask) {
    return home.git(
        "b4.midmask",
        site.base() + midmask + "%s",
        "b4.searchmask",
        site.base() + "/all/?x=m&t=1&q=%s",
        "b4.linkmask",
        site.base() + "/r/%s",
        "b4.attestation-policy",
        "off",
        "user.name",
        "Ann",
        "user.email",
        "ann@example.org",
        "url." + code + ".insteadOf",
        "https://git.lindq.example/brook.git");
  }

  /// Without a cache, as of a search that it has kept it takes one message only.
  private static Shell.Result b4(Home home, String... arguments) throws Exception {
    home.run("rm", "-rf", ".cache").succeeded();
    List<String> command = new ArrayList<>(List.of("b4", "--no-stdin", "-n"));
    command.addAll(List.of(arguments));
    return home.run(command.toArray(String[]::new));
  }

  private static int mails(String mbox) {
    return (int) mbox.lines().filter(line -> line.startsWith("From ")).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/all/", "/brook-devel/", "/"})
  void fetchesAThread(String midmask) throws Exception {
    Home home = configured(midmask);
    String mbox = b4(home, "mbox", "-C", "-o", "-", V4).succeeded().out();
    assertThat(mails(mbox)).isGreaterThan(6);
    assertThat(mbox).contains("<" + V4 + ">");
    Shell.Result unknown = b4(home, "mbox", "-C", "-o", "-", "nobody@nowhere.example");
    assertThat(unknown.exit()).isNotZero();
    assertThat(unknown.err()).contains("not known");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/all/", "/brook-users/", "/"})
  void fetchesByAnIdFullOfSpecialCharacters(String midmask) throws Exception {
    String mbox = b4(configured(midmask), "mbox", "-C", "-o", "-", ODD_ID).succeeded().out();
    assertThat(mbox).contains("<" + ODD_ID + ">");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/all/", "/brook-devel/", "/"})
  void preparesASeriesForGit(String midmask) throws Exception {
    String mbox = b4(configured(midmask), "am", "-C", "-l", "-o", "-", V4).succeeded().out();
    assertThat(mails(mbox)).isEqualTo(5);
    assertThat(mbox)
        .contains("Subject: [PATCH v4 1/5] ", "Subject: [PATCH v4 5/5] ")
        .contains("Link: " + site.base() + "/r/20261119091402.4417-1-ines@okafor.example")
        .contains("Reviewed-by: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/all/", "/brook-devel/", "/"})
  void findsTheNewestVersion(String midmask) throws Exception {
    Shell.Result am = b4(configured(midmask), "am", "-C", "-c", "-o", "-", V1).succeeded();
    assertThat(mails(am.out())).isEqualTo(5);
    assertThat(am.out()).contains("Subject: [PATCH v4 1/5] ");
  }

  @Test
  void whatItPreparesApplies() throws Exception {
    Home home = configured("/all/");
    apply(home, "applied");
    String log = home.run("git", "-C", "applied", "log", "-5", "--format=%s").succeeded().out();
    assertThat(log.lines()).hasSize(5).allMatch(line -> !line.contains("PATCH"));
  }

  /// Applies what `b4 am` prepares of the newest version, on a branch of a clone.
  private static void apply(Home home, String clone) throws Exception {
    home.run("git", "clone", "-q", code.toString(), clone).succeeded();
    home.run("mkdir", "-p", clone + ".am").succeeded();
    Shell.Result am = b4(home, "am", "-C", "-o", clone + ".am", V4).succeeded();
    Matcher base = BASE.matcher(am.err());
    assertThat(base.find()).as(am.err()).isTrue();
    home.run("git", "-C", clone, "checkout", "-q", "-b", "taken", base.group(1)).succeeded();
    home.run("sh", "-c", "cd " + clone + " && git am -q ../" + clone + ".am/*.mbx").succeeded();
  }

  /// The thanks that it writes are a mail of which we know that the patches were taken.
  @Test
  void thanksForWhatWasApplied() throws Exception {
    Home home = configured("/all/");
    apply(home, "thanked");
    String[] ty = {"env", "-C", "thanked", "b4", "--no-stdin", "-n", "ty", "--since", "20.years"};
    Shell.Result dry = home.run(join(ty, "-a", "--dry-run")).succeeded();
    assertThat(dry.err()).contains("Located: [PATCH v4 0/5] ring: grow without stopping readers");
    home.run("mkdir", "thanks").succeeded();
    home.run(join(ty, "-a", "-o", "../thanks")).succeeded();
    String mail = home.run("sh", "-c", "cat thanks/*.thanks").succeeded().out();
    Message message = Message.parse(mail.getBytes(StandardCharsets.UTF_8));
    SeriesMail thanks = SeriesMail.of(message.ids().getFirst(), message, 0);
    assertThat(thanks.parent()).isEqualTo(new MessageId(V4));
    assertThat(thanks.body().claims())
        .singleElement()
        .isInstanceOfSatisfying(
            Claim.Taken.class,
            taken -> {
              assertThat(taken.source()).isEqualTo(Claim.Taken.Source.TY);
              assertThat(taken.numbers()).containsExactly(1, 2, 3, 4, 5);
              assertThat(taken.items()).allMatch(item -> item.commit().length() == 40);
            });
  }

  private static String[] join(String[] command, String... more) {
    return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void addsTrailersToCommits() throws Exception {
    Home home = configured("/all/");
    home.run("git", "clone", "-q", code.toString(), "reviewed").succeeded();
    Matcher base = BASE_COMMIT.matcher(site.text("/all/" + V4 + "/raw"));
    assertThat(base.find()).isTrue();
    home.run("git", "-C", "reviewed", "checkout", "-q", "-b", "mine", base.group(1)).succeeded();
    for (int number = 1; number <= 5; number++) {
      String id = V4.replace("-0-", "-" + number + "-");
      Files.writeString(home.resolve(number + ".eml"), site.text("/all/" + id + "/raw"));
      home.run("git", "-C", "reviewed", "am", "-q", "../" + number + ".eml").succeeded();
    }
    Shell.Result updated =
        home.run(
            "env",
            "-C",
            "reviewed",
            "b4",
            "--no-stdin",
            "-n",
            "trailers",
            "-u",
            "-C",
            "-F",
            V4,
            "--since",
            "20.years");
    assertThat(updated.err()).as(updated.out()).contains("Trailers updated.");
    String log =
        home.run("git", "-C", "reviewed", "log", "-5", "--format=%s: %(trailers)")
            .succeeded()
            .out();
    assertThat(log)
        .containsSubsequence("docs: say what a ring promises: ", "Acked-by: Beatriz Nogueira")
        .containsSubsequence("tests: race a grower", "Tested-by: Mateusz Wrona");
    assertThat(log.split("Tested-by: Farid Haddad", -1)).hasSize(6);
  }

  @Test
  void comparesVersions() throws Exception {
    Shell.Result diff =
        b4(configured("/all/"), "diff", V4, "-C", "-v", "3", "4", "-g", code.toString())
            .succeeded();
    assertThat(diff.out()).contains("1:  ", "5:  ");
  }

  @Test
  void takesAPullRequest() throws Exception {
    Matcher tip = TIP.matcher(site.text("/brook-devel/" + PULL + "/raw"));
    assertThat(tip.find()).isTrue();
    Shell.git(code, "branch", "brook-fixes-0.9.3", tip.group(1)).succeeded();
    Home home = configured("/brook-devel/");
    home.run("git", "clone", "-q", "-b", "stable-0.8", code.toString(), "pulled").succeeded();
    home.run("env", "-C", "pulled", "b4", "--no-stdin", "-n", "pr", PULL).succeeded();
    String fetched = home.run("git", "-C", "pulled", "rev-parse", "FETCH_HEAD").succeeded().out();
    assertThat(fetched).isEqualTo(tip.group(1) + "\n");
  }

  @Test
  void collectsWhatReviewersSaid() throws Exception {
    Shell.Result am = b4(configured("/all/"), "am", "-C", "-t", "-o", "-", PARTIAL).succeeded();
    assertThat(am.err()).contains("Partial reroll detected", "[PATCH     v2 3/5]");
    assertThat(mails(am.out())).isEqualTo(5);
    assertThat(am.out()).contains("Tested-by: Kestutis Vaitkus", "Acked-by: Beatriz Nogueira");
    assertThat(am.out().split("Reviewed-by: Hanna Lindqvist", -1)).hasSize(6);
  }

  /// Real series of a real list: whatever it holds, b4 finds all patches of one posted whole.
  @Test
  void preparesSeriesOfASampleList() throws Exception {
    Path bundle = Samples.bundle("live-patching");
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("sample"), "live-patching");
    fixture.importFrom("live-patching", bundle);
    try (RunningSite sample = RunningSite.of(fixture, new SiteSettings("", ""))) {
      Home home = configured(sample, "/live-patching/");
      AtomFeed feed = AtomFeed.parse(sample.get("/live-patching/?q=s:%22PATCH+v3+0%22&x=A").body());
      List<String> whole = new ArrayList<>();
      List<String> cut = new ArrayList<>();
      for (AtomFeed.Entry entry : feed.entries()) {
        Matcher cover = COVER.matcher(entry.title());
        if (cover.find() && whole.size() + cut.size() < 5) {
          Shell.Result am = b4(home, "am", "-C", "-v", "3", "-o", "-", entry.href()).succeeded();
          int patches = Integer.parseInt(cover.group(1));
          (mails(am.out()) == patches ? whole : cut).add(entry.title());
        }
      }
      assertThat(whole).as("and not whole: " + cut).hasSize(5);
    }
  }
}
