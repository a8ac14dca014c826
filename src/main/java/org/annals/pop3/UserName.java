package org.annals.pop3;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What USER and APOP name, `UUID@MAILBOX?limit=N&initial_limit=M`: whose reading is remembered,
/// which mailbox, and how many messages are wanted at most; at the first login as many as
/// `initialLimit` says. `mailbox` is in lower case.
record UserName(UUID user, String mailbox, int limit, int initialLimit) {
  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f-]+)@([^?]+)(?:\\?(.*))?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final int HALF = 16;

  /// A refusal when it is none.
  static UserName of(String text) {
    Matcher form = FORM.matcher(text);
    String digits = form.matches() ? form.group(1).replace("-", "") : "";
    if (digits.length() != 2 * HALF) {
      throw new Refusal("the user name is UUID@NEWSGROUP; any UUID of your own will do");
    }
    UUID user =
        new UUID(
            Long.parseUnsignedLong(digits, 0, HALF, 16),
            Long.parseUnsignedLong(digits, HALF, 2 * HALF, 16));
    UserName name = new UserName(user, form.group(2).toLowerCase(Locale.ROOT), 0, 0);
    String wishes = form.group(3);
    if (wishes != null) {
      for (String wish : wishes.split("&", -1)) {
        name = name.with(wish);
      }
    }
    return name;
  }

  private UserName with(String wish) {
    int equals = wish.indexOf('=');
    String value = wish.substring(equals + 1);
    int number = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : 0;
    if (number == 0) {
      throw new Refusal("after '?' come limit=N and initial_limit=N, joined by '&'");
    }
    return switch (wish.substring(0, Math.max(0, equals))) {
      case "limit" -> new UserName(user, mailbox, number, initialLimit);
      case "initial_limit" -> new UserName(user, mailbox, limit, number);
      default -> throw new Refusal("after '?' come limit=N and initial_limit=N, joined by '&'");
    };
  }

  /// How many messages this user wants at most of a mailbox that shows `usual` unasked.
  int wanted(boolean first, int usual) {
    if (first && initialLimit > 0) {
      return initialLimit;
    }
    return limit > 0 ? limit : usual;
  }
}
