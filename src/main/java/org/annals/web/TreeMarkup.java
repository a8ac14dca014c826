package org.annals.web;

import java.util.List;
import org.annals.index.Posting;
import org.annals.index.Slot;
import org.annals.thread.Subjects;
import org.annals.thread.ThreadNode;
import org.jspecify.annotations.Nullable;

/// Writes a conversation as nested lists: a patch by its title, a reply by its author.
final class TreeMarkup {
  /// Deeper replies stay at this level: the column is narrow.
  static final int DEPTH_MAX = 12;

  /// Rows that are kept together.
  private static final int PART_ROWS = 32;

  private final Markup out;
  private final Conversation conversation;

  /// What comes before `#m…`: empty on the page that holds the messages.
  private final String messages;

  private final Posting current;

  /// Whether the row of the current message bears `r` and not its own name.
  private final boolean alone;

  /// What the rows from `first` on depend on; `current` is null if it is none of them.
  private record Key(String conversation, String messages, int first, @Nullable Slot current) {}

  TreeMarkup(Markup out, Conversation conversation, String messages, Posting current) {
    this.out = out;
    this.conversation = conversation;
    this.messages = messages;
    this.current = current;
    this.alone = !messages.isEmpty();
  }

  void write() {
    out.raw("<ul>");
    List<ThreadNode<Posting>> nodes = conversation.tree().inOrder();
    for (int first = 0; first < nodes.size(); first += PART_ROWS) {
      int from = first;
      int to = Math.min(first + PART_ROWS, nodes.size());
      Slot here =
          nodes.subList(from, to).stream().anyMatch(this::isCurrent) ? current.slot() : null;
      out.part(
          new Key(conversation.fingerprint(), messages, from, here),
          () -> {
            rows(nodes, from, to);
            return true;
          });
    }
    if (!nodes.isEmpty()) {
      out.raw("</li>").raw("</ul></li>".repeat(depth(nodes.getLast())));
    }
    out.raw("</ul>");
  }

  private void rows(List<ThreadNode<Posting>> nodes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (i > 0) {
        int before = depth(nodes.get(i - 1));
        int next = depth(nodes.get(i));
        out.raw(next > before ? "<ul>" : "</li>" + "</ul></li>".repeat(before - next) + "\n");
      }
      out.raw("<li>");
      row(nodes.get(i));
    }
  }

  private static int depth(ThreadNode<Posting> node) {
    return Math.min(node.depth(), DEPTH_MAX);
  }

  private boolean isCurrent(ThreadNode<Posting> node) {
    Posting posting = node.key();
    return posting != null && posting.slot().equals(current.slot());
  }

  private void row(ThreadNode<Posting> node) {
    Posting posting = node.key();
    if (posting == null) {
      out.raw("<span class=\"quiet\">[not found] &lt;").text(node.id().value()).raw("&gt;</span>");
      return;
    }
    String anchor = conversation.anchors().getOrDefault(posting.slot(), "");
    boolean here = isCurrent(node);
    out.raw("<a href=\"").raw(messages).raw("#m").raw(anchor);
    out.raw("\" id=\"r");
    if (!here || !alone) {
      out.raw(anchor);
    }
    out.raw(here ? "\" aria-current=\"true\"><span>" : "\"><span>");
    out.text(label(node, posting));
    var when = Moments.full(posting.sent());
    out.raw("</span> <time datetime=\"").raw(when.iso()).raw("\">");
    out.text(when.day()).text("\u00a0").text(when.clock()).raw("</time></a>");
  }

  /// A reply under its parent's subject says only who; everything else says what.
  private String label(ThreadNode<Posting> node, Posting posting) {
    String subject = posting.overview().subject();
    ThreadNode<Posting> parent = node.parent();
    Posting above = parent == null ? null : parent.key();
    boolean repeats = Subjects.isReply(subject) && (above == null || sameTitle(subject, above));
    return repeats && parent != null ? conversation.author(posting) : SubjectLine.inTree(subject);
  }

  private static boolean sameTitle(String subject, Posting above) {
    return Subjects.withoutReply(subject).equals(Subjects.withoutReply(above.overview().subject()));
  }
}
