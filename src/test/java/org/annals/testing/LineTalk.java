package org.annals.testing;

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
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The client's end of a connection to a server of lines. Text is in ISO 8859-1, a byte a
/// character. One thread; close it.
public final class LineTalk implements AutoCloseable {
  private static final int SILENCE_MILLIS = 120_000;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Pattern LITERAL = Pattern.compile("~?\\{([0-9]+)\\}$");

  private final Socket socket;
  private final InputStream in;
  private final String greeting;
  private final Function<String, ImapResponse> grammar;
  private int commands;

  public LineTalk(int port) throws IOException {
    this(port, ImapResponse::parse);
  }

  /// `grammar` takes the responses of IMAP apart.
  public LineTalk(int port, Function<String, ImapResponse> grammar) throws IOException {
    this.grammar = grammar;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(SILENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    greeting = line();
  }

  public String greeting() {
    return greeting;
  }

  public void say(String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /// For who talks without one of these.
  public static void skipLine(InputStream in) throws IOException {
    read(in);
  }

  /// Without its end, which must be CR LF.
  public String line() throws IOException {
    return read(in);
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int last = 0;
    for (int b = in.read(); b != '\n' || last != '\r'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server ended: " + line.toString(StandardCharsets.ISO_8859_1));
      }
      line.write(b);
      last = b;
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.substring(0, text.length() - 1);
  }

  /// The lines up to a dot, which is not among them; of dots that begin a line one is taken away.
  public List<String> block() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = line(); !line.equals("."); line = line()) {
      lines.add(line.startsWith(".") ? line.substring(1) : line);
    }
    return lines;
  }

  /// The next response of an IMAP server with all its literals, without its line end.
  public String response() throws IOException {
    String line = line();
    StringBuilder response = new StringBuilder(line);
    for (Matcher size = LITERAL.matcher(line); size.find(); size = LITERAL.matcher(line)) {
      byte[] literal = in.readNBytes(Integer.parseInt(size.group(1)));
      line = line();
      response.append("\r\n").append(new String(literal, StandardCharsets.ISO_8859_1));
      response.append(line);
    }
    return response.toString();
  }

  /// Gives an IMAP command; the tag that its answer ends with.
  public String send(String command) throws IOException {
    String tag = "t" + ++commands;
    say(tag + " " + command);
    return tag;
  }

  /// All responses up to the one with this tag, which comes last.
  public List<ImapResponse> until(String tag) throws IOException {
    List<ImapResponse> responses = new ArrayList<>();
    do {
      responses.add(grammar.apply(response()));
    } while (!(responses.getLast() instanceof ImapResponse.Tagged));
    ImapResponse.Tagged last = (ImapResponse.Tagged) responses.getLast();
    if (!last.tag().equals(tag)) {
      throw new AssertionError("the answer to " + last.tag() + " comes before that to " + tag);
    }
    return responses;
  }

  /// The answer to an IMAP command.
  public List<ImapResponse> imap(String command) throws IOException {
    return until(send(command));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
