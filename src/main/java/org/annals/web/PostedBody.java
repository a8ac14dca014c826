package org.annals.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// What a client posted, whole and unpacked.
final class PostedBody {
  private static final int BUFFER_BYTES = 8 << 10;

  private PostedBody() {}

  /// `bytesMax` is for what comes out: a little gzip can hold much.
  static byte[] read(Visit visit, int bytesMax) throws IOException {
    try (InputStream in = unpacked(visit)) {
      byte[] body = in.readNBytes(bytesMax + 1);
      if (body.length > bytesMax) {
        throw new Refusal(
            Refusal.Reason.TOO_LARGE,
            "The body of the request has more than " + bytesMax + " bytes, unpacked.");
      }
      return body;
    } catch (ZipException | EOFException e) {
      throw new Refusal(Refusal.Reason.MALFORMED, "The body of the request is not gzip.");
    }
  }

  private static InputStream unpacked(Visit visit) throws IOException {
    InputStream in = visit.client().body();
    String coding = visit.client().header("Content-Encoding").orElse("identity");
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "identity", "" -> in;
      case "gzip", "x-gzip" -> new GZIPInputStream(in, BUFFER_BYTES);
      default ->
          throw new Refusal(
              Refusal.Reason.UNSUPPORTED_TYPE, "Only gzip is unpacked here; post it as it is.");
    };
  }
}
