package org.annals.imap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.annals.mail.BodyPart;
import org.jspecify.annotations.Nullable;

/// A part of a message by its place (RFC 9051 §6.4.5): `1.2.MIME`, `HEADER.FIELDS (From)`, or
/// nothing, which is all of it. `fields` are in lower case.
record Section(List<Integer> path, Kind kind, List<String> fields) {
  /// Deeper than any part can be; more names nothing.
  private static final int PATH_MAX = 100;

  private static final int FIELDS_MAX = 1_000;

  enum Kind {
    ALL(""),
    HEADER("HEADER"),
    HEADER_FIELDS("HEADER.FIELDS"),
    HEADER_FIELDS_NOT("HEADER.FIELDS.NOT"),
    TEXT("TEXT"),
    MIME("MIME");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind != ALL && kind.word.equals(word)) {
          return kind;
        }
      }
      throw ImapRefusal.bad("There is no section " + word);
    }
  }

  static final Section WHOLE = new Section(List.of(), Kind.ALL, List.of());
  static final Section HEADER = new Section(List.of(), Kind.HEADER, List.of());
  static final Section TEXT = new Section(List.of(), Kind.TEXT, List.of());

  /// Some bytes of an array. Compared by nobody.
  record Slice(byte[] bytes, int from, int to) {
    static Slice of(byte[] bytes) {
      return new Slice(bytes, 0, bytes.length);
    }

    int length() {
      return to - from;
    }
  }

  /// Reads what stands between `[` and `]`.
  static Section parse(Arguments in) {
    in.expect('[');
    List<Integer> path = new ArrayList<>();
    Kind kind = Kind.ALL;
    List<String> fields = new ArrayList<>();
    boolean more = !in.isNext(']');
    while (more) {
      if (in.isDigitNext()) {
        path.add(partNumber(in));
        checkSize(path.size(), PATH_MAX, "parts");
        more = in.take('.');
      } else {
        kind = Kind.of(in.itemName());
        more = false;
      }
    }
    if (kind == Kind.HEADER_FIELDS || kind == Kind.HEADER_FIELDS_NOT) {
      in.space();
      fields.addAll(in.texts());
      checkSize(fields.size(), FIELDS_MAX, "header fields");
    }
    if (kind == Kind.MIME && path.isEmpty()) {
      throw ImapRefusal.bad("MIME needs the number of a part");
    }
    in.expect(']');
    return new Section(List.copyOf(path), kind, lower(fields));
  }

  private static List<String> lower(List<String> fields) {
    return fields.stream().map(field -> field.toLowerCase(Locale.ROOT)).toList();
  }

  static int partNumber(Arguments in) {
    long number = in.number();
    if (number == 0) {
      throw ImapRefusal.bad("Parts are numbered from 1");
    }
    return (int) Math.min(number, Integer.MAX_VALUE);
  }

  private static void checkSize(int size, int most, String of) {
    if (size > most) {
      throw ImapRefusal.no("LIMIT", "At most " + most + " " + of);
    }
  }

  /// Whether the header and the body of the message are enough to find it.
  boolean isShallow() {
    return path.isEmpty();
  }

  /// The part that `path` leads to; null if there is none.
  @Nullable BodyPart part(BodyPart message) {
    BodyPart part = message;
    BodyPart within = message;
    for (int number : path) {
      if (within == null) {
        return null;
      }
      if (within.isMultipart()) {
        if (number > within.children().size()) {
          return null;
        }
        part = within.children().get(number - 1);
      } else if (number == 1) {
        part = within;
      } else {
        return null;
      }
      within = part.isMultipart() ? part : part.isMessage() ? part.children().getFirst() : null;
    }
    return part;
  }

  /// Its bytes; null if there is no such part.
  @Nullable Slice find(BodyPart message) {
    BodyPart part = part(message);
    if (part == null) {
      return null;
    }
    return switch (kind) {
      case ALL ->
          new Slice(part.bytes(), path.isEmpty() ? part.start() : part.bodyStart(), part.end());
      case MIME -> new Slice(part.bytes(), part.start(), part.bodyStart());
      case HEADER, TEXT, HEADER_FIELDS, HEADER_FIELDS_NOT -> ofMessage(messageAt(part));
    };
  }

  /// The message itself, or the one inside a part.
  private @Nullable BodyPart messageAt(BodyPart part) {
    return path.isEmpty() ? part : part.isMessage() ? part.children().getFirst() : null;
  }

  private @Nullable Slice ofMessage(@Nullable BodyPart inner) {
    if (inner == null) {
      return null;
    }
    return switch (kind) {
      case TEXT -> new Slice(inner.bytes(), inner.bodyStart(), inner.end());
      case HEADER_FIELDS -> Slice.of(chosen(inner, true));
      case HEADER_FIELDS_NOT -> Slice.of(chosen(inner, false));
      case ALL, HEADER, MIME -> new Slice(inner.bytes(), inner.start(), inner.bodyStart());
    };
  }

  /// Header fields as they were sent, folded or not, and the empty line.
  private byte[] chosen(BodyPart message, boolean named) {
    byte[] bytes = message.bytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean wanted = false;
    int at = message.start();
    while (at < message.bodyStart()) {
      int end = lineEnd(bytes, at, message.bodyStart());
      boolean folded = bytes[at] == ' ' || bytes[at] == '\t';
      if (!folded) {
        int colon = colon(bytes, at, end);
        wanted = colon >= 0 && fields.contains(name(bytes, at, colon)) == named;
      }
      if (wanted) {
        out.write(bytes, at, end - at);
      }
      at = end;
    }
    out.write('\r');
    out.write('\n');
    return out.toByteArray();
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, to);
  }

  private static int colon(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == ':') {
        return i;
      }
    }
    return -1;
  }

  private static String name(byte[] bytes, int from, int colon) {
    return new String(bytes, from, colon - from, StandardCharsets.ISO_8859_1)
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /// As it stands in a response, with its brackets.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    path.forEach(number -> text.append(text.length() == 1 ? "" : ".").append(number));
    if (kind != Kind.ALL) {
      text.append(path.isEmpty() ? "" : ".").append(kind.word);
    }
    if (!fields.isEmpty()) {
      text.append(" (");
      String before = "";
      for (String field : fields) {
        text.append(before).append(astring(field));
        before = " ";
      }
      text.append(')');
    }
    return text.append(']').toString();
  }

  /// Names of fields that are no atoms are quoted; those that could not be are not found anyway.
  private static String astring(String field) {
    String name = field.toUpperCase(Locale.ROOT);
    boolean atom =
        !name.isEmpty()
            && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\".indexOf(c) < 0);
    return atom ? name : '"' + name.replaceAll("[^ -~]|[\"\\\\]", "?") + '"';
  }
}
