package org.annals.archive;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.annals.mail.Defect;
import org.annals.store.BlobReader;
import org.jspecify.annotations.Nullable;

/// Files with one message each: a Maildir, a directory of `.eml` files, or one such file.
final class FilesSource implements MailSource {
  private final Iterator<Path> files;

  private FilesSource(List<Path> files) {
    this.files = files.iterator();
  }

  static FilesSource file(Path file) {
    return new FilesSource(List.of(file));
  }

  /// `cur` and `new`, in the order of delivery that their names tell.
  static FilesSource maildir(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String part : List.of("cur", "new")) {
      if (Files.isDirectory(directory.resolve(part))) {
        files.addAll(list(directory.resolve(part), ""));
      }
    }
    files.sort(Comparator.comparing((Path file) -> file.getFileName().toString()));
    return new FilesSource(files);
  }

  static FilesSource directory(Path directory) throws IOException {
    List<Path> files = list(directory, ".eml");
    if (files.isEmpty()) {
      throw new IOException(directory + ": holds no mail (no .eml files, no Maildir, no git)");
    }
    files.sort(Comparator.comparing((Path file) -> file.getFileName().toString()));
    return new FilesSource(files);
  }

  private static List<Path> list(Path directory, String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.endsWith(suffix) && !name.startsWith(".") && !Files.isDirectory(entry)) {
          files.add(entry);
        }
      }
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException(directory + ": may not be read", e);
    }
    return files;
  }

  @Override
  public @Nullable Item next() {
    if (!files.hasNext()) {
      return null;
    }
    Path file = files.next();
    try {
      if (Files.size(file) > BlobReader.MESSAGE_BYTES_MAX) {
        return new Item.Refused(
            file.toString(), "larger than the largest message taken", Defect.Kind.TOO_LARGE);
      }
      return new Item.Mail(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      return new Item.Refused(file.toString(), "cannot be read: " + e, Defect.Kind.UNREADABLE);
    }
  }

  @Override
  public void close() {}
}
