package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.annals.testing.Launch;
import org.annals.testing.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `annals am` with patches that git wrote and git takes.
class AmTest {
  private static final String ENDORSED = "Reviewed-by: Tomas Brandt <tomas@brandt.example>";

  @TempDir private Path temp;
  private Path repository;
  private Launch annals;

  @BeforeEach
  void mailSeries() throws Exception {
    repository = Files.createDirectory(temp.resolve("code"));
    git("init", "-q", "-b", "main");
    git("config", "user.name", "Ines Okafor");
    git("config", "user.email", "ines@okafor.example");
    commit("ring.c", "one\n", "ring: begin");
    git("branch", "base");
    commit("ring.c", "one\ntwo\n", "ring: add two");
    commit("ring.c", "one\ntwo\nthrée\n", "ring: add thrée");
    git("format-patch", "-q", "-s", "-v2", "--cover-letter", "--thread", "-o", "out", "base");
    String cover = Files.readString(repository.resolve("out/v2-0000-cover-letter.patch"));
    String first = Files.readString(repository.resolve("out/v2-0001-ring-add-two.patch"));
    String second = Files.readString(repository.resolve("out/v2-0002-ring-add-thr-e.patch"));
    String id = first.replaceAll("(?si).*?Message-ID: <([^>]+)>.*", "$1");
    Files.writeString(
        temp.resolve("mails.mbox"),
        cover
            + "\n"
            + first
            + "\n"
            + second
            + "\n"
            + "From x Mon Sep 17 00:00:00 2001\nFrom: Tomas Brandt <tomas@brandt.example>\n"
            + "Subject: Re: [PATCH v2 1/2] ring: add two\nMessage-ID: <r@brandt.example>\n"
            + "In-Reply-To: <"
            + id
            + ">\nDate: Thu, 26 Nov 2026 09:00:00 +0000\n\n"
            + "Good.\n\n"
            + ENDORSED
            + "\nAcked-by: Somebody Else <else@x.example>\n");
    annals = Launch.on(temp.resolve("archive"));
    assertThat(annals.run("init", "brook", "--address", "brook@x.example").exit()).isZero();
    Launch.Result imported = annals.run("import", "brook", temp.resolve("mails.mbox").toString());
    assertThat(imported.exit()).as(imported.err()).isZero();
  }

  private void git(String... arguments) throws Exception {
    Shell.git(repository, arguments).succeeded();
  }

  private void commit(String file, String text, String message) throws Exception {
    Files.writeString(repository.resolve(file), text);
    git("add", file);
    git("commit", "-q", "-m", message);
  }

  @Test
  void gitAppliesTheSeriesWithTheTrailersItWasGiven() throws Exception {
    Launch.Result am = annals.run("am", "<r@brandt.example>");
    assertThat(am.exit()).as(am.err()).isZero();
    assertThat(am.err())
        .contains("+ " + ENDORSED)
        .contains(
            "! Acked-by: Somebody Else <else@x.example>, said by another in <r@brandt.example>");
    git("checkout", "-q", "--detach", "base");
    Files.writeString(temp.resolve("series.mbox"), am.out());
    git("am", "-q", temp.resolve("series.mbox").toString());
    String log = Shell.git(repository, "log", "--format=%s%n%b", "base..HEAD").succeeded().out();
    assertThat(log)
        .contains("ring: add two\nSigned-off-by: Ines Okafor <ines@okafor.example>\n" + ENDORSED)
        .contains("ring: add thrée\nSigned-off-by")
        .doesNotContain("Somebody Else");
    Shell.git(repository, "diff", "--exit-code", "main", "HEAD").succeeded();
  }

  @Test
  void saysWhatIsNotThere() throws Exception {
    assertThat(annals.run("am", "nobody@x.example"))
        .matches(result -> result.exit() == 1 && result.err().contains("no message <nobody@x"));
    assertThat(annals.run("am", "-v", "7", "r@brandt.example"))
        .matches(result -> result.exit() == 1 && result.err().contains("no version 7"));
    assertThat(annals.run("am", "--inbox", "nosuch", "x@y").exit()).isEqualTo(2);
  }
}
