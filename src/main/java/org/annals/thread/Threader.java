package org.annals.thread;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// Links sorted entries into trees. One use, one thread; the work is near linear in the ids given.
///
/// A message's own last reference outranks what other messages say about its ancestry. So all
/// messages are put under their parents first, and only then are longer References walked to place
/// ghosts and messages that name no parent. A node is thus linked once and never moved, and one
/// look at its tree's root tells whether a link would close a loop.
final class Threader<K> {
  private static final MessageId NO_ID = new MessageId("");

  private final List<ThreadEntry<K>> entries;
  private final List<ThreadNode<K>> messages = new ArrayList<>();
  private final List<ThreadNode<K>> nodes = new ArrayList<>();
  private final Map<MessageId, ThreadNode<K>> byId;

  Threader(List<ThreadEntry<K>> sortedEntries) {
    entries = sortedEntries;
    byId = HashMap.newHashMap(sortedEntries.size() * 2);
  }

  MessageThread<K> thread() {
    placeMessages();
    for (int i = 0; i < entries.size(); i++) {
      linkToParent(messages.get(i), entries.get(i).references());
    }
    for (int i = 0; i < entries.size(); i++) {
      linkAncestors(messages.get(i), entries.get(i).references());
    }
    rankGhosts();
    return new MessageThread<>(byId, rootsInOrder(), messages.size());
  }

  /// Gives each id to a message: first ids before other ids, earlier messages before later ones.
  private void placeMessages() {
    Map<MessageId, Integer> holders = HashMap.newHashMap(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      List<MessageId> ids = entries.get(i).ids();
      if (!ids.isEmpty()) {
        holders.putIfAbsent(ids.getFirst(), i);
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      for (MessageId id : entries.get(i).ids()) {
        holders.putIfAbsent(id, i);
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      place(i, holders);
    }
    for (int i = 0; i < entries.size(); i++) {
      hangDuplicate(i, holders);
    }
  }

  private void place(int index, Map<MessageId, Integer> holders) {
    ThreadEntry<K> entry = entries.get(index);
    List<MessageId> own = new ArrayList<>(1);
    for (MessageId id : entry.ids()) {
      if (holders.getOrDefault(id, index) == index) {
        own.add(id);
      }
    }
    MessageId first = entry.ids().isEmpty() ? NO_ID : entry.ids().getFirst();
    boolean duplicate = holders.getOrDefault(first, index) != index;
    ThreadNode<K> node =
        ThreadNode.message(own.isEmpty() ? first : own.getFirst(), entry.key(), duplicate, index);
    messages.add(node);
    nodes.add(node);
    for (MessageId id : own) {
      byId.put(id, node);
    }
  }

  private void hangDuplicate(int index, Map<MessageId, Integer> holders) {
    ThreadNode<K> node = messages.get(index);
    if (node.duplicate()) {
      MessageId first = entries.get(index).ids().getFirst();
      link(messages.get(holders.getOrDefault(first, index)), node);
    }
  }

  private void linkToParent(ThreadNode<K> message, List<MessageId> references) {
    if (!message.duplicate() && !references.isEmpty()) {
      ThreadNode<K> parent = nodeOf(references.getLast());
      // A self reference names no parent; the one before it may (spec: self references go).
      for (int i = references.size() - 2; parent == message && i >= 0; i--) {
        parent = nodeOf(references.get(i));
      }
      link(parent, message);
    }
  }

  private void linkAncestors(ThreadNode<K> message, List<MessageId> references) {
    if (message.duplicate()) {
      return;
    }
    int from = Math.max(0, references.size() - MessageThread.REFERENCES_MAX);
    ThreadNode<K> before = null;
    for (MessageId id : references.subList(from, references.size())) {
      ThreadNode<K> node = nodeOf(id);
      if (before != null && node != message && before != message) {
        link(before, node);
      }
      before = node == message ? before : node;
    }
  }

  private ThreadNode<K> nodeOf(MessageId id) {
    ThreadNode<K> held = byId.get(id);
    if (held != null) {
      return held;
    }
    ThreadNode<K> ghost = ThreadNode.ghost(id);
    byId.put(id, ghost);
    nodes.add(ghost);
    return ghost;
  }

  /// Does nothing when the child has a parent already or is above the new parent.
  private void link(ThreadNode<K> parent, ThreadNode<K> child) {
    // A node without a parent is the root of its tree, so a loop needs the parent in that tree.
    if (child.parent() == null && parent.root() != child) {
      child.hangUnder(parent);
    }
  }

  /// Messages carry their rank upwards through ghosts; each ghost is entered once per rank it
  /// takes, and ranks only come in rising order, so once.
  private void rankGhosts() {
    for (ThreadNode<K> message : messages) {
      @Nullable ThreadNode<K> above = message.parent();
      while (above != null && above.ghost() && above.rank == Integer.MAX_VALUE) {
        above.rank = message.rank;
        above = above.parent();
      }
    }
  }

  private List<ThreadNode<K>> rootsInOrder() {
    Comparator<ThreadNode<K>> order =
        Comparator.<ThreadNode<K>, Boolean>comparing(node -> !node.duplicate())
            .thenComparingInt(node -> node.rank)
            .thenComparing(ThreadNode::id, IdOrder::compare);
    List<ThreadNode<K>> roots = new ArrayList<>();
    for (ThreadNode<K> node : nodes) {
      ThreadNode<K> parent = node.parent();
      if (parent != null) {
        parent.addChild(node);
      }
    }
    for (ThreadNode<K> node : nodes) {
      node.sortChildren(order);
      if (node.parent() == null && node.placed()) {
        roots.add(node);
      }
    }
    roots.sort(order);
    return roots;
  }
}
