package org.annals.peer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.annals.mail.MessageId;

/// What an answer says, without how it looks: status, type, where it leads, which messages in which
/// order. Items begin with the hash of a Message-ID; what follows depends on the kind of page.
record Shown(int status, String type, String target, List<String> items) {
  private static final Pattern ANCHOR = Pattern.compile("\\bid=\"?m([0-9a-f]{40})(?:-\\d+)?\"?");
  private static final Pattern HREF = Pattern.compile("\\bhref=\"([^\"]*)\"");
  private static final Pattern ROW_HREF =
      Pattern.compile("<a class=\"subj[^\"]*\" href=\"([^\"]*)\"");
  private static final Pattern HERE = Pattern.compile("<a\\s+id=r\\b|id=\"r\"");
  private static final Pattern ROW = Pattern.compile("#m([0-9a-f]{40})(?:-\\d+)?\"");
  private static final Pattern GHOST_OR_ROW =
      Pattern.compile(ROW + "|rel=\"nofollow\" href=\"\\.\\./([^\"/]+)/\"");
  private static final Pattern ENTRY = Pattern.compile("<entry>.*?</entry>", Pattern.DOTALL);
  private static final Pattern MAIL_START =
      Pattern.compile("^From mboxrd@z Thu Jan  1 00:00:00 1970$", Pattern.MULTILINE);

  static Shown of(
      HttpResponse<byte[]> response, String base, Function<byte[], List<String>> items) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    int semicolon = type.indexOf(';');
    return new Shown(
        response.statusCode(),
        semicolon < 0 ? type : type.substring(0, semicolon),
        target(response, base),
        response.statusCode() == 200 ? items.apply(response.body()) : List.of());
  }

  /// Escapes aside, and wherever the server says that it is.
  private static String target(HttpResponse<byte[]> response, String base) {
    String location = response.headers().firstValue("Location").orElse("");
    if (location.isEmpty()) {
      return "";
    }
    URI absolute = URI.create(base).resolve(location);
    String fragment = absolute.getRawFragment() == null ? "" : "#" + absolute.getRawFragment();
    String query = absolute.getRawQuery() == null ? "" : "?" + absolute.getRawQuery();
    return decode(absolute.getRawPath()) + query + fragment;
  }

  private static String decode(String escaped) {
    return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  Shown with(List<String> others) {
    return new Shown(status, type, target, others);
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// The messages shown in full, by their anchors.
  static List<String> articles(byte[] page) {
    return found(ANCHOR, text(page), 1);
  }

  /// The thread overview beside a message of ours, top to bottom.
  static List<String> ourTree(byte[] page) {
    String html = text(page);
    int start = html.indexOf("class=\"side tree");
    List<String> rows = new ArrayList<>();
    Matcher matcher =
        GHOST_OR_ROW.matcher(start < 0 ? "" : html.substring(start, treeEnd(html, start)));
    while (matcher.find()) {
      rows.add(matcher.group(1) == null ? sha1(matcher.group(2)) : matcher.group(1));
    }
    return rows;
  }

  private static int treeEnd(String html, int start) {
    int end = html.indexOf("id=\"messages\"", start);
    return end < 0 ? html.length() : end;
  }

  /// The same of the peer's, without what only bears the same subject. `own` is the message asked
  /// for.
  static List<String> peerTree(byte[] page, String own) {
    String html = text(page);
    int start = html.indexOf("Thread overview:");
    int end = html.indexOf("</pre>", Math.max(0, start));
    String tree = start < 0 || end < 0 ? "" : html.substring(start, end);
    int loose = tree.indexOf("-- strict thread matches above");
    List<String> rows = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("href=\"\\.\\./([^\"/]+)/\"|" + HERE)
            .matcher(loose < 0 ? tree : tree.substring(0, loose));
    while (matcher.find()) {
      rows.add(matcher.group(1) == null ? own : sha1(matcher.group(1)));
    }
    return rows;
  }

  /// The messages that links of this form lead to, on a page of the peer's; `form` has one group
  /// for the id.
  static List<String> links(byte[] page, Pattern form) {
    return ids(found(HREF, text(page), 1), form);
  }

  /// The same, on a list of ours.
  static List<String> rows(byte[] page, Pattern form) {
    return ids(found(ROW_HREF, text(page), 1), form);
  }

  private static List<String> ids(List<String> hrefs, Pattern form) {
    List<String> ids = new ArrayList<>();
    for (String href : hrefs) {
      Matcher matcher = form.matcher(href.replace("&amp;", "&").replace("&#38;", "&"));
      if (matcher.matches()) {
        ids.add(sha1(matcher.group(1)));
      }
    }
    return ids;
  }

  static String sha1(String escapedId) {
    String id = decode(escapedId.replace("&#39;", "'").replace("&#38;", "&").replace("&amp;", "&"));
    return new MessageId(id).sha1Hex();
  }

  private static List<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map(r -> r.group(group)).distinct().toList();
  }

  /// Of each entry its id, time and link.
  static List<String> entries(byte[] feed, String base) {
    List<String> entries = new ArrayList<>();
    Matcher matcher = ENTRY.matcher(text(feed));
    while (matcher.find()) {
      String entry = matcher.group().replaceAll("<content.*", "").replaceAll("\\s+", " ");
      String link =
          first(entry, "<link [^>]*?href=\"(.*?)\"")
              .replaceAll("&(amp|#38);", "&")
              .replace(base, "");
      String[] path = link.split("/", -1);
      entries.add(
          (path.length > 2 ? sha1(path[2]) : "")
              + " "
              + first(entry, "<id>(.*?)</id>")
              + " "
              + first(entry, "<updated>(.*?)</updated>")
              + " "
              + decode(link));
    }
    return entries;
  }

  private static String first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  /// Of each message of an mbox its bytes, hashed.
  static List<String> mails(byte[] mbox) {
    String text = new String(mbox, StandardCharsets.ISO_8859_1);
    List<String> mails = new ArrayList<>();
    Matcher matcher = MAIL_START.matcher(text);
    int start = -1;
    while (matcher.find()) {
      if (start >= 0) {
        mails.add(mail(text.substring(start, matcher.start())));
      }
      start = matcher.start();
    }
    if (start >= 0) {
      mails.add(mail(text.substring(start)));
    }
    return mails;
  }

  private static String mail(String text) {
    String id = first(text, "(?im)^Message-ID:\\s*<([^>]*)>");
    return new MessageId(id.isEmpty() ? "none" : id).sha1Hex()
        + " "
        + new MessageId(text).sha1Hex();
  }

  static byte[] unzipped(byte[] gzip) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      in.transferTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The lines of a text, wherever the server says that it is.
  static List<String> lines(byte[] body, String base) {
    return text(body).replace(base, "").lines().toList();
  }
}
