package org.annals.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.annals.archive.ControlRecord.ArchivedSet;
import org.annals.archive.ControlRecord.BundleDeleted;
import org.annals.archive.ControlRecord.BundleSet;
import org.annals.archive.ControlRecord.CheckGiven;
import org.annals.archive.ControlRecord.CommitSet;
import org.annals.archive.ControlRecord.DelegateSet;
import org.annals.archive.ControlRecord.InboxCreated;
import org.annals.archive.ControlRecord.NumberKept;
import org.annals.archive.ControlRecord.NumbersBurnt;
import org.annals.archive.ControlRecord.RemovalDone;
import org.annals.archive.ControlRecord.RemovalLifted;
import org.annals.archive.ControlRecord.Removed;
import org.annals.archive.ControlRecord.Replaced;
import org.annals.archive.ControlRecord.StateSet;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.InboxName;

/// The text of a control record: lines of a word and its value. What is empty has no line; only
/// some words may come more than once.
final class ControlText {
  private final String type;
  private final Map<String, List<String>> lines = new HashMap<>();

  private ControlText(String type, List<String> text) {
    this.type = type;
    for (String line : text) {
      int space = line.indexOf(' ');
      if (space < 0) {
        throw new IllegalArgumentException("no value in '" + line + "'");
      }
      lines
          .computeIfAbsent(line.substring(0, space), _ -> new ArrayList<>())
          .add(line.substring(space + 1));
    }
  }

  /// The value of the header `Annals-Record`.
  static String type(ControlRecord record) {
    return switch (record) {
      case InboxCreated _ -> "inbox-created";
      case NumbersBurnt _ -> "numbers-burnt";
      case NumberKept _ -> "number-kept";
      case StateSet _ -> "patch-state";
      case CheckGiven _ -> "patch-check";
      case DelegateSet _ -> "patch-delegate";
      case ArchivedSet _ -> "patch-archived";
      case CommitSet _ -> "patch-commit";
      case BundleSet _ -> "bundle";
      case BundleDeleted _ -> "bundle-deleted";
      case Removed _ -> "removed";
      case RemovalDone _ -> "removal-done";
      case RemovalLifted _ -> "removal-lifted";
    };
  }

  /// With an LF behind each line.
  static String print(ControlRecord record) {
    return switch (record) {
      case InboxCreated(_, var at) -> line("created-at", at);
      case NumbersBurnt(_, var numbers) -> lines("burnt", numbers);
      case NumberKept(_, var blob, var number) -> "number " + number + " blob " + blob + "\n";
      case StateSet it -> ofPatch(it) + line("state", it.state());
      case CheckGiven it ->
          ofPatch(it)
              + line("context", it.context())
              + line("result", it.result())
              + line("url", it.url())
              + line("description", it.description());
      case DelegateSet it -> ofPatch(it) + line("delegate", it.delegate());
      case ArchivedSet it -> ofPatch(it) + line("archived", it.archived());
      case CommitSet it -> ofPatch(it) + line("commit", it.commit());
      case BundleSet it ->
          line("number", it.number())
              + line("name", it.name())
              + line("shared", it.shared())
              + lines("patch", it.patches())
              + line("actor", it.actor())
              + line("at", it.at());
      case BundleDeleted it ->
          line("number", it.number()) + line("actor", it.actor()) + line("at", it.at());
      case Removed it -> removed(it) + line("note", it.note());
      case RemovalDone it -> line("number", it.number());
      case RemovalLifted it ->
          line("number", it.number()) + line("actor", it.actor()) + line("at", it.at());
    };
  }

  /// What everybody may know of a removal: all but the note.
  static String removed(Removed it) {
    StringBuilder blobs = new StringBuilder();
    for (Replaced one : it.blobs()) {
      String pair = one.after() == null ? one.before() + "" : one.before() + " " + one.after();
      blobs.append(line("blob", pair));
    }
    return line("number", it.number())
        + line("action", it.action().word())
        + line("reason", it.reason().code())
        + lines("id", it.ids())
        + lines("id-sha256", it.idSums())
        + lines("content", it.contents())
        + blobs
        + (it.others() ? line("others", true) : "")
        + line("actor", it.actor())
        + line("at", it.at());
  }

  private static String ofPatch(ControlRecord.OfPatch it) {
    return line("patch", it.patch().value()) + line("actor", it.actor()) + line("at", it.at());
  }

  private static String line(String word, Object value) {
    String text = value.toString();
    return text.isEmpty() ? "" : word + " " + text + "\n";
  }

