package org.annals.api;

import java.util.List;
import java.util.Locale;

/// Somebody who may ask with a token: `[annalsuser "NAME"]` of the config.
///
/// `tokenHash` is the SHA-256 of the token, 64 hexadecimal digits in lower case; the token itself
/// is nowhere kept. `maintains` are names of inboxes whose patches the user may change; `all` is
/// every inbox. Who has the address of a maintainer of an inbox may, too, and whoever has one of
/// `emails` may change the patches that he sent from there.
public record ApiUser(
    String name, String fullName, List<String> emails, String tokenHash, List<String> maintains) {
  public ApiUser {
    emails = emails.stream().map(email -> email.toLowerCase(Locale.ROOT)).toList();
    maintains = List.copyOf(maintains);
  }

  long id() {
    return Ids.of("user " + name);
  }

  String email() {
    return emails.isEmpty() ? "" : emails.getFirst();
  }

  boolean maintains(Project project) {
    return maintains.contains("all")
        || maintains.contains(project.name())
        || emails.stream().anyMatch(project.card().settings().policy().maintainers()::contains);
  }
}
