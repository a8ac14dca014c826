package org.annals.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.annals.testing.ImapResponse;
import org.annals.testing.ImapResponse.Value;
import org.annals.testing.LineTalk;

/// What is asked of both servers by NNTP, IMAP and POP3, of one list. The same questions go to
/// both; each gives answers by question, so that they can be compared one by one.
enum LineKind {
  NNTP_LIST(LineKind::nntpList),
  NNTP_GROUP(LineKind::nntpGroup),
  NNTP_OVER(LineKind::nntpOver),
  NNTP_HDR(LineKind::nntpHdr),
  NNTP_NEWS(LineKind::nntpNews),
  NNTP_ARTICLE(LineKind::nntpArticle),
  IMAP_LIST(LineKind::imapList),
  IMAP_SELECT(LineKind::imapSelect),
  IMAP_FETCH(LineKind::imapFetch),
  IMAP_BODY(LineKind::imapBody),
  IMAP_SEARCH(LineKind::imapSearch),
  POP3_LIST(LineKind::pop3List),
  POP3_RETR(LineKind::pop3Retr);

  private static final int SAMPLE = Integer.getInteger("annals.sample", 1_000);
  private static final int SMALL_SAMPLE = 100;

  /// What is followed by lines up to a dot, 211 only after LISTGROUP.
  private static final Set<String> BLOCKS =
      Set.of("100", "101", "215", "220", "221", "222", "224", "225", "230", "231", "282");

  private static final Pattern PART_SIZE =
      Pattern.compile("(\"(?:[78]BIT|BASE64|BINARY|QUOTED-PRINTABLE)\") [0-9]+");

  private static final List<String> ENVELOPE =
      List.of(
          "date",
          "subject",
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "in-reply-to",
          "message-id");

  private static final List<String> OVERVIEW =
      List.of("number", "Subject", "From", "Date", "Message-ID", "References", "Bytes", "Lines");

  private static final List<String> FIELDS =
      List.of(
          "Subject",
          "From",
          "Date",
          "Message-ID",
          "References",
          "Bytes",
          "Lines",
          "Xref",
          "To",
          "Cc",
          ":bytes",
          ":lines");

  /// Takes a question and its answer.
  interface Sink extends BiConsumer<String, String> {}

  private interface Asking {
    void ask(LineTalk talk, String group, Random random, Sink sink) throws IOException;
  }

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Asking asking;

  LineKind(Asking asking) {
    this.asking = asking;
  }

  /// `random` is the same for both servers.
  void ask(LineTalk talk, String group, Random random, Sink sink) throws IOException {
    asking.ask(talk, group, random, sink);
  }

