package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.archive.InboxSettings;
import org.annals.archive.Removals;
import org.annals.archive.ReplyTo;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.patch.SubjectPrefix;
import org.annals.store.BlobId;
import org.annals.store.MissingMessageException;
import org.annals.thread.SubjectKey;
import org.annals.thread.Subjects;
import org.annals.web.View.Link;

/// How a message can be answered from its page: by a mail program, from a shell, as a draft to take
/// along. Thread-safe.
final class Replies {
  private static final String REMOVED = "The message was removed, so nobody can be answered here.";

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  Replies(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  /// What the operator says about answers to an inbox. `list` is its address, or empty.
  private record Terms(String list, ReplyTo whom, Obfuscation obfuscation, List<Link> joining) {
    static final Terms UNSAID = new Terms("", ReplyTo.ALL, Obfuscation.NONE, List.of());

    static Terms of(InboxCard card, Obfuscation obfuscation) {
      InboxSettings settings = card.settings();
      return new Terms(
          settings.addresses().isEmpty() ? "" : settings.addresses().getFirst(),
          settings.pages().replyTo(),
          obfuscation,
          Joining.links(settings));
    }
  }

  private Terms terms(Posting posting) throws IOException {
    Obfuscation obfuscation = frames.obfuscation(posting.inbox());
    return frames
        .card(posting.inbox())
        .map(card -> Terms.of(card, obfuscation))
        .orElse(Terms.UNSAID);
  }

  /// All that the advice is made of.
  private record Key(Links links, Scope scope, Slot slot, BlobId blob, Terms terms) {}

  /// What stands below a message.
  Content section(Scope scope, Posting posting, Opened opened, Links links, Markup out)
      throws IOException {
    Terms terms = terms(posting);
    Object key = new Key(links, scope, posting.slot(), posting.blob(), terms);
    return _ ->
        out.part(
            key,
            () -> {
              Message message = messageOrNothing(opened);
              ReplyAdvice advice =
                  ReplyAdvice.of(message, posting.id(), terms.list(), terms.whom());
              String refusal = refusal(terms, message);
              templates.write(
                  "reply.jte", view(scope, posting, advice, terms, refusal, links), out);
              return message.raw().length > 0;
            });
  }

  private static View.Reply view(
      Scope scope, Posting posting, ReplyAdvice advice, Terms terms, String refusal, Links links) {
    return new View.Reply(
        refusal,
        terms.obfuscation().isOn() || advice.to().isEmpty() ? "" : advice.mailto(),
        links.to(new MessageRoute.ReplyDraft(scope, posting.id())),
        links.to(new MessageRoute.Raw(scope, posting.id())),
        advice.command(terms.obfuscation()),
        terms.joining(),
        links.to(new InboxRoute.Topics(scope, TimeWindow.NEWEST)),
        related(posting.overview().subject()),
        links.to(new InboxRoute.Topics(scope, TimeWindow.until(posting.received()))));
  }

  /// Why it cannot be answered; empty if it can.
  private static String refusal(Terms terms, Message message) {
    return Removals.isNote(message) ? REMOVED : terms.whom().refusal();
  }

  /// A message that git lost is empty: its page still says what the index knows.
  private static Message messageOrNothing(Opened opened) throws IOException {
    try {
      return opened.message();
    } catch (MissingMessageException e) {
      return Message.parse(new byte[0]);
    }
  }

  /// A query for the same subject; quotes have no escape in the language.
  private static String related(String subject) {
    String title = SubjectPrefix.parse(Subjects.withoutReply(subject)).title();
    String words = (title.isBlank() ? subject : title).replace('"', ' ').strip();
    return SubjectKey.of(words).isEmpty() ? "" : "s:\"" + words + "\"";
  }

  /// A draft to be opened in a mail program.
  Answer draft(Posting posting) throws IOException {
    Terms terms = terms(posting);
    Message message = new Opened(archive, posting).message();
    String refusal = refusal(terms, message);
    if (!refusal.isEmpty()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, refusal);
    }
    ReplyAdvice advice = ReplyAdvice.of(message, posting.id(), terms.list(), terms.whom());
    byte[] draft = ReplyDraft.of(posting, message, advice);
    return Answer.of(200, "message/rfc822", out -> out.write(draft))
        .with("Content-Disposition", "attachment; filename=reply.eml");
  }
}
