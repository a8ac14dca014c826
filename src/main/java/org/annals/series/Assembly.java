package org.annals.series;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// Puts patches together that were mailed together.
///
/// A patch belongs to what it refers to if version and total agree, be it the cover letter or
/// another patch; else to patches that the same person sent at nearly the same time under the same
/// version and total. No number is given twice: who comes later begins another series.
public final class Assembly {
  /// A larger number in a subject is no number of a patch that anybody mailed.
  public static final int PATCHES_MAX = 1_000;

  /// Longer chains of answers are followed no further.
  private static final int DEPTH_MAX = 200;

  /// How far apart the patches of a series arrive that do not refer to one another.
  static final long TOGETHER_SECONDS = 30 * 60;

  private final Map<MessageId, SeriesMail> mails = new HashMap<>();
  private final Map<MessageId, Growing> places = new HashMap<>();
  private final List<Growing> series = new ArrayList<>();

  /// Cover letters without a number; each is that of one series.
  private final Set<MessageId> adopted = new HashSet<>();

  private Assembly() {}

  /// The series among these mails, the earliest first, then those that only answers tell of. The
  /// order of the mails does not matter.
  public static List<Series> of(Collection<SeriesMail> mails) {
    Assembly assembly = new Assembly();
    List<SeriesMail> byDate = mails.stream().sorted(SeriesMail.BY_DATE).toList();
    byDate.forEach(mail -> assembly.mails.putIfAbsent(mail.id(), mail));
    byDate.forEach(assembly::place);
    List<Series> finished =
        assembly.series.stream()
            .map(assembly::finished)
            .sorted(Comparator.comparing(Series::head, SeriesMail.BY_DATE))
            .collect(Collectors.toCollection(ArrayList::new));
    for (int i = 1; i < finished.size(); i++) {
      Series before = assembly.rerolled(finished.get(i), finished.subList(0, i));
      if (before != null) {
        finished.set(i, finished.get(i).on(before));
      }
    }
    finished.addAll(Ghosts.of(assembly.mails));
    return List.copyOf(finished);
  }

  /// Ghosts among themselves, in the order of who tells of them.
  static List<Series> ofGhosts(List<SeriesMail> ghosts) {
    Assembly assembly = new Assembly();
    ghosts.forEach(ghost -> assembly.mails.putIfAbsent(ghost.id(), ghost));
    ghosts.forEach(assembly::place);
    return assembly.series.stream().map(assembly::finished).toList();
  }

  /// The version of which this one sends only some patches again, each in answer to its older self.
  private @Nullable Series rerolled(Series part, List<Series> earlier) {
    if (part.version() < 2 || part.cover() != null || part.isComplete()) {
      return null;
    }
    Series before = null;
    for (SeriesMail patch : part.patches().values()) {
      Series found = answeredByItself(patch, part, earlier);
      if (found == null || (before != null && !before.equals(found))) {
        return null;
      }
      before = found;
    }
    return before;
  }

  private @Nullable Series answeredByItself(SeriesMail patch, Series part, List<Series> earlier) {
    for (int i = earlier.size() - 1; i >= 0; i--) {
      Series one = earlier.get(i);
      SeriesMail same = one.patches().get(patch.number());
      if (same != null
          && one.total() == part.total()
          && one.version() < part.version()
          && answers(patch, same.id())) {
        return one;
      }
    }
    return null;
  }

  /// Whether it refers to the mail, or what it answers does, and so on.
  private boolean answers(SeriesMail mail, MessageId id) {
    SeriesMail at = mail;
    for (int depth = 0; at != null && depth < DEPTH_MAX; depth++) {
      if (at.references().contains(id)) {
        return true;
      }
      MessageId parent = at.parent();
      at = parent == null ? null : mails.get(parent);
    }
    return false;
  }

