package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the help says is the language that is read.
class QueryLanguageTest {
  private static final Pattern PREFIX = Pattern.compile("(?<![\\w.-])([a-z]+):");

  private static List<String> examples() {
    return QueryLanguage.sections().stream()
        .flatMap(section -> section.rows().stream())
        .flatMap(row -> row.examples().stream())
        .toList();
  }

  @Test
  void everyExampleIsAQuery() throws Exception {
    for (String example : examples()) {
      assertThat(QueryParser.parse(example, Instant.parse("2026-11-25T12:00:00Z"))).isNotNull();
    }
  }

  @Test
  void everyPrefixIsTold() throws IOException {
    assertThat(prefixes(String.join(" ", examples()))).isEqualTo(QueryParser.prefixes());
    assertThat(prefixes(Files.readString(Path.of("docs/search.md"))))
        .containsAll(QueryParser.prefixes());
  }

  private static Set<String> prefixes(String text) {
    Set<String> prefixes = new TreeSet<>();
    PREFIX.matcher(text).results().forEach(match -> prefixes.add(match.group(1)));
    return prefixes;
  }
}
