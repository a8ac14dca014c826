/// An inbox on disk: public-inbox v2 (and v1, read only) git repositories.
///
/// ```
/// inboxes/NAME/
///   inbox.lock            flock(2)ed by the writer; one byte is appended after each change
///   description           one line
///   git/0.git git/1.git   epochs, bare repositories, one commit an event, file `m` or `d`
///   all.git               no objects of its own, alternates to every epoch
/// ```
///
/// The format is described in `docs/formats/inbox.md`. JGit is used here as it is.
@NullMarked
package org.annals.store;

import org.jspecify.annotations.NullMarked;
