package org.annals.index;

import java.time.YearMonth;
import java.util.List;
import java.util.SortedMap;

/// What there is among the matches of a search, most first in each list, which are cut at
/// `VALUES_MAX`. Each count is what a search within the matches for this value alone would find.
///
/// `whole`: all matches were looked at; else the `messages` newest. `months` are those of received
/// times with some. `inboxes` is empty in one inbox; a message counts in each that has it.
/// `directories` hold files that are changed: those at the top, or right below the one that is
/// searched for. Each message is of one kind: a patch, else an opening, else a reply.
public record Facets(
    int messages,
    boolean whole,
    List<Count> inboxes,
    SortedMap<YearMonth, Integer> months,
    List<Author> authors,
    List<Count> directories,
    int patches,
    int openings,
    int replies) {
  public static final int VALUES_MAX = 8;

  public Facets withAuthors(List<Author> others) {
    return new Facets(
        messages, whole, inboxes, months, others, directories, patches, openings, replies);
  }

  public record Count(String value, int messages) {}

  /// `name` is the newest one, "" if they gave none; `addresses` are those they used, the proper
  /// one first.
  public record Author(String name, List<String> addresses, int messages) {}
}
