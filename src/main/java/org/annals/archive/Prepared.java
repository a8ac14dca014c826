package org.annals.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.annals.index.ContentKey;
import org.annals.index.IndexDocument;
import org.annals.index.Overview;
import org.annals.index.Posting;
import org.annals.index.Texts;
import org.annals.mail.ContentHash;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.StoredCommit;
import org.annals.thread.SubjectKey;

/// A message of a commit, read and taken apart, before it has a number and a thread.
///
/// `ids` are those that may number it; `alternateIds` only find it; `unended`: its last line has no
/// end.
record Prepared(
    StoredCommit commit,
    List<MessageId> ids,
    List<MessageId> alternateIds,
    Overview overview,
    long received,
    long sent,
    ContentKey content,
    boolean unended,
    Texts texts) {

  private static final int REFERENCES_MAX = 1_000;
  private static final int IDS_MAX = 100;

  static Prepared of(StoredCommit commit, byte[] raw, Collection<IndexHeader> headers) {
    Message message = Message.parse(raw);
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
        message.isUnended(),
        MessageTexts.of(message, headers));
  }

  /// Of a long list the end is kept: there the parent stands.
  private static List<MessageId> capped(List<MessageId> ids, int max) {
    return ids.size() <= max ? ids : List.copyOf(ids.subList(ids.size() - max, ids.size()));
  }

  int characters() {
    return texts.characters();
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
    return new IndexDocument(posting, SubjectKey.of(overview.subject()), unended, texts);
  }
}
