package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.annals.archive.Mailmap.Identity;
import org.junit.jupiter.api.Test;

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
  void allAddressesOfOnePerson() {
    assertThat(MAP.addresses("jun@new.example"))
        .containsExactly("jun@new.example", "jun@old.example");
    assertThat(MAP.addresses("nobody@x.example")).containsExactly("nobody@x.example");
  }
}
