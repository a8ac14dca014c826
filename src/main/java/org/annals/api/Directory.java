package org.annals.api;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.annals.archive.Archive;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.Scope;
import org.annals.mail.Address;

/// Projects, users and people by their numbers. Thread-safe.
///
/// People are all addresses that sent mail that everybody may see. Their numbers are kept nowhere:
/// to find one, the addresses of the index are gone through; those found last are remembered.
final class Directory {
  private static final int REMEMBERED_MAX = 1_000;

  private final Archive archive;
  private final Projects projects;
  private final Users users;
  private final Map<Long, String> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  Directory(Archive archive, Projects projects, Users users) {
    this.archive = archive;
    this.projects = projects;
    this.users = users;
  }

  /// Somebody who sent mail; the name is the one used last.
  record Person(String address, String name) {
    long id() {
      return Ids.ofPerson(address);
    }
  }

  Projects projects() {
    return projects;
  }

  Users users() {
    return users;
  }

  /// An address by itself, or by the number of the person.
  Optional<String> address(String key) throws IOException {
    return key.indexOf('@') >= 0
        ? Optional.of(key.toLowerCase(Locale.ROOT))
        : key.matches("[0-9]{1,18}") ? address(Long.parseLong(key)) : Optional.empty();
  }

  private Optional<String> address(long id) throws IOException {
    synchronized (remembered) {
      String known = remembered.get(id);
      if (known != null) {
        return Optional.of(known);
      }
    }
    List<String> found = new ArrayList<>(1);
    archive.scanAuthors(address -> {
      if (Ids.ofPerson(address) == id) {
        found.add(address);
      }
      return found.isEmpty();
    });
    synchronized (remembered) {
      found.forEach(address -> remembered.put(id, address));
    }
    return found.stream().findFirst();
  }

  Optional<Person> person(long id) throws IOException {
    Optional<String> address = address(id);
    return address.isEmpty() ? Optional.empty() : person(address.get());
  }

  /// Empty if nothing that everybody may see was sent from the address.
  Optional<Person> person(String address) throws IOException {
    Query from = new Query.From(List.of(address));
    List<Posting> last = archive.search(new Scope.All(), from, Order.NEWEST_FIRST, 0, 1).hits();
    return last.stream()
        .findFirst()
        .map(posting ->
            Address.parseList(posting.overview().from()).stream()
                .filter(one -> one.mailbox().equalsIgnoreCase(address))
                .findFirst()
                .map(one -> new Person(one.mailbox(), one.name()))
                .orElse(new Person(address, "")));
  }

  /// In the order of their addresses. `words` stand in the address, or the name has them.
  Slice<Person> people(String words, Paging paging) throws IOException {
    String wanted = words.toLowerCase(Locale.ROOT);
    Set<String> named = named(words);
    List<String> page = new ArrayList<>();
    long[] total = {0};
    int from = paging.offset();
    archive.scanAuthors(address -> {
      if (address.contains(wanted) || named.contains(address)) {
        if (total[0] >= from && page.size() < paging.size()) {
          page.add(address);
        }
        total[0]++;
      }
      return true;
    });
    paging.requireExists(total[0]);
    List<Person> people = new ArrayList<>();
    for (String address : page) {
      person(address).ifPresent(people::add);
    }
    return new Slice<>(people, total[0]);
  }

  /// The addresses of those who sent the newest messages under a name with these words.
  private Set<String> named(String words) throws IOException {
    Set<String> addresses = new HashSet<>();
    try {
      Query from = QueryParser.parse("f:\"" + words.replace('"', ' ') + "\"", Instant.EPOCH);
      archive
          .search(new Scope.All(), from, Order.NEWEST_FIRST, 0, Filters.NAMED_MAX)
          .hits()
          .forEach(hit ->
              Address.parseList(hit.overview().from()).stream()
                  .limit(1)
                  .forEach(one -> addresses.add(one.mailbox().toLowerCase(Locale.ROOT))));
    } catch (QueryException e) {
      return addresses; // no word in it
    }
    return addresses;
  }
}
