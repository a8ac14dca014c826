package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.api.ApiUser;
import org.annals.api.PatchworkApi;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.Progress;
import org.annals.testing.Home;
import org.annals.testing.Shell;
import org.annals.web.WebLimits;
import org.annals.web.WebServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// git-pw and b4, as maintainers and CI use them, on the demo archive. The state of a patch is
/// changed by one test only.
class PatchworkClientsTest {
  private static final String PROJECT = "brook-devel";
  private static final String COVER = "20261119091402.4417-0-ines@okafor.example";
  private static final Pattern BASE = Pattern.compile("base-commit: ([0-9a-f]{40})");

  @TempDir static Path directory;
  private static Archive archive;
  private static WebServer web;

  @BeforeAll
  static void serve() throws Exception {
    ArchiveLayout layout = new ArchiveLayout(directory.resolve("archive"));
    DemoCommand.make(layout);
    Workspace workspace = Workspace.open(layout.directory());
    archive = workspace.archive(Progress.QUIET);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest("secret".getBytes(StandardCharsets.UTF_8));
    ApiUser mia =
        new ApiUser(
            "mia",
            "Mia Maintainer",
            List.of("mia@example.org"),
            HexFormat.of().formatHex(hash),
            List.of("all"));
    web =
        WebServer.start(
            archive,
            new WebServer.Place("127.0.0.1", 0),
            workspace.site(),
            WebLimits.DEFAULT,
            new PatchworkAnnex(new PatchworkApi(archive, List.of(mia))));
  }

  @AfterAll
  static void stop() throws IOException {
    try (Archive _ = archive) {
      web.close();
    }
  }

  private String base() {
    return "http://127.0.0.1:" + web.port();
  }

