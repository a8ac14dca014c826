package org.annals.web;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.annals.index.Posting;
import org.annals.index.Slot;
import org.annals.patch.SubjectPrefix;
import org.annals.thread.ThreadNode;

/// A conversation as a picture: a dot a message, from left to right in the order they were sent,
/// the deeper the lower, each hung from what it answers. Patches are squares.
final class ThreadShape {
  /// Of fewer messages the list says as much.
  private static final int MESSAGES_MIN = 4;

  private static final int WIDTH_MAX = 320;
  private static final double STEP_MAX = 12;
  private static final double LEVEL_MAX = 10;
  private static final double HEIGHT_MAX = 96;
  private static final double EDGE = 4;
  private static final double DOT_MAX = 6;
  private static final double DOT_MIN = 2;
  private static final double TIE = 0.6;

  /// What the picture is made of.
  private record Key(String conversation) {}

  private ThreadShape() {}

  static void write(Markup out, Conversation conversation) {
    if (conversation.byDate().size() >= MESSAGES_MIN) {
      out.part(
          new Key(conversation.fingerprint()),
          () -> {
            draw(out, conversation);
            return true;
          });
    }
  }

  private static void draw(Markup out, Conversation conversation) {
    List<Posting> byDate = conversation.byDate();
    Map<Slot, Integer> places = new HashMap<>();
    for (int i = 0; i < byDate.size(); i++) {
      places.put(byDate.get(i).slot(), i);
    }
    int deepest = 0;
    for (ThreadNode<Posting> node : conversation.tree().inOrder()) {
      deepest = Math.max(deepest, depth(node));
    }
    double step = Math.min(STEP_MAX, (WIDTH_MAX - 2 * EDGE) / Math.max(1, byDate.size() - 1));
    double level = Math.min(LEVEL_MAX, (HEIGHT_MAX - 2 * EDGE) / Math.max(1, deepest));
    double dot = Math.clamp(step * 0.8, DOT_MIN, Math.max(DOT_MIN, Math.min(DOT_MAX, 0.8 * level)));
    StringBuilder ties = new StringBuilder();
    StringBuilder replies = new StringBuilder();
    StringBuilder patches = new StringBuilder();
    int patchCount = 0;
    for (ThreadNode<Posting> node : conversation.tree().inOrder()) {
      Posting posting = node.key();
      Integer place = posting == null ? null : places.get(posting.slot());
      if (posting == null || place == null) {
        continue;
      }
      double x = EDGE + step * place;
      double y = EDGE + level * depth(node);
      tie(ties, node, places, step, level);
      boolean patch = isPatch(posting);
      patchCount += patch ? 1 : 0;
      (patch ? patches : replies).append('M').append(at(x, y)).append("h0");
    }
    double width = 2 * EDGE + step * (byDate.size() - 1);
    double height = 2 * EDGE + level * deepest;
    out.raw("<svg class=\"shape\" viewBox=\"0 0 " + at(width, height) + "\" width=\"");
    out.raw(number(width)).raw("\" height=\"").raw(number(height));
    out.raw("\" role=\"img\"><title>").text(title(conversation, deepest, patchCount));
    out.raw("</title>");
    path(out, "", TIE, ties);
    path(out, "d", dot, replies);
    path(out, "p", dot, patches);
    out.raw("</svg>\n");
  }

  private static String title(Conversation conversation, int deepest, int patches) {
    return "Shape of the thread: "
        + Counts.of(conversation.byDate().size(), "message", "messages")
        + (patches == 0 ? "" : ", " + Counts.of(patches, "patch", "patches"))
        + ", "
        + Counts.of(deepest + 1, "level", "levels")
        + " deep";
  }

  private static void path(Markup out, String type, double width, StringBuilder path) {
    if (!path.isEmpty()) {
      out.raw(type.isEmpty() ? "<path" : "<path class=\"" + type + "\"");
      out.raw(" stroke-width=\"" + number(width) + "\" d=\"").raw(path.toString()).raw("\"/>");
    }
  }

  private static int depth(ThreadNode<Posting> node) {
    return Math.min(node.depth(), TreeMarkup.DEPTH_MAX);
  }

  private static boolean isPatch(Posting posting) {
    SubjectPrefix prefix = SubjectPrefix.parse(posting.overview().subject());
    return prefix.patch() && !prefix.reply();
  }

  /// From what a message answers to the right and down; what is not here has no place.
  private static void tie(
      StringBuilder ties,
      ThreadNode<Posting> node,
      Map<Slot, Integer> places,
      double step,
      double level) {
    ThreadNode<Posting> parent = node.parent();
    Posting above = parent == null ? null : parent.key();
    Posting posting = node.key();
    Integer from = above == null ? null : places.get(above.slot());
    Integer to = posting == null ? null : places.get(posting.slot());
    if (parent != null && from != null && to != null) {
      ties.append('M').append(at(EDGE + step * from, EDGE + level * depth(parent)));
      ties.append('H').append(number(EDGE + step * to));
      ties.append('V').append(number(EDGE + level * depth(node)));
    }
  }

  private static String at(double x, double y) {
    return number(x) + " " + number(y);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
