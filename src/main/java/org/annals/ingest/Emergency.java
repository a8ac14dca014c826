package org.annals.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A Maildir for mail that could not be filed. Many processes may use it.
///
/// A mail has the name of its content, so that one that comes again and again is there once, and
/// goes when it is filed at last.
public record Emergency(Path maildir) {
  private static final List<String> PARTS = List.of("tmp", "new", "cur");

  /// Returns where it is now.
  public Path keep(byte[] mail) throws IOException {
    for (String part : PARTS) {
      Files.createDirectories(maildir.resolve(part));
    }
    Path kept = place(mail);
    if (!Files.exists(kept)) {
      Path making = Files.createTempFile(maildir.resolve("tmp"), "mail", "");
      Files.write(making, mail);
      Files.move(making, kept, StandardCopyOption.ATOMIC_MOVE);
    }
    return kept;
  }

  /// It is filed now.
  public void drop(byte[] mail) throws IOException {
    Files.deleteIfExists(place(mail));
  }

  private Path place(byte[] mail) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(mail);
      return maildir.resolve("new").resolve(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
