package org.annals.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.annals.mail.Defect.Kind.*;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.annals.mail.Defect;

/// An mbox file with every kind of damage that one file can have, made up for the tests. What is
/// wrong with each mail is told in `dirty/README.md`.
final class DirtyMail {
  private static final String SEPARATOR = "From ann@example.org Wed Jul  8 10:11:12 2026\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<Defect.Kind, List<Long>> offsets = new TreeMap<>();
  private final List<String> held = new ArrayList<>();
  private long at;

  /// What the file is and what is to be found in it: of each kind the offsets of its mails, and a
  /// word from each mail that has to be held.
  record Mbox(Path file, Map<Defect.Kind, List<Long>> offsets, List<String> held) {}

  static Mbox write(Path file) throws IOException {
    DirtyMail mails = new DirtyMail();
    mails.headers();
    mails.dates();
    mails.bytes();
    mails.mime();
    mails.places();
    Files.write(file, mails.out.toByteArray());
    return new Mbox(file, mails.offsets, mails.held);
  }

  private static String head(String name) {
    return "From: Ann <ann@example.org>\nSubject: %s\nDate: Wed, 8 Jul 2026 10:11:12 +0000\n"
            .formatted(name)
        + "Message-ID: <%s@example.org>\n".formatted(name);
  }

  private static String mail(String name) {
    return head(name) + "\n" + word(name) + "\n";
  }

  private static String word(String name) {
    return "phrase of " + name;
  }

  /// Notes what the next mail has.
  private DirtyMail mark(Defect.Kind... kinds) {
    at = out.size();
    for (Defect.Kind kind : kinds) {
      offsets.computeIfAbsent(kind, key -> new ArrayList<>()).add(at);
    }
    return this;
  }

  private void put(String text) {
    out.writeBytes(text.getBytes(ISO_8859_1));
  }

  /// A mail that has to be held, with the line end that a separator wants before it.
  private void add(String name, String text) {
    held.add(word(name));
    put(SEPARATOR + text + "\n");
  }

  private void headers() {
    put("exported by an old program\n\n");
    mark(LEADING_JUNK).add("leading", mail("leading"));
    mark(MALFORMED_HEADER)
        .add("malformed", head("malformed") + "no header\n\n" + word("malformed") + "\n");
    mark(HEADERS_CUT, LONG_LINE)
        .add("cut", head("cut") + "X-Long: " + "x".repeat(200_000) + "\n\n" + word("cut") + "\n");
    mark(EIGHT_BIT_HEADER).add("eightbit", mail("eightbit").replace("Ann", "\u00c4nn"));
    mark(REPEATED_HEADER).add("repeated", "Subject: other\n" + mail("repeated"));
    mark(BROKEN_ENCODED_WORD)
        .add("encoded", mail("encoded").replace("Subject: ", "Subject: =?utf-8?B?!!! "));
    mark(MISSING_FROM).add("from", mail("from").replace("From: Ann", "X-From: Ann"));
    mark(MISSING_MESSAGE_ID).add("noid", mail("noid").replace("Message-ID", "X-Id"));
    mark(BARE_MESSAGE_ID)
        .add("bare", mail("bare").replace("<bare@example.org>", "bare@example.org"));
    mark(SEVERAL_MESSAGE_IDS).add("several", "Message-ID: <one@example.org>\n" + mail("several"));
    mark(MESSAGE_ID_CUT).add("longid", mail("longid").replace("<longid", "<" + "l".repeat(300)));
    mark(NO_HEADERS);
    put(SEPARATOR + "\nnothing but text\n\n");
  }

  private void dates() {
    String date = "Date: Wed, 8 Jul 2026 10:11:12 +0000";
    mark(MISSING_DATE).add("nodate", mail("nodate").replace("Date:", "X-Date:"));
    mark(BAD_DATE).add("baddate", mail("baddate").replace(date, "Date: yesterday, at noon"));
    mark(TWO_DIGIT_YEAR)
        .add("negative", mail("negative").replace(date, "Date: Wed, 8 Jul -26 10:11 +0000"));
    mark(TWO_DIGIT_YEAR).add("short", mail("short").replace("2026", "06"));
    mark(FUTURE_DATE).add("future", mail("future").replace("2026", "2096"));
  }

