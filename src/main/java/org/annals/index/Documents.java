package org.annals.index;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import org.annals.patch.SubjectPrefix;
import org.annals.store.BlobId;
import org.annals.store.InboxName;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;

/// Postings as Lucene documents and back. `docs/formats/index.md` describes each field.
final class Documents {
  static final String SLOT = "slot";
  static final String INBOX = "inbox";
  static final String NUMBER = "number";

  /// A term on firsts only; the value beside it is on all (a field has one shape in Lucene).
  static final String FIRST = "first";

  static final String FIRST_VALUE = "isfirst";
  static final String MESSAGE_ID = "mid";
  static final String ID_HASH = "idhash";
  static final String REFERENCE = "ref";
  static final String AUTHOR = "who";
  static final String MARK = "mark";
  static final String THREAD = "thread";
  static final String SUBJECT_KEY = "skey";
  static final String RECEIVED = "ts";
  static final String SENT = "ds";
  static final String POSTING = "posting";

  static final String SUBJECT = "s";
  static final String UNQUOTED = "nq";
  static final String BYTES = "bytes";
  static final String LIST_ID = "lid";
  static final String BLOB_BEFORE = "dfpre";
  static final String BLOB_AFTER = "dfpost";
  static final String PATCH_ID = "patchid";
  static final String DIRECTORY = "dir";
  static final String PART = "part";

  /// Abbreviated blob ids have at least so many digits.
  static final int BLOB_DIGITS_MIN = 7;

  static final BytesRef IS_FIRST = new BytesRef("1");

  private static final int AUTHOR_CHARACTERS_MAX = 320;

  static final int SLOT_NUMBER_BYTES = 5;

  /// The largest that a slot can hold.
  static final long NUMBER_MAX = (1L << (8 * SLOT_NUMBER_BYTES)) - 1;

  /// Text whose length says nothing about relevance.
  private static final FieldType UNRANKED = unranked();

  private Documents() {}

  static Document of(IndexDocument source) {
    Posting posting = source.posting();
    Overview overview = posting.overview();
    Document document = new Document();
    document.add(new StringField(SLOT, slotTerm(posting.slot()), Field.Store.NO));
    BytesRef inbox = inboxTerm(posting.inbox());
    document.add(new StringField(INBOX, inbox, Field.Store.NO));
    document.add(new SortedDocValuesField(INBOX, inbox));
    document.add(new NumericDocValuesField(NUMBER, posting.number()));
    document.add(new NumericDocValuesField(FIRST_VALUE, posting.first() ? 1 : 0));
    if (posting.first()) {
      document.add(new StringField(FIRST, IS_FIRST, Field.Store.NO));
    }
    for (MessageId id : overview.ids()) {
      document.add(new StringField(MESSAGE_ID, id.value(), Field.Store.NO));
      document.add(new StringField(ID_HASH, hashTerm(id.sha1Hex()), Field.Store.NO));
    }
    for (MessageId id : overview.references()) {
      document.add(new StringField(REFERENCE, id.value(), Field.Store.NO));
    }
    for (Mark mark : marks(source)) {
      document.add(new StringField(MARK, markTerm(mark), Field.Store.NO));
    }
    BytesRef author = authorTerm(author(overview.from()));
    document.add(new StringField(AUTHOR, author, Field.Store.NO));
    document.add(new SortedDocValuesField(AUTHOR, author));
    document.add(new StringField(THREAD, longTerm(posting.thread()), Field.Store.NO));
    document.add(new NumericDocValuesField(THREAD, posting.thread()));
    if (!source.subjectKey().isEmpty()) {
      document.add(new StringField(SUBJECT_KEY, subjectTerm(source.subjectKey()), Field.Store.NO));
    }
    document.add(NumericDocValuesField.indexedField(RECEIVED, posting.received()));
    document.add(NumericDocValuesField.indexedField(SENT, posting.sent()));
    document.add(NumericDocValuesField.indexedField(BYTES, overview.bytes()));
    document.add(new StoredField(POSTING, encode(posting)));
    addTexts(document, source);
    return document;
  }

