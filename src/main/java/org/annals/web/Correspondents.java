package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import org.annals.mail.Address;
import org.annals.mail.Message;

/// Who wrote to whom, read from the headers once.
record Correspondents(List<Address> from, List<Address> to, List<Address> cc) {
  static Correspondents of(Message message) {
    return new Correspondents(message.from(), message.to(), message.cc());
  }

  Correspondents hiding(Obfuscation obfuscation) {
    return obfuscation.isOn()
        ? new Correspondents(
            hidden(from, obfuscation), hidden(to, obfuscation), hidden(cc, obfuscation))
        : this;
  }

  private static List<Address> hidden(List<Address> addresses, Obfuscation obfuscation) {
    return addresses.stream()
        .map(one -> new Address(obfuscation.of(one.name()), obfuscation.of(one.mailbox())))
        .toList();
  }

  String author() {
    return author(from);
  }

  static String author(List<Address> from) {
    return from.isEmpty() ? Names.NOBODY : Counts.names(Names.of(from));
  }

  /// `to Ines Okafor, brook-devel and 4 more`
  String audience() {
    List<Address> all = new ArrayList<>(to);
    all.addAll(cc);
    return all.isEmpty() ? "to nobody named" : "to " + Counts.names(Names.of(all));
  }
}
