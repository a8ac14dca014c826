package org.annals.pop3;

import java.nio.file.Path;
import org.annals.net.TlsKeys;
import org.jspecify.annotations.Nullable;

/// How the server calls itself in its greeting, the file that remembers how far users came, and the
/// keys with which clients may start TLS, null if they may not.
public record Pop3Settings(
    String serverName, Path positions, Pop3Limits limits, @Nullable TlsKeys keys) {}
