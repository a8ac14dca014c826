package org.annals.archive;

import java.nio.file.Path;
import java.util.List;
import org.annals.store.InboxName;

/// What the operator says of one inbox. `newsgroup` is empty if it has none.
public record InboxSettings(
    InboxName name,
    Path directory,
    List<String> addresses,
    List<String> urls,
    List<String> listIds,
    String newsgroup,
    List<String> coderepos,
    boolean hidden) {

  /// The address that signs commits and names the feed.
  public String address() {
    return addresses.isEmpty() ? name + "@localhost" : addresses.getFirst();
  }
}
