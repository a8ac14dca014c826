package org.annals.web;

import gg.jte.Content;
import java.util.List;
import java.util.Locale;
import org.annals.web.View.Bar;

/// A drawing of bars that can be pressed. Links in words beside it say the same, so it is for those
/// who look and point alone.
final class Bars {
  private static final int STEP = 10;
  private static final int WIDTH = 8;
  private static final int HEIGHT = 40;

  private Bars() {}

  /// A bar, and what it stands for.
  record Counted(Bar view, int count) {}

  static Content drawing(List<Counted> bars, Markup out) {
    int most = bars.stream().mapToInt(Counted::count).max().orElse(0);
    return _ -> {
      out.raw("<svg class=\"bars\" viewBox=\"0 0 " + STEP * bars.size() + " " + HEIGHT);
      out.raw("\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
      for (int i = 0; i < bars.size(); i++) {
        Counted bar = bars.get(i);
        String href = bar.view().href();
        if (href != null) {
          out.raw("<a href=\"").text(href).raw("\" rel=\"nofollow\" tabindex=\"-1\"><title>");
          out.text(bar.view().label()).raw("</title>").raw(shape(i, bar.count(), most));
          out.raw("</a>");
        }
      }
      out.raw("</svg>");
    };
  }

  /// The whole height can be pressed.
  private static String shape(int at, int count, int most) {
    String tall = String.format(Locale.ROOT, "%.1f", Math.max(0.5, (double) HEIGHT * count / most));
    String area =
        "<rect x=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" pointer-events=\"all\"/>"
            .formatted(at * STEP, STEP, HEIGHT);
    return area
        + "<path d=\"M%d %dv-%sh%dv%sz\"/>".formatted(at * STEP + 1, HEIGHT, tall, WIDTH, tall);
  }
}
