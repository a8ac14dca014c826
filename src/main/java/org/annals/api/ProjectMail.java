package org.annals.api;

import java.util.List;
import org.annals.index.Posting;
import org.annals.mail.Address;
import org.annals.mail.MessageId;

/// A message in a project.
record ProjectMail(Project project, Posting posting) {
  MessageId id() {
    return posting.id();
  }

  /// By which the interface knows it.
  long number() {
    return Ids.ofMessage(project.id(), posting.number());
  }

  /// Who sent it; of nobody both are empty.
  Address submitter() {
    List<Address> from = Address.parseList(posting.overview().from());
    return from.stream()
        .filter(address -> !address.mailbox().isEmpty())
        .findFirst()
        .orElse(new Address("", ""));
  }

  PatchName name() {
    return PatchName.of(posting.overview().subject(), project);
  }
}
