package org.annals.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The header fields of a message or part, in order. Values are decoded when asked for.
///
/// Names are compared without case. Immutable as long as nobody writes to the message's bytes.
public final class Headers implements Iterable<Header> {
  /// A longer header block is cut at a line end; public-inbox has the same limit.
  static final int BYTES_MAX = 102_400;

  private static final int FIELD_INTS = 4; // name start, name end, value start, field end

  private final byte[] bytes;
  private final int[] fields;
  private final int count;

  private Headers(byte[] bytes, int[] fields, int count) {
    this.bytes = bytes;
    this.fields = fields;
    this.count = count;
  }

  static Headers parse(byte[] bytes, HeaderBlock block, Defects defects) {
    int limit = block.end();
    if (limit - block.start() > BYTES_MAX) {
      defects.add(block.start() + BYTES_MAX, Defect.Kind.HEADERS_CUT);
      limit = lastLineEnd(bytes, block.start(), block.start() + BYTES_MAX, block.lineBreak());
    }
    int[] fields = new int[FIELD_INTS * 32];
    int count = 0;
    boolean inField = false;
    int at = block.start();
    while (at < limit) {
      int end = Ascii.lineEnd(bytes, at, limit, block.lineBreak());
      boolean folded = bytes[at] == ' ' || bytes[at] == '\t';
      int nameEnd = folded ? -1 : HeaderBlock.nameEnd(bytes, at, end);
      if (folded && inField) {
        fields[(count - 1) * FIELD_INTS + 3] = end; // RFC 5322 §2.2.3
      } else if (nameEnd > 0) {
        inField = true;
        if ((count + 1) * FIELD_INTS > fields.length) {
          fields = Arrays.copyOf(fields, fields.length * 2);
        }
        int field = count++ * FIELD_INTS;
        fields[field] = at;
        fields[field + 1] = nameEnd;
        fields[field + 2] = HeaderBlock.colon(bytes, nameEnd, end) + 1;
        fields[field + 3] = end;
      } else {
        inField = false;
        defects.add(at, Defect.Kind.MALFORMED_HEADER);
      }
      at = end;
    }
    return new Headers(bytes, fields, count);
  }

  private static int lastLineEnd(byte[] bytes, int from, int to, char lineBreak) {
    for (int i = to; i > from; i--) {
      if (bytes[i - 1] == lineBreak) {
        return i;
      }
    }
    return to;
  }

  /// Number of fields.
  public int count() {
    return count;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public boolean has(String name) {
    return indexOf(name, 0) >= 0;
  }

  /// The first value under this name, raw and unfolded.
  public Optional<String> first(String name) {
    int index = indexOf(name, 0);
    return index < 0 ? Optional.empty() : Optional.of(value(index));
  }

  /// All values under this name, raw and unfolded, in order.
  public List<String> all(String name) {
    int index = indexOf(name, 0);
    if (index < 0) {
      return List.of();
    }
    List<String> values = new ArrayList<>(1);
    while (index >= 0) {
      values.add(value(index));
      index = indexOf(name, index + 1);
    }
    return values;
  }

  /// The first value under this name, encoded words decoded.
  public Optional<String> firstDecoded(String name) {
    return first(name).map(EncodedWords::decode);
  }

  /// All values decoded, joined by `, `; CR dropped, NUL, TAB and LF made blanks. The form that
  /// overviews show.
  public String joined(String name) {
    int index = indexOf(name, 0);
    if (index < 0) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    while (index >= 0) {
      out.append(out.isEmpty() ? "" : ", ").append(EncodedWords.decode(value(index)));
      index = indexOf(name, index + 1);
    }
    return oneLine(out.toString());
  }

  /// CR dropped, NUL, TAB and LF made blanks.
  public static String oneLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ') {
        return text.replace("\r", "").replace('\0', ' ').replace('\t', ' ').replace('\n', ' ');
      }
    }
    return text;
  }

  @Override
  public Iterator<Header> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < count;
      }

      @Override
      public Header next() {
        if (next >= count) {
          throw new NoSuchElementException();
        }
        return header(next++);
      }
    };
  }

  private Header header(int index) {
    int field = index * FIELD_INTS;
    String name = Charsets.header(bytes, fields[field], fields[field + 1]);
    return new Header(name, value(index), fields[field]);
  }

  /// Where the first field under this name starts, or -1.
  int offset(String name) {
    int index = indexOf(name, 0);
    return index < 0 ? -1 : fields[index * FIELD_INTS];
  }

  private int indexOf(String name, int from) {
    for (int i = from; i < count; i++) {
      int field = i * FIELD_INTS;
      if (Ascii.equalsIgnoreCase(bytes, fields[field], fields[field + 1], name)) {
        return i;
      }
    }
    return -1;
  }

  private String value(int index) {
    int from = fields[index * FIELD_INTS + 2];
    int to = fields[index * FIELD_INTS + 3];
    while (to > from && Ascii.isSpace(bytes[to - 1])) {
      to--;
    }
    while (from < to && Ascii.isSpace(bytes[from])) {
      from++;
    }
    return unfold(Charsets.header(bytes, from, to));
  }

  /// A line end and the blanks after it become one blank; blanks before it stay, as
  /// public-inbox has it in its overviews.
  private static String unfold(String value) {
    if (value.indexOf('\n') < 0 && value.indexOf('\r') < 0) {
      return value;
    }
    StringBuilder out = new StringBuilder(value.length());
    int at = 0;
    while (at < value.length()) {
      char c = value.charAt(at++);
      if (c != '\n' && c != '\r') {
        out.append(c);
        continue;
      }
      out.append(' ');
      while (at < value.length() && Ascii.isSpace(value.charAt(at))) {
        at++;
      }
    }
    return out.toString();
  }
}
