package org.annals.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Who we are to a server.
final class Logins {
  private Logins() {}

  /// What the URL says, else what the `.netrc` says of the host; the name is empty for nobody.
  static WatchUrl.Remote of(WatchUrl.Remote place, Path netrc) throws IOException {
    if (!place.password().isEmpty()) {
      return place;
    }
    Optional<Netrc.Entry> entry = Netrc.read(netrc).find(place.host(), place.port(), place.user());
    if (entry.isEmpty() && !place.user().isEmpty()) {
      throw new IOException("no password for " + place.user() + " in " + netrc);
    }
    return entry.map(one -> place.withLogin(one.login(), one.password())).orElse(place);
  }

  /// Passwords go by TLS only, but within this machine.
  static void checkSecret(LineClient client) throws IOException {
    if (!client.keepsSecrets()) {
      throw new IOException("the server offers no TLS, and the password is not sent without");
    }
  }
}
