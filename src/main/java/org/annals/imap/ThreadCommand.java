package org.annals.imap;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.annals.index.Posting;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// THREAD and UID THREAD (RFC 5256 §4): REFERENCES by the threads of the archive, and
/// ORDEREDSUBJECT.
final class ThreadCommand {
  private ThreadCommand() {}

  /// A message to be placed, by what was found. `parent` is null for what opens a thread.
  private static final class Node {
    final long number;
    final long sent;
    final MessageId id;
    final List<MessageId> references;
    final List<Node> children = new ArrayList<>(0);
    @Nullable Node parent;

    Node(long number, Posting posting) {
      this.number = number;
      this.sent = posting.sent();
      this.id = posting.id();
      this.references = posting.overview().references();
    }

    boolean isBelow(Node other) {
      for (Node at = this; at != null; at = at.parent) {
        if (at == other) {
          return true;
        }
      }
      return false;
    }
  }

  private static final Comparator<Node> BY_SENT =
      Comparator.comparingLong((Node node) -> node.sent).thenComparingLong(node -> node.number);

  static String bySequence(Session session, Arguments in) throws IOException {
    run(session, in, false);
    return "THREAD completed";
  }

  static String byUid(Session session, Arguments in) throws IOException {
    run(session, in, true);
    return "UID THREAD completed";
  }

  private static void run(Session session, Arguments in, boolean uids) throws IOException {
    in.space();
    String algorithm = in.word();
    boolean bySubject = algorithm.equals("ORDEREDSUBJECT");
    if (!bySubject && !algorithm.equals("REFERENCES")) {
      throw ImapRefusal.bad("REFERENCES and ORDEREDSUBJECT are known");
    }
    in.space();
    SearchKeys.checkCharset(in.text());
    in.space();
    UidSet found = MailboxSearch.run(session, SearchKeys.parse(in, Instant.now()));
    SortCommand.checkSize(found);
    List<List<Node>> threads = threads(session, found, bySubject, uids);
    threads.forEach(thread -> thread.sort(BY_SENT));
    threads.sort(Comparator.comparing(List::getFirst, BY_SENT));
    ImapWriter out = session.out();
    out.text("* THREAD");
    if (!threads.isEmpty()) {
      out.character(' ');
    }
    for (List<Node> thread : threads) {
      write(bySubject ? star(thread) : roots(thread), out);
    }
    out.end();
  }

  private static List<List<Node>> threads(
      Session session, UidSet found, boolean bySubject, boolean uids) throws IOException {
    SequencedMap<Object, List<Node>> threads = new LinkedHashMap<>();
    UidSet view = session.selected().view();
    InboxName inbox = session.selected().mailbox().inbox();
    if (inbox != null) {
      MailboxSearch.scan(
          session.archive(),
          inbox,
          found,
          posting -> {
            Object key =
                bySubject ? SubjectCore.of(posting.overview().subject()) : posting.thread();
            long number = uids ? posting.number() : view.position(posting.number());
            if (found.contains(posting.number())) {
              threads.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Node(number, posting));
            }
          });
    }
    return new ArrayList<>(threads.values());
  }

  /// All others below the first.
  private static List<Node> star(List<Node> thread) {
    Node first = thread.getFirst();
    first.children.addAll(thread.subList(1, thread.size()));
    return List.of(first);
  }

  /// Hangs each message under the nearest of those it refers to that was found; what is left opens
  /// the thread.
  private static List<Node> roots(List<Node> thread) {
    Map<MessageId, Node> byId = new HashMap<>();
    thread.forEach(node -> byId.putIfAbsent(node.id, node));
    List<Node> roots = new ArrayList<>();
    for (Node node : thread) {
      Node parent = parent(node, byId);
      node.parent = parent;
      (parent == null ? roots : parent.children).add(node);
    }
    return roots;
  }

  private static @Nullable Node parent(Node node, Map<MessageId, Node> byId) {
    for (MessageId id : node.references.reversed()) {
      Node named = byId.get(id);
      if (named == null || named == node) {
        continue;
      }
      if (node.children.isEmpty() || !named.isBelow(node)) { // most have nothing below them yet
        return named;
      }
    }
    return null;
  }

  /// Something to write: a message with what hangs under it, or the end of a group.
  private record Step(@Nullable Node node, boolean grouped) {}

  /// One thread (RFC 5256 §4): `(1 2 (3)(4 5))`; several that open it each in a group of its own.
  /// Without recursion, as mail says how deep it is.
  private static void write(List<Node> roots, ImapWriter out) throws IOException {
    ArrayDeque<Step> open = new ArrayDeque<>();
    boolean several = roots.size() > 1;
    out.character('(');
    pushAll(roots, several, open);
    boolean afterNumber = false;
    while (!open.isEmpty()) {
      Step step = open.pop();
      Node node = step.node;
      if (node == null) {
        out.character(')');
        afterNumber = false;
        continue;
      }
      if (afterNumber) {
        out.character(' ');
      }
      if (step.grouped) {
        out.character('(');
        open.push(new Step(null, false));
      }
      out.number(node.number);
      afterNumber = true;
      pushAll(node.children, node.children.size() > 1, open);
    }
    out.character(')');
  }

  private static void pushAll(List<Node> nodes, boolean grouped, ArrayDeque<Step> open) {
    nodes.reversed().forEach(node -> open.push(new Step(node, grouped)));
  }
}
