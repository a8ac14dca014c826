package org.annals.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord;
import org.annals.archive.InboxCard;
import org.annals.store.InboxName;

/// The inboxes that are not hidden, numbered in the order in which they came to be; those of which
/// nobody wrote that down stand after them in the order of the config.
final class Projects {
  private final Archive archive;
  private volatile Order order = new Order(-1, List.of());

  Projects(Archive archive) {
    this.archive = archive;
  }

  /// As it was when the control inbox had so many records.
  private record Order(int records, List<InboxName> inboxes) {}

  /// By number.
  List<Project> all() throws IOException {
    List<InboxName> inboxes = order();
    List<Project> projects = new ArrayList<>();
    for (InboxCard card : archive.inboxes()) {
      int id = inboxes.indexOf(card.name()) + 1;
      if (!card.settings().isHidden() && id <= Ids.PROJECTS_MAX) {
        projects.add(new Project(id, card));
      }
    }
    projects.sort(Comparator.comparingLong(Project::id));
    return projects;
  }

  private List<InboxName> order() {
    Order known = order;
    int records = archive.control().size();
    if (known.records != records) {
      Set<InboxName> inboxes = new LinkedHashSet<>();
      for (ControlRecord entry : archive.control().records()) {
        if (entry instanceof ControlRecord.InboxCreated(var inbox, _)) {
          inboxes.add(inbox);
        }
      }
      inboxes.addAll(archive.names());
      known = new Order(records, List.copyOf(inboxes));
      order = known;
    }
    return known.inboxes;
  }

  Optional<Project> byId(long id) throws IOException {
    return all().stream().filter(project -> project.id() == id).findFirst();
  }

  /// By number or by link name, in any case.
  Optional<Project> find(String key) throws IOException {
    return all().stream()
        .filter(project ->
            project.name().equalsIgnoreCase(key) || Long.toString(project.id()).equals(key))
        .findFirst();
  }
}