  private static List<Long> sample(List<Long> all, int count, Random random) {
    List<Long> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, Math.min(count, shuffled.size()));
  }

  private static String joined(List<String> lines) {
    return String.join("⏎", lines);
  }

  /// Lists in one order, and as if all had blanks between words.
  private static String listed(List<String> lines) {
    return joined(lines.stream().map(line -> line.replace('\t', ' ')).sorted().toList());
  }

  /// The block where there is one, else the code, with what programs read behind it.
  private static String nntp(LineTalk talk, String command) throws IOException {
    talk.say(command);
    String first = talk.line();
    String code = first.substring(0, 3);
    if (code.equals("211") && command.startsWith("LISTGROUP")) {
      return joined(talk.block());
    }
    if (BLOCKS.contains(code)) {
      List<String> block = talk.block();
      return command.matches("(ARTICLE|HEAD|BODY) .*") ? joined(block) : listed(block);
    }
    int words = code.equals("211") ? 5 : code.equals("223") ? 3 : 1;
    String[] all = first.split(" ", -1);
    return String.join(" ", List.of(all).subList(0, Math.min(words, all.length)));
  }

  private static void nntpAll(LineTalk talk, Sink sink, List<String> commands) throws IOException {
    for (String command : commands) {
      sink.accept(command, nntp(talk, command));
    }
  }

  /// An answer a line, under its first word.
  private static void nntpLines(LineTalk talk, String command, Sink sink) throws IOException {
    talk.say(command);
    String first = talk.line();
    sink.accept(command, first.substring(0, 3));
    if (first.startsWith("2")) {
      for (String line : talk.block()) {
        if (command.contains("OVER ") && !command.startsWith("XROVER")) {
          overview(command, line, sink);
        } else {
          sink.accept(command + " " + line.replaceAll(" .*", ""), line.replaceAll("^[^ ]* ?", ""));
        }
      }
    }
  }

  private static void overview(String command, String line, Sink sink) {
    List<String> fields = List.of(line.split("\t", -1));
    for (int i = 1; i < fields.size(); i++) {
      String name = i < OVERVIEW.size() ? OVERVIEW.get(i) : "Xref";
      sink.accept(command + " " + fields.getFirst() + " " + name, fields.get(i));
    }
  }

  private static List<Long> numbers(LineTalk talk, String group) throws IOException {
    talk.say("LISTGROUP " + group);
    talk.line();
    return talk.block().stream().map(Long::valueOf).toList();
  }

  private static void nntpList(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    nntpAll(
        talk,
        sink,
        List.of(
            "LIST",
            "LIST ACTIVE",
            "LIST ACTIVE " + group,
            "LIST ACTIVE *,!" + group,
            "LIST ACTIVE.TIMES",
            "LIST NEWSGROUPS",
            "LIST NEWSGROUPS " + group,
            "LIST OVERVIEW.FMT",
            "LIST HEADERS",
            "LIST COUNTS",
            "LIST DISTRIB.PATS",
            "LIST MOTD",
            "LIST SUBSCRIPTIONS",
            "LIST NOPE",
            "XGTITLE " + group,
            "CAPABILITIES",
            "MODE READER",
            "MODE STREAM",
            "SLAVE",
            "POST",
            "IHAVE <x@y>",
            "AUTHINFO USER x",
            "STARTTLS",
            "COMPRESS NOPE",
            "XPATH <none@none>"));
  }

  private static void nntpGroup(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    nntpAll(
        talk,
        sink,
        List.of(
            "GROUP nope.nope",
            "NEXT",
            "LAST",
            "STAT 1",
            "GROUP " + group,
            "LAST",
            "NEXT",
            "STAT",
            "STAT 99999999",
            "NEXT",
            "LAST"));
    for (Long number : sample(numbers(talk, group), SMALL_SAMPLE, random)) {
      nntpAll(talk, sink, List.of("STAT " + number, "NEXT", "LAST"));
    }
  }

  private static void nntpOver(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    List<Long> numbers = numbers(talk, group);
    nntpLines(talk, "OVER 1-", sink);
    nntpLines(talk, "XOVER 1-", sink);
    nntpLines(talk, "XROVER 1-", sink);
    nntpAll(talk, sink, List.of("OVER", "OVER 9999999-", "XOVER 9999999-", "OVER 5-4"));
    for (Long number : sample(numbers, SMALL_SAMPLE, random)) {
      String id = id(talk, number);
      nntpAll(talk, sink, List.of("OVER " + number, "OVER " + id, "XPATH " + id));
    }
  }

  private static String id(LineTalk talk, long number) throws IOException {
    String[] words = nntp(talk, "STAT " + number).split(" ", -1);
    return words.length > 2 ? words[2] : "<none@none>";
  }

  private static void nntpHdr(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    List<Long> numbers = numbers(talk, group);
    for (String field : FIELDS) {
      nntpLines(talk, "HDR " + field + " 1-", sink);
      nntpLines(talk, "XHDR " + field + " " + numbers.getLast() / 2 + "-", sink);
    }
    nntpAll(
        talk, sink, List.of("HDR In-Reply-To 1", "XHDR In-Reply-To 1", "HDR :nope 1", "HDR To"));
    for (Long number : sample(numbers, SMALL_SAMPLE, random)) {
      nntpAll(talk, sink, List.of("HDR Subject " + id(talk, number)));
    }
  }

  private static void nntpNews(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    nntpAll(
        talk,
        sink,
        List.of(
            "NEWNEWS " + group + " 20260101 000000 GMT",
            "NEWNEWS " + group + " 20240615 123456",
            "NEWNEWS inbox.*,!" + group + " 20260301 000000",
            "NEWNEWS * 20360301 000000",
            "NEWNEWS x 200",
            "NEWGROUPS 19800101 000000 GMT",
            "NEWGROUPS 20360101 000000"));
  }

  private static void nntpArticle(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    List<Long> numbers = numbers(talk, group);
    for (Long number : sample(numbers, SAMPLE, random)) {
      nntpAll(talk, sink, List.of("ARTICLE " + number));
    }
    for (Long number : sample(numbers, SMALL_SAMPLE, random)) {
      String id = id(talk, number);
      nntpAll(talk, sink, List.of("HEAD " + number, "BODY " + number, "ARTICLE " + id));
      nntpAll(talk, sink, List.of("HEAD " + id, "BODY " + id, "STAT " + id));
    }
  }

  /// Untagged responses as they are, one a question; then how it ended.
  private static void imap(LineTalk talk, String command, Sink sink) throws IOException {
    List<ImapResponse> responses = talk.imap(command);
    int at = 0;
    for (ImapResponse response : responses) {
      switch (response) {
        case ImapResponse.Tagged(_, var status, var code, _) ->
            sink.accept(command, (status + " " + code).strip());
        case ImapResponse.Status(var status, var code, _) ->
            sink.accept(command + " [" + code.replaceAll(" .*", "") + "]", status + " " + code);
        case ImapResponse.Named(var name, var values) when name.equals("LIST") ->
            sink.accept(
                command + " " + shown(values.getLast()).replace("\"", ""),
                shown(values.getFirst()));
        case ImapResponse.Named(var name, var values) when name.equals("STATUS") ->
            pairs(((Value.Several) values.get(1)).values())
                .forEach((item, value) -> sink.accept(command + " " + item, value));
        case ImapResponse.Named(var name, var values) ->
            sink.accept(command + " " + name, shown(values));
        case ImapResponse.Numbered(var number, var name) ->
            sink.accept(command + " " + name, Long.toString(number));
        default -> sink.accept(command + " " + at, response.toString());
      }
      at++;
    }
  }

  private static Map<String, String> pairs(List<Value> values) {
    Map<String, String> pairs = new TreeMap<>();
    for (int i = 0; i + 1 < values.size(); i += 2) {
      pairs.put(shown(values.get(i)), shown(values.get(i + 1)));
    }
    return pairs;
  }

  private static String shown(List<Value> values) {
    return String.join(" ", values.stream().map(LineKind::shown).toList());
  }

  /// The same for a quoted string and a literal.
  private static String shown(Value value) {
    return switch (value) {
      case Value.Word(var text) -> text;
      case Value.Text(var text) -> '"' + text + '"';
      case Value.Several(var values) -> "(" + shown(values) + ")";
    };
  }

  private static void imapList(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    String items = " (MESSAGES UIDNEXT UIDVALIDITY UNSEEN RECENT)";
    for (String command :
        List.of(
            "LOGIN anonymous x",
            "LIST \"\" \"\"",
            "LIST \"\" *",
            "LIST \"\" %",
            "LIST \"\" INBOX.%",
            "LIST INBOX. %.0",
            "LSUB \"\" *",
            "STATUS " + group + ".0" + items,
            "STATUS " + group + ".1" + items,
            "STATUS " + group + items,
            "STATUS nope.nope" + items,
            "NOOP")) {
      imap(talk, command, sink);
    }
  }

  private static void imapSelect(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    for (String command :
        List.of(
            "EXAMINE " + group + ".0",
            "SELECT " + group + ".0",
            "CLOSE",
            "SELECT " + group,
            "SELECT " + group + ".7",
            "SELECT nope",
            "UID FETCH 1 UID")) {
      imap(talk, command, sink);
    }
  }

  private static List<Long> uids(LineTalk talk, String group) throws IOException {
    talk.imap("EXAMINE " + group + ".0");
    return ImapResponse.numbers(talk.imap("UID SEARCH UID 1:*"), "SEARCH");
  }

  private static void fetched(LineTalk talk, String command, Sink sink) throws IOException {
    Map<Long, SequencedMap<String, Value>> all = ImapResponse.byUid(talk.imap(command));
    all.forEach((uid, items) ->
        items.forEach((item, value) -> {
          String question = "UID " + uid + " " + item;
          if (item.equals("ENVELOPE")) {
            envelope(question, ((Value.Several) value).values(), sink);
          } else {
            boolean structure = item.startsWith("BODY") && item.indexOf('[') < 0;
            sink.accept(question, structure ? withoutSizes(shown(sorted(value))) : shown(value));
          }
        }));
  }

  /// The peer counts sizes of parts otherwise, and writes words in other cases.
  private static String withoutSizes(String structure) {
    return PART_SIZE.matcher(structure.toUpperCase(Locale.ROOT)).replaceAll("$1 SIZE");
  }

  /// With the parameters of types in one order.
  private static Value sorted(Value value) {
    if (!(value instanceof Value.Several(var values))) {
      return value;
    }
    if (values.size() % 2 == 0 && values.stream().allMatch(Value.Text.class::isInstance)) {
      return new Value.Word(pairs(values).toString());
    }
    return new Value.Several(values.stream().map(LineKind::sorted).toList());
  }

  private static void envelope(String question, List<Value> fields, Sink sink) {
    for (int i = 0; i < ENVELOPE.size(); i++) {
      String shown =
          fields.get(i) instanceof Value.Several(var addresses)
              ? shown(addresses.stream().flatMap(LineKind::address).toList())
              : shown(fields.get(i));
      sink.accept(question + " " + ENVELOPE.get(i), shown);
    }
  }

  /// Without groups, names that the peer gives to senders who have none, and what differs in
  /// quotes and blanks.
  private static Stream<Value> address(Value value) {
    List<Value> parts = new ArrayList<>(((Value.Several) value).values());
    Value none = new Value.Word("NIL");
    if (parts.get(3).equals(none)) {
      return Stream.empty();
    }
    if (parts.getFirst() instanceof Value.Text(var name)) {
      Value plain = new Value.Text(name.replaceAll("[\\s\"\\\\]+", " ").strip());
      parts.set(0, plain.equals(parts.get(2)) ? none : plain);
    }
    return Stream.of(new Value.Several(parts));
  }

  private static void imapFetch(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    uids(talk, group);
    fetched(talk, "UID FETCH 1:* (UID RFC822.SIZE ENVELOPE FLAGS INTERNALDATE)", sink);
  }

  private static void imapBody(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    List<Long> uids = uids(talk, group);
    for (Long uid : sample(uids, SAMPLE, random)) {
      fetched(talk, "UID FETCH " + uid + " BODY.PEEK[]", sink);
    }
    for (Long uid : sample(uids, SMALL_SAMPLE, random)) {
      for (String item :
          List.of(
              "RFC822",
              "RFC822.HEADER",
              "RFC822.TEXT",
              "BODY",
              "BODYSTRUCTURE",
              "BODY[HEADER]",
              "BODY.PEEK[TEXT]",
              "BODY[1]",
              "BODY[2]",
              "BODY[1.MIME]",
              "BODY[]<10.50>",
              "BODY.PEEK[HEADER.FIELDS (To Subject)]",
              "BODY[HEADER.FIELDS.NOT (Received)]")) {
        fetched(talk, "UID FETCH " + uid + " " + item, sink);
      }
    }
  }

  private static void imapSearch(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    uids(talk, group);
    for (String keys :
        List.of(
            "ALL",
            "UNSEEN",
            "SEEN",
            "DELETED",
            "NOT DELETED",
            "OLD",
            "RECENT",
            "FLAGGED",
            "1:10",
            "UID 5:7",
            "SINCE 1-Jan-2026",
            "BEFORE 1-Jan-2020",
            "ON 3-Mar-2026",
            "SENTSINCE 1-Jan-2026",
            "SENTON 3-Mar-2026",
            "SENTBEFORE 1-Jan-2020",
            "LARGER 100000",
            "SMALLER 2000",
            "SUBJECT patch",
            "SUBJECT \"fix memory\"",
            "FROM torvalds",
            "TO vger",
            "CC kernel.org",
            "BODY \"memory leak\"",
            "TEXT syzbot",
            "SINCE 1-Jan-2025 SUBJECT regression",
            "OR SUBJECT revert SUBJECT regression",
            "NOT SUBJECT re",
            "SINCE 1-Jan-2026 NOT (SUBJECT re)",
            "HEADER List-Id vger",
            "CHARSET UTF-8 SUBJECT fix",
            "CHARSET KOI8-R SUBJECT fix",
            "KEYWORD x",
            "NOPE")) {
      List<ImapResponse> responses = talk.imap("UID SEARCH " + keys);
      ImapResponse.Tagged end = (ImapResponse.Tagged) responses.getLast();
      sink.accept(keys, (end.status() + " " + end.code()).strip());
      for (Long uid : ImapResponse.numbers(responses, "SEARCH")) {
        sink.accept(keys + ": " + uid, "found");
      }
    }
  }

  private static void pop3Login(LineTalk talk, String group, Random random) throws IOException {
    UUID user = new UUID(random.nextLong(), System.nanoTime());
    talk.say("USER " + user + "@" + group + ".0");
    talk.line();
    talk.say("PASS anonymous");
    talk.line();
  }

  private static void pop3(LineTalk talk, String command, boolean block, Sink sink)
      throws IOException {
    talk.say(command);
    String first = talk.line();
    List<String> lines = block && first.startsWith("+OK") ? talk.block() : List.of();
    if (command.startsWith("RETR") || command.startsWith("TOP")) {
      sink.accept(command, joined(lines));
      return;
    }
    sink.accept(command, command.equals("STAT") ? first : first.replaceAll(" .*", ""));
    for (String line : lines) {
      sink.accept(command + " " + line.replaceAll(" .*", ""), line);
    }
  }

  private static void pop3List(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    pop3Login(talk, group, random);
    pop3(talk, "STAT", false, sink);
    pop3(talk, "LIST", true, sink);
    pop3(talk, "UIDL", true, sink);
    pop3(talk, "NOOP", false, sink);
    pop3(talk, "QUIT", false, sink);
  }

  private static void pop3Retr(LineTalk talk, String group, Random random, Sink sink)
      throws IOException {
    pop3Login(talk, group, random);
    talk.say("STAT");
    long count = Long.parseLong(talk.line().split(" ", -1)[1]);
    for (int i = 0; i < SAMPLE; i++) {
      pop3(talk, "RETR " + (1 + random.nextLong(count)), true, sink);
      if (i % 10 == 0) {
        pop3(talk, "TOP " + (1 + random.nextLong(count)) + " " + random.nextInt(20), true, sink);
      }
    }
  }
}
