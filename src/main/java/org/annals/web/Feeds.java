package org.annals.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.MissingMessageException;

/// Atom feeds (RFC 4287) with the ids that public-inbox gives, so that readers see nothing twice.
final class Feeds {
  static final int MESSAGES = 25;

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

  /// What stands at the top of a feed.
  private record Header(String title, String alternate, String self, String id, long updated) {}

  Answer newest(InboxRoute.NewestFeed page, Visit visit) throws IOException {
    Scope scope = page.scope();
    List<Posting> postings = archive.list(scope, page.window(), MESSAGES);
    String site = visit.absolute(new InboxRoute.Topics(scope, TimeWindow.NEWEST));
    String address = address(scope);
    long updated = postings.stream().mapToLong(Posting::received).max().orElse(0);
    Header header =
        new Header(
            title(scope),
            site,
            visit.absolute(page),
            address.isEmpty() ? uuid(site) : "mailto:" + address,
            updated);
    return answer(header, scope, postings, visit);
  }

  Answer thread(MessageRoute.ThreadFeed page, Posting posting, Visit visit) throws IOException {
    Scope scope = page.scope();
    Conversation conversation = Conversation.of(archive, scope, posting);
    List<Posting> postings = conversation.byDate();
    String subject = postings.getFirst().overview().subject();
    long updated = postings.stream().mapToLong(Posting::received).max().orElse(0);
    Header header =
        new Header(
            subject.isBlank() ? "(no subject)" : subject,
            visit.absolute(new MessageRoute.ThreadNested(scope, page.id())),
            visit.absolute(page),
            uuid("t\n" + page.id().value()),
            updated);
    return answer(header, scope, postings, visit);
  }

  Answer search(InboxRoute.Search page, List<Posting> hits, Visit visit) throws IOException {
    String query = page.request().query();
    Route html = new InboxRoute.Search(page.scope(), SearchRequest.of(query));
    long updated = hits.stream().mapToLong(Posting::received).max().orElse(0);
    Header header =
        new Header(
            query + " - search results",
            visit.absolute(html),
            visit.absolute(page),
            uuid("q\n" + query),
            updated);
    return answer(header, page.scope(), hits, visit);
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
              write(out, new Entry(posting, scope, address), reader, visit);
            }
          }
          out.raw("</feed>\n").drain();
        });
  }

  private record Entry(Posting posting, Scope scope, String fallbackAddress) {}

  private static void write(Markup out, Header header) {
    out.raw(HEAD);
    out.raw("<title>").text(header.title()).raw("</title>\n");
    out.raw("<link rel=\"alternate\" type=\"text/html\" href=\"").text(header.alternate());
    out.raw("\"/>\n<link rel=\"self\" href=\"").text(header.self()).raw("\"/>\n");
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
    String subject = posting.overview().subject();
    out.raw("<entry><author><name>").text(Correspondents.of(message).author()).raw("</name>");
    if (!email.isEmpty()) {
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
    MessageBody.of(message).writeTo(out, posting.id().sha1Hex());
    out.raw("</div></content></entry>\n");
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
