package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.annals.archive.Mailmap.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailmapTest {
  private static final Mailmap MAP =
      Mailmap.parse(
          """
          # who is who
          Ines Okafor <ines@home.example>
          <jun@new.example> <Jun@Old.example>
          Tomas Brandt <tomas@brook.example> <tb@weir.example> # since 2024
          Bea Nogueira <bea@brook.example> Build Bot <bot@brook.example>
          Mateusz Wrona <mw@brook.example> Second Bot <bot@brook.example>
          nonsense
          <only@one.example>
          """);

  @Test
  void namesAndAddressesAreTheProperOnes() {
    assertThat(MAP.identify("inok", "INES@home.example"))
        .isEqualTo(new Identity("Ines Okafor", "ines@home.example"));
    assertThat(MAP.identify("Jun", "jun@old.example"))
        .isEqualTo(new Identity("Jun", "jun@new.example"));
    assertThat(MAP.identify("tb", "tb@weir.example"))
        .isEqualTo(new Identity("Tomas Brandt", "tomas@brook.example"));
    assertThat(MAP.identify("tb", "tomas@brook.example").name()).isEqualTo("Tomas Brandt");
  }

  @Test
  void anAddressOfSeveralIsToldApartByName() {
    assertThat(MAP.identify("build bot", "bot@brook.example").address())
        .isEqualTo("bea@brook.example");
    assertThat(MAP.identify("Second Bot", "bot@brook.example").address())
        .isEqualTo("mw@brook.example");
    assertThat(MAP.identify("Third Bot", "bot@brook.example"))
        .isEqualTo(new Identity("Third Bot", "bot@brook.example"));
  }

  @Test
  void whatCannotBeReadIsNamed(@TempDir Path directory) throws Exception {
    assertThat(Mailmap.read(directory.resolve("absent"))).isSameAs(Mailmap.EMPTY);
    assertThatThrownBy(() -> Mailmap.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(directory + ": cannot be read as a mailmap: ");
    Path large = directory.resolve("large");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(Mailmap.FILE_BYTES_MAX + 1);
    }
    assertThatThrownBy(() -> Mailmap.read(large)).hasMessageContaining("larger than");
  }

  @Test
  void allAddressesOfOnePerson() {
    assertThat(MAP.addresses("jun@new.example"))
        .containsExactly("jun@new.example", "jun@old.example");
    assertThat(MAP.addresses("nobody@x.example")).containsExactly("nobody@x.example");
  }
}
