package org.annals.series;

import java.util.List;
import java.util.Locale;
import org.annals.series.Claim.Check;
import org.annals.series.Claim.Check.Result;
import org.jspecify.annotations.Nullable;

/// The mails of robots that tried patches: Intel's kernel test robot, syzbot and syzbot ci, the CI
/// of BPF, Sashiko. Known by their form, whoever sends them.
final class RobotChecks {
  private static final int OPENING_LINES_MAX = 12;
  private static final int DESCRIPTION_MAX = 200;

  private RobotChecks() {}

  /// What a robot found; `null` if this is no such mail.
  static @Nullable Check in(List<String> lines) {
    for (int i = 0; i < Math.min(lines.size(), OPENING_LINES_MAX); i++) {
      String line = lines.get(i);
      Check check = null;
      if (line.startsWith("kernel test robot noticed") || line.startsWith("[auto build test ")) {
        check = lkp(line, lines);
      } else if (line.startsWith("syzbot ")) {
        check = syzbot(line, lines);
      } else if (line.startsWith("CI has tested the following submission")) {
        check = bpf(lines);
      } else if (line.contains("Sashiko AI review found")) {
        check = new Check("sashiko", Result.WARNING, "", "", shortened(line));
      }
      if (check != null) {
        return check;
      }
    }
    return null;
  }

  private static Check lkp(String line, List<String> lines) {
    String said = line.toLowerCase(Locale.ROOT);
    boolean warning =
        said.startsWith("[auto build test warning")
            || said.contains("build warning")
            || said.contains("% regression")
            || said.contains("% improvement");
    String config = first(value(lines, "config:"));
    String closes = value(lines, "| Closes:");
    return new Check(
        config.isEmpty() ? "lkp" : "lkp/" + config,
        warning ? Result.WARNING : Result.FAIL,
        closes.isEmpty() ? first(value(lines, "url:")) : first(closes),
        patch(value(lines, "patch link:")),
        shortened(news(line, lines)));
  }

  /// The first of the lines that the robot marks as new; its opening line if there is none.
  private static String news(String opening, List<String> lines) {
    for (String line : lines) {
      if (line.startsWith(">> ")) {
        return line.substring(3);
      }
    }
    return opening;
  }

  /// Also `syzbot ci`, which tries series from the list.
  private static @Nullable Check syzbot(String line, List<String> lines) {
    boolean ci = line.startsWith("syzbot ci ");
    boolean tested = line.contains("has tested the ") || line.contains("tried to test the ");
    if (!tested) {
      return null;
    }
    String found =
        lines.stream()
            .limit(OPENING_LINES_MAX * 4L)
            .filter(each -> each.startsWith("and found the following"))
            .findFirst()
            .orElse("");
    boolean good = line.contains("did not trigger") || (ci && found.isEmpty());
    String report = value(lines, ci ? "Full report is available here:" : "dashboard link:");
    String named =
        lines.stream().filter(each -> each.startsWith("https://")).findFirst().orElse("");
    return new Check(
        ci ? "syzbot-ci" : "syzbot",
        good ? Result.SUCCESS : Result.FAIL,
        first(report),
        ci ? patch(named) : "",
        shortened(line));
  }

  private static Check bpf(List<String> lines) {
    String status = value(lines, "Status:");
    Result result =
        switch (first(status).toUpperCase(Locale.ROOT)) {
          case "SUCCESS" -> Result.SUCCESS;
          case "PENDING" -> Result.PENDING;
          case "CONFLICT" -> Result.WARNING;
          default -> Result.FAIL;
        };
    return new Check(
        "bpf-ci", result, first(value(lines, "Matrix:")), "", shortened(value(lines, "Name:")));
  }

  private static String patch(String named) {
    String id = named.isEmpty() ? "" : NamedMessage.in(named);
    return id.indexOf('@') > 0 && id.length() <= DESCRIPTION_MAX ? id : "";
  }

  /// Behind the first line that begins with it; where that is all of the line, the next one.
  private static String value(List<String> lines, String key) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(key)) {
        String value = lines.get(i).substring(key.length()).strip();
        return value.isEmpty() && i + 1 < lines.size() ? lines.get(i + 1).strip() : value;
      }
    }
    return "";
  }

  private static String first(String value) {
    int space = value.indexOf(' ');
    return shortened(space < 0 ? value : value.substring(0, space));
  }

  private static String shortened(String text) {
    String line = text.strip();
    return line.length() <= DESCRIPTION_MAX ? line : line.substring(0, DESCRIPTION_MAX);
  }
}
