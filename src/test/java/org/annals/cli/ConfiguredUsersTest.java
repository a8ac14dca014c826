package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.annals.api.ApiUser;
import org.annals.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredUsersTest {
  private static final String HASH = "0123456789ABCDEF".repeat(4);

  @TempDir Path directory;

  private List<ApiUser> users(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("config"), text);
    return new ConfiguredUsers(Config.read(file)).all();
  }

  @Test
  void everyKeyOfAUser() throws Exception {
    List<ApiUser> users =
        users(
            """
            [publicinbox "dev"]
            	inboxdir = dev
            [annalsuser "ann"]
            	tokenSha256 = %s
            	email = Ann@example.org
            	email = ann@example.net
            	fullName = Ann Author
            	maintains = dev
            """
                .formatted(HASH));
    assertThat(users)
        .containsExactly(
            new ApiUser(
                "ann",
                "Ann Author",
                List.of("ann@example.org", "ann@example.net"),
                "0123456789abcdef".repeat(4),
                List.of("dev")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fullName = Ann           | tokenSha256: is not 64 hexadecimal digits; make them with: printf",
        "tokenSha256 = secret     | tokenSha256: is not 64 hexadecimal digits; make them with: printf",
        "maintains = nosuch       | maintains: there is no inbox nosuch",
      })
  void wrongKeysAreNamed(String line, String why) {
    String hash = line.startsWith("maintains") ? "tokenSha256 = " + HASH + "\n" : "";
    assertThatThrownBy(() -> users("[annalsuser \"ann\"]\n" + hash + line.strip() + "\n"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(directory.resolve("config") + ": annalsuser.ann." + why.strip());
  }

  @Test
  void twoUsersDoNotShareAToken() {
    String text = "[annalsuser \"%s\"]\ntokenSha256 = " + HASH + "\n";
    assertThatThrownBy(() -> users(text.formatted("ann") + text.formatted("bea")))
        .hasMessageEndingWith("annalsuser.bea.tokenSha256: is that of another user, too");
    assertThatThrownBy(() -> users(text.formatted("no name")))
        .hasMessageContaining("a name is a letter, then letters, digits and . _ -");
  }
}
