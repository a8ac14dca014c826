package org.annals.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.annals.web.Fragment.Identity;
import org.jspecify.annotations.Nullable;

/// Where the body of an answer goes: text for this answer alone, and pieces that are kept for
/// others. One thread.
abstract class BodyStream extends OutputStream {
  /// A longer piece is written as it comes and not kept.
  static final int PIECE_BYTES_MAX = 256 << 10;

  /// Writes a piece; answers whether it would write the same next time.
  interface Piece {
    boolean writeTo(OutputStream out) throws IOException;
  }

  private final Fragments fragments;

  /// The piece that was written last, if nothing followed it, and its text, if it is at hand.
  private Identity before = Identity.NONE;

  private byte @Nullable [] beforeText;

  BodyStream(Fragments fragments) {
    this.fragments = fragments;
  }

  @Override
  public final void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public final void write(byte[] bytes, int offset, int count) throws IOException {
    if (count > 0) {
      before = Identity.NONE;
      beforeText = null;
      text(bytes, offset, count);
    }
  }

  /// Writes what was written under an equal key before, here or in another answer, or else the
  /// piece. The key must tell all that the piece is made of. There are no pieces in pieces.
  final void piece(Object key, Piece piece) throws IOException {
    Fragment fragment = fragments.find(key, before);
    byte[] text = null;
    if (fragment == null && !fragments.isAskedAgain(key)) {
      piece.writeTo(new Gathered(true));
      return;
    }
    if (fragment == null) {
      Gathered gathered = new Gathered(false);
      boolean same = piece.writeTo(gathered);
      if (gathered.full) {
        return;
      }
      text = gathered.bytes.toByteArray();
      if (!same) {
        write(text, 0, text.length);
        return;
      }
      fragment = fragments.make(key, text, before, beforeText);
    }
    beforeText = joined(fragment, text, beforeText);
    before = fragment.identity();
  }

  /// The same as a file that is compressed whether the client unzips or not; close it.
  final Gzip zipped() throws IOException {
    return new Gzip(this, fragments);
  }

  /// Takes text for this answer alone.
  abstract void text(byte[] bytes, int offset, int count) throws IOException;

  /// Takes a fragment that may follow what came before. Returns its text, if it is at hand now.
  abstract byte @Nullable [] joined(
      Fragment fragment, byte @Nullable [] text, byte @Nullable [] beforeText) throws IOException;

  /// A piece while it is made; one that becomes too long goes on its way, as does one that is
  /// `full` from the beginning.
  private final class Gathered extends OutputStream {
    final ByteArrayOutputStream bytes;
    boolean full;

    Gathered(boolean full) {
      this.full = full;
      bytes = new ByteArrayOutputStream(full ? 0 : 16 << 10);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] more, int offset, int count) throws IOException {
      if (!full && bytes.size() + count > PIECE_BYTES_MAX) {
        full = true;
        BodyStream.this.write(bytes.toByteArray(), 0, bytes.size());
      }
      if (full) {
        BodyStream.this.write(more, offset, count);
      } else {
        bytes.write(more, offset, count);
      }
    }
  }
}
