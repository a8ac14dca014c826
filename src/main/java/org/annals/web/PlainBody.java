package org.annals.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// A body as it is, for clients that do not unzip. Closing frees the inflater but not the stream
/// below.
final class PlainBody extends BodyStream implements AutoCloseable {
  private static final int IDLE_MAX = 64;
  private static final Idle<Inflater> IDLE =
      new Idle<>(IDLE_MAX, () -> new Inflater(true), Inflater::end);

  private final OutputStream out;
  private @Nullable Inflater inflater;

  PlainBody(OutputStream out, Fragments fragments) {
    super(fragments);
    this.out = out;
  }

  /// Lets nothing wait here, for answers that go on for long.
  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  void text(byte[] bytes, int offset, int count) throws IOException {
    out.write(bytes, offset, count);
  }

  @Override
  byte[] joined(Fragment fragment, byte @Nullable [] text, byte @Nullable [] beforeText)
      throws IOException {
    byte[] known = text == null ? inflated(fragment, beforeText) : text;
    out.write(known);
    return known;
  }

  private byte[] inflated(Fragment fragment, byte @Nullable [] beforeText) throws IOException {
    Inflater open = inflater == null ? IDLE.take() : inflater;
    inflater = open;
    open.reset();
    if (!fragment.after().equals(Fragment.Identity.NONE) && beforeText != null) {
      int offset = Math.max(0, beforeText.length - Compressor.WINDOW_BYTES);
      open.setDictionary(beforeText, offset, beforeText.length - offset);
    }
    open.setInput(fragment.deflated());
    byte[] text = new byte[fragment.length()];
    try {
      int done = 0;
      while (done < text.length) {
        int count = open.inflate(text, done, text.length - done);
        if (count == 0) {
          throw new DataFormatException("ends after " + done + " of " + text.length + " bytes");
        }
        done += count;
      }
    } catch (DataFormatException e) {
      throw new IllegalStateException("a part of a page does not inflate", e); // it is our own
    }
    return text;
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.reset();
      IDLE.giveBack(inflater);
      inflater = null;
    }
  }
}
