package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.annals.archive.InboxSettings;
import org.annals.web.View.Link;

/// How to get the mail of an inbox as it comes, as far as the operator says: never from what a mail
/// says of itself.
final class Joining {
  /// Hosts whose lists are joined by a mail to `NAME+subscribe`.
  private static final Set<String> PLUS_SUBSCRIBE =
      Set.of("vger.kernel.org", "lists.linux.dev", "lists.sr.ht");

  private Joining() {}

  static List<Link> links(InboxSettings settings) {
    List<Link> links = new ArrayList<>();
    settings.pages().infoUrls().stream()
        .filter(url -> url.startsWith("https://") || url.startsWith("http://"))
        .forEach(url -> links.add(new Link("about the list and how to subscribe", url)));
    if (links.isEmpty()) {
      settings.addresses().stream()
          .limit(1)
          .filter(Joining::joinsByMail)
          .forEach(address -> links.add(new Link("subscribe by mail", mailto(address))));
    }
    if (!settings.newsgroup().isEmpty()) {
      settings.servers().nntp().forEach(url -> add(links, "newsgroup", url, settings));
      settings.servers().imap().forEach(url -> add(links, "IMAP folder", url, settings));
    }
    settings.servers().nntpMirrors().forEach(url -> links.add(new Link("newsgroup", url)));
    settings.servers().imapMirrors().forEach(url -> links.add(new Link("IMAP folder", url)));
    return links;
  }

  /// Where newsreaders find the inbox.
  static List<String> newsgroups(InboxSettings settings) {
    List<Link> links = new ArrayList<>();
    if (!settings.newsgroup().isEmpty()) {
      settings.servers().nntp().forEach(url -> add(links, "newsgroup", url, settings));
    }
    List<String> urls = new ArrayList<>(links.stream().map(Link::href).toList());
    urls.addAll(settings.servers().nntpMirrors());
    return urls;
  }

  private static boolean joinsByMail(String address) {
    return PLUS_SUBSCRIBE.contains(
        address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT));
  }

  private static String mailto(String address) {
    return "mailto:" + Percent.mail(address.replaceFirst("@", "+subscribe@"));
  }

  private static void add(List<Link> links, String what, String server, InboxSettings settings) {
    links.add(new Link(what, server + (server.endsWith("/") ? "" : "/") + settings.newsgroup()));
  }
}
