package org.annals.nntp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.store.InboxName;

/// The newsgroups of an archive. Thread-safe; remembers the last state.
final class Groups {
  /// What else stands in a config file would break lines apart.
  private static final Pattern NAME = Pattern.compile("[a-z0-9/_.~@+=:-]+");

  private final Archive archive;
  private volatile State last = new State(-1, new TreeMap<>(), Map.of());

  Groups(Archive archive) {
    this.archive = archive;
  }

  private record State(
      long version, SequencedMap<String, Group> byName, Map<InboxName, Group> byInbox) {}

  /// All, by name.
  List<Group> all() throws IOException {
    return List.copyOf(state().byName().values());
  }

  List<Group> matching(Wildmat pattern) throws IOException {
    return all().stream().filter(group -> pattern.matches(group.name())).toList();
  }

  Optional<Group> find(String name) throws IOException {
    return Optional.ofNullable(state().byName().get(name.toLowerCase(Locale.ROOT)));
  }

  /// Empty when the inbox is in no newsgroup.
  Optional<Group> find(InboxName inbox) throws IOException {
    return Optional.ofNullable(state().byInbox().get(inbox));
  }

  /// One article in one group.
  record Place(String group, long number) {}

  /// Where the message of an article is: first the article itself, then the groups that it was
  /// posted to as well.
  List<Place> places(Article article) throws IOException {
    State state = state();
    List<Place> places = new ArrayList<>(1);
    addPlace(places, state, article.posting().slot());
    for (Slot slot : article.slots()) {
      if (!slot.inbox().equals(article.posting().inbox())) {
        addPlace(places, state, slot);
      }
    }
    return places;
  }

  private static void addPlace(List<Place> places, State state, Slot slot) {
    Group group = state.byInbox().get(slot.inbox());
    if (group != null) {
      places.add(new Place(group.name(), slot.number()));
    }
  }

  private State state() throws IOException {
    State known = last;
    long version = archive.version(new Scope.All());
    if (known.version() != version) {
      known = read(version);
      last = known;
    }
    return known;
  }

  private State read(long version) throws IOException {
    SequencedMap<String, Group> byName = new TreeMap<>();
    for (InboxCard card : archive.inboxes()) {
      String name = card.settings().newsgroup();
      if (NAME.matcher(name).matches()) {
        long[] lowest = archive.numbers(card.name(), 1, 1);
        long low = lowest.length == 0 ? card.highestNumber() + 1 : lowest[0];
        byName.putIfAbsent(name, new Group(card, low));
      }
    }
    Map<InboxName, Group> byInbox = new LinkedHashMap<>();
    byName.values().forEach(group -> byInbox.put(group.inbox(), group));
    return new State(version, byName, byInbox);
  }
}
