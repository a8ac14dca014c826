package org.annals.web;

import java.util.List;
import java.util.Map;
import org.annals.index.Posting;
import org.annals.index.Slot;
import org.annals.mail.MessageId;
import org.annals.thread.MessageThread;
import org.annals.thread.Subjects;
import org.annals.thread.ThreadNode;
import org.jspecify.annotations.Nullable;

/// Writes a conversation as nested lists: a patch by its title, a reply by its author.
final class TreeMarkup {
  /// Deeper replies stay at this level: the column is narrow.
  static final int DEPTH_MAX = 12;

  private final Markup out;
  private final MessageThread<Posting> thread;
  private final Map<Slot, String> anchors;

  /// What comes before `#m…`: empty on the page that holds the messages.
  private final String messages;

  private final @Nullable MessageId current;

  /// Whether the row of the current message bears `r` and not its own name.
  private final boolean alone;

  TreeMarkup(
      Markup out,
      MessageThread<Posting> thread,
      Map<Slot, String> anchors,
      String messages,
      @Nullable MessageId current) {
    this.out = out;
    this.thread = thread;
    this.anchors = anchors;
    this.messages = messages;
    this.current = current;
    this.alone = !messages.isEmpty();
  }

  void write() {
    out.raw("<ul>");
    List<ThreadNode<Posting>> nodes = thread.inOrder();
    int depth = 0;
    boolean first = true;
    for (ThreadNode<Posting> node : nodes) {
      int next = Math.min(node.depth(), DEPTH_MAX);
      if (first) {
        first = false;
      } else if (next > depth) {
        out.raw("<ul>");
      } else {
        out.raw("</li>");
        for (; depth > next; depth--) {
          out.raw("</ul></li>");
        }
        out.raw("\n");
      }
      depth = next;
      out.raw("<li>");
      row(node);
    }
    if (!first) {
      out.raw("</li>");
      for (; depth > 0; depth--) {
        out.raw("</ul></li>");
      }
    }
    out.raw("</ul>");
  }

  private void row(ThreadNode<Posting> node) {
    Posting posting = node.key();
    if (posting == null) {
      out.raw("<span class=\"quiet\">[not found] &lt;").text(node.id().value()).raw("&gt;</span>");
      return;
    }
    String anchor = anchors.getOrDefault(posting.slot(), "");
    boolean here = posting.id().equals(current);
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
  private static String label(ThreadNode<Posting> node, Posting posting) {
    String subject = posting.overview().subject();
    ThreadNode<Posting> parent = node.parent();
    Posting above = parent == null ? null : parent.key();
    boolean repeats = Subjects.isReply(subject) && (above == null || sameTitle(subject, above));
    return repeats && parent != null
        ? Names.of(posting.overview().from())
        : SubjectLine.inTree(subject);
  }

  private static boolean sameTitle(String subject, Posting above) {
    return Subjects.withoutReply(subject).equals(Subjects.withoutReply(above.overview().subject()));
  }
}
