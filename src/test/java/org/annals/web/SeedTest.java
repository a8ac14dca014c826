package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.Importer;
import org.annals.archive.InboxSettings;
import org.annals.archive.Progress;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.Claim;
import org.annals.series.SeriesMail;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one page of a running public-inbox shows, ours shows too, message by message.
///
/// The page is read as text from the samples; its seven messages are rebuilt as mail (ids and
/// addresses that the text lacks are made up), imported, and looked for in our `new.html`.
class SeedTest {
  private static final InboxName LIST = new InboxName("linux-trace-kernel");
  private static final Path SEED =
      Path.of(System.getProperty("annals.samples", "../shared"))
          .resolve("seed/linux-trace-kernel-new.txt");

  @TempDir Path directory;

  /// One message as the text of the page tells it.
  private record Entry(
      String subject,
      String from,
      String time,
      List<String> to,
      List<String> cc,
      String inReplyTo,
      String body,
      boolean related) {}

  @Test
  void newestPageShowsWhatThePeerShows() throws Exception {
    assumeTrue(Files.exists(SEED), "skipped: " + SEED + " is absent");
    List<Entry> entries = parse(Files.readString(SEED));
    assertThat(entries).hasSize(7);
    List<MessageId> ids = writeMails(entries);
    ArchiveLayout layout = new ArchiveLayout(directory);
    InboxSettings settings =
        InboxSettings.of(LIST, layout.inbox(LIST), List.of("linux-trace-kernel@vger.kernel.org"));
    Inbox.create(LIST, layout.inbox(LIST), "Linux Trace Kernel").close();
    try (Archive archive = Archive.open(layout, List.of(settings), List.of(), Progress.QUIET)) {
      new Importer(archive, LIST).importFrom(directory.resolve("eml"));
      try (WebServer web = WebServer.start(archive, "127.0.0.1", 0, new SiteSettings("", ""))) {
        String base = "http://127.0.0.1:" + web.port() + "/" + LIST + "/";
        compare(entries, ids, get(base + "new.html?t=20260625143600-"));
      }
    }
  }

