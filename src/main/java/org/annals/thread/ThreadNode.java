package org.annals.thread;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// A place in the conversation tree: a message, or a ghost (named in References but not held).
///
/// Nodes are equal only to themselves. They do not change once `MessageThread.build` has returned.
public final class ThreadNode<K> {
  private final MessageId id;
  private final @Nullable K key;
  private final boolean duplicate;

  /// Place of the message among all, by date; a ghost takes that of the first message below it.
  int rank;

  /// Some node above, or this one: a short cut to the root while the tree grows.
  ThreadNode<K> upward;

  private @Nullable ThreadNode<K> parent;
  private List<ThreadNode<K>> children = List.of();
  private int depth;

  private ThreadNode(MessageId id, @Nullable K key, boolean duplicate, int rank) {
    this.id = id;
    this.key = key;
    this.duplicate = duplicate;
    this.rank = rank;
    this.upward = this;
  }

  static <K> ThreadNode<K> message(MessageId id, K key, boolean duplicate, int rank) {
    return new ThreadNode<>(id, key, duplicate, rank);
  }

  static <K> ThreadNode<K> ghost(MessageId id) {
    return new ThreadNode<>(id, null, false, Integer.MAX_VALUE);
  }

  /// The id by which this place is known; of a message with several, the first that is its own.
  public MessageId id() {
    return id;
  }

  /// The caller's handle; null for a ghost.
  public @Nullable K key() {
    return key;
  }

  public boolean ghost() {
    return key == null;
  }

  /// Whether another message holds this one's id; then that message is the parent.
  public boolean duplicate() {
    return duplicate;
  }

  public @Nullable ThreadNode<K> parent() {
    return parent;
  }

  /// Duplicates of this message, then the replies by date.
  public List<ThreadNode<K>> children() {
    return Collections.unmodifiableList(children);
  }

  /// 0 for a root.
  public int depth() {
    return depth;
  }

  @Override
  public String toString() {
    return (ghost() ? "ghost " : "message ") + id.value();
  }

  /// The root of the tree that this node is in now. Halves the path, so that it stays cheap.
  ThreadNode<K> root() {
    ThreadNode<K> node = this;
    while (node.upward != node) {
      node.upward = node.upward.upward;
      node = node.upward;
    }
    return node;
  }

  /// Whether the node stands in a tree: not a ghost without parent and children.
  boolean placed() {
    return !ghost() || parent != null || !children.isEmpty();
  }

  void hangUnder(ThreadNode<K> newParent) {
    parent = newParent;
    upward = newParent;
  }

  void addChild(ThreadNode<K> child) {
    if (children.isEmpty()) {
      children = new ArrayList<>(2);
    }
    children.add(child);
  }

  void sortChildren(Comparator<ThreadNode<K>> order) {
    if (children.size() > 1) {
      children.sort(order);
    }
  }

  void setDepth(int depth) {
    this.depth = depth;
  }
}
