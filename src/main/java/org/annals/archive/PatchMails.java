package org.annals.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.code.PostedPatches;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.mail.Part;
import org.annals.patch.FilePatch;
import org.annals.store.MissingMessageException;

/// The patches of an archive: those of one inbox first, then those that others have. One thread.
public final class PatchMails implements PostedPatches {
  /// Of a longer part the rest is not read; the index knows no more than its beginning, either.
  private static final int PART_BYTES_MAX = 8 << 20;

  /// Mails of so many bytes in all are remembered as they were read.
  private static final int KEPT_BYTES_MAX = 4 << 20;

  private final Archive archive;
  private final Scope scope;
  private final MessageReader reader;
  private final Map<Slot, List<FilePatch>> kept = new HashMap<>();
  private long keptBytes;

  public PatchMails(Archive archive, Scope scope, MessageReader reader) {
    this.archive = archive;
    this.scope = scope;
    this.reader = reader;
  }

  @Override
  public List<Posting> making(String id, int limit) throws IOException {
    Query query = new Query.Exact(Query.Key.BLOB_AFTER, id);
    List<Posting> mails = new ArrayList<>(found(scope, query, limit));
    if (scope instanceof Scope.One) {
      Set<MessageId> known = new HashSet<>();
      mails.forEach(mail -> known.add(mail.id()));
      found(new Scope.All(), query, limit).stream()
          .filter(mail -> !known.contains(mail.id()))
          .forEach(mails::add);
    }
    return mails.subList(0, Math.min(limit, mails.size()));
  }

  private List<Posting> found(Scope where, Query query, int limit) throws IOException {
    return archive.search(where, query, Order.NEWEST_FIRST, 0, limit).hits();
  }

  /// A mail with many patches may be needed for many files.
  @Override
  public List<FilePatch> read(Posting posting) throws IOException {
    List<FilePatch> known = kept.get(posting.slot());
    if (known != null) {
      return known;
    }
    byte[] raw;
    try {
      raw = reader.read(posting);
    } catch (MissingMessageException e) {
      return List.of();
    }
    List<FilePatch> patches = patches(raw);
    keptBytes += raw.length;
    if (keptBytes > KEPT_BYTES_MAX) {
      kept.clear();
      keptBytes = raw.length;
    }
    if (raw.length <= KEPT_BYTES_MAX) {
      kept.put(posting.slot(), patches);
    }
    return patches;
  }

  private static List<FilePatch> patches(byte[] raw) {
    List<FilePatch> patches = new ArrayList<>();
    for (Part part : Message.parse(raw).parts()) {
      if (part.inlineText()) {
        texts(part).forEach(text -> patches.addAll(FilePatch.parseAll(text)));
      }
    }
    return patches;
  }

  /// One byte in each character. git takes the bytes of a mail as they are, but for line ends; what
  /// another charset was made of on the way, or a file with CRLF, needs another reading.
  private static Set<String> texts(Part part) {
    String bytes = latin(part.content());
    String plain = bytes.replace("\r\n", "\n");
    Set<String> texts = new LinkedHashSet<>();
    texts.add(plain);
    texts.add(bytes);
    if (plain.chars().anyMatch(c -> c >= 0x80)) {
      texts.add(latin(part.text().getBytes(StandardCharsets.UTF_8)));
    }
    return texts;
  }

  private static String latin(byte[] bytes) {
    int length = Math.min(bytes.length, PART_BYTES_MAX);
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
