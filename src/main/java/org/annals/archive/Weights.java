package org.annals.archive;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.mail.MessageId;
import org.annals.series.Authority;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.store.InboxName;

/// What counts beside the mails of a change: who may decide, and what is known of its patches from
/// elsewhere.
final class Weights {
  private final Inboxes inboxes;

  Weights(Inboxes inboxes) {
    this.inboxes = inboxes;
  }

  TrackedTopic.Beside beside(Collection<Series> versions) throws IOException {
    return new TrackedTopic.Beside(Map.of(), Map.of());
  }

  /// For a change whose patches are in these inboxes.
  Authority authority(Map<MessageId, Set<InboxName>> places) {
    List<Policy> policies =
        places.values().stream()
            .flatMap(Set::stream)
            .distinct()
            .map(name -> inboxes.settings(name).policy())
            .toList();
    return new Authority() {
      @Override
      public boolean applies(SeriesMail mail) {
        return policies.stream()
            .anyMatch(one ->
                one.appliers().contains(mail.author())
                    || one.maintainers().contains(mail.author()));
      }

      @Override
      public boolean maintains(SeriesMail mail) {
        return policies.stream().anyMatch(one -> one.maintainers().contains(mail.author()));
      }

      @Override
      public boolean isAuthentic(SeriesMail mail) {
        return policies.stream().anyMatch(Policy::trustsFrom) || maintains(mail);
      }
    };
  }
}
