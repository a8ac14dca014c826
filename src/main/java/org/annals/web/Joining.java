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
    newsgroups(settings).forEach(url -> links.add(new Link("newsgroup", url)));
    folders(settings).forEach(url -> links.add(new Link("IMAP folder", url)));
    return links;
  }

  /// URLs of its newsgroup, here and at mirrors.
  static List<String> newsgroups(InboxSettings settings) {
    return withMirrors(settings, settings.servers().nntp(), settings.servers().nntpMirrors());
  }

  /// URLs of its IMAP folder, here and at mirrors.
  static List<String> folders(InboxSettings settings) {
    return withMirrors(settings, settings.servers().imap(), settings.servers().imapMirrors());
  }

  private static List<String> withMirrors(
      InboxSettings settings, List<String> servers, List<String> mirrors) {
    List<String> urls = new ArrayList<>();
    if (!settings.newsgroup().isEmpty()) {
      servers.forEach(url -> urls.add(url + (url.endsWith("/") ? "" : "/") + settings.newsgroup()));
    }
    urls.addAll(mirrors);
    return urls;
  }

  private static boolean joinsByMail(String address) {
    return PLUS_SUBSCRIBE.contains(
        address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT));
  }

  private static String mailto(String address) {
    return "mailto:" + Percent.mail(address.replaceFirst("@", "+subscribe@"));
  }
}
