package org.annals.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// One HTTP/1.1 connection, kept open over requests, on a blocking socket. Not thread-safe.
///
/// Small on purpose: the generator runs beside the servers on the same cores, and what it uses they
/// lack. Bodies are read whole, their frames taken off, and not unzipped while measuring.
final class Connection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int BUFFER_BYTES = 64 << 10;

  private final String host;
  private final int port;
  private final String from;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();
  private final byte[] scratch = new byte[BUFFER_BYTES];

  Connection(String host, int port) throws IOException {
    this(host, port, "127.0.0.1");
  }

  Connection(String host, int port, String from) throws IOException {
    this.host = host;
    this.port = port;
    this.from = from;
    open();
  }

  /// An answer; `body` is as sent, without frames, and empty when it was only counted.
  record Response(int status, Map<String, String> headers, byte[] body, long bodyBytes) {
    /// The body, unzipped where it was zipped for the way.
    byte[] content() throws IOException {
      return "gzip".equals(headers.get("content-encoding")) ? unzip(body) : body;
    }

    String text() throws IOException {
      return new String(content(), StandardCharsets.UTF_8);
    }

    static byte[] unzip(byte[] zipped) throws IOException {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
        return in.readAllBytes();
      }
    }
  }

  /// The bytes of a request.
  byte[] request(String path, boolean gzip) {
    return request(path, gzip, "");
  }

  private byte[] request(String path, boolean gzip, String more) {
    String text =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + ":"
            + port
            + "\r\nUser-Agent: annals-bench\r\n"
            + (gzip ? "Accept-Encoding: gzip\r\n" : "")
            + more
            + "\r\n";
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The request of a client that has the page already: asks for it to know its validator.
  byte[] conditional(String path, boolean gzip) throws IOException {
    String etag = get(path, gzip).headers().get("etag");
    if (etag == null) {
      throw new IOException(path + ": an answer without ETag");
    }
    return request(path, gzip, "If-None-Match: " + etag + "\r\n");
  }

  Response get(String path, boolean gzip) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Response response = exchange(request(path, gzip), body);
    return new Response(
        response.status(), response.headers(), body.toByteArray(), response.bodyBytes());
  }

  /// Sends a request, and passes the body of its answer on.
  Response exchange(byte[] request, OutputStream body) throws IOException {
    if (socket.isClosed()) {
      open();
    }
    try {
      socket.getOutputStream().write(request);
      String[] status = line().split(" ", 3);
      Map<String, String> headers = headers();
      long bytes = read(headers, body);
      boolean last = "close".equals(headers.get("connection"));
      if (last) {
        socket.close();
      }
      return new Response(Integer.parseInt(status[1]), headers, new byte[0], bytes);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private void open() throws IOException {
    socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private long read(Map<String, String> headers, OutputStream body) throws IOException {
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return chunks(body);
    }
    String length = headers.get("content-length");
    if (length != null) {
      long bytes = Long.parseLong(length);
      copy(bytes, body);
      return bytes;
    }
    socket.setSoTimeout(TIMEOUT_MILLIS);
    headers.put("connection", "close");
    return in.transferTo(body);
  }

  private long chunks(OutputStream body) throws IOException {
    long sum = 0;
    while (true) {
      long size = Long.parseLong(line().split(";", 2)[0].strip(), 16);
      if (size == 0) {
        headers(); // trailers
        return sum;
      }
      copy(size, body);
      sum += size;
      line();
    }
  }

  private void copy(long bytes, OutputStream body) throws IOException {
    long left = bytes;
    while (left > 0) {
      int count = in.read(scratch, 0, (int) Math.min(left, scratch.length));
      if (count < 0) {
        throw new EOFException("the body ended " + left + " bytes early");
      }
      body.write(scratch, 0, count);
      left -= count;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("the connection ended within an answer");
      }
      if (b == '\n') {
        return line.toString();
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
