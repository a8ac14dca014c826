package org.annals.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Self-signed certificates, made by `openssl`.
public final class Certificates {
  private Certificates() {}

  /// Writes `NAME.crt` and `NAME.key` (PKCS#8) for a host into a directory. `algorithm` is what
  /// `openssl req -newkey` takes.
  public static void make(Path directory, String name, String algorithm, String host)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey"));
    command.addAll(List.of(algorithm.split(" ")));
    command.addAll(
        List.of(
            "-keyout",
            directory.resolve(name + ".key").toString(),
            "-out",
            directory.resolve(name + ".crt").toString(),
            "-subj",
            "/CN=" + host,
            "-addext",
            "subjectAltName=DNS:" + host));
    run(command);
  }

  /// Writes a key again in its traditional form: `RSA PRIVATE KEY` or `EC PRIVATE KEY`.
  public static void rewriteTraditionally(Path key, Path to) throws IOException {
    run(List.of("openssl", "pkey", "-traditional", "-in", key.toString(), "-out", to.toString()));
  }

  /// TLS for a client that believes every server.
  public static SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    return context;
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      byte[] said = process.getInputStream().readAllBytes();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(
            String.join(" ", command) + ": " + new String(said, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
