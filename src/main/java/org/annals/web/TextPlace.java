package org.annals.web;

import org.annals.archive.InboxCard;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.web.View.Link;
import org.jspecify.annotations.Nullable;

/// What a text is about, and for whom it is: `card` is null over all inboxes, `plain` is for the
/// text file, in which links are URLs.
record TextPlace(Visit visit, Scope scope, @Nullable InboxCard card, boolean plain) {
  String name() {
    return Frames.name(scope);
  }

  /// Of the inbox, with a slash at the end.
  String url() {
    return url(new InboxRoute.Topics(scope, TimeWindow.NEWEST));
  }

  String url(Route route) {
    return visit.absolute(route);
  }

  String href(Route route) {
    return plain ? url(route) : visit.links().to(route);
  }

  Link link(String text, Route route) {
    return new Link(text, href(route));
  }

  Link search(String query) {
    return link(query, new InboxRoute.Search(scope, SearchRequest.of(query)));
  }
}
