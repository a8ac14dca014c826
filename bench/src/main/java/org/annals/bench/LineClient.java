package org.annals.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client of a line protocol on a blocking socket. One thread, but for `send`, which another may
/// call.
///
/// Looks at no more of what comes than it must to know where it ends: it runs beside the servers on
/// the same cores.
final class LineClient implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final Pattern LITERAL = Pattern.compile("\\{([0-9]+)}$");

  private final Socket socket = new Socket();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private long received;

  /// Reads the greeting.
  LineClient(InetSocketAddress server) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(server, TIMEOUT_MILLIS);
    line();
  }

  /// How many bytes came since the connection was made.
  long received() {
    return received;
  }

  void send(String commands) throws IOException {
    socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
  }

  /// Sends a command, and reads the line that answers; it must begin so.
  String ask(String command, String answer) throws IOException {
    send(command + "\r\n");
    return expect(command, answer);
  }

  String expect(String command, String answer) throws IOException {
    String line = line();
    if (!line.startsWith(answer)) {
      throw new IOException(command + ": the answer is " + line);
    }
    return line;
  }

  /// Reads to the line of a dot alone; how many lines came before it.
  int block() throws IOException {
    int lines = 0;
    int dot = 0; // how much of the last line was seen: ".\r\n"
    boolean start = true;
    while (true) {
      byte b = next();
      if (b == '\n') {
        if (dot == 2) {
          return lines;
        }
        lines++;
        start = true;
        dot = 0;
      } else {
        dot = start && b == '.' ? 1 : dot == 1 && b == '\r' ? 2 : 0;
        start = false;
      }
    }
  }

  /// Reads answers of IMAP up to the one with the tag, which must be OK; how many FETCH there were.
  int fetched(String tag) throws IOException {
    int messages = 0;
    while (true) {
      String line = line();
      if (line.startsWith(tag)) {
        if (!line.startsWith(tag + " OK")) {
          throw new IOException("the answer is " + line);
        }
        return messages;
      }
      messages += line.startsWith("* ") && line.contains(" FETCH (") ? 1 : 0;
      for (Matcher literal = LITERAL.matcher(line);
          literal.find();
          literal = LITERAL.matcher(line())) {
        skip(Long.parseLong(literal.group(1)));
      }
    }
  }

  private void skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      if (from == to) {
        fill();
      }
      int step = (int) Math.min(left, to - from);
      from += step;
      left -= step;
    }
  }

  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (byte b = next(); b != '\n'; b = next()) {
      line.append((char) (b & 0xff));
    }
    int length = line.length();
    return length > 0 && line.charAt(length - 1) == '\r'
        ? line.substring(0, length - 1)
        : line.toString();
  }

  private byte next() throws IOException {
    if (from == to) {
      fill();
    }
    return buffer[from++];
  }

  private void fill() throws IOException {
    int count = socket.getInputStream().read(buffer, 0, buffer.length);
    if (count < 0) {
      throw new EOFException("the connection ended within an answer");
    }
    from = 0;
    to = count;
    received += count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
