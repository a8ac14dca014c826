package org.annals.web;

import java.util.List;
import java.util.Optional;
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

  private static final int FOLDED = -1;
  private static final int NOWHERE = -1;

  /// Where links lead. `messages` is what comes before `#m…`: empty on the page that holds the
  /// messages. `inbox` is what comes before the id of a message that is not here.
  record Targets(String messages, String inbox) {}

  private final Markup out;
  private final Conversation conversation;
  private final List<ThreadNode<Posting>> nodes;
  private final Targets targets;
  private final Posting current;

  /// Whether the messages are elsewhere. Then the row of the current one bears `r` and not its own
  /// name, and branches before it are put away.
  private final boolean alone;

  /// What the rows from `first` on depend on; `current` is null if it is none of them.
  private record Key(String conversation, Targets targets, int first, @Nullable Slot current) {}

  TreeMarkup(Markup out, Conversation conversation, Targets targets, Posting current) {
    this.out = out;
    this.conversation = conversation;
    this.nodes = conversation.tree().inOrder();
    this.targets = targets;
    this.current = current;
    this.alone = !targets.messages.isEmpty();
  }

  void write() {
    TreeFolds folds = alone ? TreeFolds.around(current.slot(), nodes) : TreeFolds.none(nodes);
    out.raw("<ul>");
    if (folds.isEmpty()) {
      writeWhole();
    } else {
      out.part(
          key(FOLDED, current.slot()),
          () -> {
            writeFolded(folds);
            return true;
          });
    }
    out.raw("</ul>");
  }

  private Key key(int first, @Nullable Slot here) {
    return new Key(conversation.fingerprint(), targets, first, here);
  }

  /// In parts that other messages of the thread share.
  private void writeWhole() {
    for (int first = 0; first < nodes.size(); first += PART_ROWS) {
      int from = first;
      int to = Math.min(first + PART_ROWS, nodes.size());
      boolean here = nodes.subList(from, to).stream().anyMatch(this::isCurrent);
      out.part(
          key(from, here ? current.slot() : null),
          () -> {
            for (int i = from; i < to; i++) {
              move(i == 0 ? NOWHERE : depth(i - 1), depth(i), false);
              row(nodes.get(i));
            }
            return true;
          });
    }
    if (!nodes.isEmpty()) {
      end(depth(nodes.size() - 1));
    }
  }

  private void writeFolded(TreeFolds folds) {
    int at = NOWHERE;
    int unfold = -1;
    for (int i = 0; i < folds.end(); i++) {
      move(at, depth(i), i == unfold);
      at = depth(i);
      Optional<TreeFolds.Fold> fold = folds.startingAt(i);
      if (fold.isPresent() && !fold.get().whole()) {
        more(i, fold.get().rows(), "before");
        i = fold.get().end() - 1;
        continue;
      }
      if (fold.isPresent()) {
        unfold = fold.get().end();
        out.raw("<details class=\"more\"><summary>");
        out.text(Counts.of(fold.get().rows(), "row", "rows")).raw(" before</summary>\n<ul><li>");
      }
      row(nodes.get(i));
    }
    if (folds.end() < nodes.size()) {
      int next = Math.min(at, depth(folds.end()));
      move(at, next, false);
      more(folds.end(), nodes.size() - folds.end(), "after");
      at = next;
    }
    end(at);
  }

  private int depth(int row) {
    return Math.min(nodes.get(row).depth(), DEPTH_MAX);
  }

  /// Ends rows and lists as needed and begins a row; `unfolds`: the fold of its level ends here.
  private void move(int before, int next, boolean unfolds) {
    if (before != NOWHERE) {
      out.raw(next > before ? "<ul>" : "</li>" + "</ul></li>".repeat(before - next));
      out.raw(unfolds ? "</ul></details></li>\n" : next > before ? "" : "\n");
    }
    out.raw("<li>");
  }

  private void end(int depth) {
    out.raw("</li>").raw("</ul></li>".repeat(depth));
  }

  /// In place of rows that are not here.
  private void more(int first, int rows, String side) {
    Posting posting = nodes.get(first).key();
    String row = posting == null ? "t" : "r" + conversation.anchors().get(posting.slot());
    out.raw("<a class=\"more\" href=\"").text(targets.messages).raw("#").text(row).raw("\">");
    out.text(Counts.of(rows, "row", "rows")).raw(" ").raw(side).raw("</a>");
  }

  private boolean isCurrent(ThreadNode<Posting> node) {
    Posting posting = node.key();
    return posting != null && posting.slot().equals(current.slot());
  }

  private void row(ThreadNode<Posting> node) {
    Posting posting = node.key();
    if (posting == null) {
      out.raw("<a class=\"quiet\" rel=\"nofollow\" href=\"").text(targets.inbox);
      out.text(Percent.segment(node.id().value())).raw("/");
      out.raw("\"><span>[not found] &lt;").text(node.id().value()).raw("&gt;</span></a>");
      return;
    }
    String anchor = conversation.anchors().getOrDefault(posting.slot(), "");
    boolean here = isCurrent(node);
    out.raw("<a href=\"").text(targets.messages).raw("#m").raw(anchor);
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
