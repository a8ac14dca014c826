package org.annals.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The file as git reads it.
class ConfigTest {
  @TempDir Path directory;

  private Config read(String text) throws IOException {
    return Config.read(Files.writeString(directory.resolve("config"), text));
  }

  @Test
  void absentFileIsEmpty() throws Exception {
    Config config = Config.read(directory.resolve("none"));
    assertThat(config.inboxes()).isEmpty();
    assertThat(config.ours().text("title")).isEmpty();
  }

  @Test
  void inboxesKeepTheOrderOfTheFile() throws Exception {
    Config config =
        read(
            """
            [publicinbox "zeta"]
            	inboxdir = z
            [publicinbox "Alpha"]
            	inboxdir = a
            [publicinbox]
            	wwwListing = all
            """);
    assertThat(config.inboxes()).extracting(Section::name).containsExactly("zeta", "Alpha");
    assertThat(config.site().text("wwwlisting")).isEqualTo("all");
    assertThat(config.doubts()).isEmpty();
  }

  @Test
  void manyValuesAndTheLastOfOne() throws Exception {
    Section inbox =
        read("""
        [publicinbox "dev"]
        	Address = one@example.org
        	address = two@example.org
        	newsgroup = old
        	newsgroup = "new ; not a comment" ; a comment
        """)
            .inbox("dev")
            .orElseThrow();
    assertThat(inbox.all("address")).containsExactly("one@example.org", "two@example.org");
    assertThat(inbox.text("newsgroup")).isEqualTo("new ; not a comment");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "obfuscate = true  | true",
        "obfuscate = Yes   | true",
        "obfuscate = on    | true",
        "obfuscate = 1     | true",
        "obfuscate         | true",
        "obfuscate = false | false",
        "obfuscate = off   | false",
        "obfuscate =       | false",
        "feedmax = 1       | false",
      })
  void flags(String line, boolean expected) throws Exception {
    Section inbox = read("[publicinbox \"dev\"]\n" + line + "\n").inbox("dev").orElseThrow();
    assertThat(inbox.flag("obfuscate")).isEqualTo(expected);
  }

  @Test
  void errorsNameFileAndKey() throws Exception {
    Section inbox =
        read("[publicinbox \"dev\"]\nobfuscate = maybe\nfeedmax = 0\n").inbox("dev").orElseThrow();
    assertThatThrownBy(() -> inbox.flag("obfuscate"))
        .hasMessage(
            directory.resolve("config")
                + ": publicinbox.dev.obfuscate: 'maybe' is neither true nor false");
    assertThatThrownBy(() -> inbox.number("feedmax", 25, 1, 1000))
        .hasMessageEndingWith(
            "/config: publicinbox.dev.feedmax: '0' is not a number from 1 to 1000");
  }

  @Test
  void pathsAreRelativeToTheFile() throws Exception {
    Section site = read("[publicinbox]\n").site();
    assertThat(site.path("a/b")).isEqualTo(directory.toAbsolutePath().resolve("a/b"));
    assertThat(site.path("/a/b")).isEqualTo(Path.of("/a/b"));
    assertThat(site.path("~/b")).isEqualTo(Path.of(System.getProperty("user.home"), "b"));
  }

  @Test
  void includedFilesAreReadInTheirPlace() throws Exception {
    Files.writeString(directory.resolve("one"), "[publicinbox \"one\"]\ninboxdir = 1\n");
    Files.createDirectories(directory.resolve("more"));
    Files.writeString(
        directory.resolve("more/two"), "[include]\npath = three\n[publicinbox \"two\"]\nboost = 1");
    Files.writeString(directory.resolve("more/three"), "[publicinbox \"three\"]\nboost = 1\n");
    Config config =
        read(
            """
            [publicinbox "zero"]
            	inboxdir = 0
            [include]
            	path = one
            	path = more/two
            	path = absent
            [publicinbox "last"]
            	inboxdir = last
            """);
    assertThat(config.inboxes())
        .extracting(Section::name)
        .containsExactly("zero", "one", "three", "two", "last");
    assertThat(config.doubts()).containsExactly("include.path: absent does not exist");
  }

  @Test
  void includingItselfIsAnError() {
    assertThatThrownBy(() -> read("[include]\npath = config\n"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(directory.resolve("config") + ": ");
  }

  @Test
  void conditionalIncludesAreRefused() {
    assertThatThrownBy(() -> read("[includeIf \"gitdir:/x\"]\npath = y\n"))
        .hasMessageEndingWith("/config: includeIf is not understood here; write [include]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[publicinbox", "[publicinbox \"a]\n", "= x\n", "[a]\nk = \"open\n"})
  void brokenSyntaxNamesTheFile(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("config: is not in git-config syntax: ");
  }

  @Test
  void unknownKeysOfOursAreDoubtful() throws Exception {
    Config config =
        read(
            """
            [annals]
            	tittle = x
            [publicinbox]
            	wwwListing = all
            	listing = all
            [publicinbox "dev"]
            	adress = x
            	indexLevel = full
            [publicInboxImport]
            	dropUniqueUnsubscribe = true
            [user]
            	anything = goes
            """);
    assertThat(config.doubts())
        .containsExactlyInAnyOrder(
            "annals.tittle: unknown key",
            "publicinbox.listing: unknown key",
            "publicinbox.dev.adress: unknown key");
  }

  @Test
  void whatIsAddedIsRead() throws Exception {
    Path file = directory.resolve("config");
    Config.add(
        file,
        Section.empty(file, Config.INBOX, "dev")
            .with("inboxdir", directory.toAbsolutePath().resolve("inboxes/dev"))
            .with("address", List.of("a@example.org", "b@example.org"))
            .with("newsgroup", ""));
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            [publicinbox "dev"]
            	inboxdir = inboxes/dev
            	address = a@example.org
            	address = b@example.org
            """);
    assertThat(Config.read(file).inbox("dev").orElseThrow().path("inboxes/dev"))
        .isEqualTo(directory.toAbsolutePath().resolve("inboxes/dev"));
  }
}
