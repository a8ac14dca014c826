package org.annals.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.annals.store.GitFile;

/// Files of repositories as answers, whole or in part, with validators.
final class FileAnswers {
  private static final String FOR_A_YEAR = "public, max-age=31536000";
  private static final int COPY_BYTES = 64 << 10;

  private FileAnswers() {}

  static Answer of(GitFile file, Visit visit) throws IOException {
    Optional<ByteRange> range = range(file, visit);
    if (range.isPresent()) {
      return part(file, range.get());
    }
    Answer answer = of(200, file, 0, file.size());
    if (!(file instanceof GitFile.Stored stored) || stored.zipped().isEmpty()) {
      return answer;
    }
    GitFile zipped = stored.zipped().get();
    Answer chosen =
        visit.client().acceptsGzip()
            ? of(200, zipped, 0, zipped.size()).with("Content-Encoding", "gzip")
            : answer;
    return chosen.with("Vary", "Accept-Encoding");
  }

  private static Answer part(GitFile file, ByteRange range) {
    if (!range.isSatisfiable()) {
      return Answer.text(
              416, "416 Range Not Satisfiable\nThe file has " + file.size() + " bytes.\n")
          .with("Content-Range", "bytes */" + file.size());
    }
    return of(206, file, range.first(), range.size())
        .with("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + file.size());
  }

  /// Empty if the whole file is wanted, or what the client has a part of is no longer there.
  private static Optional<ByteRange> range(GitFile file, Visit visit) {
    Optional<String> header = visit.client().header("Range");
    Optional<String> same = visit.client().header("If-Range");
    boolean applies =
        visit.client().method().equals("GET")
            && same.filter(s -> !s.equals(tag(file)) && !s.equals(HttpDate.print(file.modified())))
                .isEmpty();
    return applies ? header.flatMap(text -> ByteRange.parse(text, file.size())) : Optional.empty();
  }

  private static Answer of(int status, GitFile file, long first, long size) {
    Answer answer =
        Answer.of(status, type(file.kind()), out -> copy(file, first, size, out)).incompressible();
    Answer kept =
        file.kind() == GitFile.Kind.TEXT
            ? answer.unkept()
            : answer.with("Cache-Control", FOR_A_YEAR);
    return kept.with("Content-Length", Long.toString(size))
        .with("Accept-Ranges", "bytes")
        .with("Last-Modified", HttpDate.print(file.modified()))
        .with("ETag", tag(file));
  }

  private static String tag(GitFile file) {
    return "\"" + Long.toHexString(file.size()) + "-" + file.modified() + "\"";
  }

  private static String type(GitFile.Kind kind) {
    return switch (kind) {
      case TEXT -> "text/plain";
      case LOOSE_OBJECT -> "application/x-git-loose-object";
      case PACK -> "application/x-git-packed-objects";
      case PACK_INDEX -> "application/x-git-packed-objects-toc";
    };
  }

  private static void copy(GitFile file, long first, long size, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[(int) Math.min(COPY_BYTES, size)];
    try (InputStream in = file.open(first)) {
      for (long left = size; left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new EOFException(file + ": became shorter");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }
}
