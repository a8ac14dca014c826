package org.annals.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.annals.index.Bookmarks;
import org.annals.index.OwnPrefix;
import org.annals.index.OwnPrefixes;
import org.annals.index.Scope;
import org.annals.store.InboxName;
import org.annals.store.SerialNumbers;

/// What inboxes have prefixes for in searches, by their config and by what the index holds.
final class SearchPrefixes {
  private static final System.Logger LOG = System.getLogger(SearchPrefixes.class.getName());

  private final Inboxes inboxes;

  SearchPrefixes(Inboxes inboxes) {
    this.inboxes = inboxes;
  }

  /// Of an inbox; over all inboxes those of each that is shown.
  OwnPrefixes of(Scope scope, Bookmarks indexed) {
    List<OwnPrefix> all = new ArrayList<>();
    for (InboxName name : inboxes.names()) {
      if (scope instanceof Scope.One(var one) ? one.equals(name) : inboxes.isShown(name)) {
        add(inboxes.settings(name), indexed, all);
      }
    }
    return all.isEmpty() ? OwnPrefixes.NONE : new OwnPrefixes(all);
  }

  private static void add(InboxSettings settings, Bookmarks indexed, List<OwnPrefix> all) {
    for (AltId altId : settings.intake().altIds()) {
      all.add(new OwnPrefix.Serial(altId.prefix(), numbers(settings, altId)::find));
    }
    Set<IndexHeader> known = indexed(settings.name(), indexed);
    for (IndexHeader header : settings.intake().indexHeaders()) {
      all.add(
          known.contains(header) || indexed.highest(settings.name()) == 0
              ? new OwnPrefix.InHeader(header.field(), header.header())
              : new OwnPrefix.Unindexed(header.prefix(), header.header()));
    }
  }

  /// The numbers of an older archive under this prefix of an inbox.
  Optional<SerialNumbers> serials(InboxName name, String prefix) {
    InboxSettings settings = inboxes.settings(name);
    return settings.intake().altIds().stream()
        .filter(altId -> altId.prefix().equals(prefix))
        .findFirst()
        .map(altId -> numbers(settings, altId));
  }

  private static SerialNumbers numbers(InboxSettings settings, AltId altId) {
    return new SerialNumbers(settings.directory().resolve(altId.file()));
  }

  private static Set<IndexHeader> indexed(InboxName name, Bookmarks indexed) {
    return IndexHeader.parseAll(indexed.headers().getOrDefault(name, ""));
  }

  /// Says where the config wants another index than there is, and which files are missing.
  void warn(Bookmarks indexed) {
    for (InboxName name : inboxes.names()) {
      InboxSettings settings = inboxes.settings(name);
      Set<IndexHeader> wanted = Set.copyOf(settings.intake().indexHeaders());
      if (indexed.highest(name) > 0 && !wanted.equals(indexed(name, indexed))) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}: indexheader is not what the index was made with; run ''annals index --rebuild''",
            name);
      }
      for (AltId altId : settings.intake().altIds()) {
        Path file = numbers(settings, altId).file();
        if (!Files.isReadable(file)) {
          LOG.log(
              System.Logger.Level.WARNING, "{0}: altid: {1} cannot be read", name, file.toString());
        }
      }
    }
  }
}
