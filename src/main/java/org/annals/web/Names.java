package org.annals.web;

import java.util.List;
import org.annals.mail.Address;

/// What people are called on pages.
final class Names {
  static final String NOBODY = "(nobody)";

  private Names() {}

  static String of(Address address) {
    return orNobody(address.displayName());
  }

  /// What somebody of this name is called.
  static String orNobody(String text) {
    String name = withoutDomain(text.strip());
    return name.isEmpty() ? NOBODY : name;
  }

  /// A name that is an address is called by the part that tells who.
  private static String withoutDomain(String name) {
    int at = name.indexOf('@');
    return at > 0 && name.indexOf(' ') < 0 ? name.substring(0, at) : name;
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
}
