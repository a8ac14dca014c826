package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.annals.index.Scope;
import org.annals.web.View.Link;
import org.annals.web.View.Piece;

/// What the pages to browse by have in common: their frame, and the way from one to the other.
final class Browsing {
  private Browsing() {}

  static View.Frame frame(Frames frames, Scope scope, Visit visit, String title, Frames.At at)
      throws IOException {
    boolean person = at == Frames.At.PEOPLE;
    return frames.inbox(
        visit,
        scope,
        Frames.name(scope) + ": " + title,
        List.of(new Link("Skip to content", "#main")),
        new Frames.Particulars(at, "", frames.feed(visit, scope), null, !person));
  }

  /// All of them; that which is shown is no link.
  static List<Piece> ways(Frames frames, BrowseRoute here, Visit visit) throws IOException {
    Scope scope = here.scope();
    List<Piece> ways = new ArrayList<>();
    add(ways, "Months", new BrowseRoute.Months(scope), here, visit);
    if (frames.givesAddresses(scope)) {
      add(ways, "People", new BrowseRoute.People(scope, 0), here, visit);
    }
    add(ways, "Statistics", new BrowseRoute.Statistics(scope), here, visit);
    add(ways, "Unanswered patches", new BrowseRoute.Unanswered(scope), here, visit);
    return ways;
  }

  private static void add(
      List<Piece> ways, String text, BrowseRoute to, BrowseRoute here, Visit visit) {
    ways.add(new Piece(text, to.equals(here) ? null : visit.links().to(to)));
  }
}
