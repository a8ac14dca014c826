package org.annals.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.annals.index.OwnPrefixes;
import org.annals.index.Scope;
import org.annals.web.View.Help;
import org.annals.web.View.Link;

/// What can be written into the search box, as examples that can be pressed.
final class QueryHelp {
  private QueryHelp() {}

  /// `own`: prefixes that only this scope has.
  static List<Help> lines(Scope scope, Links links, OwnPrefixes own) {
    List<Help> lines = new ArrayList<>(everywhere(scope, links));
    own.all().forEach(prefix -> lines.add(line(scope, links, prefix.meaning(), prefix.example())));
    return lines;
  }

  private static List<Help> everywhere(Scope scope, Links links) {
    return List.of(
        line(scope, links, "these words, all of them", "use after free"),
        line(scope, links, "these words in this order", "\"use after free\""),
        line(scope, links, "either; not", "leak OR overflow", "leak NOT test"),
        line(scope, links, "in the subject, from, to, in Cc", "s:patch", "f:david", "t:linux"),
        line(scope, links, "in the text only; words that begin so", "b:oops", "regress*"),
        line(scope, links, "changes a file below; adds a word", "dfn:fs", "dfb:kmalloc"),
        line(scope, links, "threads in which something matches", "thread:{s:regression}"),
        line(scope, links, "by date", "d:last.week..", "d:20240101..20240331"));
  }

  private static Help line(Scope scope, Links links, String meaning, String... examples) {
    return new Help(
        Arrays.stream(examples)
            .map(q -> new Link(q, links.to(new InboxRoute.Search(scope, SearchRequest.of(q)))))
            .toList(),
        meaning);
  }
}
