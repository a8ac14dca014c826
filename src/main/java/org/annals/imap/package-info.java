/// IMAP4rev1 and IMAP4rev2 (RFC 3501, RFC 9051), for reading only. The way in is [ImapServer].
///
/// A file for each command or family of commands: it takes its arguments apart, looks at the state
/// of the session, asks the archive and writes. What a mailbox holds is a [UidSet] that all
/// sessions share; the UID of a message is its article number.
@NullMarked
package org.annals.imap;

import org.jspecify.annotations.NullMarked;
