package org.annals.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.annals.index.DiffText;
import org.annals.index.HeaderText;
import org.annals.index.Texts;
import org.annals.mail.HtmlText;
import org.annals.mail.Message;
import org.annals.mail.Part;
import org.annals.patch.DiffFile;
import org.annals.patch.HunkHeader;
import org.annals.patch.PatchId;
import org.annals.patch.Run;
import org.annals.patch.TextRuns;

/// Takes the texts of one message apart for the index: what the sender writes, what he quotes, and
/// diffs by what their lines are.
final class MessageTexts {
  /// Text beyond this is not searched; the message itself is kept whole.
  static final int CHARACTERS_MAX = 1 << 20;

  /// Of HTML most is markup.
  private static final int HTML_CHARACTERS_MAX = 4 * CHARACTERS_MAX;

  private static final int PARTS_MAX = 1_000;
  private static final String NO_BLOB = "0000000";

  /// RFC 2919 §2; a term of the index has a limit, too.
  private static final int LIST_ID_CHARACTERS_MAX = 255;

  private final StringBuilder prose = new StringBuilder();
  private final StringBuilder quoted = new StringBuilder();
  private final StringBuilder removed = new StringBuilder();
  private final StringBuilder added = new StringBuilder();
  private final StringBuilder context = new StringBuilder();
  private final StringBuilder hunks = new StringBuilder();
  private final Set<String> paths = new LinkedHashSet<>();
  private final Set<String> blobsBefore = new LinkedHashSet<>();
  private final Set<String> blobsAfter = new LinkedHashSet<>();
  private final List<String> fileNames = new ArrayList<>();
  private final Set<String> patchIds = new LinkedHashSet<>();
  private int left = CHARACTERS_MAX;

  private MessageTexts() {}

  /// `own`: headers that have prefixes of their own.
  static Texts of(Message message, Collection<IndexHeader> own) {
    MessageTexts texts = new MessageTexts();
    for (Part part : message.parts()) {
      if (texts.fileNames.size() < PARTS_MAX) {
        part.fileName().ifPresent(texts.fileNames::add);
      }
      if (part.inlineText() && texts.left > 0) {
        texts.add(part.text());
      }
    }
    if (texts.left == CHARACTERS_MAX) {
      texts.addHtml(message.parts());
    }
    List<HeaderText> headers =
        own.stream().flatMap(header -> header.texts(message.headers()).stream()).toList();
    return texts.texts(listIds(message), headers);
  }

  private Texts texts(List<String> listIds, List<HeaderText> headers) {
    DiffText diff =
        new DiffText(
            removed.toString(),
            added.toString(),
            context.toString(),
            hunks.toString(),
            List.copyOf(paths),
            blobsBefore,
            blobsAfter);
    return new Texts(
        prose.toString(),
        quoted.toString(),
        diff,
        fileNames,
        listIds,
        List.copyOf(patchIds),
        headers);
  }

  /// Without their brackets. What is too long is no id.
  private static List<String> listIds(Message message) {
    List<String> ids = new ArrayList<>();
    for (String header : message.headers().all("List-Id")) {
      int start = header.lastIndexOf('<') + 1;
      int end = header.indexOf('>', start);
      String id = start == 0 || end < 0 ? "" : header.substring(start, end).strip();
      if (!id.isEmpty() && id.length() <= LIST_ID_CHARACTERS_MAX) {
        ids.add(id.toLowerCase(Locale.ROOT));
      }
    }
    return ids;
  }

  private void add(String all) {
    if (all.isBlank()) {
      return;
    }
    String text = all.substring(0, Math.min(all.length(), left));
    left -= text.length();
    boolean diff = false;
    for (Run run : TextRuns.split(text)) {
      diff |= run.inDiff();
      add(run, text);
    }
    prose.append('\n');
    if (diff) {
      PatchId.stable(text).ifPresent(patchIds::add);
    }
  }

  /// The first that says something, of mail that has nothing else to read; what readers are shown.
  private void addHtml(List<Part> parts) {
    for (Part part : parts) {
      if (part.html()) {
        String html = part.text();
        String text = HtmlText.of(html.substring(0, Math.min(html.length(), HTML_CHARACTERS_MAX)));
        if (!text.isBlank()) {
          add(text);
          return;
        }
      }
    }
  }

  private void add(Run run, String text) {
    switch (run.kind()) {
      case QUOTE -> append(quoted, run, text);
      case ADDED -> append(added, run, text);
      case REMOVED -> append(removed, run, text);
      case CONTEXT -> append(context, run, text);
      case FILE_HEAD -> {
        if (run.file() != null) {
          add(run.file());
        }
      }
      case HUNK_HEAD ->
          HunkHeader.parse(run.of(text)).ifPresent(h -> hunks.append(h.context()).append('\n'));
      case BINARY, NO_NEWLINE -> {}
      case PROSE,
          BLANK,
          TRAILER,
          SEPARATOR,
          DIFFSTAT_ROW,
          DIFFSTAT_SUMMARY,
          DIFFSTAT_NOTE,
          SIGNATURE ->
          append(prose, run, text);
    }
  }

  private static void append(StringBuilder to, Run run, String text) {
    to.append(text, run.start(), run.end());
  }

  private void add(DiffFile file) {
    add(paths, file.oldPath());
    add(paths, file.newPath());
    blobsBefore.addAll(blob(file.oldPath(), file.oldBlob()));
    blobsAfter.addAll(blob(file.newPath(), file.newBlob()));
  }

  /// A file that is not there has no path, and zeros for a blob.
  private static List<String> blob(String path, String blob) {
    return !blob.isEmpty()
        ? List.of(blob.toLowerCase(Locale.ROOT))
        : path.isEmpty() ? List.of(NO_BLOB) : List.of();
  }

  private static void add(Set<String> values, String value) {
    if (!value.isEmpty()) {
      values.add(value);
    }
  }
}
