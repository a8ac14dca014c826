package org.annals.nntp;

/// Why a command is not done: the reply that says so (RFC 3977 §3.2).
enum Refused {
  FAULT(403, "internal fault"),
  NO_SUCH_GROUP(411, "no such newsgroup"),
  NO_GROUP_SELECTED(412, "no newsgroup selected"),
  NO_CURRENT_ARTICLE(420, "no article selected"),
  NO_NEXT_ARTICLE(421, "no next article in this group"),
  NO_PREVIOUS_ARTICLE(422, "no previous article in this group"),
  NO_SUCH_NUMBER(423, "no article with that number"),
  NO_SUCH_ID(430, "no article with that message-id"),
  NOT_WANTED(435, "article not wanted"),
  UNKNOWN_COMMAND(500, "command not recognized"),
  SYNTAX(501, "syntax error"),
  UNAVAILABLE(502, "command unavailable"),
  UNSUPPORTED(503, "not supported"),
  NO_TLS(580, "can not initiate TLS negotiation");

  private final int code;
  private final String text;

  Refused(int code, String text) {
    this.code = code;
    this.text = text;
  }

  Reply.Status reply() {
    return new Reply.Status(code, text);
  }
}
