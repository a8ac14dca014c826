package org.annals.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.annals.testing.Launch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Asks Annals and public-inbox the same random questions over the same three lists and compares
/// what they say. Each difference must be one that `docs/compatibility.md` explains.
///
/// Which peer is asked says [Reference]. `-Dannals.questions=N` asks more or fewer than 2,000 of
/// each kind; `-Dannals.kinds=QUERY,FILE` only of these. The report is
/// `target/peer/differences.txt`.
@Tag("peer")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerDifferencesTest {
  private static final Path WORK = Path.of("target", "peer");
  private static final int QUESTIONS = Integer.getInteger("annals.questions", 2_000);
  private static final Set<String> KINDS =
      Set.of(System.getProperty("annals.kinds", "").split(",", -1));

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final Mails mails = new Mails();
  private Reference reference;
  private Launch.Running serving;
  private Comparison comparison;

  @BeforeAll
  void serve() throws Exception {
    Files.createDirectories(WORK);
    System.out.println("PeerDifferencesTest: -Dannals.seed=" + seed);
    reference = Reference.up(WORK);
    Launch annals = SampleArchive.in(WORK);
    for (String list : Reference.LISTS) {
      mails.addAll(annals, list);
    }
    serving = annals.start("serve", "--http", "127.0.0.1:0");
    comparison = new Comparison(Server.of(serving), reference.http(), mails);
  }

  @AfterAll
  void stop() throws Exception {
    if (serving != null) {
      serving.kill();
    }
    if (comparison != null) {
      comparison.write(WORK.resolve("differences.txt"));
    }
    if (reference != null) {
      reference.down();
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersAgree(Kind kind) throws Exception {
    Assumptions.assumeTrue(KINDS.contains("") || KINDS.contains(kind.name()), "not asked for");
    Random random = new Random(seed + kind.name().hashCode());
    assertThat(comparison.ask(kind, QUESTIONS, random)).isEmpty();
  }
}
