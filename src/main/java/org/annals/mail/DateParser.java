package org.annals.mail;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/// Reads one date by looking at each word and number in turn; their order matters little.
/// Used once.
final class DateParser {
  /// No date is longer; what follows is junk.
  private static final int CHARACTERS_MAX = 200;

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  /// Obsolete zones of RFC 5322 §4.3 and the others that mail has, in minutes.
  private static final Map<String, Integer> ZONES =
      Map.ofEntries(
          Map.entry("ut", 0),
          Map.entry("utc", 0),
          Map.entry("gmt", 0),
          Map.entry("z", 0),
          Map.entry("wet", 0),
          Map.entry("est", -300),
          Map.entry("edt", -240),
          Map.entry("cst", -360),
          Map.entry("cdt", -300),
          Map.entry("mst", -420),
          Map.entry("mdt", -360),
          Map.entry("pst", -480),
          Map.entry("pdt", -420),
          Map.entry("akst", -540),
          Map.entry("akdt", -480),
          Map.entry("hst", -600),
          Map.entry("bst", 60),
          Map.entry("west", 60),
          Map.entry("cet", 60),
          Map.entry("met", 60),
          Map.entry("mez", 60),
          Map.entry("cest", 120),
          Map.entry("mest", 120),
          Map.entry("mesz", 120),
          Map.entry("eet", 120),
          Map.entry("eest", 180),
          Map.entry("msk", 180),
          Map.entry("msd", 240),
          Map.entry("ist", 330),
          Map.entry("jst", 540),
          Map.entry("kst", 540),
          Map.entry("aest", 600),
          Map.entry("aedt", 660),
          Map.entry("nzst", 720),
          Map.entry("nzdt", 780));

  private final String text;
  private int at;

  private int year = -1;
  private int month;
  private int day;
  private int hour = -1;
  private int minute;
  private int second;
  private boolean afternoon;
  private boolean forenoon;
  private boolean zoned;
  private boolean afterUniversal;
  private int zoneSeconds;

  DateParser(String value) {
    this.text = value.length() > CHARACTERS_MAX ? value.substring(0, CHARACTERS_MAX) : value;
  }

