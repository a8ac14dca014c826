package org.annals.imap;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.annals.imap.Session.Extension;

/// SEARCH and UID SEARCH (RFC 9051 §6.4.4, RFC 4731, RFC 5182, RFC 5032).
final class SearchCommand {
  private SearchCommand() {}

  static String bySequence(Session session, Arguments in) throws IOException {
    run(session, in, false);
    return "SEARCH completed";
  }

  static String byUid(Session session, Arguments in) throws IOException {
    run(session, in, true);
    return "UID SEARCH completed";
  }

  private static void run(Session session, Arguments in, boolean uids) throws IOException {
    in.space();
    boolean extended = in.isNextWord("RETURN");
    List<String> options = List.of();
    if (extended) {
      in.word();
      in.space();
      options = options(in);
      in.space();
    }
    if (in.isNextWord("CHARSET")) {
      in.word();
      in.space();
      SearchKeys.checkCharset(in.text());
      in.space();
    }
    Selected selected = session.selected();
    boolean saves = options.contains("SAVE");
    UidSet found;
    boolean tellsChanges;
    try {
      SearchKey key = SearchKeys.parse(in, Instant.now());
      found = MailboxSearch.run(session, key);
      tellsChanges = asksOfChanges(key) && !found.isEmpty();
    } catch (ImapRefusal e) {
      if (saves && e.status() == ImapRefusal.Status.NO) {
        selected.save(UidSet.EMPTY); // RFC 5182 §2.1
      }
      throw e;
    }
    if (saves) {
      selected.save(saved(found, options));
    }
    UidSet told = uids ? found : selected.view().positions(found);
    long modSeq = tellsChanges ? Contents.modSeq(found.highest()) : 0;
    if (!extended && !session.has(Extension.IMAP4REV2)) {
      plain(session.out(), told, modSeq);
    } else if (!options.equals(List.of("SAVE"))) {
      extended(session, told, uids, options, modSeq);
    }
  }

  private static List<String> options(Arguments in) {
    List<String> options = in.words();
    for (String option : options) {
      switch (option) {
        case "MIN", "MAX", "ALL", "COUNT", "SAVE" -> {}
        default -> throw ImapRefusal.bad("There is no return option " + option);
      }
    }
    return options;
  }

  private static boolean asksOfChanges(SearchKey key) {
    return switch (key) {
      case SearchKey.Changed _ -> true;
      case SearchKey.And(var all) -> all.stream().anyMatch(SearchCommand::asksOfChanges);
      case SearchKey.Or(var one, var other) -> asksOfChanges(one) || asksOfChanges(other);
      case SearchKey.Not(var excluded) -> asksOfChanges(excluded);
      default -> false;
    };
  }

  /// RFC 5182 §2.4: only the ends, if nothing else was asked for.
  private static UidSet saved(UidSet found, List<String> options) {
    boolean ends = options.contains("MIN") || options.contains("MAX");
    if (!ends || found.isEmpty() || options.contains("ALL") || options.contains("COUNT")) {
      return found;
    }
    UidSet.Builder saved = new UidSet.Builder();
    if (options.contains("MIN")) {
      saved.add(found.at(1), found.at(1));
    }
    if (options.contains("MAX")) {
      saved.add(found.highest(), found.highest());
    }
    return saved.build();
  }

  private static void plain(ImapWriter out, UidSet told, long modSeq) throws IOException {
    out.text("* SEARCH");
    for (int range = 0; range < told.rangeCount(); range++) {
      for (long number = told.first(range); number <= told.last(range); number++) {
        out.character(' ').number(number);
      }
    }
    if (modSeq > 0) {
      out.text(" (MODSEQ ").number(modSeq).character(')');
    }
    out.end();
  }

  private static void extended(
      Session session, UidSet told, boolean uids, List<String> options, long modSeq)
      throws IOException {
    ImapWriter out = session.out();
    out.text("* ESEARCH (TAG ").string(session.tag()).text(uids ? ") UID" : ")");
    if (options.contains("MIN") && !told.isEmpty()) {
      out.text(" MIN ").number(told.at(1));
    }
    if (options.contains("MAX") && !told.isEmpty()) {
      out.text(" MAX ").number(told.highest());
    }
    if (options.contains("COUNT")) {
      out.text(" COUNT ").number(told.size());
    }
    if ((options.contains("ALL") || options.isEmpty()) && !told.isEmpty()) {
      out.text(" ALL ").text(told.toString());
    }
    if (modSeq > 0) {
      out.text(" MODSEQ ").number(modSeq);
    }
    out.end();
  }
}
