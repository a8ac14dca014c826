package org.annals.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.FileNames;
import org.annals.mail.MboxWriter;
import org.annals.mail.Message;
import org.annals.mail.Part;
import org.annals.store.MissingMessageException;

/// Messages as they are: `raw`, `t.mbox.gz` and attachments.
final class Downloads {
  /// What may stand in a header of ours.
  private static final Pattern CHARSET = Pattern.compile("[a-z0-9][a-z0-9_.:+-]{1,39}");

  private final Archive archive;

  Downloads(Archive archive) {
    this.archive = archive;
  }

  /// All messages under the id, as mboxrd.
  Answer raw(List<Posting> copies) throws IOException {
    byte[] first = archive.raw(copies.getFirst());
    Message message = Message.parse(first);
    String charset =
        message.parts().stream()
            .findFirst()
            .flatMap(Part::charset)
            .filter(Downloads::isSafe)
            .orElse("UTF-8");
    String name = FileNames.slug(message.subject()) + ".txt";
    return Answer.of(
            200,
            "text/plain; charset=" + charset,
            out -> {
              MboxWriter.write(out, first);
              for (Posting posting : copies.subList(1, copies.size())) {
                MboxWriter.write(out, archive.raw(posting));
              }
            })
        .with("Content-Disposition", "inline; filename=" + name);
  }

  private static boolean isSafe(String charset) {
    return CHARSET.matcher(charset).matches();
  }

  /// The blobs say all: an edited message has another one.
  static String validator(List<Posting> copies) {
    if (copies.size() == 1) {
      return "W/\"" + copies.getFirst().blob().hex() + "\"";
    }
    StringBuilder all = new StringBuilder();
    copies.forEach(p -> all.append(p.blob().hex()));
    try {
      byte[] hash =
          java.security.MessageDigest.getInstance("SHA-1")
              .digest(all.toString().getBytes(StandardCharsets.US_ASCII));
      return "W/\"" + HexFormat.of().formatHex(hash) + "\"";
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /// The whole conversation by date. The type is that of the file: it is stored compressed.
  Answer mbox(Scope scope, Posting posting) throws IOException {
    List<Posting> all = archive.thread(scope, posting.thread(), Integer.MAX_VALUE).messages();
    String subject = all.isEmpty() ? "" : all.getFirst().overview().subject();
    return Answer.of(200, "application/gzip", out -> writeMbox(all, out))
        .incompressible()
        .with("Content-Disposition", "inline; filename=" + FileNames.slug(subject) + ".mbox.gz");
  }

  private void writeMbox(List<Posting> all, OutputStream out) throws IOException {
    try (MessageReader reader = archive.open();
        Gzip gzip = new Gzip(out, Deflater.BEST_SPEED + 1)) {
      for (Posting posting : all) {
        writeUnlessLost(posting, reader, gzip);
      }
      gzip.finish();
    }
  }

  private static void writeUnlessLost(Posting posting, MessageReader reader, OutputStream out)
      throws IOException {
    byte[] raw;
    try {
      raw = reader.read(posting);
    } catch (MissingMessageException e) {
      return; // git lost it; the others are still good
    }
    MboxWriter.write(out, raw);
  }

  /// Text is shown as text whatever it is; all else is bytes to save.
  Answer attachment(Posting posting, String index) throws IOException {
    Message message = Message.parse(archive.raw(posting));
    Optional<Part> found =
        message.parts().stream().filter(p -> p.index().equals(index)).findFirst();
    Part part =
        found.orElseThrow(
            () -> new Refusal(Refusal.Reason.NOT_FOUND, "The message has no part " + index + "."));
    byte[] content = part.content();
    boolean text = part.contentType().startsWith("text/");
    String charset = part.charset().filter(Downloads::isSafe).orElse("UTF-8");
    String type = text ? "text/plain; charset=" + charset : "application/octet-stream";
    Answer answer = Answer.of(200, type, out -> out.write(content));
    return text ? answer : answer.incompressible();
  }
}
