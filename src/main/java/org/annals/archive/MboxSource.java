package org.annals.archive;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.annals.mail.Defect;
import org.annals.mail.MboxReader;
import org.jspecify.annotations.Nullable;

/// An mbox file, gzip-compressed or not.
final class MboxSource implements MailSource {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path file;
  private final MboxReader reader;
  private final Damage damage;
  private MboxReader.@Nullable RawMessage held;
  private boolean ended;

  private MboxSource(Path file, MboxReader reader, Damage damage) {
    this.file = file;
    this.reader = reader;
    this.damage = damage;
  }

  static MboxSource open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      InputStream plain = isGzip(in) ? new GZIPInputStream(in, BUFFER_BYTES) : in;
      Damage damage = new Damage(plain);
      return new MboxSource(file, new MboxReader(damage, file.toString()), damage);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip;
  }

  /// The message that the damage cuts is the last one, so the one read is held back until there
  /// is another.
  @Override
  public @Nullable Item next() throws IOException {
    if (ended) {
      return null;
    }
    MboxReader.RawMessage message = held == null ? reader.next() : held;
    held = null;
    if (message == null || damage.what == null) {
      return message == null ? end() : item(message);
    }
    held = reader.next();
    return held == null ? end() : item(message);
  }

  private @Nullable Item end() {
    ended = true;
    return damage.what == null
        ? null
        : new Item.Refused(
            file.toString(), "ends early or is damaged: " + damage.what, Defect.Kind.SOURCE_CUT);
  }

  private Item item(MboxReader.RawMessage message) {
    String where = file + " at byte " + message.offset();
    return message.oversize()
        ? new Item.Refused(where, "larger than the largest message taken", Defect.Kind.TOO_LARGE)
        : new Item.Mail(where, message.bytes(), message.defects());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /// Makes the end of what can be unpacked the end of the stream, and remembers why.
  private static final class Damage extends FilterInputStream {
    private @Nullable String what;

    Damage(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (EOFException | ZipException e) {
        what = e.getMessage();
        return -1;
      }
    }
  }
}
