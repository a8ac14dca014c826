package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.annals.archive.RemovalAction;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.Home;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `public-inbox-clone` and `public-inbox-fetch`, and what `public-inbox-index` then makes of the
/// mirror: public-inbox itself has to number the articles as we do.
class MirrorTest {
  private static final int NOTHING_NEW = 127;

  /// Reads the table that public-inbox keeps its article numbers in.
  private static final String NUMBERS =
      """
      import sqlite3, sys
      for row in sqlite3.connect(sys.argv[1]).execute("SELECT num, mid FROM msgmap ORDER BY num"):
          print(row[0], row[1])
      """;

  @TempDir Path directory;
  private Home home;

  @BeforeEach
  void needPrograms() throws Exception {
    home =
        Home.with(
            directory.resolve("home"),
            "public-inbox-clone",
            "public-inbox-index",
            "curl",
            "git",
            "python3");
  }

  private void cloneInbox(RunningSite site, String inbox, String... options) throws Exception {
    String[] command = new String[options.length + 4];
    command[0] = "public-inbox-clone";
    command[1] = "-q";
    System.arraycopy(options, 0, command, 2, options.length);
    command[options.length + 2] = site.base() + "/" + inbox + "/";
    command[options.length + 3] = "mirror";
    assertThat(home.run(command).succeeded().err()).doesNotContain("404", "warning");
  }

  private int fetch() throws Exception {
    return home.run("public-inbox-fetch", "-q", "--exit-code", "-C", "mirror").exit();
  }

  private List<String> numbersOfMirror() throws Exception {
    home.run("public-inbox-index", "-j0", "mirror").succeeded();
    return home.run("python3", "-c", NUMBERS, "mirror/msgmap.sqlite3")
        .succeeded()
        .out()
        .lines()
        .toList();
  }

  private static List<String> numbers(RunningSite site, String inbox) throws IOException {
    return site.postings(inbox).stream()
        .map(posting -> posting.slot().number() + " " + posting.id())
        .toList();
  }

  @Test
  void aMirrorHasTheArticleNumbersThatWeHave() throws Exception {
    try (RunningSite site = RunningSite.demo(directory)) {
      cloneInbox(site, "brook-users");
      Shell.git(home.resolve("mirror/git/0.git"), "fsck", "--strict").succeeded();
      assertThat(home.resolve("mirror/description"))
          .hasContent(site.text("/brook-users/description"));
      assertThat(home.resolve("mirror/inbox.config.example"))
          .content()
          .contains("[publicinbox \"brook-users\"]", "address = brook-users@example.org");
      assertThat(numbersOfMirror()).isEqualTo(numbers(site, "brook-users")).isNotEmpty();
      assertThat(fetch()).isEqualTo(NOTHING_NEW);
      site.add("brook-users", MailText.of("later@x").bytes());
      assertThat(fetch()).isZero();
      assertThat(numbersOfMirror())
          .isEqualTo(numbers(site, "brook-users"))
          .last()
          .asString()
          .endsWith(" later@x");
      assertThat(fetch()).isEqualTo(NOTHING_NEW);
    }
  }

  @Test
  void epochsComeAllOrAsAsked() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("archive"), "dev");
    for (int number = 0; number < 3; number++) {
      try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", number))) {
        epoch.add(MailText.number(2 * number), MailText.number(2 * number + 1));
      }
    }
    fixture.index();
    try (RunningSite site = RunningSite.of(fixture, new SiteSettings("", ""))) {
      cloneInbox(site, "dev", "--epoch=~0");
      assertThat(tip("mirror/git/2.git")).isEqualTo(tip(site.epoch("dev", 2)));
      assertThat(Files.exists(home.resolve("mirror/git/0.git/objects/pack"))).isFalse();
      home.run("rm", "-rf", "mirror").succeeded();
      cloneInbox(site, "dev");
      for (int number = 0; number < 3; number++) {
        assertThat(tip("mirror/git/" + number + ".git")).isEqualTo(tip(site.epoch("dev", number)));
      }
      assertThat(numbersOfMirror()).isEqualTo(numbers(site, "dev")).hasSize(6);
    }
  }

  @Test
  void aMirrorFollowsWhatIsPurgedHere() throws Exception {
    try (RunningSite site = RunningSite.of(directory.resolve("archive"), "dev")) {
      for (int number = 1; number < 6; number++) {
        site.add("dev", MailText.number(number).bytes());
      }
      cloneInbox(site, "dev");
      assertThat(numbersOfMirror()).isEqualTo(numbers(site, "dev")).hasSize(5);
      site.remove("dev", "n2@example.org", RemovalAction.PURGE);
      assertThat(fetch()).isZero();
      assertThat(tip("mirror/git/0.git")).isEqualTo(tip(site.epoch("dev", 0)));
      assertThat(numbersOfMirror()).isEqualTo(numbers(site, "dev")).hasSize(4);
      site.add("dev", MailText.number(6).bytes());
      assertThat(fetch()).isZero();
      assertThat(numbersOfMirror()).isEqualTo(numbers(site, "dev")).hasSize(5);
    }
  }

  /// public-inbox takes the note for the message whose place it has, and drops it with that one, as
  /// it does after its own `public-inbox-edit`; whoever clones later has it.
  @Test
  void aMirrorFollowsWhatIsRedactedHereWithoutTheNote() throws Exception {
    try (RunningSite site = RunningSite.of(directory.resolve("archive"), "dev")) {
      for (int number = 1; number < 6; number++) {
        site.add("dev", MailText.number(number).bytes());
      }
      cloneInbox(site, "dev");
      assertThat(numbersOfMirror()).isEqualTo(numbers(site, "dev")).hasSize(5);
      site.remove("dev", "n2@example.org", RemovalAction.REDACT);
      site.add("dev", MailText.number(6).bytes());
      assertThat(fetch()).isZero();
      assertThat(tip("mirror/git/0.git")).isEqualTo(tip(site.epoch("dev", 0)));
      List<String> without = new ArrayList<>(numbers(site, "dev"));
      assertThat(without.remove("2 n2@example.org")).isTrue();
      assertThat(numbersOfMirror()).isEqualTo(without).hasSize(5);
      home.run("rm", "-rf", "mirror").succeeded();
      cloneInbox(site, "dev");
      assertThat(numbersOfMirror()).isEqualTo(numbers(site, "dev")).hasSize(6);
    }
  }

  private String tip(String repository) throws Exception {
    return tip(home.resolve(repository));
  }

  private static String tip(Path repository) throws Exception {
    return Shell.git(repository, "rev-parse", "HEAD").succeeded().out();
  }
}