  private void place(SeriesMail mail) {
    boolean one = mail.kind() == SeriesMail.Kind.PATCH || mail.kind() == SeriesMail.Kind.COVER;
    if (!one || mail.number() > PATCHES_MAX || places.containsKey(mail.id())) {
      return;
    }
    Growing found = referred(mail);
    if (found == null) {
      found = beside(mail);
    }
    if (found == null) {
      found = new Growing(mail);
      series.add(found);
    }
    found.add(mail);
    places.put(mail.id(), found);
  }

  /// The nearest of what it refers to that it fits.
  private @Nullable Growing referred(SeriesMail mail) {
    List<MessageId> references = mail.references();
    for (int i = references.size() - 1; i >= 0; i--) {
      Growing found = places.get(references.get(i));
      if (found != null
          && (found.fits(mail) || found.isAnsweredBy(mail) || found.isAddedTo(mail))) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Growing beside(SeriesMail mail) {
    for (int i = series.size() - 1; i >= 0; i--) {
      Growing found = series.get(i);
      if (mail.sent() - found.last.sent() <= TOGETHER_SECONDS
          && found.last.author().equals(mail.author())
          && found.fits(mail)) {
        return found;
      }
    }
    return null;
  }

  private Series finished(Growing growing) {
    SeriesMail cover = growing.slots.get(0);
    SortedMap<Integer, SeriesMail> patches = new TreeMap<>(growing.slots);
    patches.remove(0);
    SeriesMail adopted = cover == null ? nakedCover(patches) : cover;
    return new Series(
        growing.version,
        growing.versionText,
        Math.max(growing.total, patches.isEmpty() ? 0 : patches.lastKey()),
        adopted,
        patches,
        Set.of());
  }

  /// What the patches answer, if their author opened the conversation with it: a cover letter
  /// without a number.
  private @Nullable SeriesMail nakedCover(SortedMap<Integer, SeriesMail> patches) {
    if (patches.size() < 2) {
      return null;
    }
    SeriesMail first = patches.values().iterator().next();
    MessageId parent = first.parent();
    SeriesMail mail = parent == null ? null : mails.get(parent);
    if (mail == null) {
      return null;
    }
    boolean cover =
        mail.kind() == SeriesMail.Kind.OTHER
            && (mail.body().diffstat() || mail.references().isEmpty())
            && mail.author().equals(first.author());
    return cover && adopted.add(mail.id()) ? mail : null;
  }

  /// A series that may get more patches.
  private static final class Growing {
    final SortedMap<Integer, SeriesMail> slots = new TreeMap<>();
    final int version;
    final String versionText;
    final int total;
    final boolean numbered;
    SeriesMail last;

    Growing(SeriesMail first) {
      version = first.subject().version();
      versionText = first.subject().versionText();
      total = first.total();
      numbered = first.subject().number() >= 0;
      last = first;
    }

    /// A patch that answers the cover letter or another patch may leave the version out.
    boolean fits(SeriesMail mail) {
      String said = mail.subject().versionText();
      return numbered
          && mail.subject().number() >= 0
          && mail.total() == total
          && (said.isEmpty() || said.equals(versionText))
          && !slots.containsKey(mail.number());
    }

    /// Who answers the cover letter directly may count otherwise than it does.
    boolean isAnsweredBy(SeriesMail mail) {
      SeriesMail cover = slots.get(0);
      return cover != null
          && cover.id().equals(mail.parent())
          && mail.subject().number() > 0
          && mail.subject().versionText().equals(versionText)
          && !slots.containsKey(mail.number());
    }

    /// `[PATCH 3/2]`, thought of later.
    boolean isAddedTo(SeriesMail mail) {
      String said = mail.subject().versionText();
      return mail.number() > total
          && mail.subject().prefixText().contains(mail.number() + "/" + total)
          && (said.isEmpty() || said.equals(versionText))
          && !slots.containsKey(mail.number());
    }

    void add(SeriesMail mail) {
      slots.put(mail.number(), mail);
      last = mail;
    }
  }
}
