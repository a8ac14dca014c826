package org.annals.code;

import java.time.Instant;
import java.util.List;
import org.annals.mail.Address;
import org.annals.mail.MessageId;

/// A commit of a code repository with what ties it to mails.
///
/// `patchId` is "" of merges, of commits that change nothing and of those over the limits. `names`
/// are the mails that its message names, `reverts` and `pickedFrom` ids of commits as written
/// there, perhaps abbreviated; `paths` the first paths that it changes. `mainline`: reachable from
/// the repository's HEAD.
public record Commit(
    String repository,
    String id,
    String patchId,
    String title,
    Address author,
    Instant authored,
    Address committer,
    Instant committed,
    List<Name> names,
    List<String> reverts,
    List<String> pickedFrom,
    List<String> paths,
    boolean mainline) {

  /// How a commit message names a mail.
  public enum By {
    /// `Message-ID:`, which programs write when they apply a mail.
    MESSAGE_ID,
    /// `Link:`, most often to the mail that was applied, now and then to a discussion.
    LINK,
    /// `Closes:`, or a link that the text refers to as `[1]`: a report or a discussion.
    REFERENCE
  }

  public record Name(MessageId message, By by) {}

  public Commit {
    names = List.copyOf(names);
    reverts = List.copyOf(reverts);
    pickedFrom = List.copyOf(pickedFrom);
    paths = List.copyOf(paths);
  }

  Commit withMainline(boolean reachable) {
    return new Commit(
        repository,
        id,
        patchId,
        title,
        author,
        authored,
        committer,
        committed,
        names,
        reverts,
        pickedFrom,
        paths,
        reachable);
  }
}
