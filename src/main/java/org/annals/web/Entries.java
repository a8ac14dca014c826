package org.annals.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.mail.FileNames;
import org.annals.mail.Message;
import org.annals.mail.Part;
import org.annals.store.MissingMessageException;
import org.annals.thread.Subjects;
import org.annals.web.View.Act;
import org.annals.web.View.AttachmentLine;
import org.annals.web.View.Entry;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Heading;

/// Turns stored messages into entries of one page, one at a time as the page asks for them.
///
/// An entry writes its body into the page's output, so it must be shown before the next is made.
final class Entries {
  /// What differs between the pages that show messages.
  interface Rules {
    /// How the subject of this message is shown here.
    Heading heading(Posting posting);

    /// Whether the page was asked for by this message.
    boolean requested(Posting posting);

    List<HeaderLine> headers(Posting posting, Message message, Correspondents people);

    /// Links after those that every message has.
    List<Act> moreActs(Posting posting);
  }

  /// Where messages come from.
  interface Source {
    Message read(Posting posting) throws IOException;

    static Source of(MessageReader reader) {
      return posting -> Message.parse(reader.read(posting));
    }
  }

  private final Markup out;
  private final Scope scope;
  private final Links links;
  private final Map<Slot, String> anchors;
  private final Rules rules;

  Entries(Markup out, Scope scope, Links links, Map<Slot, String> anchors, Rules rules) {
    this.out = out;
    this.scope = scope;
    this.links = links;
    this.anchors = anchors;
    this.rules = rules;
  }

  private String anchor(Posting posting) {
    return anchors.getOrDefault(posting.slot(), "");
  }

  /// One pass only.
  Iterable<Entry> of(List<Posting> postings, Source source) {
    Iterator<Posting> all = postings.iterator();
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public Entry next() {
            return entry(all.next(), source);
          }
        };
  }

  private Entry entry(Posting posting, Source source) {
    try {
      return entry(posting, source.read(posting));
    } catch (MissingMessageException e) {
      return missing(posting);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Entry entry(Posting posting, Message message) {
    MessageBody body = MessageBody.of(message);
    Correspondents people = Correspondents.of(message);
    String anchor = anchor(posting);
    String author = people.author();
    return new Entry(
        anchor,
        rules.heading(posting),
        rules.requested(posting),
        SubjectLine.of(posting.overview().subject()),
        links.to(new MessageRoute.OneMessage(scope, posting.id())),
        author,
        Moments.full(posting.sent()),
        people.audience(),
        rules.headers(posting, message, people),
        label(author, posting),
        _ -> body.writeTo(out, anchor),
        attachments(posting, body),
        acts(posting, body.hasDiff()));
  }

  /// The index knows the message, git has lost it.
  private Entry missing(Posting posting) {
    String author = Names.of(posting.overview().from());
    return new Entry(
        anchor(posting),
        rules.heading(posting),
        rules.requested(posting),
        SubjectLine.of(posting.overview().subject()),
        links.to(new MessageRoute.OneMessage(scope, posting.id())),
        author,
        Moments.full(posting.sent()),
        "to " + posting.overview().to(),
        List.of(),
        label(author, posting),
        _ -> out.raw("<p class=\"note bad\">The text of this message is lost.</p>\n"),
        List.of(),
        rules.moreActs(posting));
  }

  private static String label(String author, Posting posting) {
    return "Text of the message from " + author + ", " + Moments.plain(posting.sent());
  }

  private List<AttachmentLine> attachments(Posting posting, MessageBody body) {
    List<AttachmentLine> lines = new ArrayList<>();
    for (Part part : body.attachments()) {
      String file = FileNames.attachment(part);
      Route page = new MessageRoute.Attachment(scope, posting.id(), part.index(), file);
      Optional<String> name = part.fileName().or(part::description);
      lines.add(
          new AttachmentLine(
              part.index(),
              MessageBody.attachmentAnchor(anchor(posting), part),
              name.orElse(part.contentType()),
              links.to(page),
              name.isPresent() ? part.contentType() + ", " : "",
              Counts.bytes(part.size())));
    }
    return lines;
  }

  private List<Act> acts(Posting posting, boolean diff) {
    Route own = new MessageRoute.OneMessage(scope, posting.id());
    List<Act> acts = new ArrayList<>();
    acts.add(new Act("reply", links.to(own, "R"), "nofollow"));
    acts.add(new Act("permalink", links.to(own), "bookmark"));
    acts.add(new Act("raw", links.to(new MessageRoute.Raw(scope, posting.id())), null));
    if (diff) {
      acts.add(new Act("related", links.to(own, "related"), null));
    }
    acts.addAll(rules.moreActs(posting));
    return acts;
  }

  static Heading repeatedOrNew(Posting posting) {
    return Subjects.isReply(posting.overview().subject()) ? Heading.REPEATED : Heading.NEW;
  }
}
