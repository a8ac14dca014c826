package org.annals.web;

import gg.jte.Content;
import java.util.ArrayList;
import java.util.List;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedSeries;
import org.annals.series.AsOf;
import org.annals.series.State;

/// How states are shown: a shape and a word, and a small picture of all patches of a series.
final class StateMarkup {
  /// Of longer series the picture shows the beginning.
  private static final int PATCHES_MAX = 13;

  private StateMarkup() {}

  /// The class of the style sheet.
  static String css(State state) {
    return switch (state) {
      case NEW, RFC, NEEDS_ACK -> "new";
      case UNDER_REVIEW -> "review";
      case REVIEWED, QUEUED, AWAITING_UPSTREAM -> "ready";
      case CHANGES_REQUESTED -> "changes";
      case PARTIAL -> "some";
      case ACCEPTED, MAINLINED -> "landed";
      case SUPERSEDED, WITHDRAWN, REJECTED, DEFERRED, NOT_APPLICABLE, HANDLED_ELSEWHERE -> "super";
      case STALE -> "stale";
    };
  }

  /// For people; of what was partly taken how much.
  static String words(State state, TrackedSeries series, AsOf asOf) {
    if (state != State.PARTIAL) {
      return words(state);
    }
    long taken =
        series.patches().stream().filter(patch -> patch.standing().state(asOf).taken()).count();
    return taken + " of " + series.patches().size() + " taken";
  }

  static String words(State state) {
    return state == State.RFC ? "RFC" : state.word().replace('-', ' ');
  }

  /// A box for each patch: full if taken, half if reviewed, crossed if changes are asked for.
  static Content strip(TrackedSeries series, AsOf asOf) {
    return output -> {
      List<TrackedPatch> patches =
          series.patches().subList(0, Math.min(PATCHES_MAX, series.patches().size()));
      StringBuilder boxes = new StringBuilder();
      int taken = 0;
      int reviewed = 0;
      int asked = 0;
      for (int i = 0; i < patches.size(); i++) {
        State state = patches.get(i).standing().state(asOf);
        double left = 12 * i + 0.5;
        String box = "M%s .5h9v11h-9z".formatted(left);
        if (state.taken()) {
          taken++;
          boxes.append("<path class=\"f\" d=\"").append(box).append("\"/>");
        } else if (state == State.CHANGES_REQUESTED) {
          asked++;
          boxes.append("<path class=\"no\" d=\"").append(box).append("l9 11m0-11l-9 11\"/>");
        } else {
          boxes.append("<path d=\"").append(box).append("\"/>");
          if (state == State.REVIEWED) {
            reviewed++;
            boxes.append("<path class=\"f\" d=\"M%s 6h9v5.5h-9z\"/>".formatted(left));
          }
        }
      }
      int width = 12 * patches.size();
      output.writeContent(
          "<svg class=\"strip\" viewBox=\"0 0 %d 12\" width=\"%d\" height=\"12\" role=\"img\""
                  .formatted(width, width)
              + " aria-label=\""
              + label(taken, reviewed, asked, patches.size())
              + "\">"
              + boxes
              + "</svg>");
    };
  }

  private static String label(int taken, int reviewed, int asked, int all) {
    List<String> parts = new ArrayList<>();
    add(parts, taken, "taken");
    add(parts, reviewed, "reviewed");
    add(parts, asked, "with changes requested");
    add(parts, all - taken - reviewed - asked, "open");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }
}
