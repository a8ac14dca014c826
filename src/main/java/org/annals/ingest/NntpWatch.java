package org.annals.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.annals.ingest.WatchPositions.Position;

/// A newsgroup that is watched (RFC 3977): articles behind the last known number are fetched, then
/// the server is asked again now and then.
///
/// A position is written down only when what lies before it is in git.
final class NntpWatch implements RemoteWatch.Talk {
  private static final Logger LOG = System.getLogger(NntpWatch.class.getName());
  private static final int LINE_BYTES_MAX = 1 << 10;

  /// So many articles are asked for before the first of them has come.
  private static final int AHEAD = 50;

  /// A line of an article; its end is looked for within what a mail may have.
  private static final int ARTICLE_LINE_BYTES_MAX = 16 << 20;

  /// Articles that are too large are read to their end up to this size.
  private static final long SKIPPED_BYTES_MAX = 2L << 30;

  private final WatchUrl.Remote place;
  private final Inflow inflow;
  private final Watcher.Means means;

  NntpWatch(WatchUrl.Remote place, Inflow inflow, Watcher.Means means) {
    this.place = place;
    this.inflow = inflow;
    this.means = means;
  }

  private record Group(long low, long high) {}

  @Override
  public void with(LineClient line, WatchUrl.Remote who, Pause pause) throws IOException {
    start(line, who);
    do {
      catchUp(line, group(line), pause);
    } while (!pause.of(means.limits().pollMillis()));
  }

  private void start(LineClient client, WatchUrl.Remote who) throws IOException {
    String greeting = client.readLine(LINE_BYTES_MAX);
    if (!greeting.startsWith("200") && !greeting.startsWith("201")) {
      throw refused("the connection", greeting);
    }
    if (!client.isSecure() && canStartTls(client)) {
      ask(client, "STARTTLS", "382");
      client.startTls();
    }
    if (!who.user().isEmpty()) {
      Logins.checkSecret(client);
      String answer = said(client, "AUTHINFO USER " + oneLine(who.user()));
      if (answer.startsWith("381")) {
        answer = said(client, "AUTHINFO PASS " + oneLine(who.password()));
      }
      if (!answer.startsWith("281")) {
        throw refused("the login", answer);
      }
    }
  }

  private static boolean canStartTls(LineClient client) throws IOException {
    boolean can = false;
    if (said(client, "CAPABILITIES").startsWith("101")) {
      String line = client.readLine(LINE_BYTES_MAX);
      for (int lines = 0; !line.equals("."); lines++) {
        if (lines > LINE_BYTES_MAX) {
          throw new IOException("the server lists capabilities without end");
        }
        can |= line.toUpperCase(Locale.ROOT).equals("STARTTLS");
        line = client.readLine(LINE_BYTES_MAX);
      }
    }
    return can;
  }

  private static String oneLine(String text) throws IOException {
    if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw new IOException("a name or password with a line end in it");
    }
    return text;
  }

  private static String said(LineClient client, String command) throws IOException {
    client.send(command);
    return client.readLine(LINE_BYTES_MAX);
  }

  private static String ask(LineClient client, String command, String wanted) throws IOException {
    String answer = said(client, command);
    if (!answer.startsWith(wanted)) {
      throw refused(command, answer);
    }
    return answer;
  }

  private static IOException refused(String what, String answer) {
    return new IOException("the server refuses " + what + ": " + LineClient.shown(answer));
  }

  private Group group(LineClient client) throws IOException {
    String answer = ask(client, "GROUP " + oneLine(place.folder()), "211");
    String[] words = answer.split(" +", -1);
    try {
      return new Group(Long.parseLong(words[2]), Long.parseLong(words[3]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IOException("the server tells of no numbers: " + LineClient.shown(answer), e);
    }
  }

  private void catchUp(LineClient client, Group group, Pause pause) throws IOException {
    long last = means.positions().find(place).number();
    if (group.high() < last && group.high() >= group.low()) {
      LOG.log(
          Level.WARNING,
          "watch: {0}: the last article is {1,number,#} where {2,number,#} was read; all of it is"
              + " read again, and what is there already left out",
          place.name(),
          group.high(),
          last);
      last = 0;
      means.positions().set(place, new Position(0, 0));
    }
    long at = Math.max(last + 1, group.low());
    while (at <= group.high() && !pause.isStopped()) {
      long end = Math.min(group.high(), at + AHEAD - 1);
      fetch(client, at, end);
      inflow.flush();
      means.positions().set(place, new Position(0, end));
      at = end + 1;
    }
  }

  private void fetch(LineClient client, long from, long to) throws IOException {
    StringBuilder commands = new StringBuilder();
    for (long number = from; number <= to; number++) {
      commands.append("ARTICLE ").append(number).append("\r\n");
    }
    client.sendRaw(commands.toString().getBytes(StandardCharsets.US_ASCII));
    for (long number = from; number <= to; number++) {
      String answer = client.readLine(LINE_BYTES_MAX);
      if (answer.startsWith("220")) {
        take(client, number);
      } else if (!answer.startsWith("423") && !answer.startsWith("430")) {
        throw refused("article " + number, answer);
      }
    }
  }

  private void take(LineClient client, long number) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long size = 0;
    boolean header = true;
    boolean local = false;
    int most = means.limits().mailBytes();
    for (String line = next(client); !line.equals("."); line = next(client)) {
      String text = line.startsWith(".") ? line.substring(1) : line;
      header &= !text.isEmpty();
      // RFC 5536 §3.2.14: means something on that server only
      local = header && (isFolded(text) ? local : text.regionMatches(true, 0, "Xref:", 0, 5));
      size += text.length() + 1;
      if (size > SKIPPED_BYTES_MAX) {
        throw new IOException("article " + number + " has no end");
      }
      if (!local && size <= most) {
        bytes.writeBytes((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    String where = place.name() + " article " + number;
    if (size > most) {
      LOG.log(Level.WARNING, "watch: {0}: refused: larger than the largest mail taken", where);
    } else {
      inflow.add(bytes.toByteArray(), where);
    }
  }

  private static String next(LineClient client) throws IOException {
    return client.readLine(ARTICLE_LINE_BYTES_MAX);
  }

  private static boolean isFolded(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }
}