  private static void addTexts(Document document, IndexDocument source) {
    Overview overview = source.posting().overview();
    Texts texts = source.texts();
    for (Query.Text text : Query.Text.values()) {
      switch (text) {
        case SUBJECT -> text(document, text, overview.subject());
        case FROM -> text(document, text, overview.from());
        case TO -> text(document, text, overview.to());
        case CC -> text(document, text, overview.cc());
        case PROSE -> text(document, text, texts.prose());
        case QUOTED -> text(document, text, texts.quoted());
        case REMOVED -> text(document, text, texts.diff().removed());
        case ADDED -> text(document, text, texts.diff().added());
        case CONTEXT -> text(document, text, texts.diff().context());
        case HUNK -> text(document, text, texts.diff().hunks());
        case DIFF_PATH -> texts.diff().paths().forEach(path -> text(document, text, path));
        case FILE_NAME -> texts.fileNames().forEach(name -> text(document, text, name));
        case LIST_ID -> texts.listIds().forEach(list -> text(document, text, list));
        case MESSAGE_ID -> overview.ids().forEach(id -> text(document, text, id.value()));
      }
    }
    texts.listIds().forEach(list -> term(document, LIST_ID, list));
    texts.diff().blobsBefore().forEach(blob -> term(document, BLOB_BEFORE, blob));
    texts.diff().blobsAfter().forEach(blob -> term(document, BLOB_AFTER, blob));
    texts.patchIds().forEach(patch -> term(document, PATCH_ID, patch));
    for (String directory : texts.diff().directories()) {
      term(document, DIRECTORY, directory);
      document.add(new SortedSetDocValuesField(DIRECTORY, new BytesRef(directory)));
    }
    for (HeaderText header : texts.headers()) {
      String name = nameOf(header.field());
      if (header.field().match() == HeaderField.Match.WHOLE) {
        term(document, name, header.value());
      } else {
        document.add(new Field(name, header.value(), UNRANKED));
      }
    }
    IdentifierParts.of(overview.subject(), texts).forEach(part -> term(document, PART, part));
  }

  private static void term(Document document, String field, String value) {
    document.add(new StringField(field, value, Field.Store.NO));
  }

  /// The field with the words of a text.
  static String nameOf(Query.Text text) {
    return switch (text) {
      case SUBJECT -> SUBJECT;
      case PROSE -> UNQUOTED;
      case FROM -> "f";
      case TO -> "t";
      case CC -> "c";
      case QUOTED -> "q";
      case REMOVED -> "dfa";
      case ADDED -> "dfb";
      case CONTEXT -> "dfctx";
      case HUNK -> "dfhh";
      case DIFF_PATH -> "dfn";
      case FILE_NAME -> "n";
      case LIST_ID -> "l";
      case MESSAGE_ID -> "m";
    };
  }

  /// Values and words have different shapes in Lucene, so they never share a field.
  static String nameOf(HeaderField header) {
    return (header.match() == HeaderField.Match.WHOLE ? "header." : "headerwords.")
        + header.prefix();
  }

  static String nameOf(Query.Axis axis) {
    return switch (axis) {
      case SENT -> SENT;
      case RECEIVED -> RECEIVED;
      case SIZE -> BYTES;
      case NUMBER -> NUMBER;
    };
  }

  private static void text(Document document, Query.Text kind, String text) {
    // A ranked field is on every document: norms of few are slow to read at each flush and merge.
    boolean ranked = kind == Query.Text.SUBJECT || kind == Query.Text.PROSE;
    if (ranked || !text.isEmpty()) {
      document.add(new Field(nameOf(kind), text, ranked ? TextField.TYPE_NOT_STORED : UNRANKED));
    }
  }

  private static FieldType unranked() {
    FieldType type = new FieldType(TextField.TYPE_NOT_STORED);
    type.setOmitNorms(true);
    type.freeze();
    return type;
  }

  private static Set<Mark> marks(IndexDocument source) {
    Overview overview = source.posting().overview();
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (source.unended()) {
      marks.add(Mark.UNENDED);
    }
    if (overview.references().isEmpty()) {
      marks.add(Mark.OPENING);
    }
    SubjectPrefix prefix = SubjectPrefix.parse(overview.subject());
    if (prefix.patch() && !prefix.reply()) {
      marks.add(Mark.PATCH);
    }
    return marks;
  }

