package org.annals.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// The prefixes that the query language has in one scope beyond those that it has everywhere.
public final class OwnPrefixes {
  public static final OwnPrefixes NONE = new OwnPrefixes(List.of());

  private final Map<String, OwnPrefix> byName = new LinkedHashMap<>();

  /// Of several with one name the first counts, but numbers of older archives are put together.
  public OwnPrefixes(Collection<OwnPrefix> all) {
    for (OwnPrefix prefix : all) {
      byName.merge(prefix.name(), prefix, OwnPrefixes::both);
    }
  }

  private static OwnPrefix both(OwnPrefix one, OwnPrefix other) {
    return switch (one) {
      case OwnPrefix.Serial(var name, var numbers)
          when other instanceof OwnPrefix.Serial(_, var more) ->
          new OwnPrefix.Serial(
              name,
              number -> {
                List<MessageId> found = new ArrayList<>(numbers.find(number));
                found.addAll(more.find(number));
                return found;
              });
      case OwnPrefix.Unindexed _ -> other;
      default -> one;
    };
  }

  @Nullable OwnPrefix find(String name) {
    return byName.get(name);
  }

  public Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  public List<OwnPrefix> all() {
    return List.copyOf(byName.values());
  }
}
