package org.annals.web;

import gg.jte.Content;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.annals.index.Activity;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.web.View.Month;
import org.annals.web.View.Year;
import org.jspecify.annotations.Nullable;

/// Activity as pictures: weeks as bars, months as a table of heat.
final class Charts {
  private static final int BAR_HEIGHT_MAX = 23;

  private Charts() {}

  /// A bar a week. `what` is our own word for the inbox and gets escaped.
  static Content weeks(String inbox, List<Integer> weeks) {
    int most = weeks.stream().mapToInt(Integer::intValue).max().orElse(0);
    return output -> {
      StringBuilder bars = new StringBuilder();
      for (int i = 0; i < weeks.size(); i++) {
        int height = weeks.get(i) == 0 ? 0 : Math.max(1, weeks.get(i) * BAR_HEIGHT_MAX / most);
        if (height > 0) {
          String now = i == weeks.size() - 1 ? " class=\"n\"" : "";
          bars.append("<path%s d=\"M%d 24v-%dh2v%dz\"/>".formatted(now, 3 * i, height, height));
        }
      }
      output.writeContent(
          "<svg class=\"spark\" viewBox=\"0 0 156 24\" preserveAspectRatio=\"none\" role=\"img\""
              + " aria-label=\"messages a week in "
              + inbox
              + ", last 52 weeks, most "
              + most
              + "\">"
              + bars
              + "</svg>");
    };
  }

  /// Newest year first.
  static List<Year> months(Activity activity, Scope scope, Links links) {
    SortedMap<YearMonth, Integer> months = activity.months();
    int most = months.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    List<Year> years = new ArrayList<>();
    Map<YearMonth, Integer> rest = months.isEmpty() ? Map.of() : months;
    int year = months.isEmpty() ? 0 : months.lastKey().getYear();
    int first = months.isEmpty() ? 1 : months.firstKey().getYear();
    for (; year >= first; year--) {
      List<@Nullable Month> cells = new ArrayList<>(12);
      boolean any = false;
      for (int m = 1; m <= 12; m++) {
        YearMonth month = YearMonth.of(year, m);
        int count = rest.getOrDefault(month, 0);
        any |= count > 0;
        cells.add(count == 0 ? null : month(month, count, most, links.to(page(scope, month))));
      }
      if (any) {
        years.add(new Year(String.valueOf(year), Collections.unmodifiableList(cells)));
      }
    }
    return years;
  }

  /// Those with something in them, ascending: a mail may bear any date.
  static List<Integer> years(SortedMap<YearMonth, Integer> months) {
    return months.keySet().stream().map(YearMonth::getYear).distinct().toList();
  }

  private static Month month(YearMonth month, int count, int most, String href) {
    String number = String.valueOf(month.getMonthValue());
    String label =
        number + ", " + Moments.month(month) + ", " + Counts.of(count, "message", "messages");
    return new Month(number, href, heat(count, most), label);
  }

  static @Nullable String heat(int count, int most) {
    double share = (double) count / most;
    return share >= 0.66 ? "l4" : share >= 0.33 ? "l3" : share >= 0.1 ? "l2" : null;
  }

  static Route page(Scope scope, YearMonth month) {
    long from = month.atDay(1).atStartOfDay().toEpochSecond(java.time.ZoneOffset.UTC);
    long to =
        month.plusMonths(1).atDay(1).atStartOfDay().toEpochSecond(java.time.ZoneOffset.UTC) - 1;
    return new InboxRoute.Topics(scope, TimeWindow.between(from, to));
  }
}
