package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.annals.testing.Eventually;
import org.annals.testing.Home;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `lei`, which searches an archive over HTTP.
class LeiTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private Home home;
  private RunningSite site;
  private String url;

  @BeforeEach
  void serve() throws Exception {
    home = Home.with(directory.resolve("home"), "lei", "curl");
    home = home.with("XDG_RUNTIME_DIR", Files.createDirectory(home.resolve("run")).toString());
    site = RunningSite.of(directory.resolve("archive"), "dev");
    url = site.base() + "/dev/";
    site.add(
        "dev",
        MailText.of("root@x").subject("[PATCH] ring: grow").bytes(),
        MailText.of("reply@x").subject("no word of it").inReplyTo("root@x").bytes(),
        MailText.of("other@x").subject("something else").bytes());
  }

  /// Its daemon outlives the command that started it.
  @AfterEach
  void stop() throws Exception {
    if (site == null) {
      return; // skipped
    }
    try {
      long daemon = Long.parseLong(lei("daemon-pid").succeeded().out().strip());
      lei("daemon-kill").succeeded();
      Eventually.holds(
          DEADLINE,
          "lei's daemon ends",
          () -> ProcessHandle.of(daemon).filter(ProcessHandle::isAlive).isEmpty());
    } finally {
      site.close();
    }
  }

  private Shell.Result lei(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("lei"));
    command.addAll(List.of(arguments));
    return home.run(command.toArray(String[]::new));
  }

  private List<String> idsIn(String mbox) throws IOException {
    return Files.readAllLines(home.resolve(mbox)).stream()
        .filter(line -> line.startsWith("Message-ID: <"))
        .map(line -> line.substring("Message-ID: <".length(), line.length() - 1))
        .sorted()
        .toList();
  }

  @Test
  void searchesAndKeepsUp() throws Exception {
    lei("q", "-q", "--only", url, "-o", "mboxrd:found", "s:ring").succeeded();
    assertThat(idsIn("found")).containsExactly("root@x");
    lei("q", "-q", "-t", "--only", url, "-o", "mboxrd:threads", "s:ring").succeeded();
    assertThat(idsIn("threads")).containsExactly("reply@x", "root@x");
    lei("up", "-q", "found").succeeded(); // the answer is 404, as nothing is new
    assertThat(idsIn("found")).containsExactly("root@x");
    long now = Instant.now().getEpochSecond();
    site.add("dev", MailText.of("new@x").subject("ring: shrink").sent(now).bytes());
    lei("up", "-q", "--all").succeeded();
    assertThat(idsIn("found")).containsExactly("new@x", "root@x");
    assertThat(idsIn("threads")).containsExactly("new@x", "reply@x", "root@x");
  }

  @Test
  void findsNothing() throws Exception {
    Shell.Result nothing = lei("q", "-q", "--no-save", "--only", url, "s:zebra").succeeded();
    assertThat(nothing.out().strip()).isEqualTo("[null]");
  }

  @Test
  void showsTheMessageThatAnAddressNames() throws Exception {
    lei("add-external", "-q", url).succeeded();
    assertThat(lei("lcat", "-q", url + "other@x/").succeeded().out())
        .contains("Subject: something else", "text of other@x");
    assertThat(lei("lcat", "-q", "-f", "mboxrd", "<reply@x>").succeeded().out())
        .contains("Message-ID: <reply@x>");
  }
}
