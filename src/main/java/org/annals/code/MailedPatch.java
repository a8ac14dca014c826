package org.annals.code;

import java.time.Instant;
import java.util.List;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// One posting of a patch, with what a commit that came of it may have in common.
///
/// `cover` is the cover letter of its series. `author` is whom `git am` would take. `title` is the
/// subject without its prefixes; `patchId` is "" if there is none.
public record MailedPatch(
    MessageId id,
    @Nullable MessageId cover,
    Address author,
    String title,
    String patchId,
    Instant sent,
    List<String> paths) {
  public MailedPatch {
    paths = List.copyOf(paths);
  }
}
