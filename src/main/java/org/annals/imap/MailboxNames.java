package org.annals.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// Mailbox names on the wire: modified UTF-7 (RFC 3501 §5.1.3), or UTF-8 once the client said that
/// it knows it (RFC 6855, RFC 9051 §5.1).
final class MailboxNames {
  static final char DELIMITER = '.';

  private static final String INBOX = "INBOX";

  private MailboxNames() {}

  /// The name that bytes stand for. What is no modified UTF-7 stands for itself.
  static String decode(byte[] sent, boolean utf8) {
    String text = text(sent);
    return utf8 || text.indexOf('&') < 0 ? text : decodeUtf7(text);
  }

  private static String text(byte[] sent) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(sent)).toString();
    } catch (CharacterCodingException e) {
      throw ImapRefusal.bad("The name is not in UTF-8");
    }
  }

  private static String decodeUtf7(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      int end = c == '&' ? text.indexOf('-', at) : -1;
      if (end < 0) {
        out.append(c);
      } else if (end == at) {
        out.append('&');
        at++;
      } else {
        try {
          byte[] units = Base64.getDecoder().decode(text.substring(at, end).replace(',', '/'));
          out.append(new String(units, StandardCharsets.UTF_16BE));
          at = end + 1;
        } catch (IllegalArgumentException e) {
          out.append(c); // a name that nobody has
        }
      }
    }
    return out.toString();
  }

  /// As the client is to read it.
  static String encode(String name, boolean utf8) {
    return utf8 ? name : encodeUtf7(name);
  }

  private static String encodeUtf7(String name) {
    StringBuilder out = new StringBuilder(name.length());
    int at = 0;
    while (at < name.length()) {
      int from = at;
      while (at < name.length() && (name.charAt(at) < ' ' || name.charAt(at) > '~')) {
        at++;
      }
      if (at > from) {
        byte[] units = name.substring(from, at).getBytes(StandardCharsets.UTF_16BE);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(units);
        out.append('&').append(base64.replace('/', ',')).append('-');
      } else {
        char c = name.charAt(at++);
        out.append(c == '&' ? "&-" : c);
      }
    }
    return out.toString();
  }

  /// Names are looked up without regard to case.
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /// The form in which a newsgroup is shown: a first part `inbox` is INBOX (RFC 9051 §5.1).
  static String shown(String newsgroup) {
    boolean inbox =
        newsgroup.regionMatches(true, 0, INBOX, 0, INBOX.length())
            && (newsgroup.length() == INBOX.length()
                || newsgroup.charAt(INBOX.length()) == DELIMITER);
    return inbox ? INBOX + newsgroup.substring(INBOX.length()) : newsgroup;
  }

  /// Whether a name matches a pattern of LIST (RFC 9051 §6.3.9): `*` is anything, `%` anything
  /// within one level. Takes time in proportion to the product of their lengths.
  static boolean matches(String pattern, String name) {
    String wanted = key(pattern);
    String sent = key(name);
    boolean[] reached = new boolean[sent.length() + 1];
    reached[0] = true;
    for (int i = 0; i < wanted.length(); i++) {
      char c = wanted.charAt(i);
      boolean[] next = new boolean[reached.length];
      if (c == '*' || c == '%') {
        boolean open = false;
        for (int k = 0; k < reached.length; k++) {
          open |= reached[k];
          next[k] = open;
          if (c == '%' && k < sent.length() && sent.charAt(k) == DELIMITER) {
            open = false;
          }
        }
      } else {
        for (int k = 1; k < reached.length; k++) {
          next[k] = reached[k - 1] && sent.charAt(k - 1) == c;
        }
      }
      reached = next;
    }
    return reached[sent.length()];
  }
}
