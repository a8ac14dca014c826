/// What line protocols share: connections on virtual threads, lines with limits, TLS, compression.
///
/// A protocol is a [LineProtocol]. A [LineServer] serves it at several places, of which some may be
/// TLS from the first byte: it binds, accepts, admits so many clients in all and of each
/// [ClientAddress], gives each a [Wire] and a virtual thread, and says goodbye to them when it
/// closes. A session reads with the wire's [LineReader], where a [Line] is the bytes of one or why
/// there is none, and writes with its [LineWriter]. [Wire#startTls] secures a connection by
/// [TlsKeys], which come from PEM files and follow them; [Wire#deflate] compresses it.
///
/// What a client may take is in [LineLimits]. Reads end by the time limit that they are given.
/// Writes to a socket have none: a sweep, each second, closes connections whose client did not take
/// what was sent, or did not end its handshake, in time. Whatever a client sends, a connection
/// holds a line and two buffers of 512 bytes and 16 kB; the larger only until it is flushed.
@NullMarked
package org.annals.net;

import org.jspecify.annotations.NullMarked;
