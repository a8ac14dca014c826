package org.annals.web;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.archive.Redirects;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;

/// Paths of archives that other programs served under this name: HyperKitty's can be computed, as
/// it names messages by a hash of their Message-ID; those of others are in a table
/// (`archive.Redirects`). Thread-safe.
final class OldPaths {
  /// `hyperkitty/list/ADDRESS/…`, or whatever stood before `list`.
  private static final Pattern HYPERKITTY =
      Pattern.compile("(?:[^/]+/)*list/([^/]+@[^/]+?)(?:/(.*))?");

  private static final Pattern HYPERKITTY_MAIL =
      Pattern.compile("(message|thread)/([A-Z2-7]{32})(?:/.*)?");
  private static final Pattern HYPERKITTY_MONTH = Pattern.compile("([0-9]{4})/([0-9]{1,2})/?");

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BASE32_BITS = 5;

  private final Archive archive;
  private final Frames frames;
  private final Redirects redirects;

  OldPaths(Archive archive, Frames frames, Redirects redirects) {
    this.archive = archive;
    this.frames = frames;
    this.redirects = redirects;
  }

  /// `path` is escaped and has no slash before it.
  Optional<Route> find(String path) throws IOException {
    String plain = Percent.decode(path).orElse("").replaceAll("/+$", "");
    Optional<Redirects.Target> known = redirects.find(plain);
    if (known.isPresent() && frames.shows(Scope.of(known.get().inbox()))) {
      return Optional.of(Route.Moved.to(route(known.get())));
    }
    Matcher hyperkitty = HYPERKITTY.matcher(plain);
    return hyperkitty.matches()
        ? hyperkitty(hyperkitty.group(1), hyperkitty.group(2) == null ? "" : hyperkitty.group(2))
        : Optional.empty();
  }

  private static Route route(Redirects.Target target) {
    Scope scope = Scope.of(target.inbox());
    return switch (target) {
      case Redirects.Target.Message(_, var id) -> new MessageRoute.OneMessage(scope, id);
      case Redirects.Target.Month(_, var month) -> new BrowseRoute.Month(scope, month);
      case Redirects.Target.Whole _ -> new InboxRoute.Topics(scope, TimeWindow.NEWEST);
    };
  }

  private Optional<Route> hyperkitty(String address, String below) throws IOException {
    Optional<InboxName> inbox =
        frames.cards().stream()
            .filter(card -> card.addresses().stream().anyMatch(address::equalsIgnoreCase))
            .findFirst()
            .map(InboxCard::name);
    if (inbox.isEmpty()) {
      return Optional.empty();
    }
    Scope scope = Scope.of(inbox.get());
    Matcher mail = HYPERKITTY_MAIL.matcher(below);
    if (mail.matches()) {
      Optional<MessageId> id = archive.findByHash(scope, sha1Hex(mail.group(2))).map(Posting::id);
      return id.map(found ->
          Route.Moved.to(
              mail.group(1).equals("thread")
                  ? new MessageRoute.ThreadFlat(scope, found)
                  : new MessageRoute.OneMessage(scope, found)));
    }
    Optional<YearMonth> month = month(HYPERKITTY_MONTH.matcher(below));
    return Optional.of(
        Route.Moved.to(
            month.isPresent()
                ? new BrowseRoute.Month(scope, month.get())
                : new InboxRoute.Topics(scope, TimeWindow.NEWEST)));
  }

  private static Optional<YearMonth> month(Matcher parts) {
    try {
      return parts.matches()
          ? Optional.of(
              YearMonth.of(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// From 32 characters of RFC 4648 §6.
  static String sha1Hex(String base32) {
    byte[] bytes = new byte[base32.length() * BASE32_BITS / Byte.SIZE];
    long bits = 0;
    int held = 0;
    int at = 0;
    for (int i = 0; i < base32.length(); i++) {
      bits = bits << BASE32_BITS | BASE32.indexOf(base32.charAt(i));
      held += BASE32_BITS;
      if (held >= Byte.SIZE) {
        held -= Byte.SIZE;
        bytes[at++] = (byte) (bits >>> held);
      }
    }
    return HexFormat.of().formatHex(bytes);
  }
}
