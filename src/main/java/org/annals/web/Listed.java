package org.annals.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.annals.archive.InboxSettings;

/// Which inboxes are named where all are asked for (`SiteSettings.Listing`).
final class Listed {
  private Listed() {}

  /// An inbox that says of no URL lives wherever it is asked for. Ports do not count.
  static boolean names(SiteSettings.Listing listing, InboxSettings inbox, Visit visit) {
    return switch (listing) {
      case NONE -> false;
      case ALL -> true;
      case MATCHING_DOMAIN ->
          inbox.urls().isEmpty()
              || inbox.urls().stream().anyMatch(url -> onSameHost(url, visit.base()));
    };
  }

  private static boolean onSameHost(String url, String base) {
    Optional<String> host = host(base);
    return host.isPresent() && host(url).filter(host.get()::equalsIgnoreCase).isPresent();
  }

  private static Optional<String> host(String url) {
    try {
      return Optional.ofNullable(new URI(url.strip()).getHost());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
