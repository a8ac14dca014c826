package org.annals.archive;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.annals.mail.MessageId;
import org.annals.store.Inbox;
import org.annals.store.InboxName;

/// The inboxes of an archive, open. Thread-safe; close it.
final class Inboxes implements AutoCloseable {
  private final Map<InboxName, InboxSettings> settings = new LinkedHashMap<>();
  private final Map<InboxName, Inbox> open = new LinkedHashMap<>();
  private final StaleInboxes stale = new StaleInboxes();

  Inboxes(List<InboxSettings> all) throws IOException {
    try {
      for (InboxSettings one : all) {
        settings.put(one.name(), one);
        open.put(one.name(), Inbox.open(one.name(), one.directory()));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  Inbox get(InboxName name) {
    Inbox inbox = open.get(name);
    if (inbox == null) {
      throw new IllegalArgumentException("no inbox is named " + name);
    }
    return inbox;
  }

  InboxSettings settings(InboxName name) {
    InboxSettings found = settings.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no inbox is named " + name);
    }
    return found;
  }

  /// Whether the config names it.
  boolean isOpen(InboxName name) {
    return open.containsKey(name);
  }

  /// Whether the config names it and does not hide it.
  boolean isShown(InboxName name) {
    InboxSettings known = settings.get(name);
    return known != null && !known.isHidden();
  }

  Optional<InboxSettings> find(String name) {
    return settings.values().stream().filter(one -> one.name().value().equals(name)).findFirst();
  }

  StaleInboxes stale() {
    return stale;
  }

  List<InboxName> names() {
    return List.copyOf(open.keySet());
  }

  /// Differs when what is tracked of series may differ by what the config says.
  String fingerprint() {
    StringBuilder text = new StringBuilder();
    settings.values().stream()
        .sorted(Comparator.comparing(InboxSettings::name))
        .forEach(one ->
            text.append(one.name())
                .append(one.isHidden())
                .append(new TreeSet<>(one.policy().appliers()))
                .append(new TreeSet<>(one.policy().maintainers()))
                .append(new TreeSet<>(one.policy().servers()))
                .append(one.policy().trustsFrom())
                .append(one.coderepos()));
    return new MessageId(text.toString()).sha1Hex();
  }

  @Override
  public void close() {
    open.values().forEach(Inbox::close);
  }
}
