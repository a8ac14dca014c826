package org.annals.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sizes are those of what is sent (RFC 1939 §5, §11), whatever form the mail has in git.
class Pop3SizesTest {
  private static final String SEPARATOR = "From mboxrd@z Thu Jan  1 00:00:00 1970\n";

  @TempDir private Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// All ways in which line ends can be odd.
  private static List<byte[]> mails() {
    return List.of(
        MailText.number(1).bytes(),
        MailText.number(2).body("no end").bytes(),
        MailText.number(3).body("").bytes(),
        bytes(MailText.number(4).body("x\n").toString().replace("\n", "\r\n")),
        bytes(MailText.number(5).body("x\nno end").toString().replace("\n", "\r\n")),
        MailText.number(6).body("a carriage return\r").bytes(),
        bytes(SEPARATOR + MailText.number(7)),
        bytes(SEPARATOR + MailText.number(8).body("no end")),
        MailText.number(9).body(".\n..\n.no end").bytes(),
        MailText.number(10).body("bare\rreturns\r\r\nand ü\n\n\n").bytes());
  }

  /// What comes back to a session of its own, as lines without their ends.
  private static List<String> say(int port, String... commands) throws IOException {
    String login = "USER " + UUID.randomUUID() + "@org.example.dev\r\nPASS anonymous\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      String all = login + String.join("\r\n", commands) + "\r\nQUIT\r\n";
      socket.getOutputStream().write(bytes(all));
      String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      List<String> lines = Arrays.asList(said.split("\r\n", -1));
      return lines.subList(3, lines.size() - 2); // greeting, login; goodbye
    }
  }

  /// Of the lines between the first and the dot, once more with one dot less.
  private static long octets(List<String> block) {
    return block.subList(1, block.size() - 1).stream()
        .mapToLong(line -> line.length() - (line.startsWith(".") ? 1 : 0) + 2L)
        .sum();
  }

  @Test
  void sizesAreThoseOfWhatIsSent() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev");
    fixture.change("dev", one -> one.withNewsgroup("org.example.dev"));
    try (EpochFixture dev = EpochFixture.create(fixture.epoch("dev", 0))) {
      dev.add(mails().toArray(byte[][]::new));
    }
    fixture.index();
    try (PopFixture pop = PopFixture.serve(fixture, null)) {
      List<String> listed = say(pop.port(), "LIST");
      List<String> sent = new ArrayList<>();
      long total = 0;
      for (int message = 1; message <= mails().size(); message++) {
        List<String> block = say(pop.port(), "RETR " + message);
        assertThat(block.getLast()).isEqualTo(".");
        long octets = octets(block);
        assertThat(block.getFirst()).isEqualTo("+OK " + octets + " octets");
        assertThat(say(pop.port(), "LIST " + message))
            .containsExactly("+OK " + message + " " + octets);
        sent.add(message + " " + octets);
        total += octets;
      }
      assertThat(listed.subList(1, listed.size() - 1)).isEqualTo(sent);
      assertThat(say(pop.port(), "STAT")).containsExactly("+OK " + sent.size() + " " + total);
    }
  }
}
