package org.annals.ingest;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// A place that mail comes to: `maildir:PATH`, `mh:PATH`, or a mailbox or newsgroup on a server,
/// `imaps://USER@HOST/MAILBOX`, `nntp://HOST/GROUP`.
public sealed interface WatchUrl {
  /// Without a password: names the place in the log and in the file of positions.
  String name();

  /// Files with a mail each, in `new` and `cur` below the directory or, if `mh`, in itself.
  record Directory(Path path, boolean mh) implements WatchUrl {
    @Override
    public String name() {
      return (mh ? "mh:" : "maildir:") + path;
    }
  }

  /// `user` and `password` are empty if the URL has none; `folder` is the mailbox or newsgroup.
  record Remote(
      boolean imap, boolean tls, String host, int port, String user, String password, String folder)
      implements WatchUrl {
    @Override
    public String name() {
      String scheme = (imap ? "imap" : "nntp") + (tls ? "s" : "");
      String at = user.isEmpty() ? "" : encoded(user) + "@";
      return scheme + "://" + at + host + ":" + port + "/" + encoded(folder);
    }

    private static String encoded(String text) {
      return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Remote withLogin(String name, String secret) {
      return new Remote(imap, tls, host, port, name, secret, folder);
    }
  }

  Map<String, Integer> PORTS = Map.of("imap", 143, "imaps", 993, "nntp", 119, "nntps", 563);

  /// As the config has it; `files` makes a path of its text. `IllegalArgumentException` says what
  /// is wrong.
  static WatchUrl parse(String text, Function<String, Path> files) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    if (scheme.equals("maildir") || scheme.equals("mh")) {
      String path = text.substring(colon + 1);
      try {
        return new Directory(files.apply(path).normalize(), scheme.equals("mh"));
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException("'" + path + "' is no path: " + e.getReason(), e);
      }
    }
    Integer port = PORTS.get(scheme);
    if (port == null) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is none of maildir:PATH, mh:PATH, imap(s)://HOST/MAILBOX and"
              + " nntp(s)://HOST/GROUP");
    }
    try {
      return remote(new URI(text), scheme, port);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("is no URL: " + e.getReason(), e);
    }
  }

  private static WatchUrl remote(URI url, String scheme, int port) {
    String path = url.getPath() == null ? "" : url.getPath();
    String folder = path.startsWith("/") ? path.substring(1) : path;
    // IMAP URLs may tell more behind a semicolon (RFC 5092); which mails to take is not told so
    int more = folder.indexOf(';');
    folder = more < 0 ? folder : folder.substring(0, more);
    if (url.getHost() == null) {
      throw new IllegalArgumentException("names no host");
    }
    boolean imap = scheme.startsWith("imap");
    if (folder.isEmpty() || folder.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new IllegalArgumentException("names no " + (imap ? "mailbox" : "newsgroup"));
    }
    String login = url.getRawUserInfo() == null ? "" : url.getRawUserInfo();
    int auth = login.toUpperCase(Locale.ROOT).indexOf(";AUTH=");
    login = auth < 0 ? login : login.substring(0, auth);
    int parted = login.indexOf(':');
    return new Remote(
        imap,
        scheme.endsWith("s"),
        url.getHost().toLowerCase(Locale.ROOT),
        url.getPort() < 0 ? port : url.getPort(),
        decoded(parted < 0 ? login : login.substring(0, parted)),
        parted < 0 ? "" : decoded(login.substring(parted + 1)),
        folder);
  }

  private static String decoded(String text) {
    return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