  private void bytes() {
    mark(NUL_BYTES).add("nul", mail("nul") + "a\0b\n");
    mark(CONTROL_BYTES).add("control", mail("control") + "\1\2\3\4\177\n");
    mark(BARE_CR).add("cr", mail("cr") + "one\rtwo\n");
    mark(MIXED_LINE_ENDS).add("mixed", mail("mixed") + "one\r\ntwo\n");
    mark(LONG_LINE).add("line", mail("line") + "x".repeat(2_000_000) + "\n");
  }

  private void mime() {
    add("charset", UNKNOWN_CHARSET, "text/plain; charset=klingon", "\u00e4\n");
    add("wrong", WRONG_CHARSET, "text/plain; charset=utf-8", "\u00e4\u00ff\n");
    String encoding = "text/plain\nContent-Transfer-Encoding: ";
    add("transfer", UNKNOWN_TRANSFER_ENCODING, encoding + "x-own", "text\n");
    mark(TRUNCATED_BASE64);
    put(
        SEPARATOR
            + (head("base64") + "Content-Type: " + encoding + "base64\n\n")
            + "cGhyYXNlIG9mIGJhc2U2NA\n\n");
    held.add("cGhyYXNlIG9mIGJhc2U2NA");
    add("boundary", MISSING_BOUNDARY, "multipart/mixed", "text\n");
    add("unclosed", UNCLOSED_MULTIPART, "multipart/mixed; boundary=b", "--b\n\ntext\n");
    add(
        "parts",
        TOO_MANY_PARTS,
        "multipart/mixed; boundary=b",
        "--b\n\nx\n".repeat(1_100) + "--b--\n");
    StringBuilder deep = new StringBuilder();
    StringBuilder ends = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      deep.append("--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n".formatted(i, i + 1));
      ends.insert(0, "--b%d--\n".formatted(i));
    }
    deep.append("--b25\n\nx\n--b25--\n").append(ends);
    add("deep", NESTED_TOO_DEEP, "multipart/mixed; boundary=b0", deep.toString());
  }

  private void add(String name, Defect.Kind kind, String type, String body) {
    mark(kind);
    String text = head(name) + "X-Word: " + word(name) + "\nContent-Type: " + type + "\n\n" + body;
    add(name, text);
  }

  private void places() {
    mark(CONTENT_LENGTH_WRONG).add("length", "Content-Length: 999999\n" + mail("length"));
    String inside = word("believed") + "\n\n" + SEPARATOR + mail("quotedinside");
    mark(CONTENT_LENGTH_BELIEVED)
        .add(
            "believed",
            "Content-Length: " + inside.length() + "\n" + head("believed") + "\n" + inside);
    mark(QUOTED_FROM).add("quoted", mail("quoted") + "\n>From here on\n");
    mark(UNQUOTED_FROM).add("unquoted", mail("unquoted") + "\nFrom here on\n");
    mark(UNQUOTED_FROM).add("told", mail("told") + "\n" + SEPARATOR + "is what it said\n");
    String patch = "From " + "0123456789".repeat(4) + " Mon Sep 17 00:00:00 2001\n";
    mark(UNQUOTED_FROM).add("patch", mail("patch") + "\n" + patch + "Subject: [PATCH] x\n\nx\n");
    mark(MISSING_EMPTY_LINE);
    held.add(word("joined"));
    put(SEPARATOR + mail("joined"));
    mark().add("next", mail("next"));
    mark(DUPLICATE);
    put(SEPARATOR + mail("next") + "\n");
    mark(ID_TAKEN).add("other", mail("next") + word("other") + "\n");
    mark().add("last", mail("last"));
  }
}
