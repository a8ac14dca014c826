package org.annals.archive;

import java.util.List;

/// Somebody who writes, from one address or several. `addresses` has the proper one first. Of
/// `messages`, `patches` are patches and cover letters and `started` open threads. Times are
/// received times in seconds since 1970.
public record Person(
    String name,
    List<String> addresses,
    int messages,
    int patches,
    int started,
    long first,
    long last) {
  public Person {
    addresses = List.copyOf(addresses);
  }

  public String address() {
    return addresses.getFirst();
  }
}
