package org.annals.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.annals.index.IndexView;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.HistoryRewrite;
import org.annals.store.HistoryRewrite.Replacement;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.InboxWriter;
import org.annals.store.MissingMessageException;
import org.annals.store.StoredCommit;
import org.jspecify.annotations.Nullable;

/// Takes messages out of one inbox: from what is shown, or from git, index and all.
///
/// What is to be done is recorded in the control inbox first, so after a kill the next command goes
/// on with it. Every copy in the history goes, also those that were duplicates or hidden before.
/// One thread; holds the inbox's lock while it works.
public final class Remover {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<StoredCommit.Kind> MESSAGES =
      EnumSet.of(StoredCommit.Kind.ADD, StoredCommit.Kind.REMOVE);

  private final Archive archive;
  private final Inbox inbox;
  private final InboxName name;
  private final ControlInbox control;
  private final boolean thorough;

  public Remover(Archive archive, InboxName name) {
    this(archive, name, false);
  }

  /// `thorough`: every message of the history is read, also where the index tells which need not.
  public Remover(Archive archive, InboxName name, boolean thorough) {
    this.archive = archive;
    this.thorough = thorough;
    this.inbox = archive.opened().get(name);
    this.name = name;
    this.control = archive.control();
  }

  /// What is to be done and why. `hidesIds`: not even the Message-ID is to be told afterwards.
  /// `actor` is published, `note` is for the operator alone; both are one line.
  public record Order(
      RemovalAction action, RemovalReason reason, boolean hidesIds, String actor, String note) {}

  /// Every message with this id. Empty if the inbox never had one.
  public Optional<ControlRecord.Removed> remove(MessageId id, Order order) throws IOException {
    return carryOut(Wanted.of(id), null, order);
  }

  /// Every copy of this mail: what has one of its ids and says the same.
  public Optional<ControlRecord.Removed> remove(Message mail, Order order) throws IOException {
    return carryOut(Wanted.like(mail), null, order);
  }

  /// Puts `edited` in the place of the message with its id. `IllegalArgumentException` says why it
  /// cannot stand there.
  public Optional<ControlRecord.Removed> edit(MessageId id, Message edited, Order order)
      throws IOException {
    return carryOut(Wanted.of(id), edited, order);
  }

  /// What to look for. `ids` are such as it may bear; empty if that is not known. `onlyIds`: it
  /// bears one of them in any case.
  private record Wanted(Set<MessageId> ids, boolean onlyIds, Predicate<Message> passes) {
    static Wanted of(MessageId id) {
      return new Wanted(Set.of(id), true, mail -> mail.ids().contains(id));
    }

    static Wanted like(Message like) {
      String sum = Removals.sum(like);
      Set<MessageId> ids = Set.copyOf(like.ids());
      return new Wanted(
          ids,
          true,
          mail -> mail.ids().stream().anyMatch(ids::contains) && Removals.sum(mail).equals(sum));
    }

    static Wanted by(ControlRecord.Removed said) {
      return new Wanted(
          Set.copyOf(said.ids()),
          false,
          mail ->
              (!said.others() && mail.ids().stream().anyMatch(said.ids()::contains))
                  || said.contents().contains(Removals.sum(mail)));
    }

    boolean test(Message mail) {
      return passes.test(mail);
    }
  }

  /// Goes on with what was begun and not ended. Returns how much that was.
  public int resume() throws IOException {
    return resume(PATIENCE);
  }

  int resume(Duration patience) throws IOException {
    control.refresh();
    if (control.removals().unfinished(name).isEmpty()) {
      return 0;
    }
    try (InboxWriter writer = open(patience)) {
      return finish(writer);
    }
  }

  private InboxWriter open(Duration patience) throws IOException {
    return InboxWriter.open(
        inbox, archive.opened().settings(name).address(), patience, InboxWriter.EPOCH_BYTES_MAX);
  }

  private int finish(InboxWriter writer) throws IOException {
    control.refresh();
    List<ControlRecord.Removed> unfinished = control.removals().unfinished(name);
    for (ControlRecord.Removed one : unfinished) {
      perform(one, writer, true);
    }
    return unfinished.size();
  }

  private Optional<ControlRecord.Removed> carryOut(
      Wanted wanted, @Nullable Message edited, Order order) throws IOException {
    try (InboxWriter writer = open(PATIENCE)) {
      finish(writer);
      archive.bringUp(name);
      Map<BlobId, Message> found = order.action().rewrites() ? find(wanted) : shown(wanted);
      if (edited != null) {
        requireEdit(found.values(), edited);
      }
      if (found.isEmpty()) {
        return Optional.empty();
      }
      long at = Instant.now().getEpochSecond();
      Map<BlobId, Message> texts = texts(found, edited, order, at);
      ControlRecord.Removed entry = entry(found, texts, order, at);
      carryOut(entry, texts, writer);
      return Optional.of(entry);
    }
  }