  private static String lines(String word, List<?> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        value -> text.append(line(word, value instanceof MessageId id ? id.value() : value)));
    return text.toString();
  }

  /// Throws `IllegalArgumentException` that says what is wrong.
  static ControlRecord parse(String type, InboxName inbox, List<String> text) {
    if (type.equals("number-kept")) {
      return numberKept(inbox, text);
    }
    ControlText lines = new ControlText(type, text);
    ControlRecord record =
        switch (type) {
          case "inbox-created" -> new InboxCreated(inbox, lines.number("created-at"));
          case "numbers-burnt" ->
              new NumbersBurnt(inbox, lines.all("burnt").stream().map(Long::valueOf).toList());
          case "bundle" ->
              new BundleSet(
                  inbox,
                  lines.number("number"),
                  lines.text("name"),
                  lines.flag("shared"),
                  lines.all("patch").stream().map(MessageId::new).toList(),
                  lines.text("actor"),
                  lines.number("at"));
          case "bundle-deleted" ->
              new BundleDeleted(
                  inbox, lines.number("number"), lines.text("actor"), lines.number("at"));
          case "removed" -> lines.removed(inbox);
          case "removal-done" -> new RemovalDone(inbox, lines.number("number"));
          case "removal-lifted" ->
              new RemovalLifted(
                  inbox, lines.number("number"), lines.text("actor"), lines.number("at"));
          default -> lines.ofPatch(inbox);
        };
    lines.requireAllRead();
    return record;
  }

  private Removed removed(InboxName inbox) {
    List<Replaced> blobs = new ArrayList<>();
    for (String pair : all("blob")) {
      String[] words = pair.split(" ", -1);
      if (words.length > 2) {
        throw new IllegalArgumentException("expected 'blob ID' or 'blob ID ID'");
      }
      blobs.add(
          new Replaced(new BlobId(words[0]), words.length == 2 ? new BlobId(words[1]) : null));
    }
    return new Removed(
        inbox,
        number("number"),
        RemovalAction.of(text("action")),
        RemovalReason.of(text("reason")),
        all("id").stream().map(MessageId::new).toList(),
        all("id-sha256"),
        all("content"),
        blobs,
        !all("others").isEmpty(),
        text("actor"),
        number("at"),
        textOrEmpty("note"));
  }

  private ControlRecord ofPatch(InboxName inbox) {
    MessageId patch = new MessageId(text("patch"));
    String actor = text("actor");
    long at = number("at");
    return switch (type) {
      case "patch-state" -> new StateSet(inbox, patch, text("state"), actor, at);
      case "patch-check" ->
          new CheckGiven(
              inbox,
              patch,
              text("context"),
              text("result"),
              textOrEmpty("url"),
              textOrEmpty("description"),
              actor,
              at);
      case "patch-delegate" -> new DelegateSet(inbox, patch, textOrEmpty("delegate"), actor, at);
      case "patch-archived" -> new ArchivedSet(inbox, patch, flag("archived"), actor, at);
      case "patch-commit" -> new CommitSet(inbox, patch, textOrEmpty("commit"), actor, at);
      default -> throw new IllegalArgumentException("unknown Annals-Record '" + type + "'");
    };
  }

  private static ControlRecord numberKept(InboxName inbox, List<String> text) {
    String[] words = text.size() == 1 ? text.getFirst().split(" ", -1) : new String[0];
    if (words.length != 4 || !words[0].equals("number") || !words[2].equals("blob")) {
      throw new IllegalArgumentException("expected 'number N blob ID'");
    }
    return new NumberKept(inbox, new BlobId(words[3]), Long.parseLong(words[1]));
  }

  private List<String> all(String word) {
    List<String> values = lines.remove(word);
    return values == null ? List.of() : values;
  }

  private String textOrEmpty(String word) {
    List<String> values = all(word);
    if (values.size() > 1) {
      throw new IllegalArgumentException("more than one '" + word + "'");
    }
    return values.isEmpty() ? "" : values.getFirst();
  }

  private String text(String word) {
    String value = textOrEmpty(word);
    if (value.isEmpty()) {
      throw new NoSuchElementException("expected '" + word + "'");
    }
    return value;
  }

  private long number(String word) {
    return Long.parseLong(text(word));
  }

  private boolean flag(String word) {
    String value = text(word);
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException("'" + value + "' is neither true nor false");
    }
    return value.equals("true");
  }

  private void requireAllRead() {
    if (!lines.isEmpty()) {
      throw new IllegalArgumentException("unknown words " + lines.keySet() + " in " + type);
    }
  }
}
