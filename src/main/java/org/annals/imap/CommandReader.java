package org.annals.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.annals.net.ClientGoneException;
import org.annals.net.Line;
import org.annals.net.Wire;
import org.jspecify.annotations.Nullable;

/// Reads commands: lines, and the literals that they announce (RFC 9051 §4.3). One thread.
final class CommandReader {
  private final Wire wire;
  private final ImapWriter out;
  private final ImapLimits limits;

  CommandReader(Wire wire, ImapWriter out, ImapLimits limits) {
    this.wire = wire;
    this.out = out;
    this.limits = limits;
  }

  /// A literal that the end of a line announces; `unasked`: the client does not wait for us.
  private record Announced(long size, boolean unasked) {}

  Received next() throws IOException {
    ByteArrayOutputStream command = new ByteArrayOutputStream(0);
    while (true) {
      switch (wire.reader().readLine()) {
        case Line.Missing missing -> {
          return over(missing);
        }
        case Line.Text(var line) -> {
          command.write(line, 0, line.length);
          Announced literal = announced(line);
          if (literal == null) {
            return command.size() > limits.commandBytes()
                ? new Received.Over("The command is too long")
                : new Received.Command(command.toByteArray());
          }
          Received refusal = refusal(literal, command);
          if (refusal != null) {
            return refusal;
          }
          if (!append(literal, command)) {
            return new Received.Over("Autologout; idle for too long");
          }
        }
      }
    }
  }

  private static Received over(Line.Missing missing) {
    return new Received.Over(
        switch (missing) {
          case TOO_LONG -> "The line is too long";
          case IDLE -> "Autologout; idle for too long";
          case STOPPING -> "The server is stopping";
          case END -> null;
        });
  }

  private @Nullable Received refusal(Announced literal, ByteArrayOutputStream command) {
    boolean tooLong = literal.size > limits.commandBytes() - command.size();
    if (literal.unasked) {
      boolean unread = tooLong || literal.size > ImapLimits.UNASKED_LITERAL_BYTES;
      return unread ? new Received.Over("The literal is too long") : null;
    }
    return tooLong
        ? new Received.Refused(
            command.toByteArray(), ImapRefusal.no("TOOBIG", "The literal is too long"))
        : null;
  }

  /// False if the client does not send what it announced.
  private boolean append(Announced literal, ByteArrayOutputStream command) throws IOException {
    if (!literal.unasked) {
      out.line("+ Ready for the literal").flush();
    }
    try {
      byte[] content = wire.reader().readBytes((int) literal.size);
      command.write('\r');
      command.write('\n');
      command.write(content, 0, content.length);
      return true;
    } catch (ClientGoneException _) {
      return false;
    }
  }

  /// `{12}` or `{12+}` at the end of a line. In a quoted string no line ends.
  private static @Nullable Announced announced(byte[] line) {
    int at = line.length - 1;
    if (at < 2 || line[at] != '}') {
      return null;
    }
    boolean unasked = line[--at] == '+';
    if (unasked) {
      at--;
    }
    long size = 0;
    long unit = 1;
    int digits = 0;
    while (at >= 0 && line[at] >= '0' && line[at] <= '9' && digits < 10) {
      size += unit * (line[at--] - '0');
      unit *= 10;
      digits++;
    }
    return digits > 0 && at >= 0 && line[at] == '{' ? new Announced(size, unasked) : null;
  }
}
