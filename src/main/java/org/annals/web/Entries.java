package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
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
import org.annals.store.BlobId;
import org.annals.store.MissingMessageException;
import org.annals.thread.Subjects;
import org.annals.web.View.Act;
import org.annals.web.View.AttachmentLine;
import org.annals.web.View.Entry;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Heading;

/// The messages that a page shows in full. Each writes itself into the page's output, as a part of
/// its own: the message is read only if nobody saw it in the same place lately.
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

    /// What else the entry depends on beside the message, its anchor, and where the page is: with
    /// an equal one these rules say the same of a message.
    Object context(Posting posting);
  }

  /// Where messages come from, and what of them is hidden: for each inbox always the same.
  interface Source {
    Message read(Posting posting) throws IOException;

    Obfuscation obfuscation(Posting posting) throws IOException;

    static Source of(MessageReader reader, Frames frames) {
      return new Source() {
        @Override
        public Message read(Posting posting) throws IOException {
          return Message.parse(reader.read(posting));
        }

        @Override
        public Obfuscation obfuscation(Posting posting) throws IOException {
          return frames.obfuscation(posting.inbox());
        }
      };
    }
  }

  /// All that an entry is made of.
  private record Key(
      Standpoint from, Slot slot, BlobId blob, String anchor, boolean requested, Object context) {}

  private final Templates templates;
  private final Markup out;
  private final Standpoint from;
  private final Scope scope;
  private final Links links;
  private final Map<Slot, String> anchors;
  private final Rules rules;

  Entries(
      Templates templates, Markup out, Standpoint from, Map<Slot, String> anchors, Rules rules) {
    this.templates = templates;
    this.out = out;
    this.from = from;
    this.scope = from.scope();
    this.links = from.links();
    this.anchors = anchors;
    this.rules = rules;
  }

  private String anchor(Posting posting) {
    return anchors.getOrDefault(posting.slot(), "");
  }

  /// One pass only.
  Iterable<Content> of(List<Posting> postings, Source source) {
    Iterator<Posting> all = postings.iterator();
    return () ->
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return all.hasNext();
          }

          @Override
          public Content next() {
            Posting posting = all.next();
            return _ -> out.part(key(posting), () -> write(posting, source));
          }
        };
  }

  private Key key(Posting posting) {
    return new Key(
        from,
        posting.slot(),
        posting.blob(),
        anchor(posting),
        rules.requested(posting),
        rules.context(posting));
  }

  /// A message that git has lost may come back.
  private boolean write(Posting posting, Source source) throws IOException {
    Entry entry;
    boolean found = true;
    try {
      entry = entry(posting, source.read(posting), source.obfuscation(posting));
    } catch (MissingMessageException e) {
      entry = missing(posting, source.obfuscation(posting));
      found = false;
    }
    templates.write("entry.jte", entry, out);
    return found;
  }

  private Entry entry(Posting posting, Message message, Obfuscation obfuscation) {
    MessageBody body = MessageBody.of(message).hiding(obfuscation);
    Correspondents people = Correspondents.of(message).hiding(obfuscation);
    String anchor = anchor(posting);
    String author = people.author();
    return new Entry(
        anchor,
        rules.heading(posting),
        rules.requested(posting),
        SubjectLine.of(posting.overview().subject()),
        links.to(new MessageRoute.OneMessage(scope, posting.id())),
        author,
        people.from().isEmpty() ? null : from.person(people.from().getFirst()),
        Moments.full(posting.sent()),
        people.audience(),
        rules.headers(posting, message, people),
        label(author, posting),
        _ -> body.writeTo(out, anchor, from.files()),
        attachments(posting, body),
        acts(posting, body.hasDiff()));
  }

  /// The index knows the message, git has lost it.
  private Entry missing(Posting posting, Obfuscation obfuscation) {
    String author = Names.of(posting.overview().from());
    return new Entry(
        anchor(posting),
        rules.heading(posting),
        rules.requested(posting),
        SubjectLine.of(posting.overview().subject()),
        links.to(new MessageRoute.OneMessage(scope, posting.id())),
        author,
        null,
        Moments.full(posting.sent()),
        "to " + obfuscation.of(posting.overview().to()),
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
