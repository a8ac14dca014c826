package org.annals.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/// A file of a repository as a client without the git protocol fetches it. Immutable; what is on
/// disk is read when it is opened.
public sealed interface GitFile {
  /// What is in it.
  enum Kind {
    TEXT,
    LOOSE_OBJECT,
    PACK,
    PACK_INDEX
  }

  /// Whether a repository may have a file of this name for others.
  static boolean isNamed(String name) {
    return DumbHttp.knows(name);
  }

  Kind kind();

  long size();

  Instant modified();

  /// At `offset`, from 0 to the size.
  InputStream open(long offset) throws IOException;

  /// As it lies on disk.
  record Stored(Path path, Kind kind, long size, Instant modified) implements GitFile {
    static Optional<GitFile> find(Path path, Kind kind) throws IOException {
      return attributes(path)
          .map(found -> new Stored(path, kind, found.size(), found.lastModifiedTime().toInstant()));
    }

    @Override
    public InputStream open(long offset) throws IOException {
      FileChannel channel = FileChannel.open(path);
      try {
        return Channels.newInputStream(channel.position(offset));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    /// The same file, compressed by the operator: `NAME.gz` with the same time.
    public Optional<GitFile> zipped() throws IOException {
      Path sibling = path.resolveSibling(path.getFileName() + ".gz");
      return find(sibling, kind).filter(found -> found.modified().equals(modified));
    }
  }

  /// Made for the client: always up to date, also when nobody ran `git update-server-info`.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Made(byte[] content, Instant modified) implements GitFile {
    @Override
    public Kind kind() {
      return Kind.TEXT;
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public InputStream open(long offset) {
      int from = (int) offset;
      return new ByteArrayInputStream(content, from, content.length - from);
    }
  }

  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class))
          .filter(BasicFileAttributes::isRegularFile);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
