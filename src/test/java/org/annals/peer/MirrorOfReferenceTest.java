package org.annals.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.annals.mail.MessageId;
import org.annals.store.NumberMap;
import org.annals.testing.Launch;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `annals mirror` of all that the peer serves: the same commits, and the same number for each of
/// 30,000 messages.
@Tag("peer")
class MirrorOfReferenceTest {
  @TempDir private Path directory;

  @Test
  void theMirrorHasCommitsAndNumbersOfThePeer() throws Exception {
    Path work = Path.of("target", "peer").toAbsolutePath();
    Files.createDirectories(work);
    Reference reference = Reference.up(work);
    try {
      Launch annals = Launch.on(directory, "512m");
      Launch.Result made = annals.run("mirror", reference.http().base() + "/").succeeded();
      assertThat(made.err()).isEmpty();
      Mails mails = new Mails();
      for (String list : Reference.LISTS) {
        mails.addAll(annals, list);
        Path original = reference.directory().resolve(list);
        assertThat(tip(directory.resolve("inboxes").resolve(list))).isEqualTo(tip(original));
        assertThat(mails.of(list)).hasSizeGreaterThan(7_000);
        try (NumberMap numbers = NumberMap.open(NumberMap.in(original))) {
          for (Mails.Mail mail : mails.of(list)) {
            assertThat(numbers.find(new MessageId(mail.id()))).isEqualTo(mail.number());
          }
        }
      }
      assertThat(annals.run("fetch", "--exit-code").exit()).isEqualTo(127);
    } finally {
      reference.down();
    }
  }

  private static String tip(Path inbox) throws Exception {
    return Shell.git(inbox.resolve("git/0.git"), "rev-parse", "HEAD").succeeded().out();
  }
}
