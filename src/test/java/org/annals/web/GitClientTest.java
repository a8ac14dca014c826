package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `git` itself against a running site.
class GitClientTest {
  private static final int MAILS = 40;

  @TempDir Path directory;
  private RunningSite site;
  private Path epoch;

  @BeforeEach
  void serve() throws Exception {
    site = RunningSite.of(directory.resolve("archive"), "dev");
    byte[][] mails = new byte[MAILS][];
    for (int i = 0; i < MAILS; i++) {
      mails[i] = MailText.number(i).bytes();
    }
    site.add("dev", mails); // a pack
    site.add("dev", MailText.of("loose@x").bytes());
    epoch = site.epoch("dev", 0);
  }

  @AfterEach
  void stop() throws IOException {
    site.close();
  }

  /// With no settings but ours.
  private Shell.Result git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "HOME=" + directory,
                "GIT_CONFIG_NOSYSTEM=1",
                "GIT_TERMINAL_PROMPT=0",
                "git"));
    command.addAll(List.of(arguments));
    return Shell.run(command.toArray(String[]::new));
  }

  private static String tip(Path repository) throws IOException, InterruptedException {
    return Shell.git(repository, "rev-parse", "HEAD").succeeded().out();
  }

  private static int commits(Path repository) throws IOException, InterruptedException {
    String count = Shell.git(repository, "rev-list", "--count", "HEAD").succeeded().out();
    return Integer.parseInt(count.strip());
  }

  private void assertWhole(Path clone) throws IOException, InterruptedException {
    assertThat(tip(clone)).isEqualTo(tip(epoch));
    assertThat(commits(clone)).isEqualTo(commits(epoch));
    Shell.Result fsck = Shell.git(clone, "fsck", "--strict", "--no-dangling").succeeded();
    assertThat(fsck.out() + fsck.err()).doesNotContain("error").doesNotContain("missing");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2",
    "0.git, 2",
    "git/0, 2",
    "git/0.git, 2",
    "0, 0",
    "0, 1",
    "git/0.git, 0",
  })
  void clonesBySmartHttp(String spelling, String version) throws Exception {
    Path clone = directory.resolve("clone.git");
    git(
            "-c",
            "protocol.version=" + version,
            "clone",
            "-q",
            "--mirror",
            site.base() + "/dev/" + spelling,
            clone.toString())
        .succeeded();
    assertWhole(clone);
    site.add("dev", MailText.of("later@x").bytes());
    git("-c", "protocol.version=" + version, "-C", clone.toString(), "fetch", "-q").succeeded();
    assertWhole(clone);
  }

  @ParameterizedTest
  @CsvSource({"0", "0.git", "git/0", "git/0.git"})
  void clonesByDumbHttp(String spelling) throws Exception {
    Files.deleteIfExists(epoch.resolve("info/refs"));
    Files.deleteIfExists(epoch.resolve("objects/info/packs"));
    Path clone = directory.resolve("clone.git");
    Shell.run(
            "env",
            "GIT_SMART_HTTP=0",
            "git",
            "clone",
            "-q",
            "--mirror",
            site.base() + "/dev/" + spelling,
            clone.toString())
        .succeeded();
    assertWhole(clone);
    site.add("dev", MailText.of("later@x").bytes());
    Shell.run("env", "GIT_SMART_HTTP=0", "git", "-C", clone.toString(), "fetch", "-q").succeeded();
    assertWhole(clone);
  }

  @ParameterizedTest
  @CsvSource({"0", "2"})
  void clonesTheNewestOnlyAndTheRestLater(String version) throws Exception {
    Path clone = directory.resolve("clone.git");
    String url = site.base() + "/dev/0";
    String protocol = "protocol.version=" + version;
    git("-c", protocol, "clone", "-q", "--mirror", "--depth=3", url, clone.toString()).succeeded();
    assertThat(commits(clone)).isEqualTo(3);
    site.add("dev", MailText.of("later@x").bytes());
    git("-c", protocol, "-C", clone.toString(), "fetch", "-q").succeeded();
    assertThat(commits(clone)).isEqualTo(4);
    git("-c", protocol, "-C", clone.toString(), "fetch", "-q", "--depth=7").succeeded();
    assertThat(commits(clone)).isEqualTo(7);
    git("-c", protocol, "-C", clone.toString(), "fetch", "-q", "--unshallow").succeeded();
    assertWhole(clone);
  }

  @Test
  void deepensByAsManyAsItIsTold() throws Exception {
    Path clone = directory.resolve("clone.git");
    git("clone", "-q", "--mirror", "--depth=3", site.base() + "/dev/0", clone.toString())
        .succeeded();
    git("-C", clone.toString(), "fetch", "-q", "--deepen=2").succeeded();
    assertThat(commits(clone)).isEqualTo(5);
    site.add("dev", MailText.of("later@x").bytes());
    git("-C", clone.toString(), "fetch", "-q", "--deepen=4").succeeded();
    assertThat(commits(clone)).isEqualTo(10);
    git("-C", clone.toString(), "fetch", "-q", "--deepen=1000000").succeeded();
    assertWhole(clone);
  }

  @ParameterizedTest
  @CsvSource({"0", "2"})
  void clonesWithoutMailAndGetsItWhenAsked(String version) throws Exception {
    Path clone = directory.resolve("clone.git");
    String protocol = "protocol.version=" + version;
    git(
            "-c",
            protocol,
            "clone",
            "-q",
            "--mirror",
            "--filter=blob:none",
            site.base() + "/dev/0",
            clone.toString())
        .succeeded();
    String missing =
        Shell.git(clone, "rev-list", "--objects", "--missing=print", "HEAD").succeeded().out();
    assertThat(missing.lines().filter(line -> line.startsWith("?"))).hasSize(MAILS + 1);
    String mail = git("-c", protocol, "-C", clone.toString(), "show", "HEAD~5:m").succeeded().out();
    assertThat(mail).isEqualTo(MailText.number(MAILS - 5).toString());
    Shell.git(clone, "fsck").succeeded();
  }

  /// Made by `git gc`: what JGit then sends as it is.
  @Test
  void clonesAPackWithABitmap() throws Exception {
    Shell.git(epoch, "repack", "-q", "-a", "-d", "-b").succeeded();
    try (var files = Files.newDirectoryStream(epoch.resolve("objects/pack"), "*.bitmap")) {
      assertThat(files).isNotEmpty();
    }
    site.add("dev", MailText.of("later@x").bytes());
    Path clone = directory.resolve("clone.git");
    git("clone", "-q", "--mirror", site.base() + "/dev/0", clone.toString()).succeeded();
    assertWhole(clone);
  }

  @Test
  void rewrittenHistoryIsFollowed() throws Exception {
    Path clone = directory.resolve("clone.git");
    git("clone", "-q", "--mirror", site.base() + "/dev/0", clone.toString()).succeeded();
    Shell.git(epoch, "update-ref", "refs/heads/master", "HEAD~3").succeeded();
    git("-C", clone.toString(), "fetch", "-q").succeeded();
    assertWhole(clone);
  }

  @Test
  void manyCloneWhileMailArrives() throws Exception {
    String url = site.base() + "/dev/0";
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> clones = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Path clone = directory.resolve("clone" + i + ".git");
        clones.add(
            threads.submit(() -> {
              git("clone", "-q", "--mirror", url, clone.toString()).succeeded();
              return clone;
            }));
      }
      for (int i = 0; i < 10; i++) {
        site.add("dev", MailText.of("busy" + i + "@x").bytes());
      }
      for (Future<Path> clone : clones) {
        Shell.git(clone.get(), "fsck", "--strict").succeeded();
        git("-C", clone.get().toString(), "fetch", "-q").succeeded();
        assertWhole(clone.get());
      }
    }
  }

  @Test
  void whoPushesIsRefused() throws Exception {
    Path clone = directory.resolve("clone.git");
    git("clone", "-q", "--bare", site.base() + "/dev/0", clone.toString()).succeeded();
    Shell.Result push =
        git("-C", clone.toString(), "push", site.base() + "/dev/0", "HEAD:refs/heads/mine");
    assertThat(push.exit()).isNotZero();
    assertThat(push.err()).contains("403");
    assertThat(Files.exists(epoch.resolve("refs/heads/mine"))).isFalse();
  }

  @Test
  void whoClonesTheInboxIsTold() throws Exception {
    Shell.Result clone =
        git("clone", site.base() + "/dev/", directory.resolve("clone.git").toString());
    assertThat(clone.exit()).isNotZero();
    assertThat(clone.err()).contains("remote:").contains(site.base() + "/dev/0");
  }
}
