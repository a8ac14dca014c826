package org.annals.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// What is changed in a message before it is stored. Everything else, line ends included, stays
/// as it came.
public final class ImportFilter {
  /// Sizes that would be wrong, marks of one mailbox, and headers that are private to the
  /// recipient or make programs act.
  private static final HeaderFilter REMOVED =
      new HeaderFilter(
          "Bytes",
          "Lines",
          "Content-Length",
          "Status",
          "X-Status",
          "Delivered-To",
          "X-Original-To",
          "Approved",
          "Approve",
          "X-Approved",
          "X-Approve",
          "Urgent",
          "Return-Receipt-To",
          "Disposition-Notification-To",
          "X-Confirm-Reading-To",
          "X-PMRQC");

  private static final HeaderFilter UNSUBSCRIBE =
      new HeaderFilter("List-Unsubscribe", "List-Unsubscribe-Post");

  /// A Message-ID header with the longest id.
  private static final int ADDED_BYTES_MAX = 4 * MessageId.CHARACTERS_MAX + 100;

  private ImportFilter() {}

  /// The message without mbox separators and without headers that have no place in an archive.
  /// The same array when there is nothing to remove.
  public static byte[] strip(byte[] raw) {
    int from = 0;
    int separator;
    do { // one that stays behind another would be taken for it
      separator = HeaderBlock.fromLineLength(raw, from, raw.length);
      from += separator;
    } while (separator > 0);
    HeaderBlock block = HeaderBlock.find(raw, from, raw.length);
    if (from == 0 && !REMOVED.matches(raw, block)) {
      return raw;
    }
    return without(raw, block, REMOVED);
  }

  /// The message with one more Message-ID header at the end of its headers; at their start if the
  /// end is beyond what is read of headers.
  public static byte[] addMessageId(byte[] raw, MessageId id) {
    return add(raw, "Message-ID: <" + id.value() + ">", ADDED_BYTES_MAX);
  }

  /// The message with a List-Id header in the same place.
  public static byte[] addListId(byte[] raw, String listId) {
    return add(raw, "List-Id: <" + listId + ">", listId.length() + ADDED_BYTES_MAX);
  }

  /// The message without List-Unsubscribe headers if a program may follow them with one click: they
  /// hold a key of the one subscriber who got this copy. The same array when there is none.
  public static byte[] dropUniqueUnsubscribe(byte[] raw) {
    Headers headers = Message.parse(raw).headers();
    boolean oneClick =
        headers.all("List-Unsubscribe-Post").stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("one-click"));
    return oneClick ? without(raw, HeaderBlock.find(raw, 0, raw.length), UNSUBSCRIBE) : raw;
  }

  private static byte[] without(byte[] raw, HeaderBlock block, HeaderFilter dropped) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
    try {
      dropped.copy(raw, block, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    out.write(raw, block.end(), raw.length - block.end());
    return out.toByteArray();
  }

  private static byte[] add(byte[] raw, String line, int bytesMax) {
    int from = HeaderBlock.fromLineLength(raw, 0, raw.length);
    HeaderBlock block = HeaderBlock.find(raw, from, raw.length);
    boolean read = block.end() - block.start() + bytesMax <= Message.HEADER_BYTES_MAX;
    int at = read ? block.end() : block.start();
    String lineEnd = lineEnd(raw, block);
    boolean open = at > from && raw[at - 1] != block.lineBreak();
    boolean emptyLine = at < block.body();
    String header = (open ? lineEnd : "") + line + lineEnd + (emptyLine ? "" : lineEnd);
    byte[] added = header.getBytes(StandardCharsets.UTF_8);
    byte[] out = Arrays.copyOf(raw, raw.length + added.length);
    System.arraycopy(added, 0, out, at, added.length);
    System.arraycopy(raw, at, out, at + added.length, raw.length - at);
    return out;
  }

  /// How the lines of the headers end.
  private static String lineEnd(byte[] raw, HeaderBlock block) {
    int first = Ascii.indexOf(raw, block.start(), block.body(), block.lineBreak());
    boolean crlf = first > block.start() && raw[first - 1] == '\r' && raw[first] == '\n';
    return crlf ? "\r\n" : "\n";
  }
}
