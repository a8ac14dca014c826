package org.annals.peer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks a server of NNTP or IMAP; a character of what it says stands for a byte. One thread; close
/// it.
final class LineClient implements AutoCloseable {
  private static final int SILENCE_MILLIS = 120_000;
  private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

  private final Socket socket;
  private final InputStream in;

  /// Reads the greeting.
  LineClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(SILENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    line();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server is gone behind: " + line);
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /// The one line that answers.
  String ask(String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return line();
  }

  /// The lines up to a dot, behind one that begins with `status`.
  List<String> block(String command, String status) throws IOException {
    String first = ask(command);
    if (!first.startsWith(status)) {
      throw new AssertionError(command + " is answered by " + first);
    }
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.equals("."); line = line()) {
      lines.add(line);
    }
    return lines;
  }

  /// The untagged answers of IMAP, literals in them, to a command that must succeed.
  List<String> told(String command) throws IOException {
    List<String> all = new ArrayList<>();
    String line = ask("t " + command);
    while (!line.startsWith("t ")) {
      StringBuilder whole = new StringBuilder(line);
      Matcher literal = LITERAL.matcher(line);
      while (literal.find()) {
        byte[] bytes = in.readNBytes(Integer.parseInt(literal.group(1)));
        String rest = line();
        whole.append('\n').append(new String(bytes, StandardCharsets.ISO_8859_1)).append(rest);
        literal = LITERAL.matcher(rest);
      }
      all.add(whole.toString());
      line = line();
    }
    if (!line.startsWith("t OK")) {
      throw new AssertionError(command + " is answered by " + line);
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
