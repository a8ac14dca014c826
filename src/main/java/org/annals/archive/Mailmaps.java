package org.annals.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.annals.index.Scope;
import org.annals.store.InboxName;

/// The mailmaps of the inboxes, read again when they change. Thread-safe.
final class Mailmaps {
  private final Inboxes inboxes;
  private final Map<Path, Loaded> loaded = new ConcurrentHashMap<>();

  Mailmaps(Inboxes inboxes) {
    this.inboxes = inboxes;
  }

  /// A mailmap, and its file as it was then.
  private record Loaded(FileTime modified, long size, Mailmap mailmap) {}

  /// All that count in a scope, one after the other. Equal while none of them changed.
  record Merged(List<Mailmap> mailmaps) {
    Mailmap.Identity identify(String name, String address) {
      Mailmap.Identity identity = Mailmap.EMPTY.identify(name, address);
      for (Mailmap mailmap : mailmaps) {
        identity = mailmap.identify(identity.name(), identity.address());
      }
      return identity;
    }

    /// All addresses of whom this is the proper one, itself first, at most `limit`.
    List<String> addresses(String proper, int limit) {
      Set<String> all = new LinkedHashSet<>(List.of(proper));
      mailmaps.forEach(mailmap -> all.addAll(mailmap.addresses(proper)));
      return all.stream().limit(limit).toList();
    }
  }

  Merged of(Scope scope) throws IOException {
    List<Mailmap> mailmaps = new ArrayList<>();
    for (InboxName inbox : names(scope)) {
      Mailmap mailmap = of(inboxes.settings(inbox));
      if (mailmap != Mailmap.EMPTY && !mailmaps.contains(mailmap)) {
        mailmaps.add(mailmap);
      }
    }
    return new Merged(mailmaps);
  }

  private List<InboxName> names(Scope scope) {
    return switch (scope) {
      case Scope.One(var inbox) -> List.of(inbox);
      case Scope.All() -> inboxes.names().stream().filter(inboxes::isShown).toList();
    };
  }

  private Mailmap of(InboxSettings settings) throws IOException {
    Path named = settings.pages().mailmap();
    Path file = named == null ? settings.directory().resolve("mailmap") : named;
    BasicFileAttributes now;
    try {
      now = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return Mailmap.EMPTY;
    }
    Loaded known = loaded.get(file);
    if (known == null
        || !known.modified.equals(now.lastModifiedTime())
        || known.size != now.size()) {
      known = new Loaded(now.lastModifiedTime(), now.size(), Mailmap.read(file));
      loaded.put(file, known);
    }
    return known.mailmap;
  }
}
