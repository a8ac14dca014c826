package org.annals.patch;

import java.util.Collection;

/// Lines added to and deleted from one file, and how git draws them: a diffstat.
public record Churn(String path, int added, int deleted) {
  /// What `git format-patch` fits its rows into.
  private static final int COLUMNS = 72;

  private int both() {
    return added + deleted;
  }

  /// A row for each file; paths are not shortened.
  public static String graph(Collection<Churn> files) {
    int most = files.stream().mapToInt(Churn::both).max().orElse(0);
    int name = files.stream().mapToInt(file -> file.path.length()).max().orElse(0);
    int number = Integer.toString(most).length();
    int columns = Math.min(most, Math.max(COLUMNS - number - 6 - name, 6));
    StringBuilder text = new StringBuilder();
    for (Churn file : files) {
      Churn drawn = columns < most ? file.scaled(columns, most) : file;
      String count = Integer.toString(file.both());
      text.append(' ').append(file.path).append(" ".repeat(name - file.path.length()));
      text.append(" | ").append(" ".repeat(number - count.length())).append(count);
      text.append(drawn.both() == 0 ? "" : " ");
      text.append("+".repeat(drawn.added)).append("-".repeat(drawn.deleted)).append('\n');
    }
    return text.toString();
  }

  private Churn scaled(int columns, int most) {
    int sum = Math.max(scaled(both(), columns, most), added > 0 && deleted > 0 ? 2 : 0);
    int small = scaled(Math.min(added, deleted), columns, most);
    return added < deleted
        ? new Churn(path, small, sum - small)
        : new Churn(path, sum - small, small);
  }

  private static int scaled(int count, int columns, int most) {
    return count == 0 ? 0 : 1 + (int) ((long) count * (columns - 1) / most);
  }

  /// ` 2 files changed, 50 insertions(+), 11 deletions(-)`
  public static String total(Collection<Churn> files) {
    int added = files.stream().mapToInt(Churn::added).sum();
    int deleted = files.stream().mapToInt(Churn::deleted).sum();
    StringBuilder text = new StringBuilder();
    text.append(' ').append(files.size()).append(files.size() == 1 ? " file" : " files");
    text.append(" changed");
    if (added > 0 || deleted == 0) {
      text.append(", ").append(added).append(added == 1 ? " insertion(+)" : " insertions(+)");
    }
    if (deleted > 0 || added == 0) {
      text.append(", ").append(deleted).append(deleted == 1 ? " deletion(-)" : " deletions(-)");
    }
    return text.append('\n').toString();
  }
}
