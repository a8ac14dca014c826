package org.annals.nntp;

import org.annals.net.TlsKeys;
import org.jspecify.annotations.Nullable;

/// How the server calls itself in greetings and in `Path` and `Xref`, and the keys with which
/// clients may start TLS, null if they may not.
public record NntpSettings(String serverName, NntpLimits limits, @Nullable TlsKeys keys) {}
