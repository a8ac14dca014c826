package org.annals.archive;

import java.util.Set;
import org.annals.series.Claim;
import org.annals.series.SeriesMail;

/// What the operator says of an inbox about who decides on patches: addresses in lower case.
///
/// `appliers` take patches into trees when they say so, `maintainers` may give orders as well.
/// `servers` check who wrote the mail (authserv-ids of RFC 8601); `trustsFrom`: whoever From names
/// has written it.
public record Policy(
    Set<String> appliers, Set<String> maintainers, Set<String> servers, boolean trustsFrom) {
  public static final Policy NONE = new Policy(Set.of(), Set.of(), Set.of(), false);

  public Policy {
    appliers = Set.copyOf(appliers);
    maintainers = Set.copyOf(maintainers);
    servers = Set.copyOf(servers);
  }

  /// Whether it is known that the mail is by whom it says: its domain, or one above that, signed
  /// it.
  boolean isAuthentic(SeriesMail mail) {
    String domain = mail.author().substring(mail.author().lastIndexOf('@') + 1);
    return trustsFrom
        || mail.body().claims().stream()
            .anyMatch(claim ->
                claim instanceof Claim.Signed(var server, var signer)
                    && servers.contains(server)
                    && (domain.equals(signer) || domain.endsWith("." + signer)));
  }
}
