package org.annals.imap;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.annals.mail.Address;
import org.annals.mail.Headers;
import org.jspecify.annotations.Nullable;

/// Writes what the header of a message says of who, when and what (RFC 9051 §7.5.2), as it was
/// sent: encoded words are the client's to read.
final class Envelope {
  private Envelope() {}

  static void write(Headers headers, ImapWriter out) throws IOException {
    out.character('(').nstring(first(headers, "Date"));
    out.character(' ').nstring(first(headers, "Subject"));
    List<Address> from = addresses(headers, "From");
    addresses(from, out);
    addresses(orElse(headers, "Sender", from), out);
    addresses(orElse(headers, "Reply-To", from), out);
    addresses(addresses(headers, "To"), out);
    addresses(addresses(headers, "Cc"), out);
    addresses(addresses(headers, "Bcc"), out);
    out.character(' ').nstring(first(headers, "In-Reply-To"));
    out.character(' ').nstring(first(headers, "Message-ID"));
    out.character(')');
  }

  private static @Nullable String first(Headers headers, String name) {
    return headers.first(name).orElse(null);
  }

  private static List<Address> orElse(Headers headers, String name, List<Address> from) {
    List<Address> own = addresses(headers, name);
    return own.isEmpty() ? from : own;
  }

  static List<Address> addresses(Headers headers, String name) {
    List<String> values = headers.all(name);
    return values.isEmpty()
        ? List.of()
        : Address.parseEncodedList(values.stream().collect(Collectors.joining(", ")));
  }

  private static void addresses(List<Address> addresses, ImapWriter out) throws IOException {
    out.character(' ');
    if (addresses.isEmpty()) {
      out.nil();
      return;
    }
    out.character('(');
    for (Address address : addresses) {
      if (address.mailbox().isEmpty()) {
        group(address.name(), out);
      } else {
        address(address, out);
      }
    }
    out.character(')');
  }

  /// A group of nobody, as which text without an address counts, too.
  private static void group(String name, ImapWriter out) throws IOException {
    out.text("(NIL NIL ").string(name).text(" NIL)(NIL NIL NIL NIL)");
  }

  private static void address(Address address, ImapWriter out) throws IOException {
    String mailbox = address.mailbox();
    int sign = mailbox.lastIndexOf('@');
    out.character('(').nstring(address.name().isEmpty() ? null : address.name()).text(" NIL ");
    out.string(unquoted(sign < 0 ? mailbox : mailbox.substring(0, sign))).character(' ');
    out.string(sign < 0 ? "" : mailbox.substring(sign + 1)).character(')'); // NIL would be a group
  }

  private static String unquoted(String local) {
    boolean quoted = local.length() > 1 && local.startsWith("\"") && local.endsWith("\"");
    return quoted ? local.substring(1, local.length() - 1) : local;
  }
}
