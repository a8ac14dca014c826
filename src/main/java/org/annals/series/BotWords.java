package org.annals.series;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.annals.series.Claim.Taken;
import org.annals.series.Claim.Taken.Item;
import org.annals.series.Claim.Taken.Source;
import org.annals.series.Claim.Taken.Wording;
import org.jspecify.annotations.Nullable;

/// The mails by which programs tell that patches were taken, by their form.
///
/// A `[tip: branch]` or mm-commits mail is not an answer: it opens a conversation of its own, or
/// hangs under the patch, and holds the diff again.
final class BotWords {
  private static final Wording APPLIED = new Wording(false, false, false);

  /// The sentence that tells the kind stands in one of the first lines.
  private static final int OPENING_LINES_MAX = 12;

  private BotWords() {}

  /// What a bot says here; `null` if this is no such mail.
  static @Nullable Claim in(String subject, String text) {
    if (subject.startsWith("[tip: ")) {
      return tip(subject, text.lines().toList());
    }
    if (subject.startsWith("Patch \"")) {
      return stable(subject);
    }
    if (subject.contains(".patch ")) {
      return mm(subject, text.lines().toList());
    }
    for (String line : text.lines().limit(OPENING_LINES_MAX).toList()) {
      if (line.startsWith("This ") && line.contains(" was applied to ")) {
        return patchwork(line, text.lines().toList());
      }
      if (line.startsWith("The pull request you sent on ")) {
        return merged(text.lines().toList());
      }
    }
    return null;
  }

  /// `This series was applied to netdev/net-next.git (main)`. Of a list in which some patches have
  /// no commit, only the others were taken.
  private static @Nullable Claim patchwork(String line, List<String> lines) {
    if (lines.stream().noneMatch(each -> each.startsWith("Here is the summary with links"))) {
      return null;
    }
    String place = line.substring(line.indexOf(" was applied to ") + " was applied to ".length());
    int open = place.indexOf('(');
    int close = place.indexOf(')', open + 1);
    String branch = open < 0 || close < 0 ? "" : place.substring(open + 1, close).strip();
    String tree = (open < 0 ? place : place.substring(0, open)).strip();
    List<Item> listed = TakenItems.of(lines);
    List<Item> taken = listed.stream().filter(item -> !item.commit().isEmpty()).toList();
    boolean subset = taken.size() < listed.size();
    return new Taken(
        Source.PATCHWORK_BOT,
        new Wording(false, subset, false),
        tree,
        branch,
        taken,
        subset ? numbers(taken) : new TreeSet<>());
  }

  static NavigableSet<Integer> numbers(List<Item> items) {
    NavigableSet<Integer> numbers = new TreeSet<>();
    items.stream().mapToInt(Item::number).filter(number -> number > 0).forEach(numbers::add);
    return numbers;
  }

  private static @Nullable Claim merged(List<String> lines) {
    String marker = "has been merged into ";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(marker)) {
        String tree = line.substring(marker.length()).strip();
        String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
        String name = tree.endsWith(":") ? tree.substring(0, tree.length() - 1) : tree;
        return new Claim.Merged(name, TakenItems.commit(next));
      }
    }
    return null;
  }

  private static @Nullable Claim tip(String subject, List<String> lines) {
    int close = subject.indexOf(']');
    String commit = value(lines, "Commit-ID:");
    if (close < 0 || commit.isEmpty()) {
      return null;
    }
    String branch = subject.substring("[tip: ".length(), close).strip();
    String title = TakenItems.shortened(subject.substring(close + 1).strip());
    return new Taken(
        Source.TIP_BOT,
        APPLIED,
        "tip",
        branch,
        List.of(new Item(0, title, commit)),
        new TreeSet<>());
  }

  /// `Patch "ring: grow" has been added to the 6.12-stable tree`
  private static @Nullable Claim stable(String subject) {
    String marker = "\" has been added to the ";
    int quote = subject.lastIndexOf(marker);
    int end = subject.lastIndexOf(" tree");
    int tree = quote + marker.length();
    if (quote < 0 || end < tree) {
      return null;
    }
    String title = TakenItems.shortened(subject.substring("Patch \"".length(), Math.max(quote, 7)));
    return new Taken(
        Source.STABLE_BOT,
        new Wording(true, false, true),
        subject.substring(tree, end),
        "",
        List.of(new Item(0, title, "")),
        new TreeSet<>());
  }

  /// `+ ring-grow.patch added to mm-unstable branch`, `[merged mm-stable] ring-grow.patch removed
  /// from -mm tree`; a patch that is removed for another reason was not taken.
  private static @Nullable Claim mm(String subject, List<String> lines) {
    String added = ".patch added to ";
    int at = subject.indexOf(added);
    boolean queued = subject.startsWith("+ ") && at > 0;
    boolean merged = subject.startsWith("[merged") && subject.contains(".patch removed from ");
    String title = value(lines, "Subject:");
    if (!(queued || merged) || title.isEmpty()) {
      return null;
    }
    String place =
        queued
            ? subject.substring(at + added.length()).replace(" branch", "").replace(" tree", "")
            : subject.substring("[merged".length(), Math.max(subject.indexOf(']'), 7));
    return new Taken(
        Source.MM_BOT,
        new Wording(queued, false, false),
        "mm",
        place.strip(),
        List.of(new Item(0, TakenItems.shortened(title), "")),
        new TreeSet<>());
  }

  private static String value(List<String> lines, String key) {
    for (String line : new ArrayList<>(lines.subList(0, Math.min(lines.size(), 30)))) {
      String text = line.strip();
      if (text.startsWith(key)) {
        return text.substring(key.length()).strip();
      }
    }
    return "";
  }
}