  static BytesRef markTerm(Mark mark) {
    return new BytesRef(mark.word());
  }

  /// The address of the first author; empty if there is none.
  private static String author(String from) {
    return Address.parseList(from).stream()
        .map(Address::mailbox)
        .filter(mailbox -> !mailbox.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// What the first author is called; empty if there is none.
  static String authorName(String from) {
    return Address.parseList(from).stream()
        .filter(address -> !address.mailbox().isEmpty())
        .map(Address::displayName)
        .findFirst()
        .orElse("");
  }

  /// Addresses differ in case but mean the same. No real one is as long as the limit (RFC 5321
  /// §4.5.3.1); a term has one, too.
  static BytesRef authorTerm(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    return new BytesRef(lower.substring(0, Math.min(lower.length(), AUTHOR_CHARACTERS_MAX)));
  }

  static BytesRef inboxTerm(InboxName inbox) {
    return new BytesRef(inbox.value());
  }

  /// Name, NUL, number in five bytes: terms of an inbox are in the order of their numbers.
  static BytesRef slotTerm(Slot slot) {
    byte[] name = slot.inbox().value().getBytes(StandardCharsets.US_ASCII);
    byte[] term = java.util.Arrays.copyOf(name, name.length + 1 + SLOT_NUMBER_BYTES);
    for (int i = 0; i < SLOT_NUMBER_BYTES; i++) {
      term[name.length + 1 + i] = (byte) (slot.number() >>> (8 * (SLOT_NUMBER_BYTES - 1 - i)));
    }
    return new BytesRef(term);
  }

  /// The number that a slot's term ends with.
  static long slotNumber(BytesRef term) {
    long number = 0;
    for (int i = term.length - SLOT_NUMBER_BYTES; i < term.length; i++) {
      number = (number << 8) | (term.bytes[term.offset + i] & 0xff);
    }
    return number;
  }

  static BytesRef longTerm(long value) {
    return new BytesRef(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /// The first eight bytes of a hash in hexadecimal.
  static BytesRef hashTerm(String hex) {
    return longTerm(Long.parseUnsignedLong(hex, 0, 2 * Long.BYTES, 16));
  }

  /// Eight bytes that stand for a subject (FNV-1a); collisions only add a loose match.
  static BytesRef subjectTerm(String subjectKey) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : subjectKey.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return longTerm(hash);
  }

  private static byte[] encode(Posting posting) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writeText(out, posting.inbox().value());
      out.writeLong(posting.number());
      out.write(posting.blob().bytes());
      out.writeLong(posting.received());
      out.writeLong(posting.sent());
      out.writeLong(posting.thread());
      out.writeBoolean(posting.first());
      out.writeLong(posting.content().high());
      out.writeLong(posting.content().low());
      Overview overview = posting.overview();
      writeText(out, overview.subject());
      writeText(out, overview.from());
      writeText(out, overview.to());
      writeText(out, overview.cc());
      writeIds(out, overview.ids());
      writeIds(out, overview.references());
      out.writeLong(overview.bytes());
      out.writeInt(overview.lines());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  static Posting decode(BytesRef stored) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new java.io.ByteArrayInputStream(stored.bytes, stored.offset, stored.length))) {
      InboxName inbox = new InboxName(readText(in));
      long number = in.readLong();
      BlobId blob = BlobId.of(in.readNBytes(BlobId.BYTES));
      long received = in.readLong();
      long sent = in.readLong();
      long thread = in.readLong();
      boolean first = in.readBoolean();
      ContentKey content = new ContentKey(in.readLong(), in.readLong());
      Overview overview =
          new Overview(
              readText(in),
              readText(in),
              readText(in),
              readText(in),
              readIds(in),
              readIds(in),
              in.readLong(),
              in.readInt());
      return new Posting(inbox, number, blob, received, sent, thread, first, content, overview);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void writeIds(DataOutputStream out, List<MessageId> ids) throws IOException {
    out.writeShort(ids.size());
    for (MessageId id : ids) {
      writeText(out, id.value());
    }
  }

  private static List<MessageId> readIds(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    List<MessageId> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(new MessageId(readText(in)));
    }
    return ids;
  }
}
