package org.annals.archive;

import java.util.List;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// What git history alone does not tell, as kept in the control inbox
/// (`docs/formats/control-inbox.md`). Each is one small mail. Times are seconds since 1970.
public sealed interface ControlRecord {
  InboxName inbox();

  /// When the inbox came to be: seconds since 1970; the IMAP UIDVALIDITY.
  record InboxCreated(InboxName inbox, long createdAt) implements ControlRecord {}

  /// Numbers that were given and whose messages a rewritten history no longer has.
  record NumbersBurnt(InboxName inbox, List<Long> numbers) implements ControlRecord {}

  /// A message that keeps a number which replay would not give it.
  record NumberKept(InboxName inbox, BlobId blob, long number) implements ControlRecord {}

  /// What somebody, by a program, said of a patch; `actor` is the name of a user of the config.
  sealed interface OfPatch extends ControlRecord {
    MessageId patch();

    String actor();

    long at();
  }

  /// A state, by its slug.
  record StateSet(InboxName inbox, MessageId patch, String state, String actor, long at)
      implements OfPatch {
    public StateSet {
      requireLines(state, actor);
    }
  }

  /// What a test said; `result` is `pending`, `success`, `warning` or `fail`, `context` names the
  /// test. Its newest in a context counts.
  record CheckGiven(
      InboxName inbox,
      MessageId patch,
      String context,
      String result,
      String url,
      String description,
      String actor,
      long at)
      implements OfPatch {
    public CheckGiven {
      requireLines(context, result, url, description, actor);
    }
  }

  /// Who is to look after a patch: the name of a user, empty for nobody.
  record DelegateSet(InboxName inbox, MessageId patch, String delegate, String actor, long at)
      implements OfPatch {
    public DelegateSet {
      requireLines(delegate, actor);
    }
  }

  /// Whether a patch is out of sight in lists of what there is to do.
  record ArchivedSet(InboxName inbox, MessageId patch, boolean archived, String actor, long at)
      implements OfPatch {
    public ArchivedSet {
      requireLines(actor);
    }
  }

  /// The commit that a patch became, as somebody named it; empty: none.
  record CommitSet(InboxName inbox, MessageId patch, String commit, String actor, long at)
      implements OfPatch {
    public CommitSet {
      requireLines(commit, actor);
    }
  }

  /// A collection of patches of one inbox in an order that somebody chose. Bundles have numbers
  /// from 1 on; the last record of a number counts. `shared`: others may see it.
  record BundleSet(
      InboxName inbox,
      long number,
      String name,
      boolean shared,
      List<MessageId> patches,
      String actor,
      long at)
      implements ControlRecord {
    public BundleSet {
      patches = List.copyOf(patches);
      requireLines(name, actor);
    }
  }

  /// A bundle that is no more; its number is not given again.
  record BundleDeleted(InboxName inbox, long number, String actor, long at)
      implements ControlRecord {
    public BundleDeleted {
      requireLines(actor);
    }
  }

  /// A blob, and the blob that stands in its place: null if it was only hidden.
  record Replaced(BlobId before, @Nullable BlobId after) {}

  /// A message that somebody removed. It stands in the record before anything is done to it, so
  /// that what a crash interrupts is gone on with; `RemovalDone` says that it was.
  ///
  /// Removals of an inbox have numbers from 1 on. Of the ids only SHA-256 sums are kept if even
  /// they must go. `others`: other messages with these ids stay.
  record Removed(
      InboxName inbox,
      long number,
      RemovalAction action,
      RemovalReason reason,
      List<MessageId> ids,
      List<String> idSums,
      List<String> contents,
      List<Replaced> blobs,
      boolean others,
      String actor,
      long at,
      String note)
      implements ControlRecord {
    public Removed {
      ids = List.copyOf(ids);
      idSums = List.copyOf(idSums);
      contents = List.copyOf(contents);
      blobs = List.copyOf(blobs);
      requireLines(actor, note);
    }
  }

  /// All of a removal was done.
  record RemovalDone(InboxName inbox, long number) implements ControlRecord {}

  /// A hidden message that may come back.
  record RemovalLifted(InboxName inbox, long number, String actor, long at)
      implements ControlRecord {
    public RemovalLifted {
      requireLines(actor);
    }
  }

  private static void requireLines(String... values) {
    for (String value : values) {
      if (value.chars().anyMatch(c -> c < ' ' || c == '\u007f') || !value.equals(value.strip())) {
        throw new IllegalArgumentException("'" + value + "' is not one line without blanks around");
      }
    }
  }
}
