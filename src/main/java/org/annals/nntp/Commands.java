package org.annals.nntp;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.annals.nntp.Command.Action;

/// All commands by name, in the order of HELP.
final class Commands {
  private static final int ANY = Integer.MAX_VALUE;

  private static final SequencedMap<String, Command> ALL = all();

  private Commands() {}

  /// In any case.
  static Optional<Command> find(String name) {
    return Optional.ofNullable(ALL.get(name.toUpperCase(Locale.ROOT)));
  }

  static Collection<Command> list() {
    return ALL.values();
  }

  private static SequencedMap<String, Command> all() {
    SequencedMap<String, Command> all = new LinkedHashMap<>();
    add(all, "ARTICLE [NUMBER|<MESSAGE-ID>]", 0, 1, ArticleCommands::article);
    add(all, "BODY [NUMBER|<MESSAGE-ID>]", 0, 1, ArticleCommands::body);
    add(all, "CAPABILITIES [KEYWORD]", 0, 1, SessionCommands::capabilities);
    add(all, "COMPRESS DEFLATE", 1, 1, SessionCommands::compress);
    add(all, "DATE", 0, 0, SessionCommands::date);
    add(all, "GROUP NEWSGROUP", 1, 1, GroupCommands::group);
    add(all, "HDR FIELD [RANGE|<MESSAGE-ID>]", 1, 2, HeaderCommands::hdr);
    add(all, "HEAD [NUMBER|<MESSAGE-ID>]", 0, 1, ArticleCommands::head);
    add(all, "HELP", 0, 0, SessionCommands::help);
    add(all, "IHAVE <MESSAGE-ID>", 1, 1, SessionCommands::ihave);
    add(all, "LAST", 0, 0, GroupCommands::last);
    add(all, "LIST [KEYWORD [WILDMAT]]", 0, 2, ListCommands::list);
    add(all, "LISTGROUP [NEWSGROUP [RANGE]]", 0, 2, GroupCommands::listgroup);
    add(all, "MODE READER", 1, 1, SessionCommands::mode);
    add(all, "NEWGROUPS [YY]YYMMDD HHMMSS [GMT]", 2, 3, NewsCommands::newgroups);
    add(all, "NEWNEWS WILDMAT [YY]YYMMDD HHMMSS [GMT]", 3, 4, NewsCommands::newnews);
    add(all, "NEXT", 0, 0, GroupCommands::next);
    add(all, "OVER [RANGE|<MESSAGE-ID>]", 0, 1, OverviewCommands::over);
    add(all, "POST", 0, 0, SessionCommands::post);
    add(all, "QUIT", 0, 0, SessionCommands::quit);
    add(all, "SLAVE", 0, 0, SessionCommands::slave);
    add(all, "STARTTLS", 0, 0, SessionCommands::starttls);
    add(all, "STAT [NUMBER|<MESSAGE-ID>]", 0, 1, ArticleCommands::stat);
    add(all, "XGTITLE [WILDMAT]", 0, 1, ListCommands::xgtitle);
    add(all, "XHDR FIELD [RANGE|<MESSAGE-ID>]", 1, 2, HeaderCommands::xhdr);
    add(all, "XOVER [RANGE]", 0, 1, OverviewCommands::xover);
    add(all, "XPAT FIELD RANGE|<MESSAGE-ID> PATTERN...", 3, ANY, HeaderCommands::xpat);
    add(all, "XPATH <MESSAGE-ID>", 1, 1, ArticleCommands::xpath);
    add(all, "XROVER [RANGE]", 0, 1, OverviewCommands::xrover);
    return all;
  }

  private static void add(
      SequencedMap<String, Command> all, String syntax, int min, int max, Action action) {
    int blank = syntax.indexOf(' ');
    String name = blank < 0 ? syntax : syntax.substring(0, blank);
    all.put(name, new Command(syntax, min, max, action));
  }
}
