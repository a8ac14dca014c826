package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Posting;
import org.annals.mail.Message;
import org.annals.patch.DiffFile;
import org.annals.patch.HunkHeader;
import org.annals.patch.PatchId;
import org.annals.patch.Run;
import org.annals.patch.TextRuns;
import org.annals.web.TextDocument.Example;
import org.annals.web.View.Link;
import org.jspecify.annotations.Nullable;

/// What the query language says of patches, by example. The examples are made of a patch, so that
/// they find it.
final class PatchExamples {
  private static final Pattern WORD = Pattern.compile("(?<![\\w])[A-Za-z]{4,24}(?![\\w])");
  private static final Pattern PLAIN = Pattern.compile("[\\w./+@=$-]+");

  private final TextPlace place;
  private final Finds finds;
  private final List<Example> rows = new ArrayList<>();
  private final Map<Run.Kind, String> words = new EnumMap<>(Run.Kind.class);
  private @Nullable DiffFile file;
  private String function = "";

  /// Whether a query finds something.
  interface Finds {
    boolean something(String query) throws IOException;
  }

  private PatchExamples(TextPlace place, Finds finds) {
    this.place = place;
    this.finds = finds;
  }

  /// Empty if there is no diff in the message.
  static List<Example> of(TextPlace place, Posting posting, Message message, Finds finds)
      throws IOException {
    PatchExamples examples = new PatchExamples(place, finds);
    Optional<String> diff = Optional.empty();
    for (String text : MessageBody.of(message).texts()) {
      if (diff.isEmpty() && examples.read(text)) {
        diff = Optional.of(text);
      }
    }
    if (diff.isPresent()) {
      examples.write(posting, diff.get());
    }
    return examples.rows;
  }

  /// Whether there is a diff in it.
  private boolean read(String text) {
    for (Run run : TextRuns.split(text)) {
      if (run.kind() == Run.Kind.FILE_HEAD && file == null) {
        file = run.file();
      }
      if (run.kind() == Run.Kind.HUNK_HEAD && function.isEmpty()) {
        function = HunkHeader.parse(run.of(text)).map(h -> word(h.context())).orElse("");
      }
      if (run.inDiff() && !words.containsKey(run.kind())) {
        String word = word(run.of(text));
        if (!word.isEmpty()) {
          words.put(run.kind(), word);
        }
      }
    }
    return file != null;
  }

  private static String word(CharSequence text) {
    Matcher word = WORD.matcher(text);
    return word.find() ? word.group().toLowerCase(Locale.ROOT) : "";
  }

  private void write(Posting posting, String text) throws IOException {
    if (file != null) {
      String path = file.path();
      String directory = path.substring(0, Math.max(0, path.lastIndexOf('/')));
      row("patches that change this file; all files below", "dfn:" + path, "dfn:" + directory);
      row("the same, but counted from the top", "dir:" + directory);
    }
    row(
        "in lines that are added, removed, unchanged",
        changed(Run.Kind.ADDED, "dfb:"),
        changed(Run.Kind.REMOVED, "dfa:"),
        changed(Run.Kind.CONTEXT, "dfctx:"));
    row("in the function that a hunk names", function.isEmpty() ? "" : "dfhh:" + function);
    if (file != null) {
      row(
          "the mail that made this blob, or changed it",
          file.newBlob().isEmpty() ? "" : "dfpost:" + file.newBlob(),
          file.oldBlob().isEmpty() ? "" : "dfpre:" + file.oldBlob());
    }
    row(
        "this change, whoever sent it: what git patch-id --stable says",
        PatchId.stable(text).map(id -> "patchid:" + id).orElse(""));
    row("patches; answers; what begins a thread", "is:patch", "is:reply", "is:opening");
    String id = posting.id().value();
    row(
        "the whole conversation of this message",
        PLAIN.matcher(id).matches() ? "thread:" + id : "");
    row("conversations in which something like this is", "thread:{is:patch dfn:" + name() + "}");
  }

  private String name() {
    return file == null ? "" : file.path().substring(file.path().lastIndexOf('/') + 1);
  }

  private String changed(Run.Kind kind, String prefix) {
    String word = words.getOrDefault(kind, "");
    return word.isEmpty() ? "" : prefix + word;
  }

  /// Of what can be written plainly and finds something.
  private void row(String meaning, String... queries) throws IOException {
    List<Link> links = new ArrayList<>();
    for (String query : queries) {
      String value = query.substring(query.indexOf(':') + 1);
      boolean plain = PLAIN.matcher(value).matches() || value.startsWith("{");
      if (plain && finds.something(query)) {
        links.add(place.search(query));
      }
    }
    if (!links.isEmpty()) {
      rows.add(new Example(links, meaning));
    }
  }
}
