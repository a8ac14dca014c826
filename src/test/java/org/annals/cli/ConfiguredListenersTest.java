package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.annals.archive.Archive;
import org.annals.config.Config;
import org.annals.net.LineLimits;
import org.annals.net.LineServer.Place;
import org.annals.nntp.NntpLimits;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Certificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the config says of line protocols, and what `config check` says of that.
class ConfiguredListenersTest {
  @TempDir Path directory;

  private Config config(String text) throws IOException {
    return Config.read(Files.writeString(directory.resolve("config"), text));
  }

  private ConfiguredListeners listeners(String text) throws IOException {
    return new ConfiguredListeners(config(text));
  }

  private List<String> problems(String text) throws IOException {
    return ConfigReview.of(config(text)).problems();
  }

  @Test
  void severalPlacesMayBeNamed() throws Exception {
    String text = "[annals]\nnntp = 127.0.0.1:119\nnntp = [::1]:1190\nnntps = :563\n";
    assertThat(listeners(text).places(LineService.NNTP))
        .containsExactly(
            new Place("127.0.0.1", 119, false),
            new Place("::1", 1190, false),
            new Place("127.0.0.1", 563, true));
    assertThat(listeners("").places(LineService.NNTP)).isEmpty();
  }

  @Test
  void limitsAreTheUsualOnesUnlessTheConfigChangesThem() throws Exception {
    LineLimits usual = NntpLimits.DEFAULT.lines();
    LineLimits changed =
        listeners("[annals \"NNTP\"]\nconnections = 7\nidleMillis = 200000\n")
            .limits(LineService.NNTP, usual);
    assertThat(changed.connections()).isEqualTo(7);
    assertThat(changed.idleMillis()).isEqualTo(200_000);
    assertThat(changed.connectionsPerAddress()).isEqualTo(usual.connectionsPerAddress());
  }

  @Test
  void serverIsCalledAsTheSiteSays() throws Exception {
    String text =
        "[publicinbox]\nnntpserver = nntps://news.example.org:563/\nnntpserver = other.org\n";
    assertThat(listeners(text).serverName("nntpserver")).isEqualTo("news.example.org");
    assertThat(listeners("").serverName("nntpserver")).isNotEmpty();
  }

  @Test
  void keyMayBeInTheFileOfItsCertificate() throws Exception {
    Certificates.make(directory, "news", "rsa:2048", "news.example.org");
    Path both = directory.resolve("both.pem");
    Files.writeString(
        both,
        Files.readString(directory.resolve("news.key"))
            + Files.readString(directory.resolve("news.crt")));
    assertThat(listeners("[annals]\ntlsCert = both.pem\n").keys()).isNotNull();
    assertThat(listeners("[annals]\ntlsCert = news.crt\ntlsKey = news.key\n").keys()).isNotNull();
    assertThat(listeners("").keys()).isNull();
    assertThatThrownBy(() -> listeners("[annals]\ntlsKey = news.key\n").keys())
        .hasMessageContaining("annals.tlskey: there are more keys than certificates");
  }

  @Test
  void checkNamesWhatCannotWork() throws Exception {
    assertThat(problems("[annals]\nnntp = nowhere\n"))
        .containsExactly("annals.nntp: 'nowhere' is no address; write HOST:PORT");
    assertThat(problems("[annals]\nnntps = :563\n"))
        .containsExactly("annals.nntps: needs a certificate (annals.tlsCert)");
    assertThat(problems("[annals]\ntlsCert = absent.pem\n"))
        .singleElement()
        .asString()
        .contains("absent.pem");
    assertThat(problems("[annals \"nntp\"]\nworkers = 3\n"))
        .containsExactly("annals.nntp.workers: is no limit");
    assertThat(problems("[annals \"nntp\"]\nconnections = 0\n"))
        .singleElement()
        .asString()
        .startsWith("annals.nntp.connections: '0' is not a number from 1");
  }

  @Test
  void whatIsNamedIsServedAndTold() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev");
    Config config = Config.read(fixture.layout().config());
    Place anywhere = new Place("127.0.0.1", 0, false);
    try (Archive archive = fixture.open();
        LineServers servers =
            LineServers.start(
                archive,
                new ConfiguredListeners(config),
                Map.of(LineService.NNTP, List.of(anywhere)))) {
      List<Place> told = new ArrayList<>();
      servers.forEach((name, place) -> {
        assertThat(name).isEqualTo("nntp");
        told.add(place);
      });
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), told.get(0).port());
          BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
        assertThat(in.readLine()).startsWith("201 ");
      }
    }
  }
}
