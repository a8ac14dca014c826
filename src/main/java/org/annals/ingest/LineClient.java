package org.annals.ingest;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// Our end of a connection to a server that speaks in lines. One thread; any thread may close it.
///
/// Lines are bounded, and whatever is waited for must come within a time.
final class LineClient implements AutoCloseable {
  private static final int CONNECT_MILLIS = 30_000;

  private final String host;
  private final int answerMillis;
  private final Socket raw;
  private @Nullable SSLContext tls;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private LineClient(String host, int answerMillis, Socket connected) throws IOException {
    this.host = host;
    this.answerMillis = answerMillis;
    this.raw = connected;
    this.socket = connected;
    this.in = new BufferedInputStream(connected.getInputStream());
    this.out = connected.getOutputStream();
  }

  /// Connects, with TLS if the URL wants that from the start.
  static LineClient to(WatchUrl.Remote server, SSLContext tls, int answerMillis)
      throws IOException {
    LineClient client = to(server.host(), server.port(), answerMillis);
    client.tls = tls;
    try {
      if (server.tls()) {
        client.startTls();
      }
      return client;
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /// Connects; TLS is not to be had.
  static LineClient to(String host, int port, int answerMillis) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), Math.min(CONNECT_MILLIS, answerMillis));
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      return new LineClient(host, answerMillis, socket);
    } catch (java.net.UnknownHostException e) {
      socket.close();
      throw new IOException("host " + host + " is not known", e);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /// The certificate must be for the host, by an authority that is trusted.
  void startTls() throws IOException {
    if (tls == null) {
      throw new IOException("TLS is not to be had for " + host);
    }
    SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(raw, host, raw.getPort(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    raw.setSoTimeout(answerMillis);
    try {
      secure.startHandshake();
    } catch (SSLException e) {
      throw new IOException("TLS with " + host + " cannot be begun: " + e.getMessage(), e);
    }
    socket = secure;
    in = new BufferedInputStream(secure.getInputStream());
    out = secure.getOutputStream();
  }

  boolean isSecure() {
    return socket instanceof SSLSocket;
  }

  /// Whether a password may be sent: by TLS, or to this machine.
  boolean keepsSecrets() {
    return isSecure() || raw.getInetAddress().isLoopbackAddress();
  }

  void send(String line) throws IOException {
    sendRaw((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  void sendRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /// Says that nothing more is sent; answers still come. Not for TLS.
  void endSending() throws IOException {
    raw.shutdownOutput();
  }

  /// The next line without its end, one byte a character.
  String readLine(int bytesMax) throws IOException {
    return readLine(bytesMax, answerMillis);
  }

  String readLine(int bytesMax, int millis) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (int b = read(deadline); b != '\n'; b = read(deadline)) {
      if (line.size() >= bytesMax) {
        throw new IOException("the server sent a line of more than " + bytesMax + " bytes");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /// Exactly so many bytes, of which the first `kept` are returned. All must come within `millis`.
  byte[] readBytes(long count, int kept, int millis) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(count, 64 << 10));
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    byte[] step = new byte[16 << 10];
    long left = count;
    while (left > 0) {
      waitUntil(deadline);
      int got = in.read(step, 0, (int) Math.min(step.length, left));
      if (got < 0) {
        throw new EOFException("the server dropped the line, " + left + " bytes before the end");
      }
      left -= got;
      bytes.write(step, 0, Math.min(got, kept - bytes.size()));
    }
    return bytes.toByteArray();
  }

  private int read(long deadline) throws IOException {
    if (in.available() == 0) {
      waitUntil(deadline);
    }
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the server dropped the line");
    }
    return b;
  }

  private void waitUntil(long deadline) throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("the server did not answer in time");
    }
    raw.setSoTimeout((int) left);
  }

  /// What a server says, fit for the log.
  static String shown(String text) {
    String clean = text.replaceAll("[^ -~]", "?");
    return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
  }

  @Override
  public void close() {
    try {
      raw.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
