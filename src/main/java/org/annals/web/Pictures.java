package org.annals.web;

import gg.jte.Content;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.annals.web.View.Picture;
import org.annals.web.View.Week;
import org.annals.web.View.WeekDay;
import org.annals.web.View.YearLine;
import org.jspecify.annotations.Nullable;

/// Bars over time, each with the words and numbers that say the same.
final class Pictures {
  private static final int BAR_STEP = 10;
  private static final int BAR_WIDTH = 8;
  private static final int HEIGHT = 40;

  /// Labels below the bars; more do not fit on a phone.
  private static final int LABELS_MAX = 6;

  private static final int HOURS = 24;
  private static final int DAY_HEIGHT = 12;
  private static final int HOUR_BAR_MAX = 10;

  private Pictures() {}

  /// A bar a month, as far as there is something. `what` is plain text.
  static @Nullable Picture months(String what, SortedMap<YearMonth, Integer> months, Markup out) {
    return months.isEmpty() ? null : months(what, months, months.firstKey(), months.lastKey(), out);
  }

  /// A bar a month, whole years from that of `first` to that of `last`. Labels stand below equal
  /// shares, so there may be empty years before.
  static Picture months(
      String what,
      SortedMap<YearMonth, Integer> months,
      YearMonth first,
      YearMonth last,
      Markup out) {
    int years = last.getYear() - first.getYear() + 1;
    int share = (years + LABELS_MAX - 1) / LABELS_MAX;
    int labels = (years + share - 1) / share;
    int from = last.getYear() - labels * share + 1;
    int most = months.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    List<String> axis = new ArrayList<>();
    for (int label = 0; label < labels; label++) {
      int begin = from + label * share;
      axis.add(share == 1 ? String.valueOf(begin) : begin + " to " + (begin + share - 1));
    }
    List<YearLine> table = new ArrayList<>();
    for (int year : Charts.years(months).reversed()) {
      table.add(line(year, months));
    }
    String title = what + ", " + span(first, last) + peak(months, most);
    StringBuilder path = bars(months, from, most);
    int width = 12 * labels * share * BAR_STEP;
    return new Picture(drawing("bars", width, HEIGHT, title, path, out), axis, what, table);
  }

  private static String span(YearMonth first, YearMonth last) {
    return first.equals(last)
        ? Moments.month(first)
        : Moments.month(first) + " to " + Moments.month(last);
  }

  private static String peak(SortedMap<YearMonth, Integer> months, int most) {
    return months.entrySet().stream()
        .filter(month -> month.getValue() == most)
        .findFirst()
        .map(month -> ", most " + Counts.of(most) + " in " + Moments.month(month.getKey()))
        .orElse(", none");
  }

  private static YearLine line(int year, SortedMap<YearMonth, Integer> months) {
    List<String> counts = new ArrayList<>();
    long all = 0;
    for (int m = 1; m <= 12; m++) {
      int count = months.getOrDefault(YearMonth.of(year, m), 0);
      counts.add(count == 0 ? "" : Counts.of(count));
      all += count;
    }
    return new YearLine(String.valueOf(year), Counts.of(all), counts);
  }

  private static StringBuilder bars(SortedMap<YearMonth, Integer> months, int from, int most) {
    StringBuilder path = new StringBuilder();
    months.forEach((month, count) -> {
      int slot = 12 * (month.getYear() - from) + month.getMonthValue() - 1;
      bar(path, slot * BAR_STEP + 1, HEIGHT, BAR_WIDTH, (double) HEIGHT * count / most);
    });
    return path;
  }

  private static void bar(StringBuilder path, int x, int foot, int width, double height) {
    String tall = String.format(Locale.ROOT, "%.1f", Math.max(0.5, height));
    path.append("M%d %dv-%sh%dv%sz".formatted(x, foot, tall, width, tall));
  }

  private static Content drawing(
      String type, int width, int height, String title, StringBuilder path, Markup out) {
    return _ -> {
      out.raw("<svg class=\"" + type + "\" viewBox=\"0 0 " + width + " " + height);
      out.raw("\" preserveAspectRatio=\"none\" role=\"img\"><title>").text(title);
      out.raw("</title><path d=\"").raw(path.toString()).raw("\"/></svg>");
    };
  }

  /// Hours of the week, Monday first: a line of bars for each day.
  static Week week(List<Integer> hours, Markup out) {
    int most = hours.stream().mapToInt(Integer::intValue).max().orElse(0);
    StringBuilder path = new StringBuilder();
    List<WeekDay> days = new ArrayList<>();
    int busiest = 0;
    for (int day = 0; day < 7; day++) {
      List<String> counts = new ArrayList<>();
      for (int hour = 0; hour < HOURS; hour++) {
        int at = day * HOURS + hour;
        int count = hours.get(at);
        busiest = count > hours.get(busiest) ? at : busiest;
        counts.add(count == 0 ? "" : Counts.of(count));
        if (count > 0) {
          double height = (double) HOUR_BAR_MAX * count / most;
          bar(path, hour * BAR_STEP + 1, (day + 1) * DAY_HEIGHT, BAR_WIDTH, height);
        }
      }
      days.add(new WeekDay(Moments.weekday(day), counts));
    }
    String title =
        most == 0
            ? "Messages by hour of the week: none"
            : "Messages by hour of the week, most "
                + Counts.of(most)
                + " on "
                + Moments.weekday(busiest / HOURS)
                + " from "
                + busiest % HOURS
                + ":00 on";
    return new Week(
        drawing("hours", HOURS * BAR_STEP, 7 * DAY_HEIGHT, title, path, out),
        List.of("0 to 5", "6 to 11", "12 to 17", "18 to 23"),
        days);
  }
}
