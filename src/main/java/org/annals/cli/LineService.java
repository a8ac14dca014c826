package org.annals.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.annals.archive.Archive;
import org.annals.archive.Intake;
import org.annals.imap.ImapLimits;
import org.annals.imap.ImapServer;
import org.annals.imap.SavedSearch;
import org.annals.ingest.Delivery;
import org.annals.ingest.LmtpLimits;
import org.annals.ingest.LmtpServer;
import org.annals.net.LineLimits;
import org.annals.net.LineProtocol;
import org.annals.net.LineServer;
import org.annals.net.LineServer.Place;
import org.annals.net.TlsKeys;
import org.annals.nntp.NntpLimits;
import org.annals.nntp.NntpServer;
import org.annals.nntp.NntpSettings;
import org.annals.pop3.Pop3Limits;
import org.annals.pop3.Pop3Server;
import org.annals.pop3.Pop3Settings;
import org.jspecify.annotations.Nullable;

/// The line protocols that `serve` speaks where options or the config say so.
enum LineService {
  NNTP {
    @Override
    LineLimits usual() {
      return NntpLimits.DEFAULT.lines();
    }

    @Override
    LineProtocol protocol(
        Archive archive, ConfiguredListeners config, LineLimits lines, @Nullable TlsKeys keys)
        throws IOException {
      NntpLimits limits = new NntpLimits(lines, NntpLimits.DEFAULT.blocks());
      NntpSettings settings = new NntpSettings(config.serverName("nntpserver"), limits, keys);
      return new NntpServer(archive, settings);
    }
  },

  POP3 {
    @Override
    LineLimits usual() {
      return Pop3Limits.DEFAULT.lines();
    }

    @Override
    LineProtocol protocol(
        Archive archive, ConfiguredListeners config, LineLimits lines, @Nullable TlsKeys keys)
        throws IOException {
      Pop3Settings settings =
          new Pop3Settings(
              config.serverName("pop3server"),
              config.positions(),
              Pop3Limits.DEFAULT.with(lines),
              keys);
      return Pop3Server.open(archive, settings);
    }
  },

  IMAP {
    @Override
    LineLimits usual() {
      return ImapLimits.DEFAULT.lines();
    }

    @Override
    LineProtocol protocol(
        Archive archive, ConfiguredListeners config, LineLimits lines, @Nullable TlsKeys keys)
        throws IOException {
      List<SavedSearch> searches = new ConfiguredSearches(config.config()).all();
      return new ImapServer(archive, searches, ImapLimits.DEFAULT.with(lines), keys);
    }
  },

  LMTP {
    @Override
    LineLimits usual() {
      return LmtpLimits.DEFAULT.lines();
    }

    @Override
    LineProtocol protocol(
        Archive archive, ConfiguredListeners config, LineLimits lines, @Nullable TlsKeys keys)
        throws IOException {
      Delivery delivery =
          new Delivery(
              new Intake(archive),
              new ConfiguredInboxes(config.config()).all(),
              new ConfiguredDelivery(config.config()).fromLists());
      return new LmtpServer(
          delivery, ConfiguredListeners.hostName(), LmtpLimits.DEFAULT.with(lines), keys);
    }
  };

  /// In options and in the config; where TLS is spoken from the start, with an `s` behind.
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Fails when the config sets limits that cannot be.
  void requireLimits(ConfiguredListeners config) throws IOException {
    config.limits(this, usual());
  }

  abstract LineLimits usual();

  abstract LineProtocol protocol(
      Archive archive, ConfiguredListeners config, LineLimits lines, @Nullable TlsKeys keys)
      throws IOException;

  /// Serves it until that is closed.
  LineServer start(Archive archive, ConfiguredListeners config, List<Place> places)
      throws IOException {
    TlsKeys keys = config.keys();
    LineLimits lines = config.limits(this, usual());
    return LineServer.start(protocol(archive, config, lines, keys), lines, places, keys);
  }
}
