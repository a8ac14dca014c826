package org.annals.series;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.Address;
import org.annals.patch.Trailer;

/// Which trailers of a reply are for the patch, and who may give them: as b4 has it, so that what a
/// maintainer sees here is what his tools apply.
final class EndorsementRules {
  /// These say something of the patch without naming a person.
  private static final Set<String> UTILITY =
      Set.of("fixes", "link", "buglink", "closes", "obsoletes", "obsoleted-by", "upstream-commit");

  private static final Set<String> WITH_URL = Set.of("link", "buglink", "closes");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{6,40}\\b.*", Pattern.DOTALL);

  private static final Pattern MESSAGE_IN_URL =
      Pattern.compile("https?://[^/]+/(?:[^/]+/)?([^/]+@[^/]+)/?");

  private EndorsementRules() {}

  /// Under a patch that an answer proposes its author signs for that one; what a bot repeats of a
  /// commit nobody gave in that mail.
  static boolean counts(Trailer trailer, SeriesMail reply) {
    return isKnown(trailer)
        && !reply.isNotice()
        && !(reply.body().diff() && trailer.key().equalsIgnoreCase("signed-off-by"));
  }

  private static boolean isKnown(Trailer trailer) {
    String key = trailer.key().toLowerCase(Locale.ROOT);
    String value = trailer.value();
    boolean url = value.contains("http://") || value.contains("https://");
    return switch (key) {
      case "fixes" -> COMMIT.matcher(value).matches();
      case "cc", "message-id", "base-commit", "change-id" -> false;
      default ->
          UTILITY.contains(key)
              ? url == WITH_URL.contains(key)
              : key.endsWith("-by") && value.indexOf('@') >= 0 && !url;
    };
  }

  /// Whether two say the same: letters compared without case, links by the message they name.
  static boolean same(Trailer one, Trailer other) {
    return one.key().equalsIgnoreCase(other.key())
        && comparable(one.value()).equals(comparable(other.value()));
  }

  private static String comparable(String value) {
    Matcher url = MESSAGE_IN_URL.matcher(value.strip());
    return (url.matches() ? url.group(1) : value).toLowerCase(Locale.ROOT);
  }

  /// Whether the person that a trailer names is the sender of the mail it came in. Always so for
  /// one that names nobody.
  static boolean matches(Trailer trailer, Address sender) {
    if (UTILITY.contains(trailer.key().toLowerCase(Locale.ROOT))) {
      return true;
    }
    List<Address> named = Address.parseList(trailer.value());
    return !named.isEmpty() && isSame(named.getFirst(), sender);
  }

  private static boolean isSame(Address one, Address other) {
    String left = withoutTag(one.mailbox());
    String right = withoutTag(other.mailbox());
    return left.equals(right)
        || isOneLabelDeeper(left, right)
        || isOneLabelDeeper(right, left)
        || isSameName(one.name(), Sender.of(other).name());
  }

  /// `a+b@x` is `a@x`.
  private static String withoutTag(String mailbox) {
    int at = mailbox.lastIndexOf('@');
    int plus = mailbox.indexOf('+');
    String plain =
        plus > 0 && plus < at ? mailbox.substring(0, plus) + mailbox.substring(at) : mailbox;
    return plain.toLowerCase(Locale.ROOT);
  }

  /// `a@linux.example.com` of `a@example.com`.
  private static boolean isOneLabelDeeper(String deep, String flat) {
    int at = flat.indexOf('@');
    if (at < 0 || !deep.startsWith(flat.substring(0, at + 1))) {
      return false;
    }
    String domain = deep.substring(at + 1);
    int dot = domain.indexOf('.');
    return dot > 0 && domain.substring(dot + 1).equals(flat.substring(at + 1));
  }

  /// Also `Doe, Jane` for `Jane Doe`.
  private static boolean isSameName(String one, String other) {
    String left = plainName(one);
    return !left.isEmpty() && left.equals(plainName(other));
  }

  private static String plainName(String name) {
    int comma = name.indexOf(',');
    String turned = comma < 0 ? name : name.substring(comma + 1) + " " + name.substring(0, comma);
    return turned.strip().toLowerCase(Locale.ROOT);
  }
}