  /// What is to stand in the place of each; nothing where none is.
  private static Map<BlobId, Message> texts(
      Map<BlobId, Message> found, @Nullable Message edited, Order order, long at) {
    Map<BlobId, Message> texts = new HashMap<>();
    found.forEach((blob, mail) -> {
      if (order.action() == RemovalAction.REDACT) {
        texts.put(blob, Tombstone.of(mail, order.reason(), order.actor(), at));
      } else if (edited != null) {
        texts.put(blob, edited);
      }
    });
    return texts;
  }

  private void carryOut(ControlRecord.Removed entry, Map<BlobId, Message> texts, InboxWriter writer)
      throws IOException {
    for (Message text : texts.values()) {
      writer.keep(text.raw());
    }
    control.append(List.of(entry));
    perform(entry, writer, false);
    control.makeSiteKey();
  }

  /// Does here what another archive did to the same mail and says in a notice, whose signature was
  /// checked ([RemovalNotice#verified]). What is not here is recorded, so that it does not come in;
  /// the text of an edit is not in the notice and comes with what is fetched. Empty if the notice
  /// is known already. `origin` is for the audit log.
  public Optional<ControlRecord.Removed> apply(ControlRecord.Removed said, String origin)
      throws IOException {
    try (InboxWriter writer = open(PATIENCE)) {
      finish(writer);
      if (control.removals().knows(name, said)) {
        return Optional.empty();
      }
      archive.bringUp(name);
      Map<BlobId, Message> found =
          switch (said.action()) {
            case EDIT -> new LinkedHashMap<>();
            case REMOVE -> shown(Wanted.by(said));
            case PURGE, REDACT -> find(Wanted.by(said));
          };
      found.keySet().removeAll(standIns(said)); // they came with what was fetched
      Order order = new Order(said.action(), said.reason(), false, said.actor(), origin);
      Map<BlobId, Message> texts = texts(found, null, order, said.at());
      ControlRecord.Removed own = entry(found, texts, order, said.at());
      Set<String> contents = new LinkedHashSet<>(said.contents());
      contents.addAll(own.contents());
      ControlRecord.Removed entry =
          new ControlRecord.Removed(
              name,
              own.number(),
              said.action(),
              said.reason(),
              said.ids(),
              said.idSums(),
              List.copyOf(contents),
              own.blobs(),
              said.others(),
              said.actor(),
              said.at(),
              order.note());
      carryOut(entry, texts, writer);
      return Optional.of(entry);
    }
  }

