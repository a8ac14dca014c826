package org.annals.net;

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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.annals.net.LineServer.Place;
import org.annals.net.TlsKeys.Pair;
import org.annals.testing.Certificates;
import org.annals.testing.Eventually;
import org.annals.testing.LogRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsKeysTest {
  private static final LineLimits LIMITS =
      new LineLimits(100, 10, 64, 60_000, 60_000, 60_000, 5_000);

  @TempDir private Path directory;

  @BeforeEach
  void makeCertificates() throws IOException {
    Certificates.make(directory, "rsa", "rsa:2048", "rsa.example.org");
    Certificates.make(directory, "ec", "ec -pkeyopt ec_paramgen_curve:P-256", "ec.example.org");
  }

  private Pair pair(String certificate, String key) {
    return new Pair(directory.resolve(certificate + ".crt"), directory.resolve(key + ".key"));
  }

  private static LineServer start(TlsKeys keys, boolean secure) throws IOException {
    return LineServer.start(
        new EchoProtocol(keys), LIMITS, List.of(new Place("127.0.0.1", 0, secure)), keys);
  }

  private static Socket connect(LineServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.places().get(0).port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static SSLSocket secure(Socket plain, String host, String version) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            Certificates.trusting()
                .getSocketFactory()
                .createSocket(plain, host, plain.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    parameters.setProtocols(new String[] {version});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /// Whose certificate a client sees that asks for this host.
  private static String shown(LineServer server, String host, String version) throws Exception {
    try (SSLSocket socket = secure(connect(server), host, version)) {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  private static BufferedReader lines(Socket from) throws IOException {
    return new BufferedReader(
        new InputStreamReader(from.getInputStream(), StandardCharsets.US_ASCII));
  }

  @Test
  void clientsGetTheCertificateForTheNameThatTheyAskFor() throws Exception {
    TlsKeys keys = TlsKeys.read(List.of(pair("rsa", "rsa"), pair("ec", "ec")));
    try (LineServer server = start(keys, true)) {
      for (String version : List.of("TLSv1.3", "TLSv1.2")) {
        assertThat(shown(server, "rsa.example.org", version)).isEqualTo("CN=rsa.example.org");
        assertThat(shown(server, "EC.example.org", version)).isEqualTo("CN=ec.example.org");
        assertThat(shown(server, "other.example.org", version)).isEqualTo("CN=rsa.example.org");
      }
    }
  }

  @Test
  void keysMayBeInTheirTraditionalForms() throws Exception {
    for (String name : List.of("rsa", "ec")) {
      Path old = directory.resolve("old-" + name + ".key");
      Certificates.rewriteTraditionally(directory.resolve(name + ".key"), old);
      assertThat(Files.readString(old)).containsPattern("BEGIN (RSA|EC) PRIVATE KEY");
      PemKey key = PemKey.read(directory.resolve(name + ".crt"), old);
      assertThat(key.names()).containsExactly(name + ".example.org");
    }
  }

  @Test
  void unusableFilesAreNamed() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty"), "nothing");
    Path encrypted =
        Files.writeString(
            directory.resolve("encrypted"),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
    Path good = directory.resolve("rsa.crt");
    assertThatThrownBy(() -> TlsKeys.read(List.of(pair("rsa", "ec"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ec.key: holds no RSA key");
    assertThatThrownBy(() -> PemKey.read(empty, empty))
        .hasMessageContaining(empty + ": holds no certificate");
    assertThatThrownBy(() -> PemKey.read(good, empty))
        .hasMessageContaining(empty + ": holds no private key");
    assertThatThrownBy(() -> PemKey.read(good, encrypted))
        .hasMessageContaining(encrypted + ": the key is encrypted");
    Certificates.make(directory, "other", "rsa:2048", "other.example.org");
    assertThatThrownBy(() -> TlsKeys.read(List.of(pair("rsa", "other"))))
        .hasMessageContaining("other.key: is not the key of the certificate");
  }

  @Test
  void changedFilesAreUsedAndBrokenOnesAreNot() throws Exception {
    TlsKeys keys = TlsKeys.looking(List.of(pair("rsa", "rsa")), 0);
    try (LineServer server = start(keys, true);
        LogRecords log = LogRecords.listen("net.TlsKeys")) {
      assertThat(shown(server, "x", "TLSv1.3")).isEqualTo("CN=rsa.example.org");
      replace("ec.crt", "rsa.crt");
      assertThat(shown(server, "x", "TLSv1.3")).isEqualTo("CN=rsa.example.org");
      assertThat(shown(server, "x", "TLSv1.3")).isEqualTo("CN=rsa.example.org");
      assertThat(log.lines()).hasSize(1).first().asString().contains("cannot be used");
      replace("ec.key", "rsa.key");
      assertThat(shown(server, "x", "TLSv1.3")).isEqualTo("CN=ec.example.org");
    }
  }

  private void replace(String from, String to) throws IOException {
    Path target = directory.resolve(to);
    Files.copy(directory.resolve(from), target, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(target, FileTime.from(Instant.now().plusSeconds(5)));
  }

  @Test
  void plaintextAfterStartTlsIsDropped() throws Exception {
    TlsKeys keys = TlsKeys.read(List.of(pair("rsa", "rsa")));
    try (LineServer server = start(keys, false);
        Socket plain = connect(server)) {
      BufferedReader before = lines(plain);
      assertThat(before.readLine()).isEqualTo("hello");
      plain.getOutputStream().write("tls\r\ninjected\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(before.readLine()).isEqualTo("go");
      try (SSLSocket secure = secure(plain, "rsa.example.org", "TLSv1.3")) {
        secure.getOutputStream().write("mine\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(lines(secure).readLine()).isEqualTo("mine");
      }
    }
  }

  @Test
  void stoppingSaysGoodbyeOverTls() throws Exception {
    TlsKeys keys = TlsKeys.read(List.of(pair("rsa", "rsa")));
    LineServer server = start(keys, true);
    try (SSLSocket client = secure(connect(server), "x", "TLSv1.3")) {
      BufferedReader lines = lines(client);
      assertThat(lines.readLine()).isEqualTo("hello");
      server.close();
      assertThat(lines.readLine()).isEqualTo("stopping");
      assertThat(lines.readLine()).isNull();
    }
  }

  @Test
  void whoNeverEndsTheHandshakeIsClosed() throws Exception {
    TlsKeys keys = TlsKeys.read(List.of(pair("rsa", "rsa")));
    LineLimits hasty = new LineLimits(100, 10, 64, 60_000, 60_000, 200, 5_000);
    List<Socket> clients = new ArrayList<>();
    try (LineServer server =
            LineServer.start(
                new EchoProtocol(keys), hasty, List.of(new Place("127.0.0.1", 0, true)), keys);
        LogRecords log = LogRecords.listen("echo")) {
      clients.add(connect(server));
      assertThat(clients.get(0).getInputStream().readAllBytes()).isEmpty();
      Eventually.holds(Duration.ofSeconds(10), "left", () -> server.connections() == 0);
      assertThat(log.lines()).isEmpty();
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }
}