  Optional<MailDate> parse() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Ascii.isLetter(c)) {
        word();
      } else if (Ascii.isDigit(c)) {
        number();
      } else if (c == '+' || c == '-') {
        sign();
      } else if (c == '(') {
        comment();
      } else {
        at++;
      }
    }
    return result();
  }

  private void comment() {
    int depth = 0;
    do {
      char c = text.charAt(at++);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    } while (depth > 0 && at < text.length());
  }

  private void word() {
    int start = at;
    while (at < text.length() && Ascii.isLetter(text.charAt(at))) {
      at++;
    }
    String word = Ascii.lower(text.substring(start, at));
    int known = word.length() < 3 ? -1 : MONTHS.indexOf(word.substring(0, 3));
    if (month == 0 && known >= 0 && known % 3 == 0) {
      month = known / 3 + 1;
    } else if (hour >= 0 && word.equals("pm")) {
      afternoon = true;
    } else if (hour >= 0 && word.equals("am")) {
      forenoon = true;
    } else if (hour >= 0 && !zoned && ZONES.containsKey(word)) {
      // QUIRK: "GMT+0200" and "UTC +02:00" mean the number.
      zoneSeconds = ZONES.get(word) * 60;
      afterUniversal = zoneSeconds == 0;
      zoned = zoneSeconds != 0;
    }
  }

  private void number() {
    int start = at;
    int value = digits();
    int length = at - start;
    char next = peek(0);
    if (hour < 0 && length <= 2 && isTimeSeparator(next)) {
      time(value, next);
    } else if (length == 4 && next == '-' && month == 0 && Ascii.isDigit(peek(1))) {
      isoDate(value);
    } else if (next == '/' && month == 0 && Ascii.isDigit(peek(1))) {
      slashDate(value, length);
    } else if (day == 0 && length <= 2) {
      day = value;
    } else if (year < 0 && day > 0 && month > 0) {
      year = length == 2 ? value + (value < 50 ? 2000 : 1900) : value;
      year += length == 3 ? 1900 : 0; // RFC 5322 §4.3
    } else if (year < 0 && length == 4) {
      year = value;
    }
  }

  /// A colon, or a dot where only a time can stand ("10.30.00").
  private boolean isTimeSeparator(char next) {
    boolean digitFollows = Ascii.isDigit(peek(1)) || (peek(1) == ' ' && Ascii.isDigit(peek(2)));
    return digitFollows && (next == ':' || (next == '.' && day > 0 && month > 0));
  }

  private void time(int hours, char separator) {
    hour = hours;
    at++;
    skipBlanks();
    minute = digits();
    if (peek(0) == separator && Ascii.isDigit(peek(1))) {
      at++;
      second = digits();
      if (peek(0) == '.' || peek(0) == ',') {
        at++;
        digits(); // fractions of a second
      }
    }
  }

  /// `2026-07-08`, then perhaps `T`
  private void isoDate(int value) {
    at++;
    int second = digits();
    if (peek(0) != '-' || !Ascii.isDigit(peek(1))) {
      return;
    }
    at++;
    year = value;
    month = second;
    day = digits();
  }

  /// `2026/07/08`, or month first as Americans write
  private void slashDate(int value, int length) {
    at++;
    int middle = digits();
    if (peek(0) != '/' || !Ascii.isDigit(peek(1))) {
      return;
    }
    at++;
    int start = at;
    int last = digits();
    if (length == 4) {
      year = value;
      month = middle;
      day = last;
    } else {
      month = value;
      day = middle;
      year = at - start <= 2 ? last + (last < 50 ? 2000 : 1900) : last;
    }
  }

  /// A zone, if a time came before; several signs count as the last ("--0400").
  private void sign() {
    boolean joint = at > 0 && Ascii.isLetter(text.charAt(at - 1)) && !afterUniversal;
    boolean west = false;
    while (peek(0) == '+' || peek(0) == '-') {
      west = peek(0) == '-';
      at++;
    }
    if (hour < 0 || zoned || joint || !Ascii.isDigit(peek(0))) {
      return;
    }
    int start = at;
    int value = digits();
    int length = at - start;
    int minutes;
    if (length <= 2) {
      minutes = value * 60;
      if (peek(0) == ':' && Ascii.isDigit(peek(1))) {
        at++;
        minutes += digits();
      }
    } else {
      minutes = value / 100 * 60 + value % 100;
    }
    zoned = true;
    zoneSeconds = (west ? -minutes : minutes) * 60;
  }

  private int digits() {
    int value = 0;
    while (at < text.length() && Ascii.isDigit(text.charAt(at))) {
      value = Math.min(value * 10 + text.charAt(at++) - '0', 99_999_999);
    }
    return value;
  }

  private void skipBlanks() {
    while (peek(0) == ' ') {
      at++;
    }
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
  }

  private Optional<MailDate> result() {
    boolean complete = year >= 1969 && year <= 9999 && month > 0 && day > 0;
    if (!complete || hour > 24 || minute > 59 || second > 60) {
      return Optional.empty();
    }
    if (afternoon && hour < 12) {
      hour += 12;
    } else if (forenoon && hour == 12) {
      hour = 0;
    }
    long days;
    try {
      days = LocalDate.of(year, month, day).toEpochDay();
    } catch (DateTimeException e) {
      return Optional.empty(); // 31 February; the caller has other dates to fall back to
    }
    long local = days * 86_400 + Math.max(hour, 0) * 3600L + minute * 60L + second;
    long epochSecond = local - zoneSeconds;
    if (epochSecond < 0) {
      return Optional.empty();
    }
    int zone = zoneSeconds / 60;
    boolean sane = Math.abs(zone) <= MailDate.ZONE_MINUTES_MAX;
    return Optional.of(new MailDate(epochSecond, sane ? zone : 0));
  }
}
