package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifierPartsTest {
  @ParameterizedTest
  @CsvSource({
    "map_blocks, map blocks",
    "mapBlocks, map blocks",
    "MapBLOCKS, map blocks",
    "HTTPServer, http server",
    "__map_blocks__, map blocks",
    "z_erofs_map, erofs map",
    "utf8_decode, utf8 decode",
    "utf8Decode, utf8 decode",
    "i_2_x9, x9",
    "plain, plain",
    "_, ''",
  })
  void identifiersAreSplit(String identifier, String parts) {
    assertThat(String.join(" ", IdentifierParts.split(identifier))).isEqualTo(parts);
  }

  @Test
  void onlyIdentifiersOfSeveralPartsCount() {
    Texts texts =
        new Texts(
            "Plain Words are none, but a_word and otherWord() are. ЯмаЯма",
            "quoted_text",
            DiffText.NONE,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(IdentifierParts.of("in the_subject", texts))
        .containsExactlyInAnyOrder("the", "subject", "word", "other");
  }

  @Test
  void oneMessageHasSoManyAndNoMore() {
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      prose.append("part").append(Integer.toString(i, 26)).append("_x\n");
    }
    prose.append("a_".repeat(100_000));
    Texts texts =
        new Texts(prose.toString(), "", DiffText.NONE, List.of(), List.of(), List.of(), List.of());
    assertThat(IdentifierParts.of("", texts)).hasSize(2_000);
  }
}
