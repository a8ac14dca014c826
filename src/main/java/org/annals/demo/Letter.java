package org.annals.demo;

import java.time.Instant;
import java.util.List;

/// One mail before it is laid out for the wire: who says what to whom, in answer to what. `text` is
/// what a reader sees, with quotes in place; `entry` has the wishes about its form.
record Letter(
    Entry entry,
    Person from,
    Instant date,
    String id,
    String subject,
    List<String> lists,
    List<Mailbox> to,
    List<Mailbox> cc,
    List<String> references,
    String text) {
  /// A name and an address.
  record Mailbox(String name, String address) {}

  Mailbox sender() {
    return new Mailbox(from.name(), from.address());
  }

  boolean isPatch() {
    return entry.kind().equals("series");
  }
}
