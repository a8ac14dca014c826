package org.annals.cli;

import java.io.IOException;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.ingest.Delivery.Rules;
import org.annals.ingest.MailFilter;
import org.annals.ingest.SpamCheck;

/// How mail that is brought is looked at. Errors name file and key.
record ConfiguredDelivery(Config config) {
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

  private boolean dropsUnsubscribe() throws IOException {
    return config.importing().flag("dropuniqueunsubscribe");
  }

  private static SpamCheck spam(Section section) throws IOException {
    String asked = section.text("spamcheck");
    return switch (asked) {
      case "", "none" -> SpamCheck.none();
      default -> throw section.wrong("spamcheck", "'" + asked + "' is not known here");
    };
  }
}
