package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.annals.testing.ImapResponse;
import org.annals.testing.ImapResponse.Value;
import org.annals.testing.LineTalk;

/// A client that remembers what it was told of the mailbox it is in and fails when something does
/// not follow from it (RFC 9051 §5.2, §7.4, §7.5). One thread; close it.
final class ImapReader implements AutoCloseable {
  static final int PARTIAL_OCTETS = 40;

  private static final long UNKNOWN = 0;

  private static final List<String> MAILBOXES =
      List.of(
          "org.example.dev.0",
          "org.example.dev.0",
          "org.example.dev.all",
          "INBOX.users.0",
          "org.example.quiet.0",
          "org.example.dev");

  private static final List<String> ANYWHERE =
      List.of(
          "NOOP",
          "CAPABILITY",
          "ID NIL",
          "NAMESPACE",
          "ENABLE CONDSTORE",
          "LIST \"\" *",
          "LIST \"\" % RETURN (CHILDREN STATUS (MESSAGES UIDNEXT))",
          "LSUB \"\" org.*",
          "STATUS org.example.dev.0 (MESSAGES UIDNEXT UIDVALIDITY UNSEEN SIZE)",
          "STATUS org.example.quiet.0 (MESSAGES HIGHESTMODSEQ MAILBOXID)");

  private static final List<String> ITEMS =
      List.of(
          "UID",
          "FLAGS",
          "FAST",
          "ALL",
          "FULL",
          "BODYSTRUCTURE",
          "MODSEQ",
          "EMAILID",
          "THREADID",
          "(RFC822.SIZE BODY.PEEK[])",
          "(BODY[HEADER] BODY.PEEK[TEXT])",
          "BODY.PEEK[]<7." + PARTIAL_OCTETS + ">",
          "(RFC822 INTERNALDATE)",
          "BINARY.PEEK[1]",
          "BODY[1.MIME]",
          "(ENVELOPE BODY.PEEK[HEADER.FIELDS (To Subject \"X-Mood\")])");

  private static final List<String> KEYS =
      List.of(
          "ALL",
          "SUBJECT ring",
          "NOT SUBJECT ring",
          "OR FROM ann FROM cleo",
          "SINCE 1-Mar-2026",
          "SENTBEFORE 2-Mar-2026 LARGER 200",
          "UID 2:5",
          "UNSEEN",
          "SEEN",
          "KEYWORD x",
          "BODY end",
          "HEADER X-Mood \"\"");

  private final LineTalk talk;
  private final Random random;
  private final MessageFacts facts;
  private final List<Long> uids = new ArrayList<>();

  /// "" when none is selected.
  private String inbox = "";

  ImapReader(int port, Random random, MessageFacts facts) throws IOException {
    this.talk = new LineTalk(port);
    this.random = random;
    this.facts = facts;
    assertThat(ImapResponse.parse(talk.greeting())).isInstanceOf(ImapResponse.Status.class);
  }