  /// What the other archive put in the place of messages.
  private static Set<BlobId> standIns(ControlRecord.Removed said) {
    return said.blobs().stream()
        .map(ControlRecord.Replaced::after)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static void requireEdit(Collection<Message> found, Message edited) {
    for (Message mail : found) {
      if (!edited.ids().equals(mail.ids())) {
        throw new IllegalArgumentException(
            "the Message-ID must stay " + mail.ids() + ", not " + edited.ids());
      }
      if (!edited.references().equals(mail.references())) {
        throw new IllegalArgumentException("References and In-Reply-To must stay as they are");
      }
      if (Removals.sum(mail).equals(Removals.sum(edited))
          && BlobId.hashOf(mail.raw()).equals(BlobId.hashOf(edited.raw()))) {
        throw new IllegalArgumentException("nothing was changed");
      }
    }
  }

  private ControlRecord.Removed entry(
      Map<BlobId, Message> found, Map<BlobId, Message> texts, Order order, long at)
      throws IOException {
    Set<MessageId> ids = new LinkedHashSet<>();
    Set<String> contents = new LinkedHashSet<>();
    List<ControlRecord.Replaced> blobs = new ArrayList<>();
    for (Map.Entry<BlobId, Message> one : found.entrySet()) {
      ids.addAll(one.getValue().ids());
      contents.add(Removals.sum(one.getValue()));
      Message text = texts.get(one.getKey());
      blobs.add(
          new ControlRecord.Replaced(
              one.getKey(),
              switch (order.action()) {
                case REMOVE -> null;
                case PURGE -> BlobId.EMPTY;
                case EDIT, REDACT -> BlobId.hashOf(Objects.requireNonNull(text).raw());
              }));
    }
    return new ControlRecord.Removed(
        name,
        control.removals().nextNumber(name),
        order.action(),
        order.reason(),
        order.hidesIds() ? List.of() : List.copyOf(ids),
        order.hidesIds() ? ids.stream().map(Removals::sum).toList() : List.of(),
        List.copyOf(contents),
        blobs,
        othersBear(ids, found.keySet()),
        order.actor(),
        at,
        order.note());
  }

  /// Whether a message that stays has one of the ids.
  private boolean othersBear(Set<MessageId> ids, Set<BlobId> gone) throws IOException {
    for (MessageId id : ids) {
      if (archive.find(Scope.of(name), id).stream()
          .anyMatch(posting -> !gone.contains(posting.blob()))) {
        return true;
      }
    }
    return false;
  }

  /// Messages that have a number now.
  private Map<BlobId, Message> shown(Wanted wanted) throws IOException {
    Map<BlobId, Message> found = find(wanted);
    try (IndexView view = archive.view()) {
      for (BlobId blob : List.copyOf(found.keySet())) {
        Message mail = Objects.requireNonNull(found.get(blob));
        if (postings(view, mail).noneMatch(posting -> posting.blob().equals(blob))) {
          found.remove(blob);
        }
      }
    }
    return found;
  }

  private Stream<Posting> postings(IndexView view, Message mail) throws IOException {
    List<Posting> all = new ArrayList<>();
    for (MessageId id : mail.ids()) {
      all.addAll(view.byId(Scope.of(name), id));
    }
    return all.stream();
  }

  /// All blobs of the history that hold such a message. Where it bears a known id the index tells
  /// which it may be, but for duplicates and hidden ones, which it does not have.
  private Map<BlobId, Message> find(Wanted wanted) throws IOException {
    if (thorough || !wanted.onlyIds()) {
      return among(wanted, _ -> true);
    }
    try (IndexView view = archive.view()) {
      Set<BlobId> bearing = new HashSet<>();
      for (MessageId id : wanted.ids()) {
        view.byId(Scope.of(name), id).forEach(posting -> bearing.add(posting.blob()));
      }
      BlobNumbers indexed = BlobNumbers.of(name, view);
      return among(wanted, blob -> bearing.contains(blob) || indexed.find(blob) == 0);
    }
  }

  private interface Candidates {
    boolean test(BlobId blob) throws IOException;
  }

  private Map<BlobId, Message> among(Wanted wanted, Candidates candidates) throws IOException {
    Map<BlobId, Message> found = new LinkedHashMap<>();
    try (BlobReader blobs = inbox.blobs()) {
      for (Epoch epoch : inbox.epochs()) {
        String tip = epoch.tip().orElse(null);
        if (tip != null) {
          try (Epoch.Scan scan = epoch.scan(tip, null)) {
            while (scan.hasNext()) {
              StoredCommit commit = scan.next();
              if (MESSAGES.contains(commit.kind())
                  && !found.containsKey(commit.blob())
                  && candidates.test(commit.blob())) {
                read(blobs, commit.blob())
                    .filter(wanted::test)
                    .ifPresent(mail -> found.put(commit.blob(), mail));
              }
            }
          }
        }
      }
      return found;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// What git lost need not be removed; `verify` tells of it.
  private static Optional<Message> read(BlobReader blobs, BlobId blob) throws IOException {
    try {
      return Optional.of(Message.parse(blobs.read(blob)));
    } catch (MissingMessageException _) {
      return Optional.empty();
    }
  }

  /// Lets a hidden mail come in again. False if none like it was hidden.
  public boolean lift(Message mail, String actor) throws IOException {
    control.refresh();
    List<ControlRecord.RemovalLifted> lifted = new ArrayList<>();
    for (ControlRecord.Removed one : control.removals().of(name)) {
      boolean same =
          one.contents().contains(Removals.sum(mail))
              || mail.ids().stream().anyMatch(one.ids()::contains);
      if (one.action() == RemovalAction.REMOVE && same && !control.removals().lifted(one)) {
        lifted.add(
            new ControlRecord.RemovalLifted(
                name, one.number(), actor, Instant.now().getEpochSecond()));
      }
    }
    control.append(lifted);
    return !lifted.isEmpty();
  }

  private void perform(ControlRecord.Removed entry, InboxWriter writer, boolean again)
      throws IOException {
    if (entry.action().rewrites()) {
      writer.rewrite(rewrite(entry), again);
    } else {
      hide(entry, writer);
    }
    archive.bringUp(name);
    control.append(List.of(new ControlRecord.RemovalDone(name, entry.number())));
  }

  private void hide(ControlRecord.Removed entry, InboxWriter writer) throws IOException {
    archive.bringUp(name);
    try (BlobReader blobs = inbox.blobs();
        IndexView view = archive.view()) {
      for (ControlRecord.Replaced one : entry.blobs()) {
        Message mail = Message.parse(blobs.read(one.before()));
        if (postings(view, mail).anyMatch(posting -> posting.blob().equals(one.before()))) {
          writer.remove(one.before(), entry.reason() == RemovalReason.SPAM ? "spam" : "rm");
        }
      }
    }
  }

  /// What history is to hold instead. A text that is nowhere any more was put there before.
  private HistoryRewrite rewrite(ControlRecord.Removed entry) throws IOException {
    Map<BlobId, Replacement> replacements = new HashMap<>();
    try (BlobReader blobs = inbox.blobs()) {
      for (ControlRecord.Replaced one : entry.blobs()) {
        BlobId after = one.after();
        replacements.put(
            one.before(),
            after == null || after.equals(BlobId.EMPTY)
                ? new Replacement.Nothing()
                : new Replacement.Other(Message.parse(blobs.read(after))));
      }
    }
    return new HistoryRewrite(replacements);
  }
}
