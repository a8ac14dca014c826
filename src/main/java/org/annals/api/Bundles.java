package org.annals.api;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord;
import org.annals.archive.ControlRecord.BundleDeleted;
import org.annals.archive.ControlRecord.BundleSet;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// The bundles of an archive: records of its control inbox. Thread-safe.
final class Bundles {
  private static final int NAME_CHARACTERS_MAX = 200;
  private static final int PATCHES_MAX = 1_000;

  private final Archive archive;

  Bundles(Archive archive) {
    this.archive = archive;
  }

  /// All, by their numbers, deleted ones not.
  private Map<Long, Bundle> all() {
    Map<Long, Bundle> all = new TreeMap<>();
    for (ControlRecord entry : archive.control().records()) {
      if (entry instanceof BundleSet set) {
        all.put(
            set.number(),
            new Bundle(
                set.number(), set.inbox(), set.actor(), set.name(), set.shared(), set.patches()));
      } else if (entry instanceof BundleDeleted deleted) {
        all.remove(deleted.number());
      }
    }
    return all;
  }

  /// Those that `user` may see, by number; null is everybody.
  List<Bundle> visible(@Nullable ApiUser user, Collection<InboxName> inboxes) {
    return all().values().stream()
        .filter(bundle -> bundle.shared() || isOwn(bundle, user))
        .filter(bundle -> inboxes.contains(bundle.inbox()))
        .toList();
  }

  static boolean isOwn(Bundle bundle, @Nullable ApiUser user) {
    return user != null && bundle.owner().equals(user.name());
  }

  /// The number of the next bundle: one that none had.
  private long next() {
    long highest = 0;
    for (ControlRecord entry : archive.control().records()) {
      if (entry instanceof BundleSet set) {
        highest = Math.max(highest, set.number());
      }
    }
    return highest + 1;
  }

  /// Makes a bundle, or changes what `before` is in whatever is given.
  synchronized Bundle save(
      @Nullable Bundle before, ApiUser user, Parameters given, List<ProjectMail> patches)
      throws IOException {
    String name = before != null && !given.has("name") ? before.name() : name(given.text("name"));
    boolean shared =
        given.has("public")
            ? Parameters.flag(given.text("public"))
                .orElseThrow(() -> Problem.field("public", "Must be a valid boolean."))
            : before != null && before.shared();
    List<MessageId> ids = before == null || given.has("patches") ? ids(patches) : before.patches();
    InboxName inbox =
        patches.isEmpty() && before != null ? before.inbox() : patches.getFirst().project().inbox();
    long number = before == null ? next() : before.number();
    for (Bundle other : all().values()) {
      if (isOwn(other, user) && other.number() != number && other.name().equals(name)) {
        throw Problem.field("name", "You already have a bundle called \"" + name + "\".");
      }
    }
    archive
        .control()
        .append(
            List.of(
                new BundleSet(
                    inbox,
                    number,
                    name,
                    shared,
                    ids,
                    user.name(),
                    Instant.now().getEpochSecond())));
    return new Bundle(number, inbox, user.name(), name, shared, ids);
  }

  private static String name(String text) {
    if (text.isEmpty()) {
      throw Problem.field("name", "This field is required.");
    }
    boolean plain = text.chars().noneMatch(c -> c < ' ' || c == '\u007f' || c == '/');
    if (!plain || text.length() > NAME_CHARACTERS_MAX) {
      throw Problem.field(
          "name", "Ensure this is one line of at most " + NAME_CHARACTERS_MAX + " characters.");
    }
    return text;
  }

  private static List<MessageId> ids(List<ProjectMail> patches) {
    if (patches.isEmpty()) {
      throw Problem.field("patches", "Bundles cannot be empty.");
    }
    if (patches.size() > PATCHES_MAX) {
      throw Problem.field("patches", "Bundles hold at most " + PATCHES_MAX + " patches.");
    }
    if (patches.stream().map(patch -> patch.project().id()).distinct().count() > 1) {
      throw Problem.field("patches", "Bundle patches must belong to the same project.");
    }
    List<MessageId> ids = new ArrayList<>();
    patches.forEach(patch -> ids.add(patch.id()));
    return ids.stream().distinct().toList();
  }

  void delete(Bundle bundle, ApiUser user) throws IOException {
    archive
        .control()
        .append(
            List.of(
                new BundleDeleted(
                    bundle.inbox(), bundle.number(), user.name(), Instant.now().getEpochSecond())));
  }

  Optional<Bundle> find(long number) {
    return Optional.ofNullable(all().get(number));
  }

  Optional<Bundle> find(String owner, String name) {
    return all().values().stream()
        .filter(bundle -> bundle.owner().equals(owner) && bundle.name().equals(name))
        .findFirst();
  }

  /// Whether a bundle is meant by words of its name, or by its owner.
  static boolean fits(Bundle bundle, Parameters query) {
    String words = query.text("q").toLowerCase(Locale.ROOT);
    return bundle.name().toLowerCase(Locale.ROOT).contains(words)
        && (query.text("public").isEmpty()
            || Parameters.flag(query.text("public")).equals(Optional.of(bundle.shared())));
  }
}
