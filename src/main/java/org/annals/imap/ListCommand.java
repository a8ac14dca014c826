package org.annals.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// LIST with its selections and returns (RFC 9051 §6.3.9, RFC 5258, RFC 5819), LSUB and SUBSCRIBE
/// (RFC 3501 §6.3.9, §6.3.6). Whoever reads here has every mailbox subscribed, and keeps it so.
final class ListCommand {
  private static final int PATTERNS_MAX = 20;
  private static final int PATTERN_CHARACTERS_MAX = 1_000;

  private ListCommand() {}

  /// What is asked for of each mailbox.
  private static final class Wanted {
    boolean subscribed;
    boolean nothing;
    Set<StatusCommand.Item> status = EnumSet.noneOf(StatusCommand.Item.class);
  }

  static String list(Session session, Arguments in) throws IOException {
    Wanted wanted = new Wanted();
    in.space();
    if (in.isNext('(')) {
      select(in.words(), wanted);
      in.space();
    }
    String reference = in.mailbox();
    in.space();
    List<String> patterns = patterns(in, reference);
    if (in.take(' ')) {
      returns(in, wanted);
    }
    in.end();
    if (patterns.size() == 1 && patterns.getFirst().isEmpty()) { // asks for the delimiter
      session.out().line("* LIST (\\Noselect) \"" + MailboxNames.DELIMITER + "\" \"\"");
    } else if (!wanted.nothing) {
      run(session, "LIST", patterns, wanted);
    }
    return "LIST completed";
  }

  private static List<String> patterns(Arguments in, String reference) {
    List<String> patterns = new ArrayList<>();
    if (!in.take('(')) {
      add(reference, in.listMailbox(), patterns);
      return patterns;
    }
    do {
      add(reference, in.listMailbox(), patterns);
    } while (in.take(' '));
    in.expect(')');
    return patterns;
  }

  private static void add(String reference, String pattern, List<String> patterns) {
    if (patterns.size() >= PATTERNS_MAX
        || reference.length() + pattern.length() > PATTERN_CHARACTERS_MAX) {
      throw ImapRefusal.no("LIMIT", "Fewer and shorter patterns, please");
    }
    patterns.add(pattern.isEmpty() ? "" : reference + pattern);
  }

  private static void select(List<String> options, Wanted wanted) {
    for (String option : options) {
      switch (option) {
        case "SUBSCRIBED" -> wanted.subscribed = true;
        case "REMOTE" -> {} // nothing is elsewhere
        case "RECURSIVEMATCH" -> {
          if (!options.contains("SUBSCRIBED")) {
            throw ImapRefusal.bad("RECURSIVEMATCH needs SUBSCRIBED");
          }
        }
        case "SPECIAL-USE" -> wanted.nothing = true; // no mailbox has one
        default -> throw ImapRefusal.bad("There is no such selection");
      }
    }
  }

  private static void returns(Arguments in, Wanted wanted) {
    if (!in.word().equals("RETURN")) {
      throw ImapRefusal.bad("Expected RETURN");
    }
    in.space();
    in.expect('(');
    if (in.take(')')) {
      return;
    }
    do {
      switch (in.word()) {
        case "SUBSCRIBED" -> wanted.subscribed = true;
        case "CHILDREN", "SPECIAL-USE" -> {} // told anyway, or never true
        case "STATUS" -> {
          in.space();
          wanted.status.addAll(StatusCommand.items(in));
        }
        default -> throw ImapRefusal.bad("There is no such return");
      }
    } while (in.take(' '));
    in.expect(')');
  }

  private static void run(Session session, String response, List<String> patterns, Wanted wanted)
      throws IOException {
    for (Mailbox mailbox : session.mailboxes().all()) {
      if (patterns.stream().anyMatch(pattern -> MailboxNames.matches(pattern, mailbox.name()))) {
        line(response, mailbox, session, wanted.subscribed);
        if (!wanted.status.isEmpty()) {
          StatusCommand.line(session, mailbox, wanted.status);
        }
      }
    }
  }

  static void line(String response, Mailbox mailbox, Session session, boolean subscribed)
      throws IOException {
    boolean parent = session.mailboxes().hasChildren(mailbox);
    session
        .out()
        .text("* ")
        .text(response)
        .text(subscribed ? " (\\Subscribed " : " (")
        .text(parent ? "\\HasChildren) \"" : "\\HasNoChildren) \"")
        .character(MailboxNames.DELIMITER)
        .text("\" ")
        .mailbox(session.encoded(mailbox.name()))
        .end();
  }

  static String lsub(Session session, Arguments in) throws IOException {
    in.space();
    String reference = in.mailbox();
    in.space();
    List<String> patterns = patterns(in, reference);
    in.end();
    run(session, "LSUB", patterns, new Wanted());
    return "LSUB completed";
  }

  static String subscribe(Session session, Arguments in) throws IOException {
    in.space();
    String name = in.mailbox();
    in.end();
    session.mailboxes().get(name);
    return "SUBSCRIBE completed; it was before";
  }
}
