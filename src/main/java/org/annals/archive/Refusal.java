package org.annals.archive;

/// Why an inbox does not take a mail.
public enum Refusal {
  /// Nobody may send, or store, one as large.
  TOO_LARGE,
  /// What came has no mail headers.
  NOT_MAIL,
  /// It was removed from the archive, and stays so.
  REMOVED,
  /// The filter of the inbox does not take mail like it.
  FILTERED,
  /// It fails what is checked of mail that comes by delivery: ids, From, Subject, Date, recipients.
  PRECHECK,
  /// A spam check found it to be spam.
  SPAM,
  /// It is for no inbox here.
  NO_INBOX
}