  /// A connection for each request: after one whose body is not read the server hangs up.
  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Authorization", "Token secret")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private String get(String path) throws Exception {
    HttpResponse<String> response = send("GET", path, "");
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return response.body();
  }

  private static String number(String json) {
    Matcher id = Pattern.compile("\"id\":([0-9]+)").matcher(json);
    assertThat(id.find()).as(json).isTrue();
    return id.group(1);
  }

  /// The number of the patch in this place of the last version of the big series.
  private String patch(int place) throws Exception {
    String id = COVER.replace("-0-", "-" + place + "-");
    return number(get("/api/1.2/patches/?project=" + PROJECT + "&msgid=" + id));
  }

  private String series() throws Exception {
    return number(get("/api/1.2/covers/?project=" + PROJECT + "&msgid=" + COVER));
  }

  private Home home(String... programs) throws Exception {
    return Home.with(directory.resolve("home"), programs)
        .git(
            "pw.server",
            base() + "/api/1.2",
            "pw.project",
            PROJECT,
            "pw.token",
            "secret",
            "user.name",
            "Mia",
            "user.email",
            "mia@example.org",
            "b4.midmask",
            base() + "/all/%s",
            "b4.searchmask",
            base() + "/all/?x=m&t=1&q=%s",
            "b4.attestation-policy",
            "off",
            "b4.pw-url",
            base(),
            "b4.pw-key",
            "secret",
            "b4.pw-project",
            PROJECT,
            "b4.pw-review-state",
            "under-review");
  }

  private static String gitPw(Home home, String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git-pw"));
    command.addAll(List.of(arguments.split(" ")));
    return home.run(command.toArray(String[]::new)).succeeded().out();
  }

  @Test
  void gitPwListsAndShows() throws Exception {
    Home home = home("git-pw");
    assertThat(gitPw(home, "patch list --limit 3 -f csv").lines())
        .hasSize(4)
        .first()
        .isEqualTo("\"ID\",\"Date\",\"Name\",\"Submitter\",\"State\",\"Archived\",\"Delegate\"");
    assertThat(gitPw(home, "patch list --submitter kestutis --state new --state accepted -f csv"))
        .contains("Kestutis Vaitkus (kv@delta.example)")
        .doesNotContain("Ines Okafor");
    assertThat(gitPw(home, "patch list --hash " + "0".repeat(40) + " -f csv").lines()).hasSize(1);
    assertThat(gitPw(home, "patch show " + patch(1) + " -f csv"))
        .contains(
            "\"Message ID\",\"<" + COVER.replace("-0-", "-1-") + ">\"",
            "\"Name\",\"[v4,1/5] ring: name the slot states\"",
            "\"Project\",\"brook-devel\"",
            "\"Series\",\"" + series() + " ring: grow without stopping readers\"");
    assertThat(gitPw(home, "series list grow -f csv"))
        .contains("\"ring: grow without stopping readers\",\"4\"");
    assertThat(gitPw(home, "series show " + series() + " -f csv"))
        .contains("\"Received\",\"5 of 5\"", "\"Complete\",\"True\"", "\"Version\",\"4\"")
        .contains("\"" + patch(5) + " [v4,5/5] docs: say what a ring promises\"");
  }

  @Test
  void gitPwDownloadsAndApplies() throws Exception {
    Home home = home("git-pw", "git");
    gitPw(home, "patch download " + patch(1) + " one.patch");
    assertThat(Files.readString(home.resolve("one.patch")))
        .contains("Subject: [PATCH v4 1/5] ring: name the slot states\n", "\nReviewed-by: ");
    Shell.Result said = home.run("git-pw", "patch", "download", "--diff", patch(1)).succeeded();
    String told = (said.out() + said.err()).strip();
    Path diff = Path.of(told.substring(told.lastIndexOf(' ') + 1));
    assertThat(Files.readString(diff)).startsWith("diff --git a/src/ring.c b/src/ring.c\n");
    gitPw(home, "series download " + series() + " all.patch");
    assertThat(Files.readString(home.resolve("all.patch")).split("\nFrom mboxrd")).hasSize(5);

    Matcher commit = BASE.matcher(get("/api/1.2/covers/" + series() + "/"));
    assertThat(commit.find()).isTrue();
    Path code = directory.resolve("archive/code/brook.git");
    home.run("git", "clone", "-q", code.toString(), "work").succeeded();
    Home work = new Home(home.resolve("work"), home.environment());
    work.run("git", "checkout", "-q", commit.group(1)).succeeded();
    gitPw(work, "series apply " + series());
    assertThat(work.run("git", "log", "-5", "--format=%s").succeeded().out().lines())
        .hasSize(5)
        .first()
        .isEqualTo("docs: say what a ring promises");
    work.run("git", "checkout", "-q", commit.group(1)).succeeded();
    gitPw(work, "patch apply " + patch(2)); // with those before it
    assertThat(work.run("git", "log", "-2", "--format=%s").succeeded().out())
        .isEqualTo("ring: keep the old table until readers leave\nring: name the slot states\n");
  }

  @Test
  void gitPwUpdatesPatchesAndKeepsBundles() throws Exception {
    Home home = home("git-pw");
    String one = number(get("/api/1.2/patches/?q=when+the+peer+half-closes"));
    assertThat(
            gitPw(
                home,
                "patch update --state accepted --commit-ref c0ffee --archived yes --delegate mia "
                    + one
                    + " -f csv"))
        .contains("\"State\",\"accepted\"", "\"Archived\",\"True\"", "\"Commit Ref\",\"c0ffee\"")
        .contains("\"Delegate\",\"mia\"");
    assertThat(gitPw(home, "patch list --state accepted --archived --delegate mia -f csv"))
        .contains("\"" + one + "\"");
    assertThat(gitPw(home, "patch list -f csv")).doesNotContain("\"" + one + "\"");
    gitPw(home, "bundle create next " + patch(2) + " " + one);
    assertThat(gitPw(home, "bundle list -f csv")).contains("\"1\",\"next\",\"mia\",\"no\"");
    gitPw(home, "bundle update --name later --public 1");
    gitPw(home, "bundle add 1 " + patch(3));
    gitPw(home, "bundle remove 1 " + one);
    assertThat(gitPw(home, "bundle show later -f csv"))
        .contains("\"Public\",\"True\"", patch(3) + " [v4,3/5]", patch(2) + " [v4,2/5]")
        .doesNotContain(one + " poll:");
    gitPw(home, "bundle delete 1");
    assertThat(gitPw(home, "bundle list -f csv").lines()).hasSize(1);
  }

  @Test
  void b4SetsTheStateOfThePatchesItTakesAndOfNoOthers() throws Exception {
    Home home = home("b4");
    home.run("mkdir", "-p", "out").succeeded();
    String all = "/api/1.2/patches/?project=" + PROJECT + "&per_page=250&state=under-review";
    for (int place = 1; place <= 5; place++) {
      String set = send("PATCH", "/api/1.2/patches/" + patch(place) + "/", "state=new").body();
      assertThat(set).contains("\"state\":\"new\"");
    }
    String before = get(all);
    home.run("b4", "--no-stdin", "-n", "am", "-C", "-o", "out", COVER).succeeded();
    for (int place = 1; place <= 5; place++) {
      assertThat(get("/api/1.2/patches/" + patch(place) + "/"))
          .contains("\"state\":\"under-review\"");
    }
    String after = get(all);
    assertThat(states(after)).isEqualTo(states(before) + 5);
  }

  private static int states(String json) {
    return json.split("\"state\":\"under-review\"", -1).length - 1;
  }

  @Test
  void pagesKnowNothingOfWhatProgramsSend() throws Exception {
    assertThat(send("PATCH", "/" + PROJECT + "/", "state=new").statusCode()).isEqualTo(405);
    assertThat(send("DELETE", "/" + PROJECT + "/new.html", "").statusCode()).isEqualTo(405);
    assertThat(send("BREW", "/api/1.2/", "").statusCode()).isEqualTo(405);
    String tooLong = "state=new&x=" + "x".repeat(4 << 20);
    assertThat(send("PATCH", "/api/1.2/patches/" + patch(1) + "/", tooLong).statusCode())
        .isEqualTo(413);
    HttpResponse<String> head = send("HEAD", "/api/1.2/patches/", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Link")).isPresent();
    assertThat(send("GET", "/api", "").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/project/" + PROJECT + "/list/", "").statusCode()).isEqualTo(302);
  }
}