  @Test
  void maintainerSaysThatAPatchIsQueued() throws Exception {
    assumeTrue(Files.exists(SEED), "skipped: " + SEED + " is absent");
    List<Entry> entries = parse(Files.readString(SEED));
    List<MessageId> ids = writeMails(entries);
    List<String> queued = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Path eml = directory.resolve("eml").resolve(i + ".eml");
      SeriesMail mail = SeriesMail.of(ids.get(i), Message.parse(Files.readAllBytes(eml)), 0);
      for (Claim claim : mail.body().claims()) {
        if (claim instanceof Claim.Taken taken) {
          assertThat(taken.wording()).isEqualTo(new Claim.Taken.Wording(true, false, false));
          queued.add(entries.get(i).from() + ": " + taken.branch());
        }
      }
    }
    assertThat(queued).containsExactly("Paul Walmsley: v7.2-rc");
  }

  private static void compare(List<Entry> entries, List<MessageId> ids, String page) {
    List<String> articles = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("<article class=\"msg\".*?</article>", Pattern.DOTALL).matcher(page);
    while (matcher.find()) {
      articles.add(matcher.group());
    }
    assertThat(articles).hasSize(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      compare(entries.get(i), ids.get(i), articles.get(i));
    }
  }

  private static void compare(Entry entry, MessageId id, String article) {
    String sha1 = id.sha1Hex();
    String href = Percent.segment(id.value()).replace("&", "&amp;");
    assertThat(article).contains("id=\"m" + sha1 + "\"").contains("id=\"e" + sha1 + "\"");
    String heading = article.substring(article.indexOf("<h2"), article.indexOf("</h2>"));
    assertThat(text(heading).strip()).isEqualTo(entry.subject());
    String by = article.substring(article.indexOf("class=\"by\""), article.indexOf("</p>"));
    assertThat(by).contains("<b>" + entry.from() + "</b>");
    assertThat(by).contains("datetime=\"" + entry.time().replace(' ', 'T') + "Z\"");
    assertNames(article, "To:", entry.to());
    assertNames(article, "Cc:", entry.cc());
    if (entry.inReplyTo().isEmpty()) {
      assertThat(article).doesNotContain("In-Reply-To:");
    } else {
      assertThat(text(article)).contains("In-Reply-To: " + entry.inReplyTo());
    }
    String body =
        article.substring(article.indexOf("<div class=\"body\""), article.indexOf("<footer"));
    String shown = text(body).replaceAll("\n\\d+ quoted lines", "\n");
    assertThat(squeezed(shown)).contains(squeezed(entry.body()));
    assertThat(article).contains("href=\"" + href + "/\" rel=\"bookmark\">permalink</a>");
    assertThat(article).contains("href=\"" + href + "/raw\">raw</a>");
    assertThat(article).contains("href=\"" + href + "/#R\"");
    assertThat(article.contains(">related</a>")).isEqualTo(entry.related());
  }

  private static void assertNames(String article, String header, List<String> names) {
    if (names.isEmpty()) {
      assertThat(article).doesNotContain("<i>" + header + "</i>");
      return;
    }
    int start = article.indexOf("<i>" + header + "</i>");
    assertThat(start).as(header).isPositive();
    String line = text(article.substring(start, article.indexOf("</div>", start)));
    String shown = line.substring(header.length()).replaceAll("\\s*<[^>]*>", "");
    List<String> people = new ArrayList<>();
    for (String person : shown.split(",", -1)) {
      people.add(person.strip().replaceAll("\"", "").replaceAll("@.*", ""));
    }
    assertThat(people).containsExactlyElementsOf(names);
  }

  /// What a reader sees of a piece of page.
  private static String text(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static List<Entry> parse(String page) {
    List<Entry> entries = new ArrayList<>();
    String end = page.substring(0, page.indexOf("\nThis is a public inbox, see"));
    for (String part : end.split("\n(?=\\* )", -1)) {
      if (part.startsWith("* ")) {
        entries.add(parseEntry(part));
      }
    }
    return entries;
  }

  private static Entry parseEntry(String part) {
    int blank = part.indexOf("\n\n");
    String head = part.substring(0, blank).replaceAll(",\n\t", ", ");
    int foot = part.lastIndexOf("\n^ permalink raw reply");
    String[] lines = head.split("\n", -1);
    Matcher from = Pattern.compile("From: (.*) @ (.*) UTC .*").matcher(lines[1]);
    assertThat(from.matches()).as(lines[1]).isTrue();
    List<String> to = new ArrayList<>();
    List<String> cc = new ArrayList<>();
    String inReplyTo = "";
    for (String line : List.of(lines).subList(2, lines.length)) {
      if (line.startsWith("  To: ")) {
        int both = line.indexOf("; +Cc: ");
        to.addAll(names(line.substring(6, both < 0 ? line.length() : both)));
        if (both > 0) {
          cc.addAll(names(line.substring(both + 7)));
        }
      } else if (line.startsWith("  Cc: ")) {
        cc.addAll(names(line.substring(6)));
      } else if (line.startsWith("In-Reply-To: <")) {
        inReplyTo = line.substring(14, line.length() - 1);
      }
    }
    return new Entry(
        lines[0].substring(2).replaceAll("\\\\$", ""),
        from.group(1),
        from.group(2),
        to,
        cc,
        inReplyTo,
        part.substring(blank + 2, foot).strip(),
        part.substring(foot).contains("related"));
  }

  private static List<String> names(String line) {
    List<String> names = new ArrayList<>();
    for (String name : line.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }

  /// The id of the patch is known from the reply to it; the others are made up.
  private List<MessageId> writeMails(List<Entry> entries) throws Exception {
    Path eml = Files.createDirectory(directory.resolve("eml"));
    List<MessageId> ids = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean patch = entry.subject().startsWith("[PATCH] tracing/user_events");
      String id = patch ? "20260625180203.3343545-1-tristmd@gmail.com" : i + "@seed.example";
      ids.add(new MessageId(id));
      StringBuilder mail = new StringBuilder();
      mail.append("From: ").append(address(entry.from())).append('\n');
      header(mail, "To", entry.to());
      header(mail, "Cc", entry.cc());
      mail.append("Subject: ").append(entry.subject()).append('\n');
      mail.append("Date: ").append(date(entry.time())).append('\n');
      mail.append("Message-ID: <").append(id).append(">\n");
      if (!entry.inReplyTo().isEmpty()) {
        mail.append("In-Reply-To: <").append(entry.inReplyTo()).append(">\n");
      }
      mail.append("Content-Type: text/plain; charset=UTF-8\n\n").append(entry.body()).append('\n');
      Files.writeString(eml.resolve(i + ".eml"), mail, StandardCharsets.UTF_8);
    }
    return ids;
  }

  private static void header(StringBuilder mail, String name, List<String> people) {
    if (!people.isEmpty()) {
      List<String> addresses = people.stream().map(SeedTest::address).toList();
      mail.append(name).append(": ").append(String.join(",\n\t", addresses)).append('\n');
    }
  }

  /// A bare word is the local part of an address without a name.
  private static String address(String name) {
    String local = name.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9.-]", "");
    boolean bare = name.equals(local);
    boolean list = name.startsWith("linux-") || name.equals("kvm");
    String domain = list ? "@vger.kernel.org" : "@seed.example";
    return bare ? local + domain : "\"" + name + "\" <" + local + domain + ">";
  }

  private static String date(String time) {
    return java.time.LocalDateTime.parse(time.replace(' ', 'T'))
        .atOffset(java.time.ZoneOffset.UTC)
        .format(java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  private static String get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    }
  }
}
