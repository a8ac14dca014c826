package org.annals.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.annals.index.Posting;
import org.annals.index.Slot;
import org.annals.mail.MessageId;
import org.annals.thread.MessageThread;
import org.annals.thread.ThreadEntry;
import org.annals.thread.ThreadNode;
import org.jspecify.annotations.Nullable;

/// A thread as pages need it: its messages by date, the tree of them, and their anchors. Immutable.
final class Conversation {
  private final List<Posting> byDate;
  private final long total;
  private final MessageThread<Posting> tree;
  private final List<Posting> nested;
  private final Map<Slot, String> anchors;
  private final Map<Slot, Places> places = new HashMap<>();
  private final Map<Slot, String> authors = new HashMap<>();
  private final String fingerprint;

  /// Where a message stands by date and depth first, from 0.
  private record Places(int byDate, int nested) {}

  /// Of at least one message. `total` counts those, too, that are left out here.
  Conversation(List<Posting> byDate, long total) {
    this.byDate = byDate;
    this.total = total;
    this.tree =
        MessageThread.build(
            byDate.stream()
                .map(p ->
                    new ThreadEntry<>(p, p.overview().ids(), p.overview().references(), p.sent()))
                .toList());
    this.nested = tree.inOrder().stream().map(ThreadNode::key).filter(k -> k != null).toList();
    this.anchors = anchors(byDate);
    byDate.forEach(p -> authors.put(p.slot(), Names.of(p.overview().from())));
    this.fingerprint = fingerprint(byDate, total);
    Map<Slot, Integer> dated = new HashMap<>();
    for (int i = 0; i < byDate.size(); i++) {
      dated.put(byDate.get(i).slot(), i);
    }
    for (int i = 0; i < nested.size(); i++) {
      Slot slot = nested.get(i).slot();
      places.put(slot, new Places(dated.getOrDefault(slot, 0), i));
    }
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

  private static String fingerprint(List<Posting> byDate, long total) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      for (Posting posting : byDate) {
        String line = posting.inbox() + " " + posting.number() + " " + posting.blob() + "\n";
        sha1.update(line.getBytes(StandardCharsets.US_ASCII));
      }
      return HexFormat.of().formatHex(sha1.digest()) + "-" + total;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /// The same as long as the messages are: what a page says of the conversation can be kept by it.
  String fingerprint() {
    return fingerprint;
  }

  List<Posting> byDate() {
    return byDate;
  }

  /// Depth first: a reply follows what it answers.
  List<Posting> nested() {
    return nested;
  }

  /// The place of a message in `byDate`, or in `nested`; -1 when the conversation is longer than is
  /// looked at.
  int place(Posting posting, boolean inNested) {
    Places found = places.get(posting.slot());
    return found == null ? -1 : inNested ? found.nested() : found.byDate();
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

  /// What the author of one of its messages is called.
  String author(Posting posting) {
    return authors.getOrDefault(posting.slot(), Names.NOBODY);
  }

  long people() {
    return authors.values().stream().distinct().count();
  }
}
