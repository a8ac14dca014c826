package org.annals.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import org.annals.mail.Defect.Kind;
import org.jspecify.annotations.Nullable;

/// A message: its bytes, and what they say. Parsing never throws.
///
/// Immutable and thread-safe as long as nobody writes to the bytes. Values are computed when
/// asked for and mostly not kept; callers ask once.
public final class Message {
  /// Limits of public-inbox, kept because they decide what is a header and what a part.
  public static final int HEADER_BYTES_MAX = Headers.BYTES_MAX;

  public static final int PARTS_MAX = 1_000;
  public static final int DEPTH_MAX = 20;
  public static final int BOUNDARY_CHARACTERS_MAX = 2_048;

  private final byte[] raw;
  private final Entity root;
  private final List<Defect> headerDefects;

  /// Computed on demand. A race computes it twice, both times the same.
  private MimeWalk.@Nullable Structure structure;

  private final Map<String, List<Address>> addresses = new ConcurrentHashMap<>();

  private Message(byte[] raw) {
    this.raw = raw;
    Defects defects = new Defects();
    this.root = Entity.parse(raw, 0, raw.length, defects);
    this.headerDefects = defects.list();
  }

  /// A leading mbox separator line is dropped. The bytes are kept, not copied.
  public static Message parse(byte[] raw) {
    return new Message(withoutSeparator(raw));
  }

  /// The bytes without a leading mbox separator line; the same array if there is none.
  public static byte[] withoutSeparator(byte[] raw) {
    int skipped = HeaderBlock.fromLineLength(raw, 0, raw.length);
    return skipped == 0 ? raw : Arrays.copyOfRange(raw, skipped, raw.length);
  }

  /// The same as [#parse]: parts are only looked for when asked for.
  public static Message parseHeaders(byte[] raw) {
    return parse(raw);
  }

  /// The message itself, without an mbox separator. Not to be written to.
  public byte[] raw() {
    return raw;
  }

  public int bodyOffset() {
    return root.bodyStart();
  }

  public Headers headers() {
    return root.headers();
  }

  /// Leaves and wrappers of embedded messages, in walk order; at most [#PARTS_MAX].
  public List<Part> parts() {
    return structure().parts();
  }

  private MimeWalk.Structure structure() {
    MimeWalk.Structure known = structure;
    if (known == null) {
      known = MimeWalk.walk(root);
      structure = known;
    }
    return known;
  }

  /// What is wrong with the message. Decodes every part to find out.
  public List<Defect> defects() {
    Defects defects = new Defects();
    defects.addAll(headerDefects);
    Inspection.headers(this, defects);
    defects.addAll(structure().defects());
    Inspection.parts(this, defects);
    return defects.list();
  }

  /// All Message-IDs of all such headers, unique, in order; possibly none.
  public List<MessageId> ids() {
    return ids("Message-ID");
  }

  /// Ids from X-Alt-Message-ID: older names of the same message, for finding it only.
  public List<MessageId> alternateIds() {
    return ids("X-Alt-Message-ID");
  }

  private List<MessageId> ids(String name) {
    SequencedSet<MessageId> ids = new LinkedHashSet<>();
    for (String value : headers().all(name)) {
      MessageId.addAll(value, ids);
    }
    return List.copyOf(ids);
  }

  /// Ids of the messages this one answers, the parent last; see [References].
  public List<MessageId> references() {
    return References.of(this);
  }

  /// The first Subject, decoded, on one line; "" if there is none.
  public String subject() {
    return headers()
        .firstDecoded("Subject")
        .map(text -> text.indexOf('\r') < 0 ? text : text.replace('\r', ' '))
        .map(Headers::oneLine)
        .orElse("");
  }

  /// Addresses of From, or of Sender if there is no From.
  public List<Address> from() {
    return addresses(headers().has("From") ? "From" : "Sender");
  }

  public List<Address> to() {
    return addresses("To");
  }

  public List<Address> cc() {
    return addresses("Cc");
  }

  private List<Address> addresses(String name) {
    return addresses.computeIfAbsent(name, this::parseAddresses);
  }

  private List<Address> parseAddresses(String name) {
    List<String> values = headers().all(name);
    if (values.size() == 1) {
      return Address.parseList(values.getFirst());
    }
    List<Address> all = new ArrayList<>();
    values.forEach(value -> all.addAll(Address.parseList(value)));
    return List.copyOf(all);
  }

  /// When it was sent: the first readable Date, else the first readable Received, else the
  /// fallback.
  public MailDate sent(MailDate fallback) {
    return date().or(this::receivedDate).orElse(fallback);
  }

  /// When it arrived: the first readable Received, else the first readable Date, else the
  /// fallback.
  public MailDate received(MailDate fallback) {
    return receivedDate().or(this::date).orElse(fallback);
  }

  private Optional<MailDate> date() {
    for (String value : headers().all("Date")) {
      Optional<MailDate> date = MailDate.parse(value);
      if (date.isPresent()) {
        return date;
      }
    }
    return Optional.empty();
  }

  /// The date of a trace field follows its last semicolon (RFC 5321 §4.4).
  private Optional<MailDate> receivedDate() {
    for (String value : headers().all("Received")) {
      int semicolon = value.lastIndexOf(';');
      Optional<MailDate> date =
          semicolon < 0 ? Optional.empty() : MailDate.parse(value.substring(semicolon + 1));
      if (date.isPresent()) {
        return date;
      }
    }
    return Optional.empty();
  }

  /// The size in bytes when every line ends in CRLF, as protocols count it.
  public long crlfSize() {
    long size = raw.length;
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '\n' && (i == 0 || raw[i - 1] != '\r')) {
        size++;
      }
    }
    return size;
  }

  /// Whether its last line has no end. Protocols of lines then send two bytes more than
  /// [#crlfSize].
  public boolean isUnended() {
    return raw.length > 0 && raw[raw.length - 1] != '\n';
  }

  /// Lines of the body as sent: its LFs.
  public int lineCount() {
    int count = 0;
    for (int i = bodyOffset(); i < raw.length; i++) {
      if (raw[i] == '\n') {
        count++;
      }
    }
    return count;
  }

  /// What is inside the `<>` of the first List-Id, in lower case (RFC 2919 §2).
  public Optional<String> listId() {
    return headers().first("List-Id").map(Message::listId).filter(id -> !id.isEmpty());
  }

  private static String listId(String value) {
    int open = value.lastIndexOf('<');
    int close = value.indexOf('>', open + 1);
    String id = open < 0 ? value : value.substring(open + 1, close < 0 ? value.length() : close);
    return Ascii.lower(Ascii.strip(id));
  }

  /// For [Inspection]: where the body or a header is at fault.
  void note(Defects defects, String header, Kind kind) {
    defects.add(Math.max(0, headers().offset(header)), kind);
  }
}
