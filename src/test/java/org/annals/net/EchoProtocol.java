package org.annals.net;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Says again what it is told, and does a few things when asked to.
final class EchoProtocol implements LineProtocol {
  private final @Nullable TlsKeys keys;

  EchoProtocol(@Nullable TlsKeys keys) {
    this.keys = keys;
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public String refusal() {
    return "too many";
  }

  @Override
  public void serve(Wire wire) throws IOException {
    LineReader in = wire.reader();
    LineWriter out = wire.writer();
    out.line("hello");
    while (true) {
      if (!in.inputWaits()) {
        out.flush();
      }
      switch (in.readLine()) {
        case Line.Text text -> {
          if (!obey(wire, text.latin1())) {
            return;
          }
        }
        case Line.Missing.TOO_LONG -> {
          out.line("too long");
          if (!in.skipLine()) {
            return;
          }
        }
        case Line.Missing.IDLE -> {
          out.line("idle");
          return;
        }
        case Line.Missing.STOPPING -> {
          out.line("stopping");
          return;
        }
        case Line.Missing.END -> {
          return;
        }
      }
    }
  }

  private boolean obey(Wire wire, String said) throws IOException {
    LineWriter out = wire.writer();
    String[] words = said.split(" ", -1);
    switch (words[0]) {
      case "tls" -> {
        out.line("go");
        wire.startTls(Objects.requireNonNull(keys));
      }
      case "deflate" -> {
        out.line("go");
        wire.deflate();
      }
      case "bytes" -> {
        byte[] bytes = wire.reader().readBytes(Integer.parseInt(words[1]));
        out.line("got " + bytes.length + " " + Arrays.hashCode(bytes));
      }
      case "flood" -> {
        byte[] zeros = new byte[1 << 20];
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
          out.write(zeros, 0, zeros.length);
        }
      }
      case "fail" -> throw new IllegalStateException("asked to");
      case "bye" -> {
        out.line("bye");
        return false;
      }
      default -> out.line(said);
    }
    return true;
  }
}
