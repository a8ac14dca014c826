package org.annals.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.annals.archive.ReplyTo;
import org.annals.mail.Address;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.thread.Subjects;

/// How to answer a message: who gets the answer, as a link and as a command.
final class ReplyAdvice {
  /// Mail programs and browsers cut longer links.
  private static final int MAILTO_CHARACTERS_MAX = 8_000;

  private static final int RECIPIENTS_MAX = 200;

  private final String to;
  private final List<String> cc;
  private final MessageId id;
  private final String subject;

  private ReplyAdvice(String to, List<String> cc, MessageId id, String subject) {
    this.to = to;
    this.cc = cc;
    this.id = id;
    this.subject = subject;
  }

  /// `list` is an address of the inbox, added when the message does not name it; may be empty.
  static ReplyAdvice of(Message message, MessageId id, String list, ReplyTo whom) {
    Map<String, String> all = new LinkedHashMap<>();
    for (ReplyTo.Recipient recipient : whom.recipients()) {
      switch (recipient) {
        case ReplyTo.Recipient.Everyone() -> {
          add(all, message.from());
          add(all, message.to());
          add(all, message.cc());
          add(all, list);
        }
        case ReplyTo.Recipient.TheList() -> add(all, list);
        case ReplyTo.Recipient.Mailbox(var address) -> add(all, address);
        case ReplyTo.Recipient.Header(var name) ->
            message.headers().all(name).forEach(value -> add(all, Address.parseList(value)));
      }
    }
    List<String> addresses = new ArrayList<>(all.values());
    String first = addresses.isEmpty() ? "" : addresses.removeFirst();
    List<String> others =
        addresses.size() > RECIPIENTS_MAX ? addresses.subList(0, RECIPIENTS_MAX) : addresses;
    return new ReplyAdvice(first, others, id, "Re: " + Subjects.withoutReply(message.subject()));
  }

  private static void add(Map<String, String> all, List<Address> addresses) {
    addresses.forEach(address -> add(all, address.mailbox()));
  }

  private static void add(Map<String, String> all, String mailbox) {
    if (mailbox.indexOf('@') > 0) {
      all.putIfAbsent(mailbox.toLowerCase(Locale.ROOT), mailbox);
    }
  }

  /// Empty when nobody can be answered.
  String to() {
    return to;
  }

  List<String> cc() {
    return cc;
  }

  String subject() {
    return subject;
  }

  /// RFC 6068. Drops copies from the end when the link would be too long to work.
  String mailto() {
    for (int copies = cc.size(); ; copies /= 2) {
      String link = mailto(cc.subList(0, copies));
      if (link.length() <= MAILTO_CHARACTERS_MAX || copies == 0) {
        return link;
      }
    }
  }

  private String mailto(List<String> copies) {
    StringBuilder out = new StringBuilder("mailto:").append(Percent.mail(to)).append('?');
    if (!copies.isEmpty()) {
      out.append("Cc=");
      for (int i = 0; i < copies.size(); i++) {
        out.append(i == 0 ? "" : ",").append(Percent.mail(copies.get(i)));
      }
      out.append('&');
    }
    return out.append("In-Reply-To=%3C")
        .append(Percent.mail(id.value()))
        .append("%3E&Subject=")
        .append(Percent.mail(subject))
        .toString();
  }

  String command(Obfuscation obfuscation) {
    StringBuilder out = new StringBuilder("git send-email");
    option(out, "--in-reply-to=", shellQuoted(id.value()));
    if (!to.isEmpty()) {
      option(out, "--to=", obfuscation.inShell(to));
    }
    cc.forEach(address -> option(out, "--cc=", obfuscation.inShell(address)));
    return out.append(" \\\n    /path/to/YOUR_REPLY").toString();
  }

  private static void option(StringBuilder out, String name, String quoted) {
    out.append(" \\\n    ").append(name).append(quoted);
  }

  /// A Message-ID is what a stranger wrote, and this is meant to be pasted into a shell.
  static String shellQuoted(String value) {
    boolean plain =
        value.chars().allMatch(c -> Latin.isAlphanumeric(c) || "@%+=:,./_-".indexOf(c) >= 0);
    return plain && !value.isEmpty()
        ? value
        : "'" + value.replaceAll("\\p{Cntrl}", "").replace("'", "'\\''") + "'";
  }
}
