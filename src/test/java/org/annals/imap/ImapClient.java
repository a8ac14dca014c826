package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The other end of a connection, line by line. One thread; close it.
final class ImapClient implements AutoCloseable {
  private static final int SILENCE_MILLIS = 20_000;

  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private int commands;

  private ImapClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /// Reads the greeting.
  static ImapClient to(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(SILENCE_MILLIS);
    ImapClient client = new ImapClient(socket);
    assertThat(client.line()).startsWith("* OK ");
    return client;
  }

  void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Null at the end.
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
      }
      line.write(b);
    }
    return null;
  }

  /// Everything up to the tagged reply, which comes last.
  List<String> does(String command) throws IOException {
    String tag = "t" + ++commands;
    send(tag + " " + command + "\r\n");
    return until(tag);
  }

  List<String> until(String tag) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = line();
      assertThat(line).as("%s", lines).isNotNull();
      lines.add(line);
    } while (!line.startsWith(tag + " "));
    return lines;
  }

  /// The same without the reply, which must be OK.
  List<String> told(String command) throws IOException {
    List<String> lines = does(command);
    assertThat(lines.getLast()).as("%s", lines).matches("t\\d+ OK .*");
    return lines.subList(0, lines.size() - 1);
  }

  void speakTls(SSLSocketFactory trusting) throws IOException {
    SSLSocket secure =
        (SSLSocket) trusting.createSocket(socket, "localhost", socket.getPort(), true);
    secure.startHandshake();
    socket = secure;
    in = secure.getInputStream();
    out = secure.getOutputStream();
  }

  void deflate() {
    in = new InflaterInputStream(in, new Inflater(true));
    out = new DeflaterOutputStream(out, new Deflater(6, true), true);
  }

  OutputStream out() {
    return out;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
