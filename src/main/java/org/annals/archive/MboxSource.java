package org.annals.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.annals.mail.MboxReader;
import org.jspecify.annotations.Nullable;

/// An mbox file, gzip-compressed or not.
final class MboxSource implements MailSource {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path file;
  private final MboxReader reader;
  private boolean broken;

  private MboxSource(Path file, MboxReader reader) {
    this.file = file;
    this.reader = reader;
  }

  static MboxSource open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      if (isGzip(in)) {
        in = new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES);
      }
      return new MboxSource(file, new MboxReader(in, file.toString()));
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

  @Override
  public @Nullable Item next() throws IOException {
    if (broken) {
      return null;
    }
    try {
      MboxReader.RawMessage message = reader.next();
      if (message == null) {
        return null;
      }
      String where = file + " at byte " + message.offset();
      return message.oversize()
          ? new Item.Refused(where, "larger than the largest message taken")
          : new Item.Mail(where, message.bytes());
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      broken = true; // what came before the damage was read
      return new Item.Refused(file.toString(), "ends early or is damaged: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
