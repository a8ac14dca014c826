package org.annals.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.imap.SavedSearch;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.store.InboxName;

/// The `[annalssearch "NAME"]` sections as mailboxes. Errors name file and key.
record ConfiguredSearches(Config config) {
  private static final int NAME_CHARACTERS_MAX = 100;

  List<SavedSearch> all() throws IOException {
    List<SavedSearch> searches = new ArrayList<>();
    for (Section section : config.searches()) {
      searches.add(search(section));
    }
    return searches;
  }

  private SavedSearch search(Section section) throws IOException {
    if (!isName(section.name())) {
      throw section.wrong("query", "a name has no dot, * or %, and no control characters");
    }
    String inbox = section.text("inbox");
    Section named =
        config
            .inbox(inbox)
            .orElseThrow(() -> section.wrong("inbox", "there is no inbox '" + inbox + "'"));
    if (named.text("newsgroup").isEmpty()) {
      throw section.wrong("inbox", inbox + " has no newsgroup, so it has no mailboxes");
    }
    String query = section.text("query");
    try {
      QueryParser.parse(query, Instant.now());
    } catch (QueryException e) {
      throw section.wrong("query", "column " + e.column() + ": " + e.getMessage());
    }
    return new SavedSearch(section.name(), new InboxName(inbox), query);
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= NAME_CHARACTERS_MAX
        && name.chars().noneMatch(c -> c < ' ' || c == 0x7f || ".*%".indexOf(c) >= 0);
  }
}
