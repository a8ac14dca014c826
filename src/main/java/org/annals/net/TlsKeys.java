package org.annals.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// The certificates that we show, from PEM files: each client gets the one for the name that it
/// asks for (SNI), else the first. Thread-safe.
///
/// At a handshake, but at most once in two seconds, the files are looked at; when they changed they
/// are read anew. While what is there cannot be used, what was there before is; the log says so
/// once.
public final class TlsKeys {
  private static final Logger LOG = System.getLogger(TlsKeys.class.getName());
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final List<Pair> pairs;
  private final long lookNanos;
  private SSLContext context;
  private List<String> state;
  private long lookedAt = System.nanoTime();

  /// A certificate with its chain, and its key. Both may be in one file.
  public record Pair(Path certificates, Path key) {}

  private TlsKeys(List<Pair> pairs, long lookNanos) throws IOException {
    this.pairs = List.copyOf(pairs);
    this.lookNanos = lookNanos;
    this.state = state();
    this.context = read();
  }

  /// At least one pair. Errors name the file that cannot be used.
  public static TlsKeys read(List<Pair> pairs) throws IOException {
    return new TlsKeys(pairs, LOOK_NANOS);
  }

  static TlsKeys looking(List<Pair> pairs, long lookNanos) throws IOException {
    return new TlsKeys(pairs, lookNanos);
  }

  /// The server's end of TLS over a connected socket, before the handshake. Closing it closes both.
  SSLSocket secure(Socket plain) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            context()
                .getSocketFactory()
                .createSocket(
                    plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
    secure.setUseClientMode(false);
    secure.setEnabledProtocols(VERSIONS);
    return secure;
  }

  private synchronized SSLContext context() throws IOException {
    long now = System.nanoTime();
    if (now - lookedAt >= lookNanos) {
      lookedAt = now;
      List<String> current = state();
      if (!current.equals(state)) {
        state = current;
        try {
          context = read();
          LOG.log(Level.INFO, "TLS certificates were read anew");
        } catch (IOException e) {
          LOG.log(
              Level.ERROR, "the new TLS certificates cannot be used, the old ones still are", e);
        }
      }
    }
    return context;
  }

  /// Differs when a file does.
  private List<String> state() {
    List<String> found = new ArrayList<>();
    for (Pair pair : pairs) {
      found.add(state(pair.certificates()));
      found.add(state(pair.key()));
    }
    return found;
  }

  private static String state(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
    } catch (IOException e) {
      return e.toString(); // reading it then tells
    }
  }

  private SSLContext read() throws IOException {
    List<PemKey> keys = new ArrayList<>();
    for (Pair pair : pairs) {
      keys.add(PemKey.read(pair.certificates(), pair.key()));
    }
    try {
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(new KeyManager[] {new NamedKeys(keys)}, null, null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be used: " + e.getMessage(), e);
    }
  }
}
