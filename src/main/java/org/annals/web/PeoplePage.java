package org.annals.web;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.annals.archive.Archive;
import org.annals.archive.Census;
import org.annals.archive.Person;
import org.annals.index.Scope;
import org.annals.web.View.PersonLine;
import org.jspecify.annotations.Nullable;

/// `_/people/`: who writes, those with most messages first.
final class PeoplePage {
  static final String BY_WAY_OF_THE_LIST = "several people, by way of the list";

  private static final int PEOPLE = 100;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  PeoplePage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  Answer answer(BrowseRoute.People page, Visit visit) throws IOException {
    Scope scope = page.scope();
    frames.requireAddresses(scope);
    List<Person> all = archive.census().people(scope, Long.MIN_VALUE);
    if (page.offset() > 0 && page.offset() >= all.size()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "There are no more people.");
    }
    int end = Math.min(all.size(), page.offset() + PEOPLE);
    List<Person> shown = all.subList(page.offset(), end);
    View.People view =
        new View.People(
            Browsing.frame(frames, scope, visit, "people", Frames.At.PEOPLE),
            Browsing.ways(frames, page, visit),
            summary(all),
            lines(scope, shown, frames.addressBook(), visit.links()),
            range(page.offset(), shown.size(), all.size()),
            end < all.size() ? at(scope, end, visit) : null,
            page.offset() > 0 ? at(scope, Math.max(0, page.offset() - PEOPLE), visit) : null);
    return Answer.html(200, templates.rendering("people.jte", _ -> view));
  }

  private static @Nullable String at(Scope scope, int offset, Visit visit) {
    return visit.links().to(new BrowseRoute.People(scope, offset));
  }

  /// Whether all are here is known only while there are few.
  private static String summary(List<Person> all) {
    int addresses = all.stream().mapToInt(person -> person.addresses().size()).sum();
    return addresses < Census.ADDRESSES_MAX
        ? Counts.of(all.size(), "person", "people")
        : "the " + Counts.of(Census.ADDRESSES_MAX) + " busiest addresses";
  }

  private static String range(int offset, int shown, int total) {
    return shown == 0
        ? ""
        : Counts.of(offset + 1) + " to " + Counts.of(offset + shown) + " of " + Counts.of(total);
  }

  /// Lists send mail in place of its authors, so as not to break their signatures.
  static String name(Person person, AddressBook inboxes) {
    return inboxes.contains(person.address()) ? BY_WAY_OF_THE_LIST : Names.orNobody(person.name());
  }

  /// Of one name several bear, the address is told.
  static List<PersonLine> lines(
      Scope scope, List<Person> people, AddressBook inboxes, Links links) {
    Set<String> once = new HashSet<>();
    Set<String> again =
        people.stream()
            .map(person -> name(person, inboxes))
            .filter(name -> !once.add(name))
            .collect(Collectors.toSet());
    return people.stream()
        .map(person ->
            new PersonLine(
                name(person, inboxes),
                again.contains(name(person, inboxes)) ? person.address() : "",
                links.to(new BrowseRoute.Person(scope, person.address())),
                Counts.of(person.messages()),
                person.messages() == 1 ? "message" : "messages",
                Counts.of(person.patches()),
                Counts.of(person.started()),
                Moments.monthOf(person.first()),
                Moments.monthOf(person.last())))
        .toList();
  }
}
