package org.annals.imap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that is to be told of each message (RFC 9051 §6.4.5).
sealed interface FetchItem {
  /// How many may be asked for at once.
  int COUNT_MAX = 200;

  /// What is known by its name.
  enum Plain implements FetchItem {
    UID,
    FLAGS,
    INTERNALDATE,
    RFC822_SIZE("RFC822.SIZE"),
    ENVELOPE,
    BODY,
    BODYSTRUCTURE,
    /// RFC 7162 §3.1.5
    MODSEQ,
    /// RFC 8474 §5
    EMAILID,
    THREADID;

    private final String word;

    Plain() {
      this.word = name();
    }

    Plain(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /// Bytes of a message under the name that was asked for.
  record Bytes(String name, Section section, @Nullable Partial partial) implements FetchItem {}

  /// A part with its transfer encoding undone, or the size of that (RFC 9051 §6.4.5).
  record Binary(Section section, @Nullable Partial partial, boolean sizeOnly)
      implements FetchItem {}

  /// Of some bytes at most `count` from `offset` on.
  record Partial(long offset, long count) {
    static @Nullable Partial parse(Arguments in) {
      if (!in.take('<')) {
        return null;
      }
      long offset = in.number();
      in.expect('.');
      long count = in.number();
      in.expect('>');
      if (count == 0) {
        throw ImapRefusal.bad("A partial of nothing");
      }
      return new Partial(offset, count);
    }

    Section.Slice of(Section.Slice whole) {
      int from = (int) Math.min(whole.from() + offset, whole.to());
      int to = (int) Math.min(from + count, whole.to());
      return new Section.Slice(whole.bytes(), from, to);
    }
  }

  /// One item, a macro, or several in parentheses.
  static List<FetchItem> parse(Arguments in) {
    List<FetchItem> items = new ArrayList<>();
    if (!in.take('(')) {
      one(in, in.itemName(), items);
      return items;
    }
    do {
      if (items.size() >= COUNT_MAX) {
        throw ImapRefusal.no("LIMIT", "At most " + COUNT_MAX + " items at once");
      }
      one(in, in.itemName(), items);
    } while (in.take(' '));
    in.expect(')');
    return items;
  }

  private static void one(Arguments in, String name, List<FetchItem> items) {
    switch (name) {
      case "FAST" -> fast(items);
      case "ALL" -> {
        fast(items);
        items.add(Plain.ENVELOPE);
      }
      case "FULL" -> {
        fast(items);
        items.add(Plain.ENVELOPE);
        items.add(Plain.BODY);
      }
      case "RFC822" -> items.add(new Bytes(name, Section.WHOLE, null));
      case "RFC822.HEADER" -> items.add(new Bytes(name, Section.HEADER, null));
      case "RFC822.TEXT" -> items.add(new Bytes(name, Section.TEXT, null));
      case "BODY", "BODY.PEEK" -> {
        if (in.isNext('[')) {
          Section section = Section.parse(in);
          items.add(new Bytes("BODY" + section, section, Partial.parse(in)));
        } else if (name.equals("BODY")) {
          items.add(Plain.BODY);
        } else {
          throw ImapRefusal.bad("BODY.PEEK needs a section");
        }
      }
      case "BINARY", "BINARY.PEEK" -> {
        Section section = binarySection(in);
        items.add(new Binary(section, Partial.parse(in), false));
      }
      case "BINARY.SIZE" -> items.add(new Binary(binarySection(in), null, true));
      default -> items.add(plain(name));
    }
  }

  private static void fast(List<FetchItem> items) {
    items.addAll(List.of(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE));
  }

  private static Section binarySection(Arguments in) {
    Section section = Section.parse(in);
    if (section.kind() != Section.Kind.ALL) {
      throw ImapRefusal.bad("BINARY takes numbers of parts only");
    }
    return section;
  }

  private static Plain plain(String name) {
    for (Plain item : Plain.values()) {
      if (item.word.equals(name)) {
        return item;
      }
    }
    throw ImapRefusal.bad("There is no item " + name);
  }
}
