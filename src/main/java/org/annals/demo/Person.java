package org.annals.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.eclipse.jgit.lib.PersonIdent;

/// Somebody who writes, and the habits of the mail program in use.
record Person(String key, String name, String address, ZoneOffset zone, Entry habits) {
  private static final DateTimeFormatter MAIL_DATE = english("EEE, d MMM yyyy HH:mm:ss Z");

  static Person of(Entry entry) {
    return new Person(
        entry.key(),
        entry.get("name"),
        entry.get("address"),
        ZoneOffset.of(entry.get("zone", "+0000")),
        entry);
  }

  static DateTimeFormatter english(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  String local() {
    return address.substring(0, address.indexOf('@'));
  }

  String domain() {
    return address.substring(address.indexOf('@') + 1);
  }

  String signOff() {
    return "Signed-off-by: " + name + " <" + address + ">";
  }

  /// The date as the Date header has it.
  String date(Instant when) {
    return MAIL_DATE.format(when.atOffset(zone));
  }

  PersonIdent ident(Instant when) {
    return new PersonIdent(name, address, when, zone);
  }

  /// A Message-ID, without brackets, in the style of this person's mail program.
  String messageId(Instant when, String key) {
    Seed seed = Seed.of(key);
    String stamp = english("yyyyMMddHHmmss").format(when.atOffset(zone));
    return switch (habits.get("ids", "mutt")) {
      case "gnus" -> "87" + seed.letters(8, 36) + ".fsf@" + domain();
      case "gmail" -> "CA" + seed.letters(44, 64) + "@mail.gmail.example";
      case "uuid" ->
          "%s-%s-4%s-a%s-%s@%s"
              .formatted(
                  seed.hex().substring(0, 8),
                  seed.hex().substring(8, 12),
                  seed.hex().substring(12, 15),
                  seed.hex().substring(15, 18),
                  seed.hex().substring(18, 30),
                  domain());
      case "alpine" ->
          "alpine.DEB.2.26.394.%s0.%d@%s"
              .formatted(stamp.substring(2, 12), 1000 + seed.below(30000), domain());
      case "dotted" -> stamp.substring(0, 8) + "." + stamp.substring(8, 12) + "." + address;
      case "long" -> "a" + seed.letters(15, 64) + "@" + domain();
      default ->
          "%s.G%c%d@%s".formatted(stamp, 'A' + seed.below(4), 100 + seed.below(30000), domain());
    };
  }

  /// The line above a quote of what `other` wrote at `when`.
  String attribution(Person other, Instant when) {
    var local = when.atOffset(zone);
    return switch (habits.get("says", "mutt")) {
      case "short" ->
          "On %s, %s wrote:".formatted(english("EEE, d MMM yyyy").format(local), other.name);
      case "gnus" -> "%s <%s> writes:".formatted(other.name, other.address);
      case "thunderbird" ->
          "On %s, %s wrote:".formatted(english("dd/MM/yyyy HH:mm").format(local), other.name);
      case "gmail" ->
          "On %s, %s <%s> wrote:"
              .formatted(
                  english("EEE, MMM d, yyyy 'at' h:mm a").format(local), other.name, other.address);
      case "name" -> "* " + other.name + ":";
      case "none" -> "";
      default ->
          "On %s, %s wrote:"
              .formatted(
                  english("EEE, MMM dd, yyyy 'at' hh:mm:ssa Z").format(when.atOffset(other.zone)),
                  other.name);
    };
  }
}
