package org.annals.mail;

import java.util.Locale;

/// Something wrong with a message, or with the place where it was found, at an offset into its
/// bytes. A defect never stops anything.
public record Defect(int offset, Kind kind) {
  /// `text` tells people what is wrong and what is made of it.
  public enum Kind {
    NO_HEADERS("no header fields; not a mail, refused"),
    MALFORMED_HEADER("a line among the headers that is no header; kept, not read"),
    HEADERS_CUT("headers of more than 100 KiB; kept, only the first are read"),
    EIGHT_BIT_HEADER("raw 8-bit characters in headers; read as UTF-8, else Windows-1252"),
    REPEATED_HEADER("From, Date, Subject or Message-ID twice; the first is shown"),
    BROKEN_ENCODED_WORD("encoded word that cannot be decoded; shown as it is"),
    MISSING_FROM("no From; Sender stands in, else nobody"),
    MISSING_DATE("no Date; that of Received stands in, else that of the commit"),
    BAD_DATE("unreadable Date; that of Received stands in, else that of the commit"),
    TWO_DIGIT_YEAR("year of two or three digits; read as RFC 5322 says"),
    FUTURE_DATE("Date of days to come; kept, sorted by Received if there is one"),
    MISSING_MESSAGE_ID("no Message-ID; one is made from date and content"),
    BARE_MESSAGE_ID("Message-ID without <>; the whole value is taken"),
    SEVERAL_MESSAGE_IDS("several Message-IDs; the first free one names the mail"),
    MESSAGE_ID_CUT("Message-ID of more than 244 characters; cut for naming"),
    NUL_BYTES("NUL bytes; kept, shown as blanks"),
    CONTROL_BYTES("binary junk; kept"),
    BARE_CR("CR without LF; kept"),
    MIXED_LINE_ENDS("lines that end in CRLF beside such that end in LF; kept"),
    LONG_LINE("line of more than 998 bytes; kept"),
    UNKNOWN_CHARSET("unknown charset; read as UTF-8, else Windows-1252"),
    WRONG_CHARSET("text that is not in its charset; read as well as possible"),
    UNKNOWN_TRANSFER_ENCODING("unknown transfer encoding; read as it is"),
    TRUNCATED_BASE64("base64 that is cut off; read up to there"),
    MISSING_BOUNDARY("multipart without a boundary; read as one part"),
    UNCLOSED_MULTIPART("multipart that does not end, or whose boundary is nowhere"),
    TOO_MANY_PARTS("more than 1,000 parts; the last takes the rest"),
    NESTED_TOO_DEEP("parts nested more than 20 deep; not taken apart below that"),
    LEADING_JUNK("something before the first separator; left out"),
    CONTENT_LENGTH_WRONG("Content-Length that leads to no separator; not believed"),
    CONTENT_LENGTH_BELIEVED(
        "separators inside, in a mail whose Content-Length is right; not split"),
    QUOTED_FROM("lines that begin with >From; one > is taken off"),
    UNQUOTED_FROM("lines that begin with From and are no separators; not split there"),
    MISSING_EMPTY_LINE("no empty line before the next separator; split there"),
    DUPLICATE("the same mail is there already; left out"),
    ID_TAKEN("other mail has its Message-ID; both are held, this one by a second id"),
    TOO_LARGE("larger than the largest mail taken; refused"),
    SOURCE_CUT("the file ends early or is damaged; taken up to there"),
    UNREADABLE("cannot be read; refused"),
    REFUSED("not wanted here, by what the archive remembers or its filter; refused");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    /// The name in lower case, with hyphens.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
