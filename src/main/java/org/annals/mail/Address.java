package org.annals.mail;

import java.util.List;

/// One correspondent: a display name, which may be "", and a mailbox, which is "" for an empty
/// group and for text that is no address.
public record Address(String name, String mailbox) {
  /// The addresses of one raw, unfolded header value (RFC 5322 §3.4), read leniently; encoded
  /// words in names are decoded after the value is split.
  public static List<Address> parseList(String decodedOrRawHeader) {
    return new AddressParser(decodedOrRawHeader, true).parse();
  }

  /// The same with the names as they were sent.
  public static List<Address> parseEncodedList(String rawHeader) {
    return new AddressParser(rawHeader, false).parse();
  }

  /// What to call the correspondent: the name, else the part of the mailbox before `@`.
  public String displayName() {
    if (!name.isEmpty()) {
      return name;
    }
    int at = mailbox.lastIndexOf('@');
    return at > 0 ? mailbox.substring(0, at) : mailbox;
  }
}
