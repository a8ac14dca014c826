package org.annals.archive;

import org.annals.mail.Message;
import org.annals.mail.MessageId;

/// What is to become of a mail that wants into an inbox.
sealed interface Verdict {
  /// To be added as it is here. `id` names it; `made`: the mail had none that was free, so it got
  /// one more.
  record Admitted(Message message, MessageId id, boolean made, Known known) implements Verdict {}

  /// Its content is there already under this id.
  record Duplicate(MessageId id) implements Verdict {}

  record Refused(Refusal refusal, String words) implements Verdict {}
}
