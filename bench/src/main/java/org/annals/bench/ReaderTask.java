package org.annals.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Something that a mail program or newsreader asks for in linux-erofs. `service` is the protocol.
record ReaderTask(String label, String service, Script open, Script run) {
  private static final String GROUP = "inbox.linux-erofs";

  /// Commands that are sent ahead of their answers where a client pipelines.
  private static final int AHEAD = 50;

  /// Talks to the server; how many messages it was told of.
  interface Script {
    int run(LineClient client) throws IOException;
  }

  static List<ReaderTask> all(boolean quick) {
    int overviews = quick ? 3_000 : 15_000;
    int articles = quick ? 500 : 5_000;
    Script group =
        client -> {
          client.ask("GROUP " + GROUP, "211");
          return 0;
        };
    Script login =
        client -> {
          client.ask("USER " + UUID.randomUUID() + "@" + GROUP + ".0", "+OK");
          client.ask("PASS anonymous", "+OK");
          return 0;
        };
    Script examine =
        client -> {
          client.send("a LOGIN anonymous anonymous\r\n");
          client.fetched("a");
          client.send("b EXAMINE INBOX.linux-erofs.0\r\n");
          client.fetched("b");
          return 0;
        };
    List<ReaderTask> tasks = new ArrayList<>();
    tasks.add(
        new ReaderTask(
            "NNTP `OVER`",
            "nntp",
            group,
            client -> {
              client.ask("OVER 1-" + overviews, "224");
              return client.block();
            }));
    tasks.add(
        new ReaderTask(
            "IMAP `FETCH` (UID RFC822.SIZE ENVELOPE)",
            "imap",
            examine,
            client -> {
              client.send("c FETCH 1:" + overviews + " (UID RFC822.SIZE ENVELOPE)\r\n");
              return client.fetched("c");
            }));
    for (int ahead : new int[] {1, AHEAD}) {
      String way = ahead == 1 ? ", one at a time" : ", pipelined";
      tasks.add(
          new ReaderTask(
              "NNTP `ARTICLE`" + way,
              "nntp",
              group,
              client -> each(client, "ARTICLE", "220", articles, ahead)));
      tasks.add(
          new ReaderTask(
              "POP3 `RETR`" + way,
              "pop3",
              login,
              client -> each(client, "RETR", "+OK", articles, ahead)));
    }
    tasks.add(
        new ReaderTask(
            "IMAP `UID FETCH N` (BODY.PEEK[]), one at a time",
            "imap",
            examine,
            client -> {
              int messages = 0;
              for (int i = 1; i <= articles; i++) {
                client.send("c" + i + " UID FETCH " + i + " (UID BODY.PEEK[])\r\n");
                messages += client.fetched("c" + i);
              }
              return messages;
            }));
    tasks.add(
        new ReaderTask(
            "IMAP `UID FETCH 1:N` (BODY.PEEK[])",
            "imap",
            examine,
            client -> {
              client.send("c UID FETCH 1:" + articles + " (UID BODY.PEEK[])\r\n");
              return client.fetched("c");
            }));
    return tasks;
  }

  /// Asks for the first articles by number, so many commands ahead of the answers.
  private static int each(LineClient client, String command, String answer, int articles, int ahead)
      throws IOException {
    int sent = 0;
    for (int read = 1; read <= articles; read++) {
      if (sent < read) {
        StringBuilder commands = new StringBuilder();
        for (int last = Math.min(articles, sent + ahead); sent < last; ) {
          commands.append(command).append(' ').append(++sent).append("\r\n");
        }
        client.send(commands.toString());
      }
      client.expect(command, answer);
      client.block();
    }
    return articles;
  }
}
