package org.annals.imap;

import java.io.IOException;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.net.LineProtocol;
import org.annals.net.TlsKeys;
import org.annals.net.Wire;
import org.jspecify.annotations.Nullable;

/// Serves an archive by IMAP. Thread-safe; made once for an archive.
public final class ImapServer implements LineProtocol {
  private final Archive archive;
  private final Mailboxes mailboxes;
  private final Notices notices;
  private final ImapLimits limits;
  private final @Nullable TlsKeys keys;

  /// `keys` are for STARTTLS; without them there is none.
  public ImapServer(
      Archive archive, List<SavedSearch> searches, ImapLimits limits, @Nullable TlsKeys keys) {
    this.archive = archive;
    this.mailboxes = new Mailboxes(archive, searches);
    this.notices = new Notices(archive);
    this.limits = limits;
    this.keys = keys;
  }

  @Override
  public String name() {
    return "imap";
  }

  @Override
  public void serve(Wire wire) throws IOException {
    new Session(this, wire).run();
  }

  @Override
  public String refusal() {
    return "* BYE [LIMIT] Too many connections of yours, or at all";
  }

  Archive archive() {
    return archive;
  }

  Mailboxes mailboxes() {
    return mailboxes;
  }

  Notices notices() {
    return notices;
  }

  ImapLimits limits() {
    return limits;
  }

  @Nullable TlsKeys keys() {
    return keys;
  }
}
