package org.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.annals.testing.V1Fixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class V1HistoryTest {
  private static final MailText A = MailText.of("a@x");
  private static final MailText B = MailText.of("b@x");
  private static final MailText C = MailText.of("c@x");

  @TempDir Path temporary;

  @Test
  void messagesComeInTheOrderOfTheirCommits() throws Exception {
    V1Fixture v1 = V1Fixture.create(temporary.resolve("v1.git"));
    v1.add("b@x", B);
    v1.add("a@x", A);
    v1.add("c@x", C);
    assertThat(blobs(v1.path())).containsExactly(blob(B), blob(A), blob(C));
  }

  @Test
  void removedAndReplacedMessagesDoNotCome() throws Exception {
    V1Fixture v1 = V1Fixture.create(temporary.resolve("v1.git"));
    MailText edited = MailText.of("b@x").body("edited\n");
    v1.add("a@x", A);
    v1.add("b@x", B);
    v1.remove("a@x");
    v1.add("b@x", edited);
    v1.add("c@x", C);
    assertThat(blobs(v1.path())).containsExactly(blob(edited), blob(C));
  }

  @Test
  void v1AndV2AreToldApart() throws Exception {
    V1Fixture v1 = V1Fixture.create(temporary.resolve("v1.git"));
    v1.add("a@x", A);
    try (EpochFixture v2 = EpochFixture.create(temporary.resolve("0.git"));
        Epoch old = Epoch.open(0, v1.path())) {
      assertThat(V1History.isV1(old)).isTrue();
      try (Epoch epoch = Epoch.open(0, v2.path())) {
        assertThat(V1History.isV1(epoch)).isFalse();
        v2.add(A);
        assertThat(V1History.isV1(epoch)).isFalse();
      }
    }
  }

  private static List<String> blobs(Path repository) throws Exception {
    List<String> blobs = new ArrayList<>();
    try (Epoch epoch = Epoch.open(0, repository);
        V1History history = V1History.open(epoch, epoch.tip().orElseThrow())) {
      history.forEachRemaining(blob -> blobs.add(blob.hex()));
    }
    return blobs;
  }

  private static String blob(MailText mail) {
    return EpochFixture.blobOf(mail.bytes());
  }
}
