package org.annals.archive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.annals.mail.ContentHash;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.InboxName;

/// What was removed from each inbox, why, and therefore must not come in again. Thread-safe; it
/// grows with the control inbox.
public final class Removals {
  private final List<ControlRecord.Removed> all = new ArrayList<>();
  private final Map<Key, ControlRecord.Removed> byText = new HashMap<>();
  private final Set<InboxName> concerned = new HashSet<>();
  private final Set<Numbered> done = new HashSet<>();
  private final Set<Numbered> lifted = new HashSet<>();

  private record Numbered(InboxName inbox, long number) {}

  /// A content, an id's sum, or a blob that was removed.
  private record Key(InboxName inbox, String text) {}

  Removals() {}

  synchronized void add(ControlRecord entry) {
    switch (entry) {
      case ControlRecord.Removed it -> {
        all.add(it);
        concerned.add(it.inbox());
        keys(it).forEach(key -> byText.put(key, it));
      }
      case ControlRecord.RemovalDone(var inbox, var number) ->
          done.add(new Numbered(inbox, number));
      case ControlRecord.RemovalLifted it -> {
        lifted.add(new Numbered(it.inbox(), it.number()));
        byText.values().removeIf(one -> isLifted(one));
      }
      default -> {}
    }
  }

  private static List<Key> keys(ControlRecord.Removed it) {
    List<Key> keys = new ArrayList<>();
    it.contents().forEach(content -> keys.add(new Key(it.inbox(), content)));
    it.blobs().forEach(blob -> keys.add(new Key(it.inbox(), blob.before().hex())));
    if (it.action() != RemovalAction.EDIT && !it.others()) {
      it.ids().forEach(id -> keys.add(new Key(it.inbox(), sum(id))));
      it.idSums().forEach(sum -> keys.add(new Key(it.inbox(), sum)));
    }
    return keys;
  }

  private boolean isLifted(ControlRecord.Removed it) {
    return lifted.contains(new Numbered(it.inbox(), it.number()));
  }

  /// Whether all of it was done.
  public synchronized boolean isDone(ControlRecord.Removed it) {
    return done.contains(new Numbered(it.inbox(), it.number()));
  }

  /// Whether the message may come back.
  public synchronized boolean lifted(ControlRecord.Removed it) {
    return isLifted(it);
  }

  /// Those of an inbox, newest first.
  public synchronized List<ControlRecord.Removed> of(InboxName inbox) {
    return all.stream().filter(one -> one.inbox().equals(inbox)).toList().reversed();
  }

  /// Those of messages with this id in an inbox that are done and stand, newest first.
  public synchronized List<ControlRecord.Removed> about(InboxName inbox, MessageId id) {
    String sum = sum(id);
    return of(inbox).stream()
        .filter(one -> one.ids().contains(id) || one.idSums().contains(sum))
        .filter(one -> isDone(one) && !isLifted(one))
        .toList();
  }

  /// Whether the same was done already because of the same notice.
  synchronized boolean knows(InboxName inbox, ControlRecord.Removed said) {
    return all.stream().anyMatch(one -> isSame(one, inbox, said));
  }

  /// Whether what a notice says was done here, to the end.
  public synchronized boolean hasDone(InboxName inbox, ControlRecord.Removed said) {
    return all.stream().anyMatch(one -> isSame(one, inbox, said) && isDone(one));
  }

  private static boolean isSame(
      ControlRecord.Removed one, InboxName inbox, ControlRecord.Removed said) {
    return one.inbox().equals(inbox)
        && one.at() == said.at()
        && one.action() == said.action()
        && one.contents().containsAll(said.contents());
  }

  /// Those that were begun and never ended, oldest first.
  synchronized List<ControlRecord.Removed> unfinished(InboxName inbox) {
    return all.stream()
        .filter(one -> one.inbox().equals(inbox))
        .filter(one -> !done.contains(new Numbered(inbox, one.number())))
        .toList();
  }

  synchronized long nextNumber(InboxName inbox) {
    return 1 + all.stream().filter(one -> one.inbox().equals(inbox)).count();
  }

  /// The removal because of which this message must not come into the inbox. What took its place
  /// may.
  public Optional<ControlRecord.Removed> refusing(InboxName inbox, Message message) {
    synchronized (this) {
      if (!concerned.contains(inbox)) {
        return Optional.empty();
      }
    }
    return refusing(inbox, message.ids(), sum(message))
        .filter(found -> !replaces(found, BlobId.hashOf(message.raw())));
  }

  private static boolean replaces(ControlRecord.Removed it, BlobId blob) {
    return it.blobs().stream().anyMatch(one -> blob.equals(one.after()));
  }

  private synchronized Optional<ControlRecord.Removed> refusing(
      InboxName inbox, Collection<MessageId> ids, String content) {
    ControlRecord.Removed found = byText.get(new Key(inbox, content));
    for (MessageId id : ids) {
      found = found == null ? byText.get(new Key(inbox, sum(id))) : found;
    }
    return Optional.ofNullable(found);
  }

  /// The removal of a message with this id.
  public synchronized Optional<ControlRecord.Removed> of(InboxName inbox, MessageId id) {
    return Optional.ofNullable(byText.get(new Key(inbox, sum(id))));
  }

  /// The removal of this blob.
  public synchronized Optional<ControlRecord.Removed> of(InboxName inbox, BlobId blob) {
    return Optional.ofNullable(byText.get(new Key(inbox, blob.hex())));
  }

  /// `removed on 2026-11-26: it is spam (spam)`.
  public static String told(ControlRecord.Removed it) {
    return (it.action() == RemovalAction.EDIT ? "edited" : "removed")
        + " on "
        + day(it)
        + ": "
        + it.reason().sentence()
        + " ("
        + it.reason().code()
        + ")";
  }

  /// Whether a message is the note that stands in the place of a redacted one: nobody wrote it.
  public static boolean isNote(Message message) {
    return Tombstone.isOne(message);
  }

  /// The day of the removal, UTC.
  public static LocalDate day(ControlRecord.Removed it) {
    return Instant.ofEpochSecond(it.at()).atOffset(ZoneOffset.UTC).toLocalDate();
  }

  static String sum(Message message) {
    return HexFormat.of().formatHex(ContentHash.sha256(message));
  }

  /// SHA-256 of an id, in hexadecimal.
  static String sum(MessageId id) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(id.value().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
