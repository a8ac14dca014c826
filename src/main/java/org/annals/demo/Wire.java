package org.annals.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.annals.demo.DemoArchive.Inbox;
import org.annals.demo.DemoArchive.Posting;
import org.annals.demo.Letter.Mailbox;

/// Lays letters out as the bytes that a list server hands to its archive: one copy for each list,
/// with the list's own Received and List-Id headers.
final class Wire {
  private static final int FOLD_COLUMNS = 76;

  private final Attachments attachments;

  Wire(Attachments attachments) {
    this.attachments = attachments;
  }

  /// The postings of a letter: one for each list, and once more when the mail arrived twice.
  List<Posting> postings(Letter letter) throws IOException {
    byte[] head = head(letter).getBytes(StandardCharsets.UTF_8);
    byte[] content = content(letter);
    String host = "mail." + letter.from().domain();
    return deliver(letter.entry(), letter.lists(), letter.date(), host, List.of(head, content));
  }

  /// The postings of a mail whose bytes are in the script, because nobody would write it so.
  List<Posting> rawPostings(Entry entry) {
    String text = entry.text() + "\n"; // A mail may have no body, but ends its headers.
    int body = text.indexOf("\n\n") + 1;
    byte[] head = Encodings.raw(text.substring(0, body));
    byte[] content = Encodings.raw(text.substring(body, Math.max(body + 1, text.length() - 1)));
    String host = entry.get("host", "mx.elsewhere.example");
    return deliver(entry, entry.list("lists"), entry.time(), host, List.of(head, content));
  }

  private static List<Posting> deliver(
      Entry entry, List<String> lists, Instant sent, String host, List<byte[]> mail) {
    List<Posting> postings = new ArrayList<>();
    for (String list : lists) {
      Inbox inbox = inbox(list, entry);
      Instant received = received(entry, sent).plusSeconds(lists.indexOf(list));
      postings.add(posting(entry, inbox, received, host, mail));
      for (String later : entry.list("again")) {
        Instant second = received.plusSeconds(Integer.parseInt(later));
        postings.add(posting(entry, inbox, second, host, mail));
      }
    }
    return postings;
  }

  private static Instant received(Entry entry, Instant sent) {
    return entry
        .find("received")
        .map(v -> LocalDateTime.parse(v.replace(' ', 'T')).toInstant(ZoneOffset.UTC))
        .orElseGet(() -> sent.plusSeconds(3 + Seed.of(entry.key()).below(40)));
  }

  private static Posting posting(
      Entry entry, Inbox inbox, Instant received, String host, List<byte[]> mail) {
    Seed seed = Seed.of(entry.key() + inbox.name() + received);
    String trace =
        """
        Received: from %s (%s [198.51.100.%d])
        \tby lists.brook.example (Postfix) with ESMTPS id %s
        \tfor <%s>; %s (UTC)
        """
            .formatted(
                host,
                host,
                1 + Seed.of(host).below(250),
                seed.hex().substring(0, 10).toUpperCase(Locale.ROOT),
                inbox.address(),
                Person.english("EEE, d MMM yyyy HH:mm:ss Z")
                    .format(received.atOffset(ZoneOffset.UTC)));
    String list =
        """
        Precedence: list
        List-Id: %s <%s>
        List-Post: <mailto:%s>
        List-Archive: <https://annals.example/%s/>
        """
            .formatted(inbox.description(), inbox.listId(), inbox.address(), inbox.name());
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    raw.writeBytes(trace.getBytes(StandardCharsets.US_ASCII));
    raw.writeBytes(mail.getFirst());
    raw.writeBytes(list.getBytes(StandardCharsets.US_ASCII));
    raw.writeBytes(mail.getLast());
    return new Posting(inbox.name(), raw.toByteArray(), received);
  }

  private static Inbox inbox(String name, Entry entry) {
    return DemoArchive.inboxes().stream()
        .filter(i -> i.name().equals(name))
        .findFirst()
        .orElseThrow(() -> entry.error("goes to no list " + name));
  }

  private static String head(Letter letter) {
    Entry entry = letter.entry();
    Charset charset = charset(letter);
    Charset words = Encodings.isAscii(letter.text()) ? StandardCharsets.UTF_8 : charset;
    StringBuilder head = new StringBuilder();
    head.append("From: ").append(shown(letter.sender(), words)).append('\n');
    addresses(head, "To", letter.to(), words);
    addresses(head, "Cc", letter.cc(), words);
    if (!letter.subject().isEmpty()) {
      fold(head, "Subject", Encodings.words(letter.subject(), words));
    }
    String date = entry.get("date", letter.from().date(letter.date()));
    if (!date.equals("none")) {
      head.append("Date: ").append(date).append('\n');
    }
    head.append("Message-ID: <").append(letter.id()).append(">\n");
    if (!letter.references().isEmpty()) {
      head.append("In-Reply-To: <").append(letter.references().getLast()).append(">\n");
      head.append("References: <");
      head.append(String.join(">\n <", letter.references())).append(">\n");
    }
    for (String header : entry.all("header")) {
      head.append(header).append('\n');
    }
    String agent = letter.isPatch() ? "X-Mailer: git-send-email " : "";
    head.append(
        letter.isPatch()
            ? agent + letter.from().habits().get("git", "2.51.0") + "\n"
            : letter.from().habits().find("agent").map(a -> a + "\n").orElse(""));
    return head.append("MIME-Version: 1.0\n").toString();
  }

