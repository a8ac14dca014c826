package org.annals.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Builds one small mail. What is not said is made from the Message-ID.
public final class MailText {
  /// Midnight of 1 March 2026, the time of mails that say none.
  public static final long START = 1_772_323_200L;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

  private final Map<String, String> headers = new LinkedHashMap<>();
  private String body = "";

  private MailText() {}

  /// A mail with this Message-ID (no brackets).
  public static MailText of(String id) {
    MailText mail = new MailText();
    mail.header("From", "Ann Author <ann@example.org>");
    mail.header("To", "dev@example.org");
    mail.header("Subject", "about " + id);
    mail.header("Message-ID", "<" + id + ">");
    mail.sent(START);
    mail.body("text of " + id + "\n");
    return mail;
  }

  /// The mail number `n` of a made-up list, a minute after the one before.
  public static MailText number(int n) {
    return of("n" + n + "@example.org").sent(START + 60L * n);
  }

  /// Sets or replaces a header; null removes it.
  public MailText header(String name, String value) {
    headers.remove(name);
    if (value != null) {
      headers.put(name, value);
    }
    return this;
  }

  public MailText from(String value) {
    return header("From", value);
  }

  public MailText subject(String value) {
    return header("Subject", value);
  }

  public MailText sent(long epochSecond) {
    return header("Date", DATE.format(Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC)));
  }

  /// A trace header, which says when it was received.
  public MailText received(long epochSecond) {
    String date = DATE.format(Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC));
    return header("Received", "from a.example.org by b.example.org; " + date);
  }

  public MailText references(String... ids) {
    return header("References", "<" + String.join("> <", ids) + ">");
  }

  public MailText inReplyTo(String id) {
    return header("In-Reply-To", "<" + id + ">");
  }

  public MailText body(String text) {
    body = text;
    return this;
  }

  public byte[] bytes() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  /// As in an mbox file, with separator and empty line.
  public String inMbox() {
    return "From mboxrd@z Thu Jan  1 00:00:00 1970\n" + this + "\n";
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    headers.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.append('\n').append(body).toString();
  }
}
