package org.annals.archive;

import java.util.Set;

/// What the operator says of an inbox about who decides on patches: addresses in lower case.
///
/// `appliers` take patches into trees when they say so, `maintainers` may give orders as well.
/// `trustsFrom`: whoever From names has written the mail.
public record Policy(Set<String> appliers, Set<String> maintainers, boolean trustsFrom) {
  public static final Policy NONE = new Policy(Set.of(), Set.of(), false);

  public Policy {
    appliers = Set.copyOf(appliers);
    maintainers = Set.copyOf(maintainers);
  }
}