  /// By sequence number.
  List<Long> uids() {
    return List.copyOf(uids);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  void doSomething() throws IOException {
    int what = random.nextInt(10);
    if (inbox.isEmpty() || what == 0) {
      select();
    } else if (what == 1) {
      perform(one(ANYWHERE));
    } else if (what == 2) {
      perform(one(List.of("CHECK", "NOOP", "CLOSE", "UNSELECT")));
    } else if (what == 3) {
      idle();
    } else if (what == 4) {
      pipeline();
    } else if (what < 7) {
      fetch();
    } else {
      search();
    }
  }

  private void select() throws IOException {
    String name = one(MAILBOXES);
    perform((random.nextBoolean() ? "SELECT " : "EXAMINE ") + name);
  }

  private void fetch() throws IOException {
    if (uids.isEmpty()) {
      perform("UID FETCH 1:* " + one(ITEMS));
      return;
    }
    String from = Integer.toString(1 + random.nextInt(uids.size()));
    String to = random.nextBoolean() ? "*" : Integer.toString(1 + random.nextInt(uids.size()));
    perform((random.nextBoolean() ? "FETCH " : "UID FETCH ") + from + ":" + to + " " + one(ITEMS));
  }

  private void search() throws IOException {
    String uid = random.nextBoolean() ? "UID " : "";
    switch (random.nextInt(5)) {
      case 0 -> perform(uid + "SEARCH RETURN (MIN MAX COUNT ALL) " + one(KEYS));
      case 1 -> perform(uid + "SORT (REVERSE ARRIVAL) UTF-8 " + one(KEYS));
      case 2 -> perform(uid + "THREAD REFERENCES UTF-8 " + one(KEYS));
      default -> perform(uid + "SEARCH " + one(KEYS));
    }
  }

  /// Gives a valid command and checks all that comes.
  void perform(String command) throws IOException {
    String tag = talk.send(command);
    if (leavesMailbox(command)) {
      uids.clear();
      inbox = "";
    }
    finish(command, tag);
  }

  private static boolean leavesMailbox(String command) {
    return command.matches("(SELECT|EXAMINE) .*|CLOSE|UNSELECT");
  }

  private void finish(String command, String tag) throws IOException {
    if (command.matches("(SELECT|EXAMINE) .*")) {
      String name = command.replaceFirst("[A-Z]+ ", "");
      inbox = name.replaceFirst("\\.(0|all)$", "");
    }
    for (ImapResponse response : talk.until(tag)) {
      hear(command, tag, response);
    }
  }

  private void hear(String command, String tag, ImapResponse response) {
    String context = command + ": " + response;
    switch (response) {
      case ImapResponse.Tagged(_, var status, _, var text) -> fine(context, status, text);
      case ImapResponse.Status(var status, _, var text) -> fine(context, status, text);
      case ImapResponse.Numbered(var number, var name) -> count(context, name, (int) number);
      case ImapResponse.Fetch(var number, var items) -> {
        assertThat(number).as(context).isBetween(1L, (long) uids.size());
        long uid = Long.parseLong(((Value.Word) items.get("UID")).text());
        place(context, (int) number, uid);
        facts.check(inbox, uid, items);
      }
      case ImapResponse.Named(var name, var values) -> found(context, name, values, tag);
      case ImapResponse.Continue _ -> assertThat(command).isEqualTo("IDLE");
    }
  }

  /// RFC 9051 §7.1: there should be something for people to read.
  private static void fine(String context, String status, String text) {
    assertThat(status).as(context).isEqualTo("OK");
    assertThat(text).as(context).isNotBlank();
  }

  /// Mailboxes only grow but for what EXPUNGE tells, and that is not told while numbers are in use.
  private void count(String context, String name, int number) {
    switch (name) {
      case "EXISTS" -> {
        assertThat(number).as(context).isGreaterThanOrEqualTo(uids.size());
        while (uids.size() < number) {
          uids.add(UNKNOWN);
        }
      }
      case "EXPUNGE" -> {
        assertThat(context).doesNotMatch("(?s)(FETCH|SEARCH|SORT|THREAD|STORE|SELECT|EXAMINE) .*");
        assertThat(number).as(context).isBetween(1, uids.size());
        uids.remove(number - 1);
      }
      default -> assertThat(number).as(context).isZero(); // RECENT
    }
  }

  private void place(String context, int number, long uid) {
    long known = uids.set(number - 1, uid);
    assertThat(known).as(context).isIn(UNKNOWN, uid);
    long last = 0;
    for (long each : uids) {
      if (each != UNKNOWN) {
        assertThat(each).as("UIDs ascend: %s: %s", context, uids).isGreaterThan(last);
        last = each;
      }
    }
  }

  private void found(String context, String name, List<Value> values, String tag) {
    boolean uid = context.startsWith("UID ");
    if (name.equals("ESEARCH")) {
      Value issued = new Value.Several(List.of(new Value.Word("TAG"), new Value.Text(tag)));
      assertThat(values.getFirst()).as(context).isEqualTo(issued);
      assertThat(values.contains(new Value.Word("UID"))).as(context).isEqualTo(uid);
    }
    if (name.equals("SEARCH") || name.equals("SORT")) {
      List<Long> numbers =
          values.stream().map(value -> Long.valueOf(((Value.Word) value).text())).toList();
      assertThat(numbers).as(context).doesNotHaveDuplicates();
      assertThat(numbers.stream().filter(number -> !uid && number > uids.size()))
          .as(context)
          .isEmpty();
      if (name.equals("SEARCH")) {
        assertThat(numbers).as(context).isSorted();
      }
    }
  }

  private void idle() throws IOException {
    String tag = talk.send("IDLE");
    ImapResponse response;
    do {
      response = ImapResponse.parse(talk.response());
      hear("IDLE", tag, response);
    } while (!(response instanceof ImapResponse.Continue));
    talk.say("DONE");
    finish("IDLE", tag);
  }

  /// Commands that RFC 9051 §5.5 lets follow each other at once.
  private void pipeline() throws IOException {
    List<String> commands = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String command =
          one(List.of("NOOP", "UID FETCH 1:* " + one(ITEMS), "UID SEARCH " + one(KEYS), "CHECK"));
      commands.add(command);
      tags.add(talk.send(command));
    }
    for (int i = 0; i < commands.size(); i++) {
      finish(commands.get(i), tags.get(i));
    }
  }

  @Override
  public void close() throws IOException {
    talk.close();
  }
}
