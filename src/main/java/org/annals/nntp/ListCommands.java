package org.annals.nntp;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.annals.net.LineWriter;
import org.annals.nntp.Reply.Block;

/// LIST with its keywords (RFC 3977 §7.6, RFC 6048), and XGTITLE (RFC 2980 §2.5).
final class ListCommands {
  /// What LIST knows, for CAPABILITIES.
  static final String KEYWORDS =
      "ACTIVE ACTIVE.TIMES COUNTS DISTRIB.PATS HEADERS NEWSGROUPS OVERVIEW.FMT";

  private ListCommands() {}

  static Reply list(Session session, Words words) throws IOException {
    String keyword = words.find(0).orElse("ACTIVE").toUpperCase(Locale.ROOT);
    return switch (keyword) {
      case "ACTIVE" -> groups(session, words, Group::active);
      case "ACTIVE.TIMES" -> groups(session, words, ListCommands::created);
      case "COUNTS" -> groups(session, words, ListCommands::counted);
      case "NEWSGROUPS" -> groups(session, words, ListCommands::described);
      case "DISTRIB.PATS" -> block(without(words, List.of()));
      case "OVERVIEW.FMT" -> block(without(words, Overviews.FORMAT));
      case "HEADERS" -> headers(words);
      case "DISTRIBUTIONS", "MODERATORS", "MOTD", "SUBSCRIPTIONS" ->
          throw new Refusal(Refused.UNSUPPORTED);
      default -> throw new Refusal(Refused.SYNTAX);
    };
  }

  static Reply xgtitle(Session session, Words words) throws IOException {
    Wildmat wanted =
        words.has(0)
            ? Wildmat.parse(words.get(0))
            : Wildmat.single(session.requireSelected().name());
    List<Group> groups = session.server().groups().matching(wanted);
    return new Block(282, "list follows", out -> write(out, groups, ListCommands::described));
  }

  private static Reply groups(Session session, Words words, Function<Group, String> line)
      throws IOException {
    Wildmat wanted = words.has(1) ? Wildmat.parse(words.get(1)) : Wildmat.ALL;
    List<Group> groups = session.server().groups().matching(wanted);
    return new Block(215, "information follows", out -> write(out, groups, line));
  }

  private static void write(LineWriter out, List<Group> groups, Function<Group, String> line)
      throws IOException {
    for (Group group : groups) {
      out.dotted(line.apply(group));
    }
  }

  /// The same for MSGID and RANGE (RFC 3977 §8.6).
  private static Reply headers(Words words) {
    String argument = words.find(1).orElse("MSGID").toUpperCase(Locale.ROOT);
    if (!argument.equals("MSGID") && !argument.equals("RANGE")) {
      throw new Refusal(Refused.SYNTAX);
    }
    return block(Overviews.HEADERS);
  }

  private static List<String> without(Words words, List<String> lines) {
    if (words.has(1)) {
      throw new Refusal(Refused.SYNTAX);
    }
    return lines;
  }

  private static Reply block(List<String> lines) {
    return new Block(
        215,
        "information follows",
        out -> {
          for (String line : lines) {
            out.dotted(line);
          }
        });
  }

  private static String created(Group group) {
    return group.name() + " " + group.card().createdAt() + " <" + group.address() + ">";
  }

  private static String counted(Group group) {
    return group.name() + " " + group.high() + " " + group.low() + " " + group.count() + " n";
  }

  private static String described(Group group) {
    return group.name() + "\t" + group.card().description();
  }
}
