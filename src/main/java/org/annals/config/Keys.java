package org.annals.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Every key that public-inbox or Annals gives a meaning, so that a misspelt one is noticed. Those
/// not in `docs/formats/config.md` are public-inbox's and mean nothing here.
final class Keys {
  private static final Set<String> NONE = Set.of();

  /// In `[kind]`.
  private static final Map<String, Set<String>> PLAIN =
      Map.ofEntries(
          Map.entry(
              "annals",
              Set.of(
                  "title",
                  "http",
                  "nntp",
                  "nntps",
                  "pop3",
                  "pop3s",
                  "imap",
                  "imaps",
                  "lmtp",
                  "lmtps",
                  "spamd",
                  "rspamd",
                  "rspamdcontroller",
                  "rspamdpassword",
                  "spamcheckfailure",
                  "spamcheckseconds",
                  "tlscert",
                  "tlskey",
                  "baseurl",
                  "trustedproxy",
                  "securitytxt",
                  "connections",
                  "connectionsperaddress",
                  "fetchminutes",
                  "fragmentmegabytes")),
          Map.entry(
              Config.INBOX,
              Set.of(
                  "css",
                  "wwwlisting",
                  "grokmanifest",
                  "nameisurl",
                  "nntpserver",
                  "imapserver",
                  "pop3server",
                  "pop3state",
                  "noobfuscate",
                  "indexmaxsize",
                  "indexbatchsize",
                  "indexsequentialshard",
                  "cgitrc",
                  "cgitbin",
                  "cgitdata",
                  "cgit",
                  "maileditor")),
          Map.entry("annalsuser", NONE),
          Map.entry("annalssearch", NONE),
          Map.entry("extindex", NONE),
          Map.entry(Config.CODEREPO, Set.of("snapshots")),
          Map.entry("publicinboxlimiter", NONE),
          Map.entry("publicinboxmda", Set.of("spamcheck")),
          Map.entry("publicinboxwatch", Set.of("spamcheck", "watchspam", "pollinterval")),
          Map.entry("publicinboxlearn", Set.of("spamcheck", "watchspam")),
          Map.entry("publicinboximport", Set.of("dropuniqueunsubscribe")),
          Map.entry("cindex", NONE));

  /// In `[kind "name"]`.
  private static final Map<String, Set<String>> NAMED =
      Map.of(
          "annals",
          Set.of(
              "workers",
              "answers",
              "peraddress",
              "queue",
              "waitmillis",
              "connections",
              "connectionsperaddress",
              "idlemillis",
              "sendmillis"),
          "annalsuser",
          Set.of("tokensha256", "email", "fullname", "maintains"),
          "annalssearch",
          Set.of("query", "inbox"),
          Config.INBOX,
          Set.of(
              "inboxdir",
              "mainrepo",
              "address",
              "url",
              "newsgroup",
              "listid",
              "infourl",
              "indexlevel",
              "indexsequentialshard",
              "boost",
              "altid",
              "indexheader",
              "filter",
              "watch",
              "watchheader",
              "replyto",
              "obfuscate",
              "feedmax",
              "mailmap",
              "hide",
              "httpbackendmax",
              "coderepo",
              "applier",
              "maintainer",
              "authserver",
              "trustfrom",
              "nntpserver",
              "imapserver",
              "pop3server",
              "nntpmirror",
              "imapmirror",
              "mirror",
              "mirrorepochs",
              "removalkey"),
          "extindex",
          Set.of(
              "topdir", "url", "infourl", "coderepo", "hide", "indexlevel", "altid", "indexheader"),
          Config.CODEREPO,
          Set.of("dir", "branch", "upstream", "cgiturl", "snapshots"),
          "publicinboxlimiter",
          Set.of("max", "depth", "rlimitcpu", "rlimitcore", "rlimitdata"),
          "cindex",
          Set.of("topdir", "localprefix"));

  private Keys() {}

  static boolean isKnownSection(String kind) {
    return PLAIN.containsKey(kind.toLowerCase(Locale.ROOT));
  }

  static boolean isKnown(String kind, boolean named, String key) {
    return (named ? NAMED : PLAIN)
        .getOrDefault(kind.toLowerCase(Locale.ROOT), NONE)
        .contains(key.toLowerCase(Locale.ROOT));
  }
}
