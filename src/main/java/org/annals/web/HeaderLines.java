package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.annals.index.Posting;
import org.annals.mail.Address;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Piece;

/// The header block of an entry: names, ids, and where they lead.
final class HeaderLines {
  /// Of more ids the newest are shown.
  private static final int REFERENCES_MAX = 20;

  private HeaderLines() {}

  /// Below the summary of an entry. `parentHref` says where the parent is.
  static List<HeaderLine> brief(
      Posting posting, Correspondents people, Function<MessageId, String> parentHref) {
    List<HeaderLine> lines = new ArrayList<>();
    addAddresses(lines, "From", people.from(), Map.of());
    addAddresses(lines, "To", people.to(), Map.of());
    addAddresses(lines, "Cc", people.cc(), Map.of());
    lines.add(mono("Message-ID", List.of(new Piece(posting.id().value(), null))));
    addParent(lines, posting, parentHref);
    return lines;
  }

  /// On a page of its own: with the date as written, all ids, and links to the inboxes that the
  /// message was sent to. `inboxes` leads from lower-case addresses to URLs.
  static List<HeaderLine> whole(
      Posting posting,
      Message message,
      Correspondents people,
      Map<String, String> inboxes,
      Function<MessageId, String> href,
      String raw) {
    List<HeaderLine> lines = new ArrayList<>();
    addAddresses(lines, "From", people.from(), Map.of());
    addAddresses(lines, "To", people.to(), inboxes);
    addAddresses(lines, "Cc", people.cc(), inboxes);
    message
        .headers()
        .first("Date")
        .ifPresent(
            date -> lines.add(new HeaderLine("Date", false, List.of(new Piece(date, null)))));
    for (MessageId id : posting.overview().ids()) {
      boolean own = id.equals(posting.id());
      List<Piece> pieces = new ArrayList<>();
      pieces.add(new Piece(id.value(), own ? null : href.apply(id)));
      if (own) {
        pieces.add(new Piece(" ", null));
        pieces.add(new Piece("raw", raw));
      }
      lines.add(mono("Message-ID", pieces));
    }
    addParent(lines, posting, href);
    return lines;
  }

  /// The ids above the parent, for a page without the tree that shows them.
  static void addReferences(
      List<HeaderLine> lines, Posting posting, Function<MessageId, String> href) {
    List<MessageId> references = posting.overview().references();
    if (references.size() < 2) {
      return;
    }
    int from = Math.max(0, references.size() - 1 - REFERENCES_MAX);
    List<Piece> pieces = new ArrayList<>();
    for (MessageId id : references.subList(from, references.size() - 1)) {
      pieces.add(new Piece(pieces.isEmpty() ? "" : " ", null));
      pieces.add(new Piece(id.value(), href.apply(id)));
    }
    lines.add(mono("References", pieces));
  }

  private static void addAddresses(
      List<HeaderLine> lines, String label, List<Address> addresses, Map<String, String> inboxes) {
    if (addresses.isEmpty()) {
      return;
    }
    List<Piece> pieces = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    for (Address address : addresses) {
      plain.append(pieces.isEmpty() && plain.isEmpty() ? "" : ", ");
      String inbox = inboxes.get(address.mailbox().toLowerCase(Locale.ROOT));
      if (inbox == null) {
        plain.append(Names.inFull(address));
      } else {
        pieces.add(new Piece(plain.toString(), null));
        plain.setLength(0);
        pieces.add(new Piece(Names.inFull(address), inbox));
      }
    }
    pieces.add(new Piece(plain.toString(), null));
    lines.add(new HeaderLine(label, false, pieces));
  }

  private static void addParent(
      List<HeaderLine> lines, Posting posting, Function<MessageId, String> href) {
    List<MessageId> references = posting.overview().references();
    if (!references.isEmpty()) {
      MessageId parent = references.getLast();
      lines.add(mono("In-Reply-To", List.of(new Piece(parent.value(), href.apply(parent)))));
    }
  }

  private static HeaderLine mono(String label, List<Piece> pieces) {
    return new HeaderLine(label, true, pieces);
  }
}
