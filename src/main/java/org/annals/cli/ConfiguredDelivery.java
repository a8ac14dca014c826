package org.annals.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.ingest.Delivery.Rules;
import org.annals.ingest.MailFilter;
import org.annals.ingest.Rspamd;
import org.annals.ingest.SpamCheck;
import org.annals.ingest.SpamGuard;
import org.annals.ingest.SpamLimits;
import org.annals.ingest.Spamd;
import org.jspecify.annotations.Nullable;

/// How mail that is brought is looked at. Errors name file and key.
record ConfiguredDelivery(Config config) {
  private static final String SPAMD = "127.0.0.1:783";
  private static final String RSPAMD = "http://127.0.0.1:11333/";
  private static final int SECONDS_MAX = 3_600;

  /// Mail of a list, or of whatever else a mail server sends to an inbox.
  Rules fromLists() throws IOException {
    return new Rules(
        new MailFilter.Everything(), false, dropsUnsubscribe(), spam(config.delivery()));
  }

  /// Mail from places that are watched.
  Rules fromWatches() throws IOException {
    return new Rules(
        new MailFilter.Everything(), false, dropsUnsubscribe(), spam(config.watching()));
  }

  /// Mail for `annals deliver`, which public-inbox-mda filters where the config names no filter.
  Rules fromPipe(boolean prechecked) throws IOException {
    return new Rules(
        new MailFilter.PlainText(), prechecked, dropsUnsubscribe(), spam(config.delivery()));
  }

  /// Who is told what people found to be spam: whoever is asked about mail that is delivered, else
  /// about mail that is watched.
  SpamCheck taught() throws IOException {
    Section delivery = config.delivery();
    return asksNobody(delivery) ? spam(config.watching()) : spam(delivery);
  }

  private boolean dropsUnsubscribe() throws IOException {
    return config.importing().flag("dropuniqueunsubscribe");
  }

  private static boolean asksNobody(Section section) {
    return section.text("spamcheck").isEmpty() || section.text("spamcheck").equals("none");
  }

  private SpamCheck spam(Section section) throws IOException {
    if (asksNobody(section)) {
      return SpamCheck.none();
    }
    String asked = section.text("spamcheck");
    return switch (asked) {
      case "spamc" -> new SpamGuard(spamd(), isNeeded());
      case "rspamd" -> new SpamGuard(rspamd(), isNeeded());
      default ->
          throw section.wrong("spamcheck", "'" + asked + "' is none of spamc, rspamd and none");
    };
  }

  private SpamCheck spamd() throws IOException {
    String text = config.ours().text("spamd");
    try {
      HostPort place = HostPort.parse(text.isEmpty() ? SPAMD : text);
      return new Spamd(place.host(), place.port(), limits());
    } catch (IllegalArgumentException e) {
      throw config.ours().wrong("spamd", String.valueOf(e.getMessage()));
    }
  }

  private SpamCheck rspamd() throws IOException {
    URI worker = url("rspamd");
    return new Rspamd(
        worker == null ? URI.create(RSPAMD) : worker,
        url("rspamdcontroller"),
        config.ours().text("rspamdpassword"),
        limits());
  }

  /// Null if it is not set.
  private @Nullable URI url(String key) throws IOException {
    String text = config.ours().text(key);
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI url = URI.create(text);
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if (url.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw config.ours().wrong(key, "'" + text + "' is no http URL");
  }

  private SpamLimits limits() throws IOException {
    SpamLimits usual = SpamLimits.DEFAULT;
    int seconds =
        config
            .ours()
            .number("spamcheckseconds", (int) usual.patience().toSeconds(), 1, SECONDS_MAX);
    return new SpamLimits(Duration.ofSeconds(seconds), usual.mailBytes());
  }

  /// Whether mail waits when the filter does not answer.
  private boolean isNeeded() throws IOException {
    String text = config.ours().text("spamcheckfailure");
    return switch (text) {
      case "", "retry" -> true;
      case "accept" -> false;
      default ->
          throw config
              .ours()
              .wrong("spamcheckfailure", "'" + text + "' is neither retry nor accept");
    };
  }
}