  private static void addresses(
      StringBuilder head, String name, List<Mailbox> boxes, Charset charset) {
    if (!boxes.isEmpty()) {
      head.append(name).append(": ");
      head.append(String.join(",\n\t", boxes.stream().map(b -> shown(b, charset)).toList()));
      head.append('\n');
    }
  }

  private static String shown(Mailbox box, Charset charset) {
    String name = Encodings.words(box.name(), charset);
    boolean special = name.equals(box.name()) && !name.matches("[\\w' -]*");
    return (special ? '"' + name + '"' : name) + " <" + box.address() + ">";
  }

  private static void fold(StringBuilder head, String name, String value) {
    StringBuilder line = new StringBuilder(name + ":");
    for (String word : value.split(" ", -1)) {
      if (line.length() + 1 + word.length() > FOLD_COLUMNS && line.indexOf(" ") > 0) {
        head.append(line).append('\n');
        line.setLength(0);
      }
      line.append(' ').append(word);
    }
    head.append(line).append('\n');
  }

  private static Charset charset(Letter letter) {
    return letter
        .entry()
        .find("charset")
        .map(Charset::forName)
        .orElse(
            Encodings.isAscii(letter.text()) ? StandardCharsets.US_ASCII : StandardCharsets.UTF_8);
  }

  /// The MIME headers of the top part, a blank line and the body.
  private byte[] content(Letter letter) throws IOException {
    Entry entry = letter.entry();
    List<String> attached = entry.all("attach");
    String boundary = "=_" + Seed.of("boundary " + letter.id()).hex().substring(0, 24);
    if (attached.isEmpty() && !entry.get("form", "").equals("alternative")) {
      return text(letter, entry.get("form", "plain"));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String kind = attached.isEmpty() ? "alternative" : "mixed";
    ascii(out, "Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\n\n");
    if (!attached.isEmpty()) {
      ascii(out, "This is a multi-part message in MIME format.\n");
    }
    ascii(out, "--" + boundary + "\n");
    out.writeBytes(text(letter, "plain"));
    if (attached.isEmpty()) {
      ascii(out, "\n--" + boundary + "\n");
      out.writeBytes(text(letter, "html"));
    }
    for (String attachment : attached) {
      ascii(out, "\n--" + boundary + "\n");
      out.writeBytes(part(attachment, entry));
    }
    ascii(out, "\n--" + boundary + "--\n");
    return out.toByteArray();
  }

  private static byte[] text(Letter letter, String form) {
    Entry entry = letter.entry();
    Charset charset = charset(letter);
    String text =
        switch (form) {
          case "flowed" -> Encodings.flowed(letter.text());
          case "html" -> Encodings.html(letter.text());
          case "markup" -> letter.text();
          default -> letter.text();
        };
    byte[] bytes = text.getBytes(charset);
    boolean seven = Encodings.isAscii(new String(bytes, StandardCharsets.ISO_8859_1));
    String encoding =
        entry.get("encoding", form.equals("html") ? "quoted-printable" : seven ? "7bit" : "8bit");
    String type = form.equals("html") || form.equals("markup") ? "text/html" : "text/plain";
    String parameter = form.equals("flowed") ? "; format=flowed" : "";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String label = entry.get("label", charset.name().toLowerCase(Locale.ROOT));
    ascii(out, "Content-Type: " + type + "; charset=" + label + parameter + "\n");
    ascii(out, "Content-Transfer-Encoding: " + encoding + "\n\n");
    out.writeBytes(encoded(bytes, encoding));
    return out.toByteArray();
  }

  /// A part for `TYPE SOURCE NAME`; a name that is not ASCII is written as RFC 2231 says.
  private byte[] part(String attachment, Entry entry) throws IOException {
    String[] words = attachment.split(" ", 3);
    byte[] bytes = attachments.read(words[1], entry);
    String encoding = words[0].startsWith("text/") ? "7bit" : "base64";
    String name =
        Encodings.isAscii(words[2])
            ? "filename=\"" + words[2] + "\""
            : "filename*=UTF-8''"
                + URLEncoder.encode(words[2], StandardCharsets.UTF_8).replace("+", "%20");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ascii(out, "Content-Type: " + words[0] + "\n");
    ascii(out, "Content-Disposition: attachment;\n " + name + "\n");
    ascii(out, "Content-Transfer-Encoding: " + encoding + "\n\n");
    out.writeBytes(encoded(bytes, encoding));
    return out.toByteArray();
  }

  private static byte[] encoded(byte[] bytes, String encoding) {
    return switch (encoding) {
      case "base64" -> Encodings.base64(bytes);
      case "quoted-printable" -> Encodings.quotedPrintable(bytes);
      default -> bytes;
    };
  }

  private static void ascii(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
