/// Newsgroups for readers: NNTP (RFC 3977, 2980, 4642, 6048, 8054), without posting.
///
/// A group is an inbox whose settings name a newsgroup. [NntpServer] is the protocol that
/// [org.annals.net.LineServer] serves; a connection is a [Session], which reads a line, looks the
/// command up in [Commands], and sends the [Reply] that it gives. A command is a method that takes
/// the session and the words behind its name; what it will not do it throws as a [Refusal]. Files
/// are one a family of commands. What the index knows of articles is read in blocks, which sessions
/// share ([Articles]).
@NullMarked
package org.annals.nntp;

import org.jspecify.annotations.NullMarked;
