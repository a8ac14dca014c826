package org.annals.code;

import java.io.IOException;
import java.util.List;
import org.annals.index.Posting;
import org.annals.patch.FilePatch;

/// Patches in mail, by the blobs that they make.
public interface PostedPatches {
  /// Messages with a change to a blob whose id begins so, those most likely to help first; at most
  /// `limit`. `id` has 7 digits at least.
  List<Posting> making(String id, int limit) throws IOException;

  /// The patches in a message; none if git has lost it.
  List<FilePatch> read(Posting posting) throws IOException;
}
