package org.annals.code;

import java.io.IOException;
import java.util.List;
import org.annals.mail.Address;
import org.annals.mail.MessageId;

/// Finds the commits that may have come of a mail.
public interface CommitLookup {
  List<Commit> naming(MessageId message) throws IOException;

  List<Commit> withPatchId(String patchId) throws IOException;

  /// By an author, known by address or name, with a title of the same words.
  List<Commit> by(Address author, String title) throws IOException;

  /// By an author, with a title that has a part in common, see `CommitMatching.nearKeys`.
  List<Commit> near(Address author, String title) throws IOException;

  List<Commit> reverting(Commit commit) throws IOException;
}
