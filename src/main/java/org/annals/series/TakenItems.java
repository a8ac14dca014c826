package org.annals.series;

import java.util.ArrayList;
import java.util.List;
import org.annals.patch.SubjectPrefix;
import org.annals.series.Claim.Taken.Item;

/// The patches that a mail lists as taken: lines `[2/7] title`, or `- [prefix,2/7] title`, each
/// with the commit in one of the lines below.
final class TakenItems {
  /// More are not kept.
  static final int ITEMS_MAX = 500;

  private static final int TITLE_MAX = 300;

  /// Lines below a title in which its commit stands.
  private static final int BELOW_MAX = 3;

  private static final int HEX_MIN = 7;
  private static final int HEX_MAX = 64;

  private TakenItems() {}

  static List<Item> of(List<String> lines) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < lines.size() && items.size() < ITEMS_MAX; i++) {
      String line = lines.get(i).strip();
      line = line.startsWith("- [") ? line.substring(2) : line;
      if (line.startsWith("[") && line.indexOf(']') > 1) {
        SubjectPrefix subject = SubjectPrefix.parse(line);
        if (!subject.title().isEmpty()) {
          int number = Math.max(0, subject.number());
          items.add(new Item(number, shortened(subject.title()), below(lines, i)));
        }
      }
    }
    return items;
  }

  /// The commit of the patch `number` that a mail answers, if it names one alone; else none.
  static List<Item> ofOne(List<String> lines, int number) {
    List<String> commits =
        lines.stream()
            .map(TakenItems::commit)
            .filter(commit -> !commit.isEmpty())
            .limit(2)
            .toList();
    return commits.size() == 1 ? List.of(new Item(number, "", commits.getFirst())) : List.of();
  }

  private static String below(List<String> lines, int at) {
    for (int i = at + 1; i < Math.min(lines.size(), at + 1 + BELOW_MAX); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("[") || line.startsWith("- [") || line.isEmpty()) {
        return "";
      }
      String commit = commit(line);
      if (!commit.isEmpty()) {
        return commit;
      }
    }
    return "";
  }

  /// The commit that a line names: `commit: 0123abcd…`, or an address that ends in one; empty if
  /// there is none.
  static String commit(String line) {
    String text = line.strip();
    int end = text.length();
    int start = end;
    while (start > 0 && end - start <= HEX_MAX && isHex(text.charAt(start - 1))) {
      start--;
    }
    boolean whole = end - start >= HEX_MIN && end - start <= HEX_MAX;
    String before = text.substring(0, start);
    boolean labelled = before.strip().equals("commit:") || before.equals("commit ");
    boolean url = before.contains("://") && (before.endsWith("/") || before.endsWith("id="));
    return whole && (labelled || url) ? text.substring(start) : "";
  }

  static String shortened(String title) {
    return title.length() <= TITLE_MAX ? title : title.substring(0, TITLE_MAX);
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
