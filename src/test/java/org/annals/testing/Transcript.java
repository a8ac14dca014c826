package org.annals.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A golden conversation with a server of lines, played over a socket.
///
/// A file has lines `C: ` of what a client sends and `S: ` of what must come; `<<REGEX>>` in those
/// stands for what differs each time. Neighbouring `C:` lines are sent at once. `--` is where the
/// server closes the connection, `#` begins a comment.
public record Transcript(String name, List<String> lines) {
  private static final String FOLDER = "src/test/resources/org/annals/";
  private static final int SILENCE_MILLIS = 20_000;

  /// All in a folder of `src/test/resources/org/annals`.
  public static Stream<Transcript> in(String folder) throws IOException {
    List<Transcript> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(FOLDER + folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".transcript")).sorted().toList()) {
        all.add(new Transcript(file.getFileName().toString(), Files.readAllLines(file)));
      }
    }
    assertThat(all).as("transcripts in " + folder).isNotEmpty();
    return all.stream();
  }

  public void playTo(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SILENCE_MILLIS);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      StringBuilder sending = new StringBuilder();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        String place = name + ":" + (i + 1);
        if (line.startsWith("C: ")) {
          sending.append(line, 3, line.length()).append("\r\n");
          continue;
        }
        socket.getOutputStream().write(sending.toString().getBytes(StandardCharsets.UTF_8));
        sending.setLength(0);
        if (line.startsWith("S: ")) {
          assertThat(in.readLine()).as(place).matches(pattern(line.substring(3)));
        } else if (line.equals("--")) {
          assertThat(in.readLine()).as(place + ": nothing more").isNull();
        } else {
          assertThat(line.isEmpty() || line.startsWith("#")).as(place + ": " + line).isTrue();
        }
      }
      assertThat(sending).as(name + ": ends with an answer").isEmpty();
    }
  }

  private static Pattern pattern(String expected) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    for (int open = expected.indexOf("<<"); open >= 0; open = expected.indexOf("<<", at)) {
      int close = expected.indexOf(">>", open);
      regex.append(Pattern.quote(expected.substring(at, open)));
      regex.append(expected, open + 2, close);
      at = close + 2;
    }
    return Pattern.compile(regex.append(Pattern.quote(expected.substring(at))).toString());
  }

  @Override
  public String toString() {
    return name;
  }
}
