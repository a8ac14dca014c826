package org.annals.imap;

/// What a server says that it can do (RFC 9051 §6.1.1).
final class Capabilities {
  private static final String ALWAYS =
      "IMAP4rev1 IMAP4rev2 BINARY CHILDREN CONDSTORE ENABLE ESEARCH ID IDLE LIST-EXTENDED"
          + " LIST-STATUS LITERAL- NAMESPACE OBJECTID QRESYNC SASL-IR SEARCHRES SORT STATUS=SIZE"
          + " THREAD=ORDEREDSUBJECT THREAD=REFERENCES UNSELECT UTF8=ACCEPT WITHIN";

  private Capabilities() {}

  static String of(Session session) {
    StringBuilder all = new StringBuilder(ALWAYS);
    if (!session.wire().isCompressed()) {
      all.append(" COMPRESS=DEFLATE");
    }
    if (!session.isAuthenticated()) {
      all.append(" AUTH=ANONYMOUS AUTH=PLAIN");
      if (session.server().keys() != null && !session.wire().isSecure()) {
        all.append(" STARTTLS");
      }
    }
    return all.toString();
  }
}
