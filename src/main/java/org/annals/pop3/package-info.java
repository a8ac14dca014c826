/// Mailboxes for mail programs that fetch: POP3 (RFC 1939, 2449, 2595), for reading only.
///
/// An inbox whose settings name a newsgroup is a mailbox under that name: its newest messages, or
/// one slice of it. [Pop3Server] is the protocol that [org.annals.net.LineServer] serves; a
/// connection is a [Session], which reads a line, looks the command up in [Commands], and sends the
/// [Reply] that it gives. A command is a method that takes the session and the words behind its
/// name; what it will not do it throws as a [Refusal]. Files are one a family of commands. What a
/// user finds is a [Maildrop]; how far each user came is all that is remembered, in [Positions].
@NullMarked
package org.annals.pop3;

import org.jspecify.annotations.NullMarked;
