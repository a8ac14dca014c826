package org.annals.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.annals.code.Commit.By;
import org.annals.code.Commit.Name;
import org.annals.index.IndexRecord;
import org.annals.index.RecordFilter;
import org.annals.mail.Address;
import org.annals.mail.MessageId;

/// How a commit is kept in a `RecordIndex`: its key, terms and bytes. The rank is the second in
/// which it was committed.
///
/// The bytes are a sequence of texts (length, UTF-8), numbers and lists (count, elements), in the
/// order of `bytes`; lengths, counts and flags are variable-length numbers, times 8 bytes.
final class CommitRecord {
  /// Changes with the bytes and the terms; what another schema wrote is made anew.
  static final String SCHEMA = "commits-2";

  private static final int DIGITS_MIN = 7;

  private CommitRecord() {}

  static IndexRecord of(Commit commit) {
    return new IndexRecord(
        key(commit.repository(), commit.id()),
        commit.committed().getEpochSecond(),
        terms(commit),
        bytes(commit));
  }

  static String key(String repository, String id) {
    return repository + "/" + id;
  }

  private static Set<String> terms(Commit commit) {
    Set<String> terms = new HashSet<>();
    terms.add(repository(commit.repository()));
    terms.add("commit:" + commit.id());
    terms.add(start(commit.id()));
    if (!commit.patchId().isEmpty()) {
      terms.add(patchId(commit.patchId()));
    }
    commit.names().forEach(name -> terms.add(naming(name.message())));
    terms.addAll(near(commit.author(), commit.title()));
    terms.addAll(authorship(commit.author(), commit.title()));
    commit.reverts().forEach(id -> terms.add(reverting(id)));
    terms.addAll(committer(commit.repository(), commit.committer()));
    return terms;
  }

  static RecordFilter exactly(String repository, String id) {
    return RecordFilter.of(repository(repository)).with("commit:" + id);
  }

  static String repository(String name) {
    return "repository:" + name;
  }

  /// Of ids that begin with the same seven digits.
  static String start(String id) {
    return "start:" + id.substring(0, Math.min(DIGITS_MIN, id.length()));
  }

  static String patchId(String id) {
    return "patch-id:" + id;
  }

  static String naming(MessageId id) {
    return "names:" + id.value();
  }

  static String reverting(String id) {
    return "reverts:" + id.substring(0, Math.min(DIGITS_MIN, id.length()));
  }

  static Set<String> near(Address author, String title) {
    return CommitMatching.nearKeys(author, title).stream()
        .map(key -> "near:" + key)
        .collect(Collectors.toUnmodifiableSet());
  }

  static Set<String> authorship(Address author, String title) {
    return terms("wrote:", author, " " + Likeness.title(title));
  }

  static Set<String> committer(String repository, Address committer) {
    return terms("committer:" + repository + "/", committer, "");
  }

  /// One for the address and one for the name.
  private static Set<String> terms(String before, Address person, String after) {
    return Likeness.person(person).stream()
        .map(key -> before + key + after)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static byte[] bytes(Commit commit) {
    Writer out = new Writer();
    out.text(commit.repository());
    out.text(commit.id());
    out.text(commit.patchId());
    out.text(commit.title());
    out.person(commit.author(), commit.authored());
    out.person(commit.committer(), commit.committed());
    out.number(commit.names().size());
    for (Name name : commit.names()) {
      out.text(name.message().value());
      out.text(name.by().name());
    }
    out.texts(commit.reverts());
    out.texts(commit.pickedFrom());
    out.texts(commit.paths());
    out.number(commit.mainline() ? 1 : 0);
    return out.bytes.toByteArray();
  }

  /// The error says that the record is damaged.
  static Commit read(byte[] bytes) throws IOException {
    Reader in = new Reader(ByteBuffer.wrap(bytes));
    try {
      Commit commit =
          new Commit(
              in.text(),
              in.text(),
              in.text(),
              in.text(),
              in.person(),
              in.time(),
              in.person(),
              in.time(),
              in.names(),
              in.texts(),
              in.texts(),
              in.texts(),
              in.number() == 1);
      if (in.bytes.hasRemaining()) {
        throw new IOException("a record of a commit is damaged: it is too long");
      }
      return commit;
    } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
      throw new IOException("a record of a commit is damaged", e);
    }
  }

  private static final class Writer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void number(int value) {
      int rest = value;
      while (rest > 0x7f) {
        bytes.write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      bytes.write(rest);
    }

    void text(String text) {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      number(encoded.length);
      bytes.writeBytes(encoded);
    }

    void texts(List<String> texts) {
      number(texts.size());
      texts.forEach(this::text);
    }

    void person(Address who, Instant when) {
      text(who.name());
      text(who.mailbox());
      bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(when.getEpochSecond()).array());
    }
  }

  private record Reader(ByteBuffer bytes) {
    int number() {
      int value = 0;
      for (int shift = 0; shift < Integer.SIZE; shift += 7) {
        byte next = bytes.get();
        value |= (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException("a number of more than five bytes");
    }

    String text() {
      int length = number();
      if (length < 0 || length > bytes.remaining()) {
        throw new IllegalArgumentException("a text of " + length + " bytes");
      }
      String text =
          new String(
              bytes.array(),
              bytes.arrayOffset() + bytes.position(),
              length,
              StandardCharsets.UTF_8);
      bytes.position(bytes.position() + length);
      return text;
    }

    List<String> texts() {
      int count = number();
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        texts.add(text());
      }
      return texts;
    }

    List<Name> names() {
      int count = number();
      List<Name> names = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        MessageId id = new MessageId(text());
        names.add(new Name(id, By.valueOf(text())));
      }
      return names;
    }

    Address person() {
      return new Address(text(), text());
    }

    Instant time() {
      return Instant.ofEpochSecond(bytes.getLong());
    }
  }
}
