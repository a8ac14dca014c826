package org.annals.archive;

import java.util.ArrayList;
import java.util.List;
import org.annals.index.ContentKey;
import org.annals.index.IndexDocument;
import org.annals.index.Overview;
import org.annals.index.Posting;
import org.annals.mail.ContentHash;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.mail.Part;
import org.annals.store.StoredCommit;
import org.annals.thread.SubjectKey;

/// A message of a commit, read and taken apart, before it has a number and a thread.
///
/// `ids` are those that may number it; `alternateIds` only find it.
record Prepared(
    StoredCommit commit,
    List<MessageId> ids,
    List<MessageId> alternateIds,
    Overview overview,
    long received,
    long sent,
    ContentKey content,
    String unquoted,
    String quoted) {

  /// Text beyond this is not searched; the message itself is kept whole.
  static final int TEXT_CHARACTERS_MAX = 1 << 20;

  private static final int REFERENCES_MAX = 1_000;
  private static final int IDS_MAX = 100;

  static Prepared of(StoredCommit commit, byte[] raw) {
    Message message = Message.parse(raw);
    Voices voices = new Voices();
    for (Part part : message.parts()) {
      if (part.inlineText()) {
        voices.add(part.text());
      }
    }
    List<MessageId> ids = capped(message.ids(), IDS_MAX);
    Overview overview =
        new Overview(
            message.subject(),
            message.headers().joined("From"),
            message.headers().joined("To"),
            message.headers().joined("Cc"),
            ids,
            capped(message.references(), REFERENCES_MAX),
            message.crlfSize(),
            message.lineCount());
    return new Prepared(
        commit,
        ids,
        capped(message.alternateIds(), IDS_MAX),
        overview,
        message.received(commit.committer()).epochSecond(),
        message.sent(commit.author()).epochSecond(),
        ContentKey.of(ContentHash.sha256(message)),
        voices.unquoted.toString(),
        voices.quoted.toString());
  }

  /// Of a long list the end is kept: there the parent stands.
  private static List<MessageId> capped(List<MessageId> ids, int max) {
    return ids.size() <= max ? ids : List.copyOf(ids.subList(ids.size() - max, ids.size()));
  }

  int characters() {
    return unquoted.length() + quoted.length();
  }

  /// The claimed id goes first: it is the one in URLs.
  Overview numberedAs(MessageId claimed) {
    List<MessageId> ordered = new ArrayList<>();
    ordered.add(claimed);
    ids.stream().filter(id -> !id.equals(claimed)).forEach(ordered::add);
    alternateIds.stream().filter(id -> !ordered.contains(id)).forEach(ordered::add);
    return new Overview(
        overview.subject(),
        overview.from(),
        overview.to(),
        overview.cc(),
        ordered,
        overview.references(),
        overview.bytes(),
        overview.lines());
  }

  IndexDocument document(Posting posting) {
    return new IndexDocument(posting, SubjectKey.of(overview.subject()), unquoted, quoted);
  }

  /// What the sender writes and what the sender quotes, apart.
  private static final class Voices {
    private final StringBuilder unquoted = new StringBuilder();
    private final StringBuilder quoted = new StringBuilder();

    void add(String text) {
      int end = Math.min(text.length(), TEXT_CHARACTERS_MAX - unquoted.length() - quoted.length());
      int at = 0;
      while (at < end) {
        int newline = text.indexOf('\n', at);
        int next = newline < 0 || newline >= end ? end : newline + 1;
        (text.charAt(at) == '>' ? quoted : unquoted).append(text, at, next);
        at = next;
      }
      unquoted.append('\n');
    }
  }
}
