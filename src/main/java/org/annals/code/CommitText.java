package org.annals.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.annals.patch.Churn;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;

/// What a commit changes, as text: the diffstat and the diff against its first parent.
///
/// `diff` is as git writes it, in the charset of the files. `cut`: there is more than fits.
public record CommitText(RevCommit commit, String stat, byte[] diff, boolean cut) {
  private static final Pattern LEADING_NEWLINES = Pattern.compile("^\\n+");
  private static final int FILES_MAX = 500;
  private static final int RENAMES_MAX = 200;
  private static final int HEADER_COLUMNS = 78;
  private static final int ABBREVIATION_DIGITS = 12;

  /// `bytesMax` bounds the diff.
  public static CommitText of(CodeRepository code, AnyObjectId id, int bytesMax)
      throws IOException {
    try (RevWalk walk = new RevWalk(code.repository());
        Limited out = new Limited(bytesMax);
        DiffFormatter formatter = new FunctionDiffs(out)) {
      RevCommit commit = walk.parseCommit(id);
      formatter.setReader(walk.getObjectReader(), code.repository().getConfig());
      formatter.setDiffAlgorithm(algorithm());
      formatter.setDetectRenames(true);
      formatter.getRenameDetector().setRenameLimit(RENAMES_MAX);
      formatter.setAbbreviationLength(ABBREVIATION_DIGITS);
      List<DiffEntry> entries =
          formatter.scan(before(walk, commit), tree(walk.getObjectReader(), commit));
      List<Churn> churn = new ArrayList<>();
      StringBuilder summary = new StringBuilder();
      for (DiffEntry entry : entries.subList(0, Math.min(FILES_MAX, entries.size()))) {
        if (out.isFull()) {
          break;
        }
        churn.add(churn(formatter, entry));
        summary(entry, summary);
        formatter.format(entry);
        formatter.flush();
      }
      boolean cut = out.isFull() || entries.size() > churn.size();
      String stat = Churn.graph(churn) + Churn.total(churn) + summary;
      return new CommitText(commit, stat, out.bytes(), cut);
    } catch (RuntimeException e) { // JGit on objects that are damaged
      throw new IOException(code.repository() + ": cannot compare " + id.name(), e);
    }
  }

  private static DiffAlgorithm algorithm() {
    HistogramDiff algorithm = new HistogramDiff();
    algorithm.setFallbackAlgorithm(null); // the other one is quadratic: say "replaced" instead
    return algorithm;
  }

  private static AbstractTreeIterator before(RevWalk walk, RevCommit commit) throws IOException {
    return commit.getParentCount() == 0
        ? new EmptyTreeIterator()
        : tree(walk.getObjectReader(), walk.parseCommit(commit.getParent(0)));
  }

  private static AbstractTreeIterator tree(ObjectReader reader, RevCommit commit)
      throws IOException {
    return new CanonicalTreeParser(null, reader, commit.getTree());
  }

  private static Churn churn(DiffFormatter formatter, DiffEntry entry) throws IOException {
    int added = 0;
    int deleted = 0;
    for (Edit edit : formatter.toFileHeader(entry).toEditList()) {
      added += edit.getLengthB();
      deleted += edit.getLengthA();
    }
    boolean gone = entry.getChangeType() == DiffEntry.ChangeType.DELETE;
    return new Churn(gone ? entry.getOldPath() : entry.getNewPath(), added, deleted);
  }

  private static void summary(DiffEntry entry, StringBuilder out) {
    switch (entry.getChangeType()) {
      case ADD ->
          out.append(" create mode ")
              .append(entry.getNewMode())
              .append(' ')
              .append(entry.getNewPath())
              .append('\n');
      case DELETE ->
          out.append(" delete mode ")
              .append(entry.getOldMode())
              .append(' ')
              .append(entry.getOldPath())
              .append('\n');
      case RENAME, COPY ->
          out.append(entry.getChangeType() == DiffEntry.ChangeType.COPY ? " copy " : " rename ")
              .append(entry.getOldPath())
              .append(" => ")
              .append(entry.getNewPath())
              .append(" (")
              .append(entry.getScore())
              .append("%)\n");
      case MODIFY -> {}
    }
  }

  /// What the message says after its title.
  public String body() {
    String message = LEADING_NEWLINES.matcher(commit.getFullMessage()).replaceFirst("");
    int gap = message.indexOf("\n\n");
    return gap < 0
        ? ""
        : LEADING_NEWLINES.matcher(message.substring(gap)).replaceFirst("").stripTrailing();
  }

  /// As `git format-patch` writes it.
  public byte[] mail() throws IOException {
    PersonIdent author = commit.getAuthorIdent();
    StringBuilder head = new StringBuilder();
    head.append("From ").append(commit.name()).append(" Mon Sep 17 00:00:00 2001\n");
    head.append("From: ").append(oneLine(author.getName())).append(" <");
    head.append(oneLine(author.getEmailAddress())).append(">\n");
    head.append("Date: ").append(date(author)).append('\n');
    head.append(folded("Subject: [PATCH] " + oneLine(commit.getShortMessage()))).append('\n');
    boolean ascii = (head + body()).chars().allMatch(c -> c < 0x80);
    if (!ascii) {
      head.append("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n");
      head.append("Content-Transfer-Encoding: 8bit\n");
    }
    head.append('\n');
    if (!body().isEmpty()) {
      head.append(body()).append('\n');
    }
    head.append("---\n").append(stat).append('\n');
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    out.write(diff);
    out.write("-- \nannals\n\n".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /// RFC 5322 §2.2.3: between words, where the line gets too long.
  private static String folded(String header) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String word : header.split(" ", -1)) {
      boolean fits = column == 0 || column + 1 + word.length() <= HEADER_COLUMNS;
      out.append(column == 0 ? "" : fits ? " " : "\n ").append(word);
      column = column == 0 ? word.length() : (fits ? column : 0) + 1 + word.length();
    }
    return out.toString();
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\x00-\\x1f]+", " ");
  }

  private static String date(PersonIdent who) {
    ZoneId zone = who.getZoneId();
    return DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
        .format(who.getWhenAsInstant().atZone(zone));
  }

  /// Keeps no more than it may.
  private static final class Limited extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int most;
    private boolean full;

    Limited(int most) {
      this.most = most;
    }

    boolean isFull() {
      return full;
    }

    /// Whole lines.
    byte[] bytes() {
      byte[] all = kept.toByteArray();
      int end = all.length;
      while (full && end > 0 && all[end - 1] != '\n') {
        end--;
      }
      return end == all.length ? all : java.util.Arrays.copyOf(all, end);
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int room = Math.min(length, most - kept.size());
      kept.write(bytes, offset, room);
      full |= room < length;
    }
  }
}
