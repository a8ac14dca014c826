package org.annals.index;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.annals.mail.MessageId;

/// A search as a tree, the same for every engine. Made by `QueryParser`, written by `QueryText`;
/// dates are already seconds.
public sealed interface Query {
  /// Every message.
  record All() implements Query {}

  /// A word as written, maybe of several with `-` or `/` between them, which then stand next to
  /// each other; the engine analyses it. `prefix`: `word*`.
  record Word(Field field, String text, boolean prefix) implements Query {}

  /// Words next to each other, in order.
  record Phrase(Field field, String text) implements Query {}

  /// Words of one field, each at most `distance` after or before the others; `inOrder`: after.
  record Near(List<Word> words, int distance, boolean inOrder) implements Query {}

  record And(List<Query> all) implements Query {}

  record Or(List<Query> any) implements Query {}

  /// What matches an odd number of them.
  record Xor(List<Query> odd) implements Query {}

  record Not(Query excluded) implements Query {}

  /// Both ends inclusive; `Long.MIN_VALUE` and `Long.MAX_VALUE` are open ends.
  record Between(Axis axis, long from, long to) implements Query {}

  /// A message that has exactly this value, compared as `Key` says.
  record Exact(Key key, String value) implements Query {
    public static Exact id(MessageId id) {
      return new Exact(Key.MESSAGE_ID, id.value());
    }
  }

  /// A message of the conversation with the index's own number. Cannot be written as text.
  record InThread(long thread) implements Query {}

  /// A message whose first author has one of these addresses, in lower case. Cannot be written as
  /// text.
  record From(List<String> addresses) implements Query {}

  /// A message that an older archive knew by a number under an inbox's own prefix; `ids` is what
  /// was found there when the query was read.
  record Serial(String prefix, long number, List<MessageId> ids) implements Query {}

  /// A message of which a header has this value as it stands.
  record HeaderIs(HeaderField field, String value) implements Query {}

  /// What is looked for in a header: its words that name no other place.
  record InHeader(HeaderField field, Query words) implements Query {}

  record Marked(Mark mark) implements Query {}

  /// Every message of each conversation in which something matches.
  record ThreadsOf(Query inner) implements Query {}

  /// The texts of a message that are searched by words.
  enum Text {
    SUBJECT,
    FROM,
    TO,
    CC,
    /// what the sender writes, but for diffs
    PROSE,
    QUOTED,
    REMOVED,
    ADDED,
    CONTEXT,
    /// the function that a hunk names
    HUNK,
    /// paths of the files that a diff changes
    DIFF_PATH,
    /// names of attachments
    FILE_NAME,
    LIST_ID,
    MESSAGE_ID
  }

  /// Where words are looked for: one text or several, under one prefix.
  enum Field {
    ANY(
        "",
        Text.SUBJECT,
        Text.FROM,
        Text.PROSE,
        Text.QUOTED,
        Text.REMOVED,
        Text.ADDED,
        Text.CONTEXT,
        Text.HUNK,
        Text.DIFF_PATH,
        Text.FILE_NAME,
        Text.MESSAGE_ID),
    SUBJECT("s", Text.SUBJECT),
    FROM("f", Text.FROM),
    TO("t", Text.TO),
    CC("c", Text.CC),
    PEOPLE("a", Text.FROM, Text.TO, Text.CC),
    RECIPIENTS("tc", Text.TO, Text.CC),
    BODY(
        "b",
        Text.PROSE,
        Text.QUOTED,
        Text.REMOVED,
        Text.ADDED,
        Text.CONTEXT,
        Text.HUNK,
        Text.DIFF_PATH),
    BODY_OR_SUBJECT(
        "bs",
        Text.SUBJECT,
        Text.PROSE,
        Text.QUOTED,
        Text.REMOVED,
        Text.ADDED,
        Text.CONTEXT,
        Text.HUNK,
        Text.DIFF_PATH),
    UNQUOTED("nq", Text.PROSE, Text.REMOVED, Text.ADDED, Text.CONTEXT, Text.HUNK, Text.DIFF_PATH),
    QUOTED("q", Text.QUOTED),
    FILE_NAME("n", Text.FILE_NAME),
    DIFF_PATH("dfn", Text.DIFF_PATH),
    REMOVED("dfa", Text.REMOVED),
    ADDED("dfb", Text.ADDED),
    HUNK("dfhh", Text.HUNK),
    CONTEXT("dfctx", Text.CONTEXT),
    LIST_ID("l", Text.LIST_ID),
    MESSAGE_ID("m", Text.MESSAGE_ID);

    private static final Map<String, Field> BY_PREFIX = byPrefix();

    private final String prefix;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable view of a set nobody else has
    private final Set<Text> texts;

    Field(String prefix, Text... texts) {
      this.prefix = prefix;
      this.texts = Collections.unmodifiableSet(EnumSet.copyOf(List.of(texts)));
    }

    /// Without its colon; empty for `ANY`.
    public String prefix() {
      return prefix;
    }

    public Set<Text> texts() {
      return texts;
    }

    static Map<String, Field> prefixes() {
      return BY_PREFIX;
    }

    private static Map<String, Field> byPrefix() {
      Map<String, Field> fields = new HashMap<>();
      for (Field field : values()) {
        fields.put(field.prefix, field);
      }
      fields.remove("");
      fields.put("tcf", PEOPLE);
      return Map.copyOf(fields);
    }
  }

  /// What is a number, by the prefix it is written with.
  enum Axis {
    /// seconds since 1970
    SENT("dt"),
    /// seconds since 1970
    RECEIVED("rt"),
    /// bytes of the message as it is sent, with CRLF
    SIZE("z"),
    /// article number
    NUMBER("uid");

    private final String prefix;

    Axis(String prefix) {
      this.prefix = prefix;
    }

    public String prefix() {
      return prefix;
    }
  }

  /// Values that match as a whole.
  enum Key {
    MESSAGE_ID("mid"),
    /// an id in References or In-Reply-To
    REFERENCE("references"),
    /// lower case
    LIST_ID("lid"),
    /// a blob before a change; 7 to as many digits as the mail has
    BLOB_BEFORE("dfpre"),
    BLOB_AFTER("dfpost"),
    BLOB("dfblob"),
    /// as `git patch-id --stable` has it, in full
    PATCH_ID("patchid"),
    /// a directory in or below which a diff changes a file
    DIRECTORY("dir"),
    /// an identifier as written: one of its parts, or several, each in some identifier
    PART("part");

    private static final Map<String, Key> BY_PREFIX =
        Stream.of(values()).collect(Collectors.toUnmodifiableMap(Key::prefix, key -> key));

    private final String prefix;

    Key(String prefix) {
      this.prefix = prefix;
    }

    public String prefix() {
      return prefix;
    }

    static Map<String, Key> prefixes() {
      return BY_PREFIX;
    }
  }
}
