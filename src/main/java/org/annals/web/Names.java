package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import org.annals.mail.Address;

/// What people are called on pages.
final class Names {
  private static final String NOBODY = "(nobody)";

  private Names() {}

  static String of(Address address) {
    String name = address.displayName().strip();
    return name.isEmpty() ? NOBODY : name;
  }

  static List<String> of(List<Address> addresses) {
    return addresses.stream().map(Names::of).toList();
  }

  /// The first author of a From header.
  static String of(String header) {
    List<Address> all = Address.parseList(header);
    return all.isEmpty() ? NOBODY : of(all.getFirst());
  }

  /// `Ines Okafor <ines@okafor.example>`
  static String inFull(Address address) {
    if (address.name().isEmpty()) {
      return address.mailbox();
    }
    return address.mailbox().isEmpty()
        ? address.name()
        : address.name() + " <" + address.mailbox() + ">";
  }

  /// `to Ines Okafor, brook-devel and 4 more`
  static String audience(List<Address> to, List<Address> cc) {
    List<Address> all = new ArrayList<>(to);
    all.addAll(cc);
    return all.isEmpty() ? "to nobody named" : "to " + Counts.names(of(all));
  }
}
