package org.annals.cli;

import java.io.IOException;
import org.annals.config.Config;
import org.annals.ingest.Delivery.Rules;
import org.annals.ingest.MailFilter;
import org.annals.ingest.SpamCheck;

/// How mail that is brought is looked at. Errors name file and key.
record ConfiguredDelivery(Config config) {
  /// Mail of a list, or of whatever else a mail server sends to an inbox.
  Rules fromLists() throws IOException {
    return new Rules(new MailFilter.Everything(), false, dropsUnsubscribe(), spam());
  }

  /// Mail for `annals deliver`, which public-inbox-mda filters where the config names no filter.
  Rules fromPipe(boolean prechecked) throws IOException {
    return new Rules(new MailFilter.PlainText(), prechecked, dropsUnsubscribe(), spam());
  }

  private boolean dropsUnsubscribe() throws IOException {
    return config.importing().flag("dropuniqueunsubscribe");
  }

  private SpamCheck spam() throws IOException {
    String asked = config.delivery().text("spamcheck");
    return switch (asked) {
      case "", "none" -> SpamCheck.none();
      default -> throw config.delivery().wrong("spamcheck", "'" + asked + "' is not known here");
    };
  }
}
