package org.annals.net;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One connection. Its session's thread has it alone, but the writer may be handed to another
/// thread while this one waits for a line.
public final class Wire implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Wire.class.getName());

  /// How long, and for how much that nobody will read, a client is waited for so that it gets our
  /// last words: closing with unread input would make TCP take them back.
  private static final int FAREWELL_MILLIS = 2_000;

  private static final int FAREWELL_BYTES = 64 << 10;

  /// What the system holds for a client that does not read. It lets us write again once a third is
  /// free; of the megabytes that it would take by itself, a client that puts each mail on a slow
  /// disk does not read so many in the time that it has.
  private static final int SEND_BUFFER_BYTES = 256 << 10;

  private static final long NONE = 0;

  private final Socket raw;
  private final LineLimits limits;
  private final ClientAddress client;
  private final LineReader reader;
  private final LineWriter writer;
  private final Guard guard = new Guard();
  private Socket socket;
  private @Nullable InflatedInput inflated;
  private @Nullable DeflatedOutput deflated;
  private volatile long deadline = NONE;
  private volatile boolean stopping;

  /// Closes the socket if it cannot be used.
  Wire(Socket connected, LineLimits limits) throws IOException {
    this.raw = connected;
    this.socket = connected;
    this.limits = limits;
    this.client = ClientAddress.of(connected.getInetAddress());
    try {
      connected.setTcpNoDelay(true); // replies are written whole
      connected.setSendBufferSize(SEND_BUFFER_BYTES);
      this.reader = new LineReader(this, connected.getInputStream());
      this.writer = new LineWriter(this, connected.getOutputStream());
    } catch (IOException e) {
      abort();
      throw e;
    }
  }

  public LineReader reader() {
    return reader;
  }

  public LineWriter writer() {
    return writer;
  }

  public LineLimits limits() {
    return limits;
  }

  public ClientAddress client() {
    return client;
  }

  public InetAddress address() {
    return raw.getInetAddress();
  }

  public boolean isSecure() {
    return socket instanceof SSLSocket;
  }

  public boolean isCompressed() {
    return deflated != null;
  }

  /// Sends what was written, then speaks TLS. What the client sent before that is dropped: an
  /// attacker between us could have put it there (RFC 4642 §2.2.2).
  public void startTls(TlsKeys keys) throws ClientGoneException {
    writer.flush();
    try (Guard _ = guard(limits.handshakeMillis())) {
      SSLSocket secure = keys.secure(raw);
      raw.setSoTimeout(limits.handshakeMillis());
      secure.startHandshake();
      socket = secure;
      reader.replace(secure.getInputStream());
      writer.replace(secure.getOutputStream());
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
  }

  /// Sends what was written, then speaks deflate in both directions.
  public void deflate() throws ClientGoneException {
    writer.flush();
    try {
      inflated = new InflatedInput(reader.takeBuffered(), socket.getInputStream());
      deflated = new DeflatedOutput(socket.getOutputStream());
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
    reader.replace(inflated);
    writer.replace(deflated);
  }

  boolean isStopping() {
    return stopping;
  }

  void waitAtMost(int millis) throws IOException {
    raw.setSoTimeout(millis);
  }

  /// While it is open, the client must not keep us waiting for longer than it may.
  final class Guard implements AutoCloseable {
    @Override
    public void close() {
      deadline = NONE;
    }
  }

  Guard guard() {
    return guard(limits.sendMillis());
  }

  private Guard guard(int millis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    deadline = until == NONE ? 1 : until;
    return guard;
  }

  /// Any thread: ends a connection that keeps us waiting too long.
  void closeIfOverdue(long nanoTime) {
    long until = deadline;
    if (until != NONE && nanoTime - until > 0) {
      abort();
    }
  }

  /// Any thread: lets the session know at its next line, or now if it waits for one.
  void stop() {
    stopping = true;
    try {
      raw.shutdownInput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closed already", e);
    }
  }

  /// Any thread: whatever the session waits for fails.
  void abort() {
    try {
      raw.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot close a connection", e);
    }
  }

  /// Sends what was written, and that it was the last, and waits a moment for the client to leave.
  void finish() throws IOException {
    writer.flush();
    try (Guard _ = guard(FAREWELL_MILLIS)) {
      socket.shutdownOutput();
      raw.setSoTimeout(FAREWELL_MILLIS);
      InputStream in = raw.getInputStream();
      byte[] ignored = new byte[1 << 10];
      int total = 0;
      int count = 0;
      while (count >= 0 && total < FAREWELL_BYTES && !raw.isInputShutdown()) {
        count = in.read(ignored);
        total += count;
      }
    }
  }

  @Override
  public void close() {
    try (Guard _ = guard()) {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot close a connection", e);
    } finally {
      abort();
      if (inflated != null) {
        inflated.close();
      }
      if (deflated != null) {
        deflated.close();
      }
    }
  }
}
