package org.annals.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.SearchResult;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.MissingMessageException;

/// Atom feeds (RFC 4287) with the ids that public-inbox gives, so that readers see nothing twice.
final class Feeds {
  private static final String HEAD =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">
      """;

  private final Archive archive;
  private final Frames frames;

  Feeds(Archive archive, Frames frames) {
    this.archive = archive;
    this.frames = frames;
  }

  /// What stands at the top of a feed. `more` are links to other pages of it by their relation.
  private record Header(
      String title,
      String alternate,
      String self,
      String id,
      long updated,
      SequencedMap<String, String> more) {
    Header(String title, String alternate, String self, String id, List<Posting> postings) {
      this(title, alternate, self, id, newest(postings), new LinkedHashMap<>());
    }

    private static long newest(List<Posting> postings) {
      return postings.stream().mapToLong(Posting::received).max().orElse(0);
    }
  }

  Answer newest(InboxRoute.NewestFeed page, Visit visit) throws IOException {
    Scope scope = page.scope();
    int limit = frames.feedMessages(scope);
    List<Posting> postings = archive.list(scope, page.window(), limit);
    String site = visit.absolute(new InboxRoute.Topics(scope, TimeWindow.NEWEST));
    String address = address(scope);
    String id = address.isEmpty() ? uuid(site) : "mailto:" + address;
    requireSome(postings);
    Header header = new Header(title(scope), site, visit.absolute(page), id, postings);
    if (postings.size() == limit) {
      TimeWindow next = page.window().after(postings.getLast());
      header.more.put("next", visit.absolute(new InboxRoute.NewestFeed(scope, next)));
    }
    return answer(header, scope, postings, visit);
  }

  private static void requireSome(List<Posting> postings) {
    if (postings.isEmpty()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "There are no messages for this feed.");
    }
  }

  /// The thread by date, and what bears the same subject elsewhere, as in its mbox.
  Answer thread(MessageRoute.ThreadFeed page, Posting posting, Visit visit) throws IOException {
    Scope scope = page.scope();
    List<Posting> found =
        archive.thread(scope, posting.thread(), Conversations.MESSAGES_MAX).messages();
    List<Posting> postings = new ArrayList<>(found.isEmpty() ? List.of(posting) : found);
    int room = Conversations.MESSAGES_MAX - postings.size();
    postings.addAll(archive.sameSubject(scope, posting, Math.max(0, room)));
    String subject = postings.getFirst().overview().subject();
    Header header =
        new Header(
            subject.isBlank() ? "(no subject)" : subject,
            visit.absolute(new MessageRoute.ThreadNested(scope, page.id())),
            visit.absolute(page),
            uuid("t\n" + page.id().value()),
            postings);
    return answer(header, scope, postings, visit);
  }

  Answer search(InboxRoute.Search page, SearchResult result, Visit visit) throws IOException {
    Scope scope = page.scope();
    SearchRequest request = page.request();
    Header header =
        new Header(
            request.query() + " - search results",
            visit.absolute(new InboxRoute.Search(scope, SearchRequest.of(request.query()))),
            visit.absolute(page),
            uuid("q\n" + request.query()),
            result.hits());
    int last = request.offset() + result.hits().size();
    if (last < result.total() && last <= SearchRequest.OFFSET_MAX) {
      header.more.put("next", visit.absolute(new InboxRoute.Search(scope, request.at(last))));
    }
    if (request.offset() > 0) {
      SearchRequest before = request.at(Math.max(0, request.offset() - request.limit()));
      header.more.put("previous", visit.absolute(new InboxRoute.Search(scope, before)));
    }
    return answer(header, scope, result.hits(), visit);
  }

  /// One message for each thread.
  Answer threads(InboxRoute.Threads page, List<Posting> postings, Visit visit) throws IOException {
    Scope scope = page.scope();
    requireSome(postings);
    boolean byNew = page.by() == InboxRoute.Threads.By.NEW;
    String self = visit.absolute(page);
    Route html = new InboxRoute.Threads(scope, page.by(), InboxRoute.Threads.Form.HTML);
    Header header =
        new Header(
            (byNew ? "new topics - " : "active topics - ") + title(scope),
            visit.absolute(html),
            self,
            uuid(self),
            postings);
    return answer(header, scope, postings, visit);
  }

  private String title(Scope scope) throws IOException {
    String description = frames.description(scope);
    return description.isBlank() ? Frames.name(scope) : description;
  }

  private String address(Scope scope) throws IOException {
    return frames.addresses(scope).stream().findFirst().orElse("");
  }

  private Answer answer(Header header, Scope scope, List<Posting> postings, Visit visit)
      throws IOException {
    String address = address(scope);
    return Answer.of(
        200,
        Answer.ATOM,
        stream -> {
          Markup out = new Markup(stream);
          write(out, header);
          try (MessageReader reader = archive.open()) {
            for (Posting posting : postings) {
              write(
                  out,
                  new Entry(posting, scope, address, frames.obfuscation(posting.inbox())),
                  reader,
                  visit);
            }
          }
          out.raw("</feed>\n").drain();
        });
  }

  private record Entry(
      Posting posting, Scope scope, String fallbackAddress, Obfuscation obfuscation) {}

  private static void write(Markup out, Header header) {
    out.raw(HEAD);
    out.raw("<title>").text(header.title()).raw("</title>\n");
    out.raw("<link rel=\"alternate\" type=\"text/html\" href=\"").text(header.alternate());
    out.raw("\"/>\n<link rel=\"self\" href=\"").text(header.self()).raw("\"/>\n");
    header
        .more()
        .forEach((relation, href) ->
            out.raw("<link rel=\"").raw(relation).raw("\" href=\"").text(href).raw("\"/>\n"));
    out.raw("<id>").text(header.id()).raw("</id>\n");
    out.raw("<updated>").text(instant(header.updated())).raw("</updated>\n");
  }

  private static void write(Markup out, Entry entry, MessageReader reader, Visit visit)
      throws IOException {
    Posting posting = entry.posting();
    Message message;
    try {
      message = Message.parse(reader.read(posting));
    } catch (MissingMessageException e) {
      return; // git lost it; the others are still good
    }
    String email =
        message.from().stream()
            .map(a -> a.mailbox())
            .filter(m -> !m.isEmpty())
            .findFirst()
            .orElse(entry.fallbackAddress());
    Obfuscation obfuscation = entry.obfuscation();
    String subject = posting.overview().subject();
    out.raw("<entry><author><name>").text(obfuscation.of(author(message))).raw("</name>");
    if (!email.isEmpty() && obfuscation.of(email).equals(email)) {
      out.raw("<email>").text(email).raw("</email>");
    }
    out.raw("</author><title>").text(subject.isBlank() ? "(no subject)" : subject);
    out.raw("</title><updated>").text(instant(posting.received())).raw("</updated>");
    String link = visit.absolute(new MessageRoute.OneMessage(entry.scope(), posting.id()));
    out.raw("<link href=\"").text(link).raw("\"/><id>").text(uuid(posting.id().value()));
    out.raw("</id>");
    List<MessageId> references = posting.overview().references();
    if (!references.isEmpty()) {
      MessageId parent = references.getLast();
      String href = visit.absolute(new MessageRoute.OneMessage(entry.scope(), parent));
      out.raw("<thr:in-reply-to ref=\"").text(uuid(parent.value()));
      out.raw("\" href=\"").text(href).raw("\"/>");
    }
    out.raw("<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">");
    MessageBody.of(message).hiding(obfuscation).writeTo(out, posting.id().sha1Hex(), null);
    out.raw("</div></content></entry>\n");
  }

  private static String author(Message message) {
    List<String> names = Names.of(message.from());
    return names.isEmpty() ? Names.NOBODY : String.join(", ", names);
  }

  private static String instant(long seconds) {
    return Moments.of(seconds).format(java.time.format.DateTimeFormatter.ISO_LOCAL_DATE)
        + "T"
        + Moments.of(seconds).format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss"))
        + "Z";
  }

  /// public-inbox's form: the first half of a SHA-1, without the bits that RFC 4122 sets.
  static String uuid(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      String hex = HexFormat.of().formatHex(hash);
      return "urn:uuid:"
          + String.join(
              "-",
              hex.substring(0, 8),
              hex.substring(8, 12),
              hex.substring(12, 16),
              hex.substring(16, 20),
              hex.substring(20, 32));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
