/// Bytes to messages and back: headers, MIME, addresses, dates, charsets, mbox.
///
/// Everything here is pure and lenient. A message is one `byte[]`; headers and parts are offsets
/// into it and are decoded when asked for. Nothing throws on mail: what is wrong with a message is
/// in [org.annals.mail.Message#defects], and every limit is a named constant. Where public-inbox
/// has a rule of its own (identity, dates, MIME limits, content hash, mbox), that rule is kept, so
/// that article numbers, URLs and duplicates agree.
///
/// The way in is [org.annals.mail.Message#parse], for files of many messages
/// [org.annals.mail.MboxReader].
@NullMarked
package org.annals.mail;

import org.jspecify.annotations.NullMarked;
