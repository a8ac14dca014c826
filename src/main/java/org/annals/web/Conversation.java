package org.annals.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.mail.MessageId;
import org.annals.thread.MessageThread;
import org.annals.thread.ThreadEntry;
import org.annals.thread.ThreadNode;
import org.jspecify.annotations.Nullable;

/// A thread as pages need it: its messages by date, the tree of them, and their anchors.
final class Conversation {
  /// More are left to the mbox. public-inbox has the same limit.
  static final int MESSAGES_MAX = 1_000;

  private final List<Posting> byDate;
  private final long total;
  private final MessageThread<Posting> tree;
  private final Map<Slot, String> anchors;

  private Conversation(List<Posting> byDate, long total) {
    this.byDate = byDate;
    this.total = total;
    this.tree =
        MessageThread.build(
            byDate.stream()
                .map(p ->
                    new ThreadEntry<>(p, p.overview().ids(), p.overview().references(), p.sent()))
                .toList());
    this.anchors = anchors(byDate);
  }

  static Conversation of(Archive archive, Scope scope, Posting member) throws IOException {
    Archive.ThreadView view = archive.thread(scope, member.thread(), MESSAGES_MAX);
    return new Conversation(view.messages(), view.total());
  }

  /// Several messages can bear one id; the first of a page gets the plain name.
  static Map<Slot, String> anchors(List<Posting> postings) {
    Map<Slot, String> anchors = new HashMap<>();
    Map<String, Integer> used = new HashMap<>();
    for (Posting posting : postings) {
      String sha1 = posting.id().sha1Hex();
      int copies = used.merge(sha1, 1, Integer::sum);
      anchors.put(posting.slot(), copies == 1 ? sha1 : sha1 + "-" + copies);
    }
    return anchors;
  }

  List<Posting> byDate() {
    return byDate;
  }

  /// Depth first: a reply follows what it answers.
  List<Posting> nested() {
    return tree.inOrder().stream().map(ThreadNode::key).filter(k -> k != null).toList();
  }

  long total() {
    return total;
  }

  MessageThread<Posting> tree() {
    return tree;
  }

  Map<Slot, String> anchors() {
    return anchors;
  }

  Optional<ThreadNode<Posting>> node(Posting posting) {
    return tree.find(posting.id());
  }

  /// The message that this one answers, if the archive holds it.
  @Nullable Posting parent(Posting posting) {
    ThreadNode<Posting> parent = node(posting).map(ThreadNode::parent).orElse(null);
    return parent == null ? null : parent.key();
  }

  int replies(Posting posting) {
    return node(posting).map(n -> n.children().size()).orElse(0);
  }

  boolean holds(MessageId id) {
    return tree.find(id).filter(n -> !n.ghost()).isPresent();
  }

  long people() {
    return byDate.stream().map(p -> Names.of(p.overview().from())).distinct().count();
  }
}
