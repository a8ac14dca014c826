package org.annals.index;

import java.util.List;
import org.annals.mail.MessageId;

/// What lists show of a message without opening it (RFC 3977 §8), decoded.
///
/// `from`, `to` and `cc` are whole header texts, several headers joined by `, `.
/// `bytes` counts line ends as CRLF; `lines` are those of the body.
/// `references` ends with the parent (public-inbox's rule: References, then In-Reply-To).
public record Overview(
    String subject,
    String from,
    String to,
    String cc,
    List<MessageId> ids,
    List<MessageId> references,
    long bytes,
    int lines) {

  /// The Message-ID that names this message in URLs: the first.
  public MessageId id() {
    return ids.getFirst();
  }
}
