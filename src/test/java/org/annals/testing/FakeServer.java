package org.annals.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/// A server that says what a test wants, true or not. Close it.
public final class FakeServer implements AutoCloseable {
  private final ServerSocket listening;

  private FakeServer(ServerSocket listening) {
    this.listening = listening;
  }

  /// `answer` is called with each line that comes.
  public static FakeServer start(String greeting, BiConsumer<Session, String> answer)
      throws IOException {
    ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          for (int number = 1; !listening.isClosed(); number++) {
            try (Socket socket = listening.accept()) {
              serve(new Session(socket, number), greeting, answer);
            } catch (IOException | UncheckedIOException _) {
              // the client or the test has ended it
            }
          }
        });
    return new FakeServer(listening);
  }

  private static void serve(Session session, String greeting, BiConsumer<Session, String> answer)
      throws IOException {
    session.say(greeting);
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(session.socket.getInputStream(), StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      answer.accept(session, line);
    }
  }

  public int port() {
    return listening.getLocalPort();
  }

  /// One connection; the first has the number 1.
  public record Session(Socket socket, int number) {
    public void say(String text) {
      try {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public void end() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
