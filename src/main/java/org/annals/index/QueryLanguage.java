package org.annals.index;

import java.util.List;

/// What can be written in a query, told briefly and by example: for the pages, and for the command
/// line. `docs/search.md` says all.
public final class QueryLanguage {
  /// Ways to write something, and what that finds.
  public record Row(String meaning, List<String> examples) {}

  public record Section(String title, List<Row> rows) {}

  private QueryLanguage() {}

  public static List<Section> sections() {
    return List.of(
        new Section(
            "Words",
            List.of(
                row("all of these words, in any form, anywhere", "use after free"),
                row("these words in this order, as they stand", "\"use after free\""),
                row("the word only as it stands", "Fixed"),
                row("words that begin so", "regress*"),
                row("what is held together is a phrase", "fs/erofs/zdata.c", "a@example.org"))),
        new Section(
            "Operators, in capitals",
            List.of(
                row("either; one but not both", "leak OR overflow", "leak XOR overflow"),
                row("not", "leak NOT test", "leak -test"),
                row("groups, also behind a prefix", "(leak OR race) lock", "s:(leak OR race)"),
                row(
                    "words at most 10, or 3, apart; in this order",
                    "lock NEAR page",
                    "lock ADJ/3 page"))),
        new Section(
            "Where words are looked for",
            List.of(
                row("subject, From, To, Cc", "s:patch", "f:david", "t:linux", "c:linux"),
                row("From, To and Cc; To and Cc", "a:david", "tcf:david", "tc:david"),
                row("the text; text or subject", "b:oops", "bs:oops"),
                row("what the sender writes; what is quoted", "nq:oops", "q:oops"),
                row("paths in diffs: all below", "dfn:fs/erofs"),
                row("removed, added and unchanged lines", "dfa:kmalloc", "dfb:kmalloc", "dfctx:if"),
                row("the function that a hunk names", "dfhh:main"),
                row("parts of identifiers: map_blocks, mapBlocks", "part:blocks"),
                row("names of attachments", "n:config.gz"),
                row("List-Id and Message-ID by words", "l:linux", "m:2026"))),
        new Section(
            "Exact values",
            List.of(
                row("a Message-ID; an id referred to", "mid:ID", "references:ID"),
                row("a List-Id", "lid:linux.example.org"),
                row(
                    "a blob before, after, either",
                    "dfpre:1234567",
                    "dfpost:1234567",
                    "dfblob:1234567"),
                row("git patch-id --stable", "patchid:ID"),
                row("changes files in or below a directory", "dir:fs/erofs"),
                row("what a message is", "is:patch", "is:reply", "is:opening"),
                row(
                    "whole conversations in which something matches",
                    "thread:ID",
                    "thread:{s:regression}"))),
        new Section(
            "Times and numbers",
            List.of(
                row("days of Date", "d:last.week..", "d:2026-01..2026-03", "d:20260714"),
                row("Date to the second", "dt:20260714103000.."),
                row("received", "rt:2.days.ago..", "rt:2026-07"),
                row("size with CRLF; article number", "z:100k..", "uid:1..100"))));
  }

  private static Row row(String meaning, String... examples) {
    return new Row(meaning, List.of(examples));
  }
}
