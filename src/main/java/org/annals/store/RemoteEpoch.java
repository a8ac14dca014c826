package org.annals.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/// An epoch on another server, by git over HTTP, smart or dumb.
///
/// Nothing is asked for but what lies below `url`: neither a redirect nor an alternate leads away
/// from there, and no password is known or sent. `stopped` ends a transfer at its next bytes.
public record RemoteEpoch(URI url, Bounds bounds, BooleanSupplier stopped) {

  /// What a server may cost us. `silence`: the longest without a byte; the rate counts from
  /// `GRACE` after the first byte on.
  public record Bounds(long bytesMax, Duration silence, long bytesASecondMin) {
    public static final Bounds DEFAULT = new Bounds(64L << 30, Duration.ofMinutes(5), 1 << 10);
  }

  private static final Duration GRACE = Duration.ofMinutes(1);

  /// The caller closes it.
  Transport open(Repository into) throws IOException {
    try {
      Transport transport = Transport.open(into, new URIish(url.toString()));
      if (!(transport instanceof TransportHttp http)) {
        transport.close();
        throw new IOException(url + ": is neither http nor https");
      }
      http.setTimeout(Math.toIntExact(bounds.silence().toSeconds()));
      http.setHttpConnectionFactory(new Connections());
      return http;
    } catch (URISyntaxException | NotSupportedException | TransportException e) {
      throw new IOException(url + ": cannot be asked: " + e.getMessage(), e);
    }
  }

  private final class Connections implements HttpConnectionFactory {
    private final AtomicLong received = new AtomicLong();

    @Override
    public HttpConnection create(URL to) throws IOException {
      return new Connection(required(to), Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL to, Proxy proxy) throws IOException {
      return new Connection(required(to), proxy);
    }

    private URL required(URL to) throws IOException {
      String text = to.toString();
      String base = url + "/";
      if (!text.startsWith(base) || text.substring(base.length()).contains("..")) {
        throw new IOException(url + ": leads away, to " + text);
      }
      return to;
    }

    private final class Connection extends JDKHttpConnection {
      private Connection(URL to, Proxy proxy) throws IOException {
        super(to, proxy);
      }

      @Override
      public InputStream getInputStream() throws IOException {
        return new Counted(super.getInputStream());
      }
    }

    private final class Counted extends FilterInputStream {
      private long first;
      private long read;

      private Counted(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        count(Math.max(0, count));
        return count;
      }

      private void count(int bytes) throws IOException {
        long now = System.nanoTime();
        first = first == 0 ? now : first;
        read += bytes;
        if (received.addAndGet(bytes) > bounds.bytesMax()) {
          throw new IOException("sent more than " + bounds.bytesMax() + " bytes");
        }
        Duration since = Duration.ofNanos(now - first);
        if (since.compareTo(GRACE) > 0 && read / since.toSeconds() < bounds.bytesASecondMin()) {
          throw new IOException("sends less than " + bounds.bytesASecondMin() + " bytes a second");
        }
        if (stopped.getAsBoolean()) {
          throw new IOException("was stopped here");
        }
      }
    }
  }
}
