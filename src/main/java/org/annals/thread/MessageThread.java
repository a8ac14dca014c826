package org.annals.thread;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.annals.mail.MessageId;

/// A conversation as a tree, for display. Immutable.
///
/// In the manner of JWZ, without his subject grouping and without pruning: ghosts stay, so that a
/// reader sees what is missing. Siblings and roots follow the date of the topmost message in them.
/// The order in which the entries are given does not matter.
public final class MessageThread<K> {
  /// References kept of a message, the newest. Real mail has up to some hundred; a list of
  /// a million would cost as much as a million messages.
  public static final int REFERENCES_MAX = 1_000;

  private final Map<MessageId, ThreadNode<K>> byId;
  private final List<ThreadNode<K>> roots;
  private final List<ThreadNode<K>> inOrder;
  private final int messageCount;

  MessageThread(Map<MessageId, ThreadNode<K>> byId, List<ThreadNode<K>> roots, int messageCount) {
    this.byId = byId;
    this.roots = Collections.unmodifiableList(roots);
    this.inOrder = Collections.unmodifiableList(depthFirst(roots));
    this.messageCount = messageCount;
  }

  /// Entries that agree in date, ids and references change places with their order in `entries`.
  public static <K> MessageThread<K> build(Collection<ThreadEntry<K>> entries) {
    return new Threader<K>(sorted(entries, (_, _) -> 0)).thread();
  }

  /// `tieBreak` decides among copies of a message: the least one holds the id.
  public static <K> MessageThread<K> build(
      Collection<ThreadEntry<K>> entries, Comparator<? super K> tieBreak) {
    return new Threader<K>(sorted(entries, tieBreak)).thread();
  }

  public List<ThreadNode<K>> roots() {
    return roots;
  }

  /// Every node, parents before children, as an indented overview lists them.
  public List<ThreadNode<K>> inOrder() {
    return inOrder;
  }

  /// The message or ghost that holds this id.
  public Optional<ThreadNode<K>> find(MessageId id) {
    // A ghost that nothing was hung under stands nowhere in the tree.
    return Optional.ofNullable(byId.get(id)).filter(ThreadNode::placed);
  }

  /// Messages, without ghosts.
  public int messageCount() {
    return messageCount;
  }

  private static <K> List<ThreadEntry<K>> sorted(
      Collection<ThreadEntry<K>> entries, Comparator<? super K> tieBreak) {
    Comparator<List<MessageId>> ids = IdOrder::compareLists;
    List<ThreadEntry<K>> sorted = new ArrayList<>(entries);
    sorted.sort(
        Comparator.<ThreadEntry<K>>comparingLong(ThreadEntry::sent)
            .thenComparing(ThreadEntry::ids, ids)
            .thenComparing(ThreadEntry::references, ids)
            .thenComparing(ThreadEntry::key, tieBreak));
    return sorted;
  }

  private static <K> List<ThreadNode<K>> depthFirst(List<ThreadNode<K>> roots) {
    List<ThreadNode<K>> all = new ArrayList<>();
    List<ThreadNode<K>> stack = new ArrayList<>(roots.reversed());
    while (!stack.isEmpty()) {
      ThreadNode<K> node = stack.removeLast();
      ThreadNode<K> parent = node.parent();
      node.setDepth(parent == null ? 0 : parent.depth() + 1);
      all.add(node);
      stack.addAll(node.children().reversed());
    }
    return all;
  }
}
